// What CoinEx checks of a new order, with its codes. Sources: https://docs.coinex.com/api/v2/futures/order/http/put-order,
// .../position/http/close-position and https://docs.coinex.com/api/v2/error

import { middleOf } from "../../../lib/adapters/paper/margin.ts";
import type { EngineRequest } from "../../../lib/adapters/paper/matching-engine.ts";
import { type Decimal, decimal, findDecimal, floorToStep, ZERO } from "../../../lib/core/decimal.ts";
import { Refused } from "../refused.ts";
import { wouldTake } from "../would-take.ts";
import type { CoinexAccount } from "./coinex-account.ts";
import { allowOnly, required, requireFutures } from "./coinex-refusals.ts";
import type { SimulatedMarket } from "./markets.ts";
import type { CoinexVenue } from "./venue.ts";

type Params = Readonly<Record<string, string>>;

const CLIENT_ID = /^[A-Za-z0-9_-]{1,32}$/;
const PRICE_BAND = decimal("0.1");
const SHARED = ["market", "market_type", "type", "amount", "price", "client_id"];

/** The order the parameters ask for. @throws Refused with the code of the first rule it breaks. */
export function checkOrder(venue: CoinexVenue, account: CoinexAccount, params: Params): EngineRequest {
  allowOnly(params, [...SHARED, "side", "is_hide", "stp_mode"]);
  requireFutures(params);
  const market = venue.market(required(params, "market"));
  const side = required(params, "side");
  if (side !== "buy" && side !== "sell") throw new Refused(3639, "Invalid Parameter: side");
  if (!market.isAvailable) throw new Refused(4130, "Futures trading prohibited, please try again later.");
  const common = checkCommon(venue, market, { params, side });
  checkMaxPosition(account, market, { side, contracts: decimal(common.contracts) });
  return { ...common, side, reduceOnly: false };
}

/** Closes whichever side is open: no side is asked for. */
export function checkClosing(venue: CoinexVenue, account: CoinexAccount, params: Params): EngineRequest {
  allowOnly(params, SHARED);
  requireFutures(params);
  const market = venue.market(required(params, "market"));
  const { symbol, settle } = market.instrument;
  const position = decimal(account.state(settle).positions[symbol]?.contracts ?? "0");
  if (position.eq(ZERO)) throw new Refused(3120, "no position");
  const side = position.gt(ZERO) ? "sell" : "buy";
  const common = checkCommon(venue, market, { params, side });
  if (decimal(common.contracts).gt(closable(account, symbol, position))) {
    throw new Refused(3136, "invalid close amount");
  }
  return { ...common, side, reduceOnly: true };
}

/** The position less what resting orders to close hold of it. */
export function closable(account: CoinexAccount, symbol: string, position: Decimal): Decimal {
  const held = account.openOrders(symbol).filter((order) => order.reduceOnly);
  return held.reduce((left, order) => left.minus(order.contracts), position.abs());
}

function checkCommon(
  venue: CoinexVenue,
  market: SimulatedMarket,
  { params, side }: { readonly params: Params; readonly side: string },
): Omit<EngineRequest, "side" | "reduceOnly"> {
  const type = required(params, "type");
  const isPostOnly = type === "maker_only";
  if (type !== "market" && type !== "limit" && !isPostOnly) throw new Refused(3639, "Invalid Parameter: type");
  const { client_id: clientOrderId = "" } = params;
  if (clientOrderId !== "" && !CLIENT_ID.test(clientOrderId)) throw new Refused(4004, "invalid argument");
  const contracts = checkAmount(required(params, "amount"), market);
  const limitPrice =
    type !== "market" ? checkPrice(venue, market, { text: required(params, "price"), side }) : undefined;
  // https://docs.coinex.com/api/v2/error, and https://github.com/JKorf/CoinEx.Net/blob/master/CoinEx.Net/CoinExErrors.cs
  if (
    isPostOnly &&
    limitPrice !== undefined &&
    wouldTake(venue.book(market.instrument.symbol), side === "buy" ? "buy" : "sell", limitPrice)
  )
    throw new Refused(3622, "This order can't be set as Maker Only and has been canceled.");
  return {
    symbol: market.instrument.symbol,
    orderType: type === "market" ? "market" : "limit",
    contracts: contracts.toFixed(),
    ...(limitPrice === undefined ? {} : { limitPrice }),
    clientOrderId,
  };
}

function checkAmount(text: string, { instrument }: SimulatedMarket): Decimal {
  const amount = findDecimal(text) ?? ZERO;
  const { minContracts = "0", contractStep } = instrument;
  if (amount.lte(ZERO)) throw new Refused(3639, "Invalid Parameter: amount");
  if (amount.lt(minContracts)) {
    throw new Refused(3127, "The order quantity is below the minimum requirement. Please adjust the order quantity.");
  }
  if (!floorToStep(amount, decimal(contractStep)).eq(amount)) throw new Refused(3639, "Invalid Parameter: amount");
  return amount;
}

function checkPrice(
  venue: CoinexVenue,
  { instrument }: SimulatedMarket,
  { text, side }: { readonly text: string; readonly side: string },
): string {
  const price = findDecimal(text) ?? ZERO;
  if (price.lte(ZERO)) throw new Refused(3639, "Invalid Parameter: price");
  if (!floorToStep(price, decimal(instrument.priceTick)).eq(price)) throw new Refused(3128, "invalid price size");
  const middle = middleOf(venue.book(instrument.symbol));
  const isTooHigh = side === "buy" && price.gt(middle.times(PRICE_BAND.plus("1")));
  const isTooLow = side === "sell" && price.lt(middle.times(decimal("1").minus(PRICE_BAND)));
  if (isTooHigh || isTooLow) {
    throw new Refused(3606, "The price difference between the order price and the latest price is too large.");
  }
  return price.toFixed();
}

function checkMaxPosition(
  account: CoinexAccount,
  { instrument, maxPosition }: SimulatedMarket,
  { side, contracts }: { readonly side: "buy" | "sell"; readonly contracts: Decimal },
): void {
  const { symbol, settle } = instrument;
  const signed = side === "buy" ? contracts : contracts.neg();
  const after = signed.plus(account.state(settle).positions[symbol]?.contracts ?? "0").abs();
  if (after.gt(maxPosition)) throw new Refused(3108, "amount exceed limit");
}
