// What Bybit checks of a new order, with its codes. Source: https://bybit-exchange.github.io/docs/v5/order/create-order
// and .../docs/v5/error. Fields Bybit does not know are ignored there, so tests look at the journal for leaked ones.
import { middleOf } from "../../../lib/adapters/paper/margin.ts";
import type { EngineRequest } from "../../../lib/adapters/paper/matching-engine.ts";
import { type Decimal, decimal, findDecimal, floorToStep, ZERO } from "../../../lib/core/decimal.ts";
import { Refused } from "../refused.ts";
import type { Params } from "../routes.ts";
import type { BybitAccount } from "./bybit-account.ts";
import { badParameter, required } from "./bybit-refusals.ts";
import { marketOf } from "./market-routes.ts";
import { riskTiersOf, type SimulatedMarket } from "./markets.ts";
import type { BybitVenue } from "./venue.ts";

const ORDER_LINK_ID = /^[A-Za-z0-9_-]{1,36}$/;
const PRICE_BAND = decimal("0.05");

/** The order the parameters ask for. @throws Refused with the code of the first rule it breaks. */
export function checkOrder(venue: BybitVenue, account: BybitAccount, params: Params): EngineRequest {
  const market = marketOf(venue, params);
  const { symbol, settle } = market.instrument;
  const side = sideOf(params);
  const orderType = orderTypeOf(params);
  const clientOrderId = checkOrderLinkId(account, params.orderLinkId, venue.now());
  checkPositionIdx(account, settle, params.positionIdx);
  if (market.status !== "Trading") throw new Refused("110074", "This contract is not live");
  const contracts = checkQuantity(required(params, "qty"), market, orderType);
  const limitPrice = orderType === "limit" ? checkPrice(venue, market, { side, price: params.price }) : undefined;
  const reduceOnly = params.reduceOnly === "true";
  if (!reduceOnly) checkRiskLimit(venue, account, { market, side, contracts });
  return {
    symbol,
    side,
    orderType,
    contracts: contracts.toFixed(),
    ...(limitPrice === undefined ? {} : { limitPrice }),
    reduceOnly,
    // Taken, then Cancelled (or Rejected: both are seen) with EC_PostOnlyWillTakeLiquidity: https://bybit-exchange.github.io/docs/v5/order/order-list
    ...(params.timeInForce === "PostOnly" ? { postOnly: true } : {}),
    clientOrderId,
  };
}

function sideOf(params: Params): "buy" | "sell" {
  const side = required(params, "side");
  if (side !== "Buy" && side !== "Sell") throw badParameter("Side invalid");
  return side === "Buy" ? "buy" : "sell";
}

function orderTypeOf(params: Params): "market" | "limit" {
  const type = required(params, "orderType");
  if (type !== "Market" && type !== "Limit") throw badParameter("OrderType invalid");
  return type === "Market" ? "market" : "limit";
}

/** Always unique: the id of an order that is done stays taken. */
function checkOrderLinkId(account: BybitAccount, id: string | undefined, now: number): string {
  if (id === undefined) return `sim${now}${account.orders.size}`;
  if (!ORDER_LINK_ID.test(id)) throw badParameter("OrderLinkId invalid");
  if ([...account.orders.values()].some((order) => order.clientOrderId === id)) {
    throw new Refused("110072", "OrderLinkedID is duplicate");
  }
  return id;
}

function checkPositionIdx(account: BybitAccount, settle: string, positionIdx = "0"): void {
  const isHedged = account.state(settle).positionMode === "hedge";
  if ((positionIdx === "0") === isHedged) throw badParameter("position idx not match position mode");
}

function checkQuantity(text: string, market: SimulatedMarket, orderType: "market" | "limit"): Decimal {
  const { minContracts = "0", maxContracts = "0", contractStep } = market.instrument;
  const quantity = findDecimal(text);
  if (quantity === undefined || quantity.lte(ZERO)) throw badParameter("Qty invalid");
  if (!floorToStep(quantity, decimal(contractStep)).eq(quantity)) throw badParameter("Qty invalid");
  if (quantity.lt(minContracts)) {
    throw new Refused("10001", "The number of contracts exceeds minimum limit allowed");
  }
  const most = orderType === "market" ? market.maxMarketQty : maxContracts;
  if (quantity.gt(most)) throw new Refused("10001", "The number of contracts exceeds maximum limit allowed: too large");
  return quantity;
}

/** A limit order far on the wrong side of the market is refused. */
function checkPrice(
  venue: BybitVenue,
  { instrument }: SimulatedMarket,
  { side, price: text }: { readonly side: "buy" | "sell"; readonly price: string | undefined },
): string {
  const price = findDecimal(text);
  if (price === undefined || price.lte(ZERO)) throw badParameter("price invalid");
  if (!floorToStep(price, decimal(instrument.priceTick)).eq(price)) throw badParameter("price invalid");
  const middle = middleOf(venue.book(instrument.symbol));
  const isOut =
    side === "buy"
      ? price.gt(middle.times(decimal("1").plus(PRICE_BAND)))
      : price.lt(middle.times(decimal("1").minus(PRICE_BAND)));
  if (isOut) throw new Refused("110003", "Order price exceeds the allowable range.");
  return price.toFixed();
}

/** The leverage that is set caps the position's value. */
function checkRiskLimit(
  venue: BybitVenue,
  account: BybitAccount,
  { market, side, contracts }: { readonly market: SimulatedMarket; readonly side: string; readonly contracts: Decimal },
): void {
  const { symbol, settle, inverse } = market.instrument;
  const state = account.state(settle);
  const { leverage } = state.settings[symbol] ?? state.defaults;
  const tiers = riskTiersOf(market).filter((tier) => tier.maxLeverage >= leverage);
  const limit = tiers.at(-1)?.limit ?? 0;
  const signed = side === "buy" ? contracts : contracts.neg();
  const after = signed.plus(state.positions[symbol]?.contracts ?? "0").abs();
  const price = middleOf(venue.book(symbol));
  const value = inverse ? after.div(price) : after.times(price);
  if (value.lte(String(limit))) return;
  throw new Refused(
    "110090",
    "Order placement failed as your position may exceed the max limit. Please adjust your leverage to increase the max. position limit",
  );
}
