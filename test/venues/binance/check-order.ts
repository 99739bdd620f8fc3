// What Binance checks of a new order before anything else, with its codes, in both APIs. Source: the documentation's pages
// "New Order", https://developers.binance.com/docs/derivatives/usds-margined-futures/error-code and
// https://developers.binance.com/docs/derivatives/coin-margined-futures/error-code

import { middleOf } from "../../../lib/adapters/paper/margin.ts";
import type { EngineRequest } from "../../../lib/adapters/paper/matching-engine.ts";
import { type Decimal, decimal, findDecimal, floorToStep, ZERO } from "../../../lib/core/decimal.ts";
import { decimalsOf } from "../market-maker.ts";
import { wouldTake } from "../would-take.ts";
import type { BinanceAccount } from "./binance-account.ts";
import { allowOnly, missingParameter, refuse, required } from "./binance-refusals.ts";
import { bracketsOf, type SimulatedMarket } from "./markets.ts";
import type { BinanceVenue } from "./venue.ts";

type Params = Readonly<Record<string, string>>;

const READ_PARAMETERS = [
  "symbol",
  "side",
  "positionSide",
  "type",
  "timeInForce",
  "quantity",
  "reduceOnly",
  "price",
  "newClientOrderId",
  "newOrderRespType",
];
const CLIENT_ID = /^[.A-Z:/a-z0-9_-]{1,36}$/;
const PRICE_BAND = decimal("0.05");

/** The order the parameters ask for. @throws Refused with the code of the first rule it breaks. */
export function checkOrder(
  venue: BinanceVenue,
  account: BinanceAccount,
  { market, params }: { readonly market: SimulatedMarket; readonly params: Params },
): EngineRequest {
  allowOnly(params, READ_PARAMETERS);
  const side = required(params, "side");
  const type = required(params, "type");
  if (side !== "BUY" && side !== "SELL") throw refuse(-1117, "Invalid side.");
  if (type !== "MARKET" && type !== "LIMIT") throw refuse(-1116, "Invalid orderType.");
  const clientOrderId = checkClientOrderId(account, params.newClientOrderId, venue.now());
  checkPositionSide(account, params.positionSide);
  const contracts = checkQuantity(required(params, "quantity"), market, type);
  const limitPrice = type === "LIMIT" ? checkPrice(params, market, venue) : undefined;
  if (market.status !== "TRADING") throw refuse(-4140, "Invalid symbol status for opening position.");
  const reduceOnly = params.reduceOnly === "true";
  if (!reduceOnly) checkMaxPosition(venue, account, { market, side, contracts });
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

/**
 * Unique among open orders only: the id of one that is done is free again. COIN-M's list of codes has none for a duplicate;
 * taken is that of USDⓈ-M, whose architecture it shares since June 2026.
 */
function checkClientOrderId(account: BinanceAccount, id: string | undefined, now: number): string {
  if (id === undefined) return `sim${now}${account.orders.size}`;
  if (id.length > 36) throw refuse(-4015, "Client order id length should not be more than 36 chars");
  if (!CLIENT_ID.test(id)) {
    throw refuse(
      -1100,
      "Illegal characters found in parameter 'newClientOrderId'; legal range is '^[\\.A-Z\\:/a-z0-9_-]{1,36}$'.",
    );
  }
  const isTaken = account.openOrders().some((order) => order.clientOrderId === id);
  if (isTaken) throw refuse(-4116, "ClientOrderId is duplicated.");
  return id;
}

function checkPositionSide(account: BinanceAccount, positionSide = "BOTH"): void {
  if ((positionSide === "BOTH") === account.isHedged) {
    throw refuse(-4061, "Order's position side does not match user's setting.");
  }
}

function checkQuantity(text: string, market: SimulatedMarket, type: "MARKET" | "LIMIT"): Decimal {
  const { minContracts = "0", maxContracts, contractStep } = market.instrument;
  const quantity = findDecimal(text);
  if (quantity === undefined) throw missingParameter("quantity");
  if (quantity.lte(ZERO)) throw refuse(-4003, "Quantity less than or equal to zero.");
  if (decimalsOf(quantity.toFixed()) > market.quantityPrecision) {
    throw refuse(-1111, "Precision is over the maximum defined for this asset.");
  }
  if (quantity.lt(minContracts)) throw refuse(-4004, "Quantity less than min quantity.");
  if (type === "MARKET" && maxContracts !== undefined && quantity.gt(maxContracts)) {
    throw refuse(-4005, "Quantity greater than max quantity.");
  }
  if (!floorToStep(quantity, decimal(contractStep)).eq(quantity)) {
    throw refuse(-1013, "Filter failure: LOT_SIZE");
  }
  return quantity;
}

function checkPrice(params: Params, market: SimulatedMarket, venue: BinanceVenue): string {
  const isPostOnly = params.timeInForce === "GTX";
  if (params.timeInForce !== "GTC" && !isPostOnly) throw missingParameter("timeInForce");
  const price = findDecimal(required(params, "price"));
  if (price === undefined || price.lte(ZERO)) throw refuse(-4001, "Price less than 0.");
  if (decimalsOf(price.toFixed()) > market.pricePrecision) {
    throw refuse(-1111, "Precision is over the maximum defined for this asset.");
  }
  if (!floorToStep(price, decimal(market.instrument.priceTick)).eq(price)) {
    throw refuse(-4014, "Price not increased by tick size.");
  }
  const book = venue.book(market.instrument.symbol);
  if (isPostOnly && wouldTake(book, params.side === "BUY" ? "buy" : "sell", price.toFixed())) {
    // As the log in https://github.com/binance/binance-futures-connector-java/issues/51 has it.
    const why = "Due to the order could not be executed as maker, the Post Only order will be rejected.";
    throw refuse(-5022, `${why} The order will not be recorded in the order history`);
  }
  const middle = middleOf(book);
  const highest = middle.times(PRICE_BAND.plus("1"));
  // Only a buy far above and a sell far below the market are refused.
  if (params.side === "BUY" && price.gt(highest)) {
    throw refuse(-4016, `Limit price can't be higher than ${highest.toFixed()}.`);
  }
  const lowest = middle.times(decimal("1").minus(PRICE_BAND));
  if (params.side === "SELL" && price.lt(lowest)) {
    throw refuse(-4024, `Limit price can't be lower than ${lowest.toFixed()}.`);
  }
  return price.toFixed();
}

/** The leverage that is set caps the position's notional by its bracket, or in COIN-M the base coins behind it. */
function checkMaxPosition(
  venue: BinanceVenue,
  account: BinanceAccount,
  {
    market,
    side,
    contracts,
  }: { readonly market: SimulatedMarket; readonly side: "BUY" | "SELL"; readonly contracts: Decimal },
): void {
  const { symbol, settle, inverse, contractSize } = market.instrument;
  const state = account.state(settle);
  const { leverage } = state.settings[symbol] ?? state.defaults;
  const cap = Math.max(
    ...bracketsOf(market)
      .filter((row) => row.initialLeverage >= leverage)
      .map((row) => row.cap),
  );
  const signed = side === "BUY" ? contracts : contracts.neg();
  const after = signed.plus(state.positions[symbol]?.contracts ?? "0").abs();
  const price = middleOf(venue.book(symbol));
  const held = inverse ? after.times(contractSize).div(price) : after.times(price);
  if (held.gt(String(cap))) {
    throw refuse(-2027, "Exceeded the maximum allowable position at current leverage.");
  }
}
