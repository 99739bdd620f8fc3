// One parsed line of an alert. It is plain JSON on purpose: what `whook lint --json` prints, what the ledger stores and
// what the planner takes are the same object.
import type { DecimalString } from "../decimal.ts";

/** What an order does, and where a position grows with it. */
export type Side = "buy" | "sell";
/** What a quantity counts: base coin, quote coin, contracts, or hundredths of the balance or the position. */
export type SizeUnit = "base" | "quote" | "contracts" | "percent";
/** `nominal`: the size of the position. `collateral`: the margin put up, multiplied by the leverage. */
export type Basis = "nominal" | "collateral";

/** How much: a decimal without exponent. The size for sell and close, signed for position, percent clamped to ±100. */
export interface Quantity {
  readonly value: DecimalString;
  readonly unit: SizeUnit;
  /** Left out for contracts and for close. */
  readonly basis?: Basis;
}

/** A limit order's own name and price, the name as typed. */
export interface Limit {
  readonly id: string;
  readonly price: DecimalString;
}

interface OrderBase {
  /** 1-based physical line of the alert. */
  readonly line: number;
  /** The account in its configured spelling. */
  readonly account: string;
  /** True for `reduce` and for `close`: never opens or grows a position. */
  readonly reduceOnly: boolean;
  /** Idempotency key. */
  readonly key?: string;
  /** When the signal was made: ISO 8601, UTC, milliseconds. */
  readonly at?: string;
  /** Names the strategy, as typed: results are told apart by it. */
  readonly tag?: string;
  /** The price the alert was made at, in quote: what the fill is compared with. It is no limit. */
  readonly price?: DecimalString;
}

interface SymbolOrderBase extends OrderBase {
  /** ccxt's unified symbol, e.g. `ETH/USDT:USDT`. */
  readonly symbol: string;
}

/** Buy or sell so much, at market, or at a limit when there is one. */
export interface TradeOrder extends SymbolOrderBase {
  readonly command: "buy" | "sell";
  readonly side: Side;
  readonly quantity: Quantity;
  readonly leverage?: number;
  readonly limit?: Limit;
  /** Seconds for which what would go at market is first tried as a maker, as asked. */
  readonly pricelock?: number;
}

/** Go to a position of that size: below zero is short, zero is flat. */
export interface PositionOrder extends SymbolOrderBase {
  readonly command: "position";
  readonly quantity: Quantity;
  readonly leverage?: number;
  /** The target before this one, signed: below zero is short. */
  readonly prev?: DecimalString;
  /** `prev` named no direction and has no minus: it is a size, long or short. `lint` leaves it out. */
  readonly prevIsSize?: true;
  readonly pricelock?: number;
}

/** Close the position, or a part of it. */
export interface CloseOrder extends SymbolOrderBase {
  readonly command: "close";
  /** A percentage of the position, or an amount of it, always nominal; absent: all of it. */
  readonly quantity?: Quantity;
  readonly pricelock?: number;
}

/** Cancel one limit order of the symbol, or all its orders. */
export interface CancelOrder extends SymbolOrderBase {
  readonly command: "cancel";
  /** `"all"`, or the limit order's id as typed. */
  readonly cancel: string;
}

/** Set the symbol's leverage, without trading. */
export interface ChangeLeverageOrder extends SymbolOrderBase {
  readonly command: "changeleverage";
  readonly leverage: number;
}

/** Of the whole account: stop sending, stop opening, allow both again, or end flat. It names no symbol. */
export interface AccountOrder extends OrderBase {
  readonly command: "closeall" | "pause" | "resume" | "closeonly";
}

/** What one line asks for in one market. */
export type SymbolOrder = TradeOrder | PositionOrder | CloseOrder | CancelOrder | ChangeLeverageOrder;
/** What one alert line asks for. */
export type AlertOrder = SymbolOrder | AccountOrder;

/** Something wrong with, or worth saying about, a line. `column` counts characters from 1. */
export interface AlertIssue {
  readonly line: number;
  readonly column?: number;
  readonly code: string;
  readonly token?: string;
  readonly message: string;
}

/** The whole alert: good lines in order, every error, every warning. A bad line gives at least one error and no order. */
export interface ParsedAlert {
  readonly orders: readonly AlertOrder[];
  readonly errors: readonly AlertIssue[];
  readonly warnings: readonly AlertIssue[];
}

/** The public part of an account: all the grammar needs. Holds no credential. */
export interface AlertAccount {
  /** ACCOUNT_ID as configured. */
  readonly id: string;
  /** EXCHANGE name, a key of the venue table. */
  readonly exchange: string;
  /** Upper-cased settle coin. */
  readonly settle: string;
  /** Allowed unified symbols; absent: all. */
  readonly symbols?: readonly string[];
}
