// What the v3 API checks of a new order. Fields: https://www.bitget.com/api-doc/uta/trade/Place-Order; codes:
// https://github.com/JKorf/Bitget.Net, Bitget.Net/BitgetErrors.cs; 25236: https://github.com/enarjord/passivbot/pull/601.
import { middleOf, settingsOf } from "../../../../lib/adapters/paper/margin.ts";
import { changeMarginMode, type EngineRequest } from "../../../../lib/adapters/paper/matching-engine.ts";
import { type Decimal, decimal, findDecimal, floorToStep, ZERO } from "../../../../lib/core/decimal.ts";
import type { Params } from "../../routes.ts";
import { type BitgetAccount, enterMarginMode } from "../bitget-account.ts";
import { refuse, required } from "../bitget-refusals.ts";
import { type SimulatedMarket, tiersOf } from "../markets.ts";
import type { BitgetVenue } from "../venue.ts";
import { instrumentOf } from "./unified-refusals.ts";

const CLIENT_OID = /^[.A-Z:/a-z0-9_-]{1,32}$/;
const OF_THE_CLASSIC_API = ["holdSide", "oneWayMode", "tradeSide", "marginCoin", "productType"];
const PRICE_BAND = decimal("0.05");

/** The order the parameters ask for. @throws Refused with the code of the first rule it breaks. */
export function checkOrder(venue: BitgetVenue, account: BitgetAccount, params: Params): EngineRequest {
  if (OF_THE_CLASSIC_API.some((name) => params[name] !== undefined)) throw refuse("25236", "Parameter error");
  const market = instrumentOf(venue, params);
  const { symbol } = market.instrument;
  const side = oneOf(params, "side", ["buy", "sell"]);
  const orderType = oneOf(params, "orderType", ["market", "limit"]);
  const clientOrderId = checkClientOid(account, params.clientOid, venue.now());
  if (account.isHedged && params.posSide === undefined) throw refuse("25200", "posSide error");
  if (market.status !== "normal") throw refuse("25101", "The symbol is not available");
  const contracts = checkSize(required(params, "qty"), market, orderType);
  const limitPrice = orderType === "limit" ? checkPrice(venue, market, { side, price: params.price }) : undefined;
  checkMarginMode(account, market, params.marginMode ?? "crossed");
  const reduceOnly = /^yes$/i.test(params.reduceOnly ?? "no");
  if (!reduceOnly) checkTier(venue, account, { market, side, contracts });
  return {
    symbol,
    side,
    orderType,
    contracts: contracts.toFixed(),
    ...(limitPrice === undefined ? {} : { limitPrice }),
    reduceOnly,
    ...(params.timeInForce === "post_only" ? { postOnly: true } : {}),
    clientOrderId,
  };
}

function oneOf<const T extends string>(params: Params, name: string, allowed: readonly T[]): T {
  const found = allowed.find((each) => each === required(params, name));
  if (found === undefined) throw refuse("25200", `Parameter verification failed ${name}`);
  return found;
}

/** Taken again once its order is done, since October 2025: https://www.bitget.com/api-doc/uta/changelog */
function checkClientOid(account: BitgetAccount, id: string | undefined, now: number): string {
  if (id === undefined) return `sim${now}${account.orders.size}`;
  if (!CLIENT_OID.test(id)) throw refuse("25200", "Parameter verification failed clientOid");
  if (account.openOrders().some((order) => order.clientOrderId === id)) throw refuse("25212", "Duplicate clientOid");
  return id;
}

function checkSize(text: string, market: SimulatedMarket, orderType: "market" | "limit"): Decimal {
  const { minContracts = "0", maxContracts = "0", contractStep } = market.instrument;
  const size = findDecimal(text);
  if (size === undefined || size.lte(ZERO)) throw refuse("25200", "Parameter verification failed qty");
  if (size.lt(minContracts)) throw refuse("25611", "less than the minimum order quantity");
  if (!floorToStep(size, decimal(contractStep)).eq(size)) throw refuse("25610", "qty is no multiple of the step");
  const most = orderType === "market" ? market.maxMarketQty : maxContracts;
  if (size.gt(most)) throw refuse("25207", "The quantity is not in range");
  return size;
}

function checkPrice(
  venue: BitgetVenue,
  { instrument }: SimulatedMarket,
  { side, price: text }: { readonly side: "buy" | "sell"; readonly price: string | undefined },
): string {
  const price = findDecimal(text);
  if (price === undefined || price.lte(ZERO)) throw refuse("25200", "Parameter verification failed price");
  if (!floorToStep(price, decimal(instrument.priceTick)).eq(price)) throw refuse("25244", "price is off the tick");
  const middle = middleOf(venue.book(instrument.symbol));
  const isFar =
    side === "buy"
      ? price.gt(middle.times(decimal("1").plus(PRICE_BAND)))
      : price.lt(middle.times(decimal("1").minus(PRICE_BAND)));
  if (isFar) throw refuse(side === "buy" ? "25205" : "25206", "The price is not in range");
  return price.toFixed();
}

/** The order's mode is the symbol's from then on. What an order in the other mode is answered under a position no source says. */
function checkMarginMode(account: BitgetAccount, { instrument }: SimulatedMarket, asked: string): void {
  if (asked !== "isolated" && asked !== "crossed") throw refuse("25200", "Parameter verification failed marginMode");
  const { symbol, settle } = instrument;
  const marginMode = asked === "isolated" ? "isolated" : "cross";
  const state = account.state(settle);
  if (settingsOf(state, symbol).marginMode === marginMode) return;
  if (!changeMarginMode(state, symbol, marginMode).ok) throw new Error("an order in the other mode under a position");
  enterMarginMode(account, { settle, symbol, marginMode });
}

function checkTier(
  venue: BitgetVenue,
  account: BitgetAccount,
  { market, side, contracts }: { readonly market: SimulatedMarket; readonly side: string; readonly contracts: Decimal },
): void {
  const { symbol, settle } = market.instrument;
  const state = account.state(settle);
  const { leverage } = settingsOf(state, symbol);
  const limit = tiersOf(market).findLast((tier) => tier.maxLeverage >= leverage)?.limit ?? 0;
  const signed = side === "buy" ? contracts : contracts.neg();
  const after = signed.plus(state.positions[symbol]?.contracts ?? "0").abs();
  if (after.times(middleOf(venue.book(symbol))).lte(String(limit))) return;
  throw refuse("25230", "The order quantity exceeds the maximum open quantity");
}
