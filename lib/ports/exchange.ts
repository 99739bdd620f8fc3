import type { DecimalString } from "../core/decimal.ts";
import type { OrderFailure } from "../core/failure.ts";
import type { ClientOrderId, UnixMs } from "../core/ids.ts";
import type { Candle, CandleQuery } from "../core/market/candle.ts";
import type { Instrument } from "../core/market/instrument.ts";
import type { MarginMode } from "../core/market/modes.ts";
import type { Snapshot } from "../core/market/snapshot.ts";
import type { VenueTraits } from "../core/market/venue-table.ts";
import type { PlaceStep } from "../core/order/plan.ts";
import type { RestingOrder } from "../core/order/resting-order.ts";
import type { VenueOrder } from "../core/order/venue-order.ts";
import type { Result } from "../core/result.ts";
import type { AccountMovement, MovementSpan } from "../core/trade/account-movement.ts";

/** An open position as a person asks for it. */
export interface VenuePosition {
  readonly symbol: string;
  readonly positionSide: "long" | "short";
  /** Always positive. */
  readonly contracts: DecimalString;
  readonly entryPrice?: DecimalString;
  readonly markPrice?: DecimalString;
  readonly leverage?: number;
  readonly marginMode?: MarginMode;
  /** In the settle coin. */
  readonly unrealizedProfit?: DecimalString;
  /** Where the venue would close it. Absent: the venue does not tell, or it cannot come to that. */
  readonly liquidationPrice?: DecimalString;
  /** What was put up for it, in the settle coin. */
  readonly margin?: DecimalString;
  /** What it is worth at the mark price, without sign, as the venue counts it. */
  readonly notional?: DecimalString;
}

/** The account's money in its settle coin. */
export interface VenueBalance {
  readonly settle: string;
  readonly equity: DecimalString;
  readonly free: DecimalString;
}

/** One order to send. */
export interface PlaceOrder {
  readonly symbol: string;
  readonly step: PlaceStep;
  /** Ours, or the limit order's custom id as the venue spells it. */
  readonly clientOrderId: ClientOrderId | string;
}

/** Which order to look for: by our id, and what else would prove it landed. */
export interface OrderQuery {
  readonly symbol: string;
  readonly clientOrderId: ClientOrderId | string;
  /** When its intent was written. */
  readonly since: UnixMs;
  /** When the venue has said it. */
  readonly venueOrderId?: string;
  /** It is asked for its fee or price: what tells them is waited for. @default no order waits for that */
  readonly isForFills?: true;
}

/** What a snapshot is read for. */
export interface SnapshotOptions {
  readonly toReduce?: boolean;
  /** Prices may be left out: what fails to tell them holds up nothing that needs none. */
  readonly unpriced?: boolean;
}

/**
 * One account on one venue, speaking our language. Expected failures are values: a call never throws for anything the
 * venue or the network did. A failed `placeOrder` whose outcome is `unknown` may have landed.
 */
export interface Exchange {
  readonly traits: VenueTraits;
  /** The perpetual market of a unified symbol; absent: the venue has none such. Cached. `fresh` reads it again. */
  findInstrument(
    symbol: string,
    options?: { readonly fresh?: boolean },
  ): Promise<Result<Instrument | undefined, OrderFailure>>;
  /** Every perpetual market of the account's settle coin: for close matches and `whook accounts check`. */
  listInstruments(): Promise<Result<readonly Instrument[], OrderFailure>>;
  /** `toReduce`: for what only reduces; settings that it does not need may be left out, where asking for them is dear. */
  readSnapshot(symbol: string, options?: SnapshotOptions): Promise<Result<Snapshot, OrderFailure>>;
  /** The order as the venue took it; what it filled may not be known yet. */
  placeOrder(order: PlaceOrder): Promise<Result<VenueOrder, OrderFailure>>;
  /**
   * Looks through open orders, closed orders and fills. Fee and average price are filled in where the venue tells.
   * @returns undefined when the venue does not know it now.
   */
  findOrder(query: OrderQuery): Promise<Result<VenueOrder | undefined, OrderFailure>>;
  /**
   * Every order of the symbol that rests, in one answer of the venue: of some hundreds, all it lists at once. `reduceOnly` is
   * false too where the venue does not tell it.
   */
  listRestingOrders(symbol: string): Promise<Result<readonly RestingOrder[], OrderFailure>>;
  /**
   * The symbols the venue reports an open order in, whoever placed it: of some hundreds, those of the newest. Undefined: the venue
   * lists orders of one symbol at a time only.
   */
  listOpenSymbols(): Promise<Result<readonly string[] | undefined, OrderFailure>>;
  /** Cancels one resting order, by the venue's id where that is known, else by its custom id. `ORDER_NOT_FOUND` when there is none open. */
  cancelOrder(symbol: string, customId: string, venueOrderId?: string): Promise<Result<void, OrderFailure>>;
  /** Cancels every open order of the symbol. @returns how many there were, where the venue says. */
  cancelAllOrders(symbol: string): Promise<Result<number | undefined, OrderFailure>>;
  /** "Already so" is a success, for these three. */
  setLeverage(symbol: string, leverage: number, marginMode: MarginMode): Promise<Result<void, OrderFailure>>;
  setMarginMode(symbol: string, marginMode: MarginMode, leverage?: number): Promise<Result<void, OrderFailure>>;
  setPositionMode(symbol: string, positionMode: "one-way"): Promise<Result<void, OrderFailure>>;
  listPositions(): Promise<Result<readonly VenuePosition[], OrderFailure>>;
  readBalance(): Promise<Result<VenueBalance, OrderFailure>>;
  /**
   * What moved in the settle coin for no order, in any order, at least of the stretch. Undefined: the venue does not tell, or whook does
   * not ask it. To look at: no order goes by it.
   */
  readMovements(span: MovementSpan): Promise<Result<readonly AccountMovement[] | undefined, OrderFailure>>;
  /** What the market's price did, oldest first: to look at, no order goes by it. */
  readCandles(query: CandleQuery): Promise<Result<readonly Candle[], OrderFailure>>;
  /** Checks keys, permissions, modes and clock; one finding a line, each with what to do. */
  checkAccount(): Promise<Result<readonly AccountFinding[], OrderFailure>>;
}

/** One thing that a check of the account found. */
export interface AccountFinding {
  readonly level: "ok" | "warning" | "problem";
  readonly message: string;
  /** What to do about it. */
  readonly advice?: string;
}
