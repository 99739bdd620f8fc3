import { type DecimalString, decimal, formatDecimal, ZERO } from "../decimal.ts";
import type { UnixMs } from "../ids.ts";

/** Money of an account's settle coin that moved for no order: funding of what is open, or a transfer in or out. */
export interface AccountMovement {
  readonly at: UnixMs;
  readonly kind: "funding" | "transfer";
  /** What came in is positive. */
  readonly amount: DecimalString;
}

/** A stretch of time: after `since`, until and with `until`. */
export interface MovementSpan {
  readonly since: UnixMs;
  readonly until: UnixMs;
}

/** What moved in a stretch of time, as the venue told it. */
export interface ToldMovements {
  readonly since: UnixMs;
  readonly funding: DecimalString;
  readonly transfers: DecimalString;
}

/** @param movements - of the stretch and around it, in any order. */
export function sumMovements(movements: readonly AccountMovement[], { since, until }: MovementSpan): ToldMovements {
  let [funding, transfers] = [ZERO, ZERO];
  for (const { at, kind, amount } of movements) {
    if (at <= since || at > until) continue;
    if (kind === "funding") funding = funding.plus(decimal(amount));
    else transfers = transfers.plus(decimal(amount));
  }
  return { since, funding: formatDecimal(funding), transfers: formatDecimal(transfers) };
}
