// One account on a simulated venue, as plain JSON: what the matching engine turns into the next state.
//
// Simplified on purpose: margin is reckoned at the entry price, there is no maintenance margin (a position is liquidated
// when its margin is used up), no funding, and a resting order fills whole when the price reaches it.
import type { Side } from "../../core/alert/alert-order.ts";
import type { DecimalString } from "../../core/decimal.ts";
import type { UnixMs } from "../../core/ids.ts";
import type { Instrument } from "../../core/market/instrument.ts";
import type { MarginMode, PositionMode } from "../../core/market/modes.ts";
import type { OrderType } from "../../core/order/plan.ts";
import type { VenueOrderStatus } from "../../core/order/venue-order.ts";

/** An open position. */
export interface EnginePosition {
  /** Signed: below zero is short. Never zero. */
  readonly contracts: DecimalString;
  /** What the contracts were bought for: the sum of their entry values. Always positive. */
  readonly entryValue: DecimalString;
}

/** What is set for a symbol. */
export interface PaperSettings {
  readonly leverage: number;
  readonly marginMode: MarginMode;
}

/** An order as the engine keeps it. */
export interface EngineOrder {
  readonly venueOrderId: string;
  readonly clientOrderId: string;
  readonly symbol: string;
  readonly side: Side;
  readonly orderType: OrderType;
  readonly status: VenueOrderStatus;
  readonly contracts: DecimalString;
  readonly filledContracts: DecimalString;
  readonly averagePrice?: DecimalString;
  readonly limitPrice?: DecimalString;
  readonly reduceOnly: boolean;
  readonly feeCost: DecimalString;
  readonly createdAt: UnixMs;
  readonly updatedAt: UnixMs;
}

/** One execution of an order. */
export interface EngineFill {
  readonly fillId: string;
  readonly venueOrderId: string;
  readonly symbol: string;
  readonly side: Side;
  readonly contracts: DecimalString;
  readonly price: DecimalString;
  /** In the settle coin, as the realised profit. */
  readonly fee: DecimalString;
  readonly realizedProfit: DecimalString;
  readonly isMaker: boolean;
  readonly at: UnixMs;
}

/** Everything that changes. Orders that are done are not in it: the venue keeps them beside. */
export interface VenueState {
  readonly settle: string;
  /** Deposits plus realised profit less fees. */
  readonly wallet: DecimalString;
  readonly positionMode: PositionMode;
  readonly defaults: PaperSettings;
  readonly settings: Readonly<Record<string, PaperSettings>>;
  readonly positions: Readonly<Record<string, EnginePosition>>;
  /** Resting limit orders by venue order id. */
  readonly openOrders: Readonly<Record<string, EngineOrder>>;
  /** Numbers given out so far. */
  readonly sequence: number;
}

/** Best prices of one market and how much of it can be had now. */
export interface Book {
  readonly bid: DecimalString;
  readonly ask: DecimalString;
  /** Contracts that a market order can fill; absent: any number. */
  readonly liquidity?: DecimalString;
}

/** A market and its book: what values a position. */
export interface MarketNow {
  readonly instrument: Instrument;
  readonly book: Book;
}

/** What an execution costs, as a fraction of its value. */
export interface FeeRates {
  readonly taker: DecimalString;
  readonly maker: DecimalString;
}

/** The world around one operation. `markets`: by symbol, at least those with a position. */
export interface EngineContext {
  readonly markets: Readonly<Record<string, MarketNow>>;
  readonly fees: FeeRates;
  readonly now: UnixMs;
}

/** Why the engine refuses. Numbers are in the settle coin, or contracts. */
export type EngineRefusal =
  | { readonly kind: "unknown-market"; readonly symbol: string }
  | { readonly kind: "insufficient-margin"; readonly required: DecimalString; readonly free: DecimalString }
  | { readonly kind: "nothing-to-reduce" }
  | { readonly kind: "bad-step"; readonly step: DecimalString }
  | { readonly kind: "bad-tick"; readonly tick: DecimalString }
  | { readonly kind: "below-minimum-amount"; readonly minimum: DecimalString }
  | { readonly kind: "below-minimum-notional"; readonly minimum: DecimalString }
  | { readonly kind: "above-maximum"; readonly maximum: DecimalString }
  | { readonly kind: "leverage-out-of-range"; readonly maximum: number }
  | { readonly kind: "position-open" }
  | { readonly kind: "orders-open" }
  | { readonly kind: "order-not-found" };

/** What an operation changed. */
export interface EngineChange {
  readonly state: VenueState;
  /** Orders that are new or changed, done ones included. */
  readonly orders: readonly EngineOrder[];
  readonly fills: readonly EngineFill[];
}

/** A new account with nothing but money. */
export function newVenueState(options: {
  readonly settle: string;
  readonly deposit: DecimalString;
  readonly defaults?: PaperSettings;
  readonly positionMode?: PositionMode;
}): VenueState {
  const { settle, deposit, defaults = { leverage: 1, marginMode: "isolated" }, positionMode = "one-way" } = options;
  return { settle, wallet: deposit, positionMode, defaults, settings: {}, positions: {}, openOrders: {}, sequence: 0 };
}
