// Whether an order may open: the account's switches and guards, in the order of docs/design.md#guards.
import { type Decimal, type DecimalString, decimal, ZERO } from "../decimal.ts";
import { type Denial, denialOf } from "../denial-of.ts";
import type { UnixMs } from "../ids.ts";
import type { AccountSwitch, GuardDay } from "./guard-book.ts";
import type { GuardLimits } from "./guard-limits.ts";

/** What another symbol holds, or would once the orders at work there and those resting have filled. */
export interface Exposure {
  readonly symbol: string;
  /** In quote, which is taken as USD. */
  readonly notional: DecimalString;
}

/** What is known of an account when one of its orders is planned. */
export interface GuardFacts {
  readonly limits: GuardLimits;
  readonly switch?: AccountSwitch;
  readonly switchedAt?: UnixMs;
  readonly day?: GuardDay;
  readonly timezone: string;
  /** Of other symbols. */
  readonly others: readonly Exposure[];
  /** Of the order's own symbol: what rests there and would open. */
  readonly resting: DecimalString;
  /** Other orders that open, first submitted within the last minute. */
  readonly openings: number;
  /** Of the line's `at:`, where one is required. */
  readonly signal: "fresh" | "missing" | "ahead";
}

/** What would be open in the order's own symbol. */
export interface WouldOpen {
  /** The whole position's notional. */
  readonly notional: Decimal;
  /** There is a position already. */
  readonly isOpen: boolean;
}

/** Why nothing at all may be sent now, or undefined. */
export function pauseOf(facts: Pick<GuardFacts, "switch" | "switchedAt"> | undefined): Denial | undefined {
  return facts?.switch === "pause" ? denialOf("PAUSED", facts) : undefined;
}

/** Why nothing may open now, whatever its size, or undefined. */
function closedTo(facts: GuardFacts): Denial | undefined {
  return pauseOf(facts) ?? closeOnlyOf(facts) ?? lossOf(facts) ?? signalOf(facts);
}

/** Why the order may not open what it would, with the numbers, or undefined. */
export function judgeOpening(facts: GuardFacts, would: WouldOpen): Denial | undefined {
  return closedTo(facts) ?? tooMany(facts, would) ?? tooMuch(facts, would) ?? tooFast(facts);
}

/** Close-only, as a switch. */
export function closeOnlyOf(facts: Pick<GuardFacts, "switch" | "switchedAt"> | undefined): Denial | undefined {
  return facts?.switch === "closeonly" ? denialOf("CLOSE_ONLY", facts) : undefined;
}

function lossOf({ day, limits, timezone }: GuardFacts): Denial | undefined {
  const { maxDailyLossUsd: most } = limits;
  if (day?.lost === undefined || most === undefined) return undefined;
  const { lost, date, equity } = day;
  return denialOf("MAX_DAILY_LOSS_EXCEEDED", { lost, date, equity, most, timezone });
}

/** Why a signal that does not say when it was made is not carried out, or undefined. */
export function signalOf({ limits, signal }: GuardFacts): Denial | undefined {
  if (limits.requireAt !== true || signal === "fresh") return undefined;
  return denialOf("AT_REQUIRED", { signal });
}

function tooMany({ limits, others, resting }: GuardFacts, { isOpen }: WouldOpen): Denial | undefined {
  const { maxOpenPositions } = limits;
  if (maxOpenPositions === undefined || isOpen || decimal(resting).gt(ZERO)) return undefined;
  const open = others.filter(({ notional }) => decimal(notional).gt(ZERO));
  if (open.length < maxOpenPositions) return undefined;
  const names = open.map(({ symbol }) => symbol);
  return denialOf("MAX_OPEN_POSITIONS_EXCEEDED", { open: names, most: maxOpenPositions });
}

function tooMuch({ limits, others, resting }: GuardFacts, { notional }: WouldOpen): Denial | undefined {
  const { maxTotalUsd } = limits;
  if (maxTotalUsd === undefined) return undefined;
  const beside = others.reduce((sum, other) => sum.plus(other.notional), decimal(resting));
  const total = beside.plus(notional);
  if (total.lte(maxTotalUsd)) return undefined;
  return denialOf("MAX_TOTAL_EXCEEDED", { total, notional, most: maxTotalUsd });
}

function tooFast({ limits, openings }: GuardFacts): Denial | undefined {
  const { maxOrdersPerMinute } = limits;
  if (maxOrdersPerMinute === undefined || openings < maxOrdersPerMinute) return undefined;
  return denialOf("MAX_ORDERS_PER_MINUTE_EXCEEDED", { openings, most: maxOrdersPerMinute });
}
