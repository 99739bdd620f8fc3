// Whether an order may open: the account's switches and guards, in the order of docs/design.md#guards.
import { type Decimal, type DecimalString, decimal, formatDecimal, ZERO } from "../decimal.ts";
import type { OrderFailure } from "../failure.ts";
import type { UnixMs } from "../ids.ts";
import { type AccountSwitch, type GuardDay, tellSwitch } from "./guard-book.ts";
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

type Denial = Pick<OrderFailure, "code" | "message">;

/** Why nothing at all may be sent now, or undefined. */
export function pauseOf(facts: Pick<GuardFacts, "switch" | "switchedAt"> | undefined): Denial | undefined {
  if (facts?.switch !== "pause") return undefined;
  return { code: "PAUSED", message: `the account is ${tellSwitch(facts)}; resume ends it` };
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
  if (facts?.switch !== "closeonly") return undefined;
  return { code: "CLOSE_ONLY", message: `the account is ${tellSwitch(facts)}; resume ends it` };
}

function lossOf({ day, limits, timezone }: GuardFacts): Denial | undefined {
  if (day?.lost === undefined || limits.maxDailyLossUsd === undefined) return undefined;
  const numbers = `${day.lost} USD were lost since the first order of ${day.date}, when the equity was ${day.equity}; MAX_DAILY_LOSS_USD is ${limits.maxDailyLossUsd}`;
  const message = `${numbers}: the account is close-only until that day ends in ${timezone}; resume ends it`;
  return { code: "MAX_DAILY_LOSS_EXCEEDED", message };
}

/** Why a signal that does not say when it was made is not carried out, or undefined. */
export function signalOf({ limits, signal }: GuardFacts): Denial | undefined {
  if (limits.requireAt !== true || signal === "fresh") return undefined;
  const what = signal === "missing" ? "the line has no at:" : "the line's at: lies ahead";
  return { code: "AT_REQUIRED", message: `${what}; REQUIRE_AT is true: write at:{{timenow}}` };
}

function tooMany({ limits, others, resting }: GuardFacts, { isOpen }: WouldOpen): Denial | undefined {
  const { maxOpenPositions } = limits;
  if (maxOpenPositions === undefined || isOpen || decimal(resting).gt(ZERO)) return undefined;
  const open = others.filter(({ notional }) => decimal(notional).gt(ZERO));
  if (open.length < maxOpenPositions) return undefined;
  const names = open.map(({ symbol }) => symbol).join(", ");
  const message = `${open.length} other positions are open or being opened (${names}); MAX_OPEN_POSITIONS is ${maxOpenPositions}`;
  return { code: "MAX_OPEN_POSITIONS_EXCEEDED", message };
}

function tooMuch({ limits, others, resting }: GuardFacts, { notional }: WouldOpen): Denial | undefined {
  const { maxTotalUsd } = limits;
  if (maxTotalUsd === undefined) return undefined;
  const beside = others.reduce((sum, other) => sum.plus(other.notional), decimal(resting));
  const total = beside.plus(notional);
  if (total.lte(maxTotalUsd)) return undefined;
  const [worth, here] = [total, notional].map((value) => formatDecimal(value.round(2, 0)));
  const message = `all positions would be worth ${worth}, this one ${here}; MAX_TOTAL_USD is ${maxTotalUsd}`;
  return { code: "MAX_TOTAL_EXCEEDED", message };
}

function tooFast({ limits, openings }: GuardFacts): Denial | undefined {
  const { maxOrdersPerMinute } = limits;
  if (maxOrdersPerMinute === undefined || openings < maxOrdersPerMinute) return undefined;
  const message = `${openings} orders that open were sent within the last 60 s; MAX_ORDERS_PER_MINUTE is ${maxOrdersPerMinute}`;
  return { code: "MAX_ORDERS_PER_MINUTE_EXCEEDED", message };
}
