// What OKX checks of a new order before anything else, with its codes. Source: the documentation's page "Place order" and
// https://www.okx.com/docs-v5/en/#error-code-rest-api-public
import { middleOf } from "../../../lib/adapters/paper/margin.ts";
import type { EngineRequest } from "../../../lib/adapters/paper/matching-engine.ts";
import { type Decimal, decimal, findDecimal, floorToStep, ZERO } from "../../../lib/core/decimal.ts";
import type { MarginMode } from "../../../lib/core/market/modes.ts";
import { largestPosition, type SimulatedMarket } from "./markets.ts";
import { leverageOf, type OkxAccount } from "./okx-account.ts";
import { OkxOrderError, required } from "./okx-refusals.ts";
import type { OkxVenue } from "./venue.ts";

type Params = Readonly<Record<string, string>>;

const CLIENT_ID = /^[A-Za-z0-9]{1,32}$/;
const PRICE_BAND = decimal("0.1");

export interface CheckedOrder {
  readonly request: EngineRequest;
  readonly mode: MarginMode;
}

/** The order the parameters ask for. @throws Refused with the code of the first rule it breaks. */
export function checkOrder(venue: OkxVenue, account: OkxAccount, params: Params): CheckedOrder {
  const market = venue.market(required(params, "instId"));
  const mode = oneOf(params, "tdMode", ["isolated", "cross"]);
  const side = oneOf(params, "side", ["buy", "sell"]);
  const type = oneOf(params, "ordType", ["market", "limit", "post_only"]);
  const orderType = type === "market" ? "market" : "limit";
  checkAccountMode(account, mode);
  checkPositionSide(account, params.posSide);
  const clientOrderId = checkClientOrderId(account, params.clOrdId);
  if (market.state !== "live") throw new OkxOrderError("51022", "Contract suspended.");
  const contracts = checkSize(required(params, "sz"), market, orderType);
  const reduceOnly = params.reduceOnly === "true";
  if (reduceOnly) checkReduction(account, { market, mode, side });
  else checkLargest(account, { market, mode, side, contracts });
  const limitPrice = orderType === "limit" ? checkPrice(params, side, market, venue) : undefined;
  const symbol = market.instrument.venueSymbol;
  const price = limitPrice === undefined ? {} : { limitPrice };
  // It is taken, and canceled where it would take liquidity (`cancelSource` 31): the page "Order details" of the same documentation.
  const postOnly = type === "post_only" ? ({ postOnly: true } as const) : {};
  return {
    mode,
    request: {
      symbol,
      side,
      orderType,
      contracts: contracts.toFixed(),
      ...price,
      ...postOnly,
      reduceOnly,
      clientOrderId,
    },
  };
}

function oneOf<Choice extends string>(params: Params, name: string, choices: readonly Choice[]): Choice {
  const found = choices.find((choice) => choice === params[name]);
  if (found === undefined) throw new OkxOrderError("51000", `Parameter ${name} error`);
  return found;
}

function checkAccountMode({ setup }: OkxAccount, mode: MarginMode): void {
  const { accountMode = "2", permissions = "trade" } = setup;
  if (!permissions.includes("trade")) {
    throw new OkxOrderError("50120", "This API key doesn't have permission to use this function");
  }
  if (accountMode === "1") throw new OkxOrderError("51010", "Request unsupported under current account mode");
  if (mode === "isolated" && accountMode !== "2") {
    throw new OkxOrderError(
      "50072",
      "Isolated margin mode is no longer supported in multi-currency margin mode and portfolio margin mode.",
    );
  }
}

function checkPositionSide(account: OkxAccount, posSide = "net"): void {
  if ((posSide === "net") === account.isHedged) throw new OkxOrderError("51000", "Parameter posSide error");
}

