// What Bitget checks of a new order, with its codes. Source: https://www.bitget.com/api-doc/contract/trade/Place-Order
// and .../contract/error-code/restapi. Fields Bitget does not know are ignored there.
import { middleOf, settingsOf } from "../../../lib/adapters/paper/margin.ts";
import { changeMarginMode, type EngineRequest } from "../../../lib/adapters/paper/matching-engine.ts";
import { type Decimal, decimal, findDecimal, floorToStep, ZERO } from "../../../lib/core/decimal.ts";
import { decimalsOf } from "../market-maker.ts";
import type { Params } from "../routes.ts";
import { type BitgetAccount, enterMarginMode } from "./bitget-account.ts";
import { marginMarketOf, refuse, required } from "./bitget-refusals.ts";
import { type SimulatedMarket, tiersOf } from "./markets.ts";
import type { BitgetVenue } from "./venue.ts";

const LONGEST_ID = 64;
const VISIBLE_ASCII = /^[\x21-\x7e]+$/;
const PRICE_BAND = decimal("0.05");

/** The order the parameters ask for. @throws Refused with the code of the first rule it breaks. */
export function checkOrder(venue: BitgetVenue, account: BitgetAccount, params: Params): EngineRequest {
  const market = marginMarketOf(venue, params);
  const { symbol, settle } = market.instrument;
  const side = oneOf(params, "side", ["buy", "sell"]);
  const orderType = oneOf(params, "orderType", ["market", "limit"]);
  const clientOrderId = checkClientOid(account, params.clientOid, venue.now());
  checkPositionMode(account, settle, params.tradeSide);
  if (market.status !== "normal") throw refuse("40309", "The contract has been removed");
  const contracts = checkSize(required(params, "size"), market, orderType);
  const limitPrice = orderType === "limit" ? checkPrice(venue, market, { side, price: params.price }) : undefined;
  checkMarginMode(account, market, oneOf(params, "marginMode", ["isolated", "crossed"]));
  const reduceOnly = params.reduceOnly === "YES";
  if (!reduceOnly) checkTier(venue, account, { market, side, contracts });
  return {
    symbol,
    side,
    orderType,
    contracts: contracts.toFixed(),
    ...(limitPrice === undefined ? {} : { limitPrice }),
    reduceOnly,
    // No code is documented for one that would trade (https://www.bitget.com/api-doc/contract/error-code/restapi): taken, and canceled.
    ...(params.force === "post_only" ? { postOnly: true } : {}),
    clientOrderId,
  };
}

function oneOf<const T extends string>(params: Params, name: string, allowed: readonly T[]): T {
  const value = required(params, name);
  const found = allowed.find((each) => each === value);
  if (found === undefined) throw refuse("40020", `Parameter ${name} error`);
  return found;
}

function checkClientOid(account: BitgetAccount, id: string | undefined, now: number): string {
  if (id === undefined) return `sim${now}${account.orders.size}`;
  if (id.length > LONGEST_ID || !VISIBLE_ASCII.test(id)) {
    throw refuse("40305", "clientOid or clientOrderId length cannot greater than 64, and cannot be Martian characters");
  }
  if ([...account.orders.values()].some((order) => order.clientOrderId === id)) {
    throw refuse("40786", "Duplicate clientOid");
  }
  return id;
}

/** Orders of one-way mode say nothing about opening and closing. */
function checkPositionMode(account: BitgetAccount, settle: string, tradeSide: string | undefined): void {
  const isHedged = account.state(settle).positionMode === "hedge";
  if (isHedged && tradeSide === undefined) {
    throw refuse("40774", "The order type for unilateral position must also be the unilateral position type.");
  }
}

function checkSize(text: string, market: SimulatedMarket, orderType: "market" | "limit"): Decimal {
  const { minContracts = "0", maxContracts = "0", contractStep } = market.instrument;
  const size = findDecimal(text);
  if (size === undefined || size.lte(ZERO)) throw refuse("40017", "Parameter verification failed size");
  if (decimalsOf(size.toFixed()) > decimalsOf(contractStep)) {
    throw refuse("40808", `Parameter verification exception size checkBDScale error value=${text}`);
  }
  if (!floorToStep(size, decimal(contractStep)).eq(size))
    throw refuse("22038", `Please enter the quantity as an integral multiple of ${contractStep}`);
  if (size.lt(minContracts)) throw refuse("45111", "less than the minimum order quantity");
  const most = orderType === "market" ? market.maxMarketQty : maxContracts;
  if (size.gt(most)) throw refuse("45112", "more than the maximum order quantity");
  return size;
}

function checkPrice(
  venue: BitgetVenue,
  { instrument }: SimulatedMarket,
  { side, price: text }: { readonly side: "buy" | "sell"; readonly price: string | undefined },
): string {
  const price = findDecimal(text);
  if (price === undefined || price.lte(ZERO)) throw refuse("40706", "Wrong order price");
  if (!floorToStep(price, decimal(instrument.priceTick)).eq(price)) {
    throw refuse("45115", `The price you enter should be a multiple of ${instrument.priceTick}`);
  }
  const middle = middleOf(venue.book(instrument.symbol));
  if (side === "buy" && price.gt(middle.times(decimal("1").plus(PRICE_BAND)))) {
    throw refuse("40815", "The order price is higher than the highest bid price");
  }
  if (side === "sell" && price.lt(middle.times(decimal("1").minus(PRICE_BAND)))) {
    throw refuse("40816", "The order price is lower than the lowest selling price");
  }
  return price.toFixed();
}

/** The order's mode is the symbol's from then on; with anything open it must be the one the symbol has. */
function checkMarginMode(account: BitgetAccount, { instrument }: SimulatedMarket, asked: "isolated" | "crossed"): void {
  const { symbol, settle } = instrument;
  const marginMode = asked === "isolated" ? "isolated" : "cross";
  const state = account.state(settle);
  if (settingsOf(state, symbol).marginMode === marginMode) return;
  if (!changeMarginMode(state, symbol, marginMode).ok) {
    throw refuse("45117", "Currently holding positions or orders, the margin mode cannot be adjusted");
  }
  enterMarginMode(account, { settle, symbol, marginMode });
}

/** The leverage that is set caps the position's notional. */
function checkTier(
  venue: BitgetVenue,
  account: BitgetAccount,
  { market, side, contracts }: { readonly market: SimulatedMarket; readonly side: string; readonly contracts: Decimal },
): void {
  const { symbol, settle } = market.instrument;
  const state = account.state(settle);
  const { leverage } = settingsOf(state, symbol);
  const limit =
    tiersOf(market)
      .filter((tier) => tier.maxLeverage >= leverage)
      .at(-1)?.limit ?? 0;
  const signed = side === "buy" ? contracts : contracts.neg();
  const after = signed.plus(state.positions[symbol]?.contracts ?? "0").abs();
  if (after.times(middleOf(venue.book(symbol))).lte(String(limit))) return;
  throw refuse("40921", "The order size cannot exceed the maximum size of the positionLevel");
}
