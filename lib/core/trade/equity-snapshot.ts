import type { DecimalString } from "../decimal.ts";
import type { UnixMs } from "../ids.ts";
import type { ToldMovements } from "./account-movement.ts";

/** What an account had at one moment, as its exchange told it. */
export interface EquitySnapshot {
  readonly account: string;
  readonly at: UnixMs;
  /** The coin of both amounts. */
  readonly settle: string;
  /** With what open positions have gained and lost. */
  readonly equity: DecimalString;
  readonly free: DecimalString;
  /** Up to about then. Absent: the venue does not tell, or was not heard. */
  readonly moved?: ToldMovements;
}