/** Unique among open orders: the id of one that is done is free again, and the look-up then gives the latest. */
function checkClientOrderId(account: OkxAccount, id: string | undefined): string {
  if (id === undefined) return "";
  if (!CLIENT_ID.test(id)) throw new OkxOrderError("51000", "Parameter clOrdId error");
  const isTaken = account.openOrders().some((order) => order.clientOrderId === id);
  if (isTaken) throw new OkxOrderError("51016", "Client order ID already exists.");
  return id;
}

function checkSize(text: string, { instrument }: SimulatedMarket, orderType: "market" | "limit"): Decimal {
  const contracts = findDecimal(text);
  if (contracts === undefined || contracts.lte(ZERO)) throw new OkxOrderError("51000", "Parameter sz error");
  if (contracts.lt(instrument.minContracts ?? "0")) {
    throw new OkxOrderError("51020", "Your order should meet or exceed the minimum order amount.");
  }
  if (!floorToStep(contracts, decimal(instrument.contractStep)).eq(contracts)) {
    throw new OkxOrderError("51121", "Order quantity must be a multiple of the lot size.");
  }
  if (orderType === "market" && contracts.gt(instrument.maxContracts ?? contracts)) {
    throw new OkxOrderError("51202", "Market order amount exceeds the maximum amount.");
  }
  return contracts;
}

interface Wanted {
  readonly market: SimulatedMarket;
  readonly mode: MarginMode;
  readonly side: "buy" | "sell";
}

/** A reduce-only order needs a position of its own margin mode on the other side. */
function checkReduction(account: OkxAccount, { market, mode, side }: Wanted): void {
  const { venueSymbol, settle } = market.instrument;
  const state = account.state(settle);
  const position = state.positions[venueSymbol];
  if (position === undefined || (state.settings[venueSymbol]?.marginMode ?? mode) !== mode) {
    throw new OkxOrderError(
      "51169",
      "Order failed because you don't have any positions in this direction for this contract to reduce or close.",
    );
  }
  const isLong = decimal(position.contracts).gt(ZERO);
  if (isLong === (side === "buy")) {
    throw new OkxOrderError(
      "51170",
      "Failed to place order. A reduce-only order can't be the same trading direction as your existing positions.",
    );
  }
}

/** The leverage that is set caps the position by its tier. */
function checkLargest(account: OkxAccount, wanted: Wanted & { readonly contracts: Decimal }): void {
  const { market, mode, side, contracts } = wanted;
  const { venueSymbol, settle } = market.instrument;
  const leverage = leverageOf(account, venueSymbol, mode);
  const held = account.state(settle).positions[venueSymbol]?.contracts ?? "0";
  const after = (side === "buy" ? contracts : contracts.neg()).plus(held).abs();
  const largest = largestPosition(market, leverage);
  if (after.gt(largest)) {
    throw new OkxOrderError(
      "51004",
      `Order failed. For buy/sell mode of ${venueSymbol}, the sum of current ${side} order size, position quantity, and pending ${side} orders can't be more than ${largest}(contracts) which is the maximum position amount under current leverage.`,
    );
  }
}

function checkPrice(params: Params, side: "buy" | "sell", { instrument }: SimulatedMarket, venue: OkxVenue): string {
  const price = findDecimal(params.px);
  if (price === undefined || price.lte(ZERO)) throw new OkxOrderError("51000", "Parameter px error");
  const middle = middleOf(venue.book(instrument.venueSymbol));
  const highest = middle.times(PRICE_BAND.plus("1"));
  const lowest = middle.times(decimal("1").minus(PRICE_BAND));
  // Only a buy far above and a sale far below the market are refused.
  if ((side === "buy" && price.gt(highest)) || (side === "sell" && price.lt(lowest))) {
    throw new OkxOrderError(
      "51006",
      `Order price is not within the price limit (max buy price: ${highest.toFixed()}, min sell price: ${lowest.toFixed()})`,
    );
  }
  return floorToStep(price, decimal(instrument.priceTick)).toFixed();
}
