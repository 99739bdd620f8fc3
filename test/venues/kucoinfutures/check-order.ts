// What KuCoin checks of a new order before anything else. Source: https://www.kucoin.com/docs-new/api-3470235 ("Add
// Order"), the list of codes, and what users report where the list is short: 100001 is said of any invalid parameter.
import { middleOf } from "../../../lib/adapters/paper/margin.ts";
import type { EngineRequest } from "../../../lib/adapters/paper/matching-engine.ts";
import { type Decimal, decimal, findDecimal, floorToStep, ZERO } from "../../../lib/core/decimal.ts";
import { notionalOf } from "../../../lib/core/order/size.ts";
import { Refused } from "../refused.ts";
import type { Params } from "../routes.ts";
import type { KucoinAccount } from "./kucoin-account.ts";
import { required } from "./kucoin-refusals.ts";
import { marketMostOf, type SimulatedMarket } from "./markets.ts";
import type { KucoinVenue } from "./venue.ts";

const CLIENT_ID = /^[0-9A-Za-z_-]{1,40}$/;
const PRICE_BAND = decimal("0.05");

/** The order the parameters ask for. @throws Refused with the code of the first rule it breaks. */
export function checkOrder(venue: KucoinVenue, account: KucoinAccount, params: Params): EngineRequest {
  const clientOrderId = checkClientOid(account, params.clientOid);
  const market = venue.market(required(params, "symbol"));
  const { symbol } = market.instrument;
  const side = required(params, "side");
  const type = required(params, "type");
  if (side !== "buy" && side !== "sell") throw new Refused("400100", "side: must be buy or sell");
  if (type !== "market" && type !== "limit") throw new Refused("400100", "type: must be limit or market");
  const contracts = checkSize(required(params, "size"), market, type);
  const reduceOnly = params.reduceOnly === "true";
  checkModes(venue, account, { symbol, params });
  if (!reduceOnly) checkLeverage(params.leverage, market);
  const limitPrice =
    type === "limit" ? checkPrice(venue, market, { price: required(params, "price"), side }) : undefined;
  if (market.status !== "Open") {
    throw new Refused("300015", "The order placing/cancellation is currently not available.");
  }
  if (!reduceOnly) checkRiskLimit(venue, account, { market, signed: side === "buy" ? contracts : contracts.neg() });
  return {
    symbol,
    side,
    orderType: type,
    contracts: contracts.toFixed(),
    ...(limitPrice === undefined ? {} : { limitPrice }),
    reduceOnly,
    // "If any part of the order is going to pay taker fees, the order will be fully rejected", without a code:
    // https://www.kucoin.com/docs-new/rest/futures-trading/orders/add-order
    ...(params.postOnly === "true" ? { postOnly: true } : {}),
    clientOrderId,
  };
}

/** Unique among active orders only: https://github.com/Kucoin/kucoin-api-docs/issues/468 */
function checkClientOid(account: KucoinAccount, id: string | undefined): string {
  if (id === undefined || id === "") throw new Refused("400100", "validation.createOrder.clientOidIsRequired");
  if (!CLIENT_ID.test(id)) throw new Refused("400100", "clientOid: at most 40 of 0-9 a-z A-Z _ -");
  if (account.openOrders().some((order) => order.clientOrderId === id)) {
    throw new Refused("300018", "clientOid parameter repeated");
  }
  return id;
}

function checkSize(text: string, { instrument }: SimulatedMarket, orderType: "market" | "limit"): Decimal {
  const size = findDecimal(text);
  const isWhole = size !== undefined && floorToStep(size, decimal(instrument.contractStep)).eq(size);
  if (size === undefined || !isWhole || size.lte(ZERO)) {
    throw new Refused("100001", "The quantity must be a positive whole number of lots.");
  }
  const most = orderType === "market" ? String(marketMostOf(instrument)) : instrument.maxContracts;
  if (most !== undefined && size.gt(most)) throw new Refused("100001", `Quantity cannot exceed ${most}.`);
  return size;
}

/** Both modes of the order must be those selected; without a margin mode it is isolated. */
function checkModes(
  venue: KucoinVenue,
  account: KucoinAccount,
  { symbol, params }: { readonly symbol: string; readonly params: Params },
): void {
  const { marginMode = "ISOLATED", positionSide = "BOTH" } = params;
  if (marginMode !== "ISOLATED" && marginMode !== "CROSS") throw new Refused("400100", "marginMode: unknown");
  if (marginMode !== venue.marginMode(account, symbol).toUpperCase()) {
    throw new Refused(
      "330005",
      "The order's margin mode does not match the selected one. Please switch and try again.",
    );
  }
  if ((positionSide === "BOTH") === account.isHedged) {
    throw new Refused(
      "330011",
      "The order's position mode does not match your selected mode. Please switch modes and try again.",
    );
  }
}

function checkLeverage(text: string | undefined, { instrument }: SimulatedMarket): void {
  const leverage = Number(text);
  if (!Number.isInteger(leverage) || leverage < 1) throw new Refused("100001", "Leverage parameter invalid.");
  if (leverage > (instrument.maxLeverage ?? leverage)) {
    throw new Refused("100001", `Leverage cannot be greater than ${instrument.maxLeverage}.`);
  }
}

function checkPrice(
  venue: KucoinVenue,
  { instrument }: SimulatedMarket,
  { price: text, side }: { readonly price: string; readonly side: "buy" | "sell" },
): string {
  const price = findDecimal(text);
  if (price === undefined || price.lte(ZERO)) throw new Refused("100001", "The price is invalid.");
  if (!floorToStep(price, decimal(instrument.priceTick)).eq(price)) {
    throw new Refused("100001", `The parameter price should be multiple of ${instrument.priceTick}.`);
  }
  const middle = middleOf(venue.book(instrument.symbol));
  const highest = middle.times(PRICE_BAND.plus("1"));
  const lowest = middle.times(decimal("1").minus(PRICE_BAND));
  if (side === "buy" && price.gt(highest)) {
    throw new Refused("300011", `Order price cannot be higher than ${highest.toFixed()}`);
  }
  if (side === "sell" && price.lt(lowest)) {
    throw new Refused("300012", `Order price cannot be lower than ${lowest.toFixed()}`);
  }
  return price.toFixed();
}

function checkRiskLimit(
  venue: KucoinVenue,
  account: KucoinAccount,
  { market, signed }: { readonly market: SimulatedMarket; readonly signed: Decimal },
): void {
  const { instrument, riskLimit } = market;
  const held = account.state(instrument.settle).positions[instrument.symbol]?.contracts ?? "0";
  const after = signed.plus(held).abs();
  if (notionalOf(after, { market: instrument, price: middleOf(venue.book(instrument.symbol)) }).gt(riskLimit)) {
    throw new Refused("300005", `Your position and order will exceed the maximum risk limit of ${riskLimit}.`);
  }
}
