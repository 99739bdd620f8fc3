// What BingX checks of a new order, with its codes. Sources: "Place order" and "Common business error codes" of
// https://bingx-api.github.io/docs/#/en-us/swapV2; for sizes the newer list of
// https://github.com/BingX-API/api-ai-skills/blob/main/skills/references/error-codes.md; the wording on position sides: https://github.com/ccxt/ccxt/issues/22237

import { middleOf } from "../../../lib/adapters/paper/margin.ts";
import type { EngineRequest } from "../../../lib/adapters/paper/matching-engine.ts";
import type { Book } from "../../../lib/adapters/paper/venue-state.ts";
import { type Decimal, decimal, findDecimal, floorToStep, ZERO } from "../../../lib/core/decimal.ts";
import { Refused } from "../refused.ts";
import { wouldTake } from "../would-take.ts";
import type { BingxAccount } from "./bingx-account.ts";
import { required } from "./bingx-refusals.ts";
import { maxPositionValue, type SimulatedMarket } from "./markets.ts";
import type { BingxVenue } from "./venue.ts";

type Params = Readonly<Record<string, string>>;

const PRICE_BAND = decimal("0.1");
const SAME_NUMBER_MS = 1_000;

/** The order the parameters ask for. @throws Refused with the code of the first rule it breaks. */
export function checkOrder(venue: BingxVenue, account: BingxAccount, params: Params): EngineRequest {
  const market = venue.market(required(params, "symbol"));
  const side = required(params, "side");
  const type = required(params, "type");
  if (side !== "BUY" && side !== "SELL") throw new Refused(109400, "Invalid parameters, err:side");
  if (type !== "MARKET" && type !== "LIMIT") throw new Refused(109400, "Invalid parameters, err:type");
  const clientOrderId = checkClientOrderId(venue, account, clientOrderIdOf(params));
  checkPositionSide(account, params.positionSide ?? "LONG");
  const contracts = checkQuantity(required(params, "quantity"), market);
  const limitPrice =
    type === "LIMIT" ? checkPrice({ price: required(params, "price"), side, market }, venue) : undefined;
  const isPostOnly = params.timeInForce === "PostOnly";
  if (isPostOnly && limitPrice !== undefined) checkMaker(venue.book(market.instrument.symbol), side, limitPrice);
  const reduceOnly = params.reduceOnly === "true";
  if (!reduceOnly) checkOpening(venue, account, { market, side, contracts });
  return {
    symbol: market.instrument.symbol,
    side: side === "BUY" ? "buy" : "sell",
    orderType: type === "MARKET" ? "market" : "limit",
    contracts: contracts.toFixed(),
    ...(limitPrice === undefined ? {} : { limitPrice }),
    reduceOnly,
    clientOrderId,
  };
}

/** The code: the newer list above, and https://github.com/JKorf/BingX.Net/blob/master/BingX.Net/BingXErrors.cs */
function checkMaker(book: Book, side: "BUY" | "SELL", price: string): void {
  if (!wouldTake(book, side === "BUY" ? "buy" : "sell", price)) return;
  throw new Refused(101215, "The Maker (Post Only) order would trade at once: it was canceled");
}

/** Both spellings are taken; BingX lowers what it is given. */
export function clientOrderIdOf({ clientOrderId, clientOrderID }: Params): string | undefined {
  return (clientOrderID ?? clientOrderId)?.toLowerCase();
}

/** Unique for good. What a repeated one is told: 109201 within a second, later what a busy system is. */
function checkClientOrderId(venue: BingxVenue, account: BingxAccount, id: string | undefined): string {
  if (id === undefined) return "";
  if (id.length < 1 || id.length > 40) throw new Refused(109400, "Invalid parameters, err:clientOrderID");
  const taken = [...account.orders.values()].find((order) => order.clientOrderId === id);
  if (taken === undefined) return id;
  throw venue.now() - taken.createdAt < SAME_NUMBER_MS
    ? new Refused(109201, "The same order number is only allowed to be submitted once within 1 second.")
    : new Refused(101500, "The current system is busy, please try again later");
}

function checkPositionSide(account: BingxAccount, positionSide: string): void {
  if (!account.isHedged && positionSide !== "BOTH") {
    throw new Refused(109400, "In the One-way mode, the 'PositionSide' field can only be set to BOTH.");
  }
  if (account.isHedged && !["LONG", "SHORT"].includes(positionSide)) {
    throw new Refused(109400, "In the Hedge mode, the 'PositionSide' field can only be set to LONG or SHORT.");
  }
}

function checkQuantity(text: string, { instrument }: SimulatedMarket): Decimal {
  const { minContracts = "0", contractStep, base } = instrument;
  const quantity = findDecimal(text);
  if (quantity === undefined || quantity.lte(ZERO)) throw new Refused(109400, "Invalid parameters, err:quantity");
  if (quantity.lt(minContracts)) {
    throw new Refused(110422, `The minimum order amount is ${minContracts} ${base}.`);
  }
  if (!floorToStep(quantity, decimal(contractStep)).eq(quantity)) throw new Refused(110425, "Order size error");
  return quantity;
}

function checkPrice(
  { price: text, side, market }: { readonly price: string; readonly side: string; readonly market: SimulatedMarket },
  venue: BingxVenue,
): string {
  const { symbol, priceTick } = market.instrument;
  const price = findDecimal(text) ?? ZERO;
  const isOnGrid = price.gt(ZERO) && floorToStep(price, decimal(priceTick)).eq(price);
  if (!isOnGrid) throw new Refused(109400, "Invalid parameters, err:price");
  const middle = middleOf(venue.book(symbol));
  const highest = middle.times(PRICE_BAND.plus("1"));
  if (side === "BUY" && price.gt(highest)) {
    throw new Refused(101211, `Order price should be lower than ${highest.toFixed()}`);
  }
  const lowest = middle.times(decimal("1").minus(PRICE_BAND));
  if (side === "SELL" && price.lt(lowest)) {
    throw new Refused(101211, `Order price should be higher than ${lowest.toFixed()}`);
  }
  return price.toFixed();
}

/** The market must be open, and the leverage that is set caps the position's value. */
function checkOpening(
  venue: BingxVenue,
  account: BingxAccount,
  { market, side, contracts }: { readonly market: SimulatedMarket; readonly side: string; readonly contracts: Decimal },
): void {
  if (!market.isOpenable) throw new Refused(101415, "This trading pair is suspended from opening new position");
  const { symbol, settle } = market.instrument;
  const state = account.state(settle);
  const { leverage } = state.settings[symbol] ?? state.defaults;
  const cap = maxPositionValue(market, leverage);
  const signed = side === "BUY" ? contracts : contracts.neg();
  const after = signed.plus(state.positions[symbol]?.contracts ?? "0").abs();
  if (after.times(middleOf(venue.book(symbol))).gt(String(cap))) {
    throw new Refused(101209, `The maximum position value for this leverage is ${cap} ${settle}`);
  }
}
