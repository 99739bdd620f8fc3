import type { DecimalString } from "../decimal.ts";

/** What an account sets as bounds to what it opens: docs/design.md#guards. */
export interface GuardLimits {
  /** Of a day's first equity, in USD: when more is lost, nothing opens until the day ends. */
  readonly maxDailyLossUsd?: DecimalString;
  /** Symbols with a position, or an order that would open one. */
  readonly maxOpenPositions?: number;
  /** All positions' notional together, in USD. */
  readonly maxTotalUsd?: DecimalString;
  /** Orders that open, first submitted within the last minute. */
  readonly maxOrdersPerMinute?: number;
  /** What opens has to say when its signal was made. */
  readonly requireAt?: boolean;
}

/** Whether positions and orders of other symbols have to be counted. */
export function countsOthers({ maxOpenPositions, maxTotalUsd }: GuardLimits): boolean {
  return maxOpenPositions !== undefined || maxTotalUsd !== undefined;
}

/** Whether an order that opens has to be noted before it is sent. */
export function countsOpenings(limits: GuardLimits): boolean {
  return countsOthers(limits) || limits.maxOrdersPerMinute !== undefined;
}
