// Everything that can go wrong with an order, as one closed list of codes and one shape.
import type { DecimalString } from "./decimal.ts";

/** What we know about the venue after a failure. */
export type FailureOutcome =
  /** We refused; nothing was sent. */
  | "denied"
  /** The venue said no, in its own code: the order is not there. */
  | "rejected"
  /** It may have landed. */
  | "unknown";

/** What to do about it. */
export type Remedy =
  /** Not placed and will pass: wait, then try again. */
  | "retry"
  /** Not placed, and may pass: what only reduces is tried again, anything else is given up. */
  | "retry-if-reducing"
  /** Too big: send less of the opening part. */
  | "shrink"
  /** Nothing may open: of what was to be sent only the close goes out. */
  | "close-only"
  /** Look the order up before anything else. */
  | "look-up"
  /** An order with this client order id exists already: adopt it. */
  | "adopt"
  /** Refused, or there already: look it up. When it is not there, the refusal stands (docs/adr/0014-a-no-that-may-mean-there-already.md). */
  | "abort-if-absent"
  /** Post-only, and would have traded at once: priced again. */
  | "price-again"
  /** Nothing left to reduce: the position is already gone. */
  | "nothing-to-reduce"
  /** The user's own resting orders hold the size it would close: they make way, or are named. */
  | "make-way"
  /** Will never work. */
  | "abort";

/**
 * The stable codes, shown alike in trade records, logs and metrics, and what each means wherever nothing more particular
 * is said. "denied": a code of our own, that no venue can say.
 */
export const FAILURES = {
  ACCOUNT_CHANGED: { outcome: "denied", remedy: "abort" },
  ACCOUNT_UNKNOWN: { outcome: "denied", remedy: "abort" },
  ADDRESS_REFUSED: { outcome: "rejected", remedy: "retry-if-reducing" },
  AT_REQUIRED: { outcome: "denied", remedy: "abort" },
  AUTHENTICATION_FAILED: { outcome: "rejected", remedy: "abort" },
  BELOW_MINIMUM_AMOUNT: { outcome: "rejected", remedy: "abort" },
  BELOW_MINIMUM_NOTIONAL: { outcome: "rejected", remedy: "abort" },
  CLOSE_ONLY: { outcome: "denied", remedy: "close-only" },
  CLOCK_SKEW: { outcome: "rejected", remedy: "retry" },
  CUSTOM_ID_TAKEN: { outcome: "denied", remedy: "abort" },
  DEADLINE_EXCEEDED: { outcome: "denied", remedy: "abort" },
  DUPLICATE_ORDER: { outcome: "unknown", remedy: "adopt" },
  EQUITY_UNAVAILABLE: { outcome: "denied", remedy: "abort" },
  FUNDS_INSUFFICIENT: { outcome: "rejected", remedy: "shrink" },
  HEDGE_MODE: { outcome: "rejected", remedy: "abort" },
  LEVERAGE_NOT_SETTABLE: { outcome: "denied", remedy: "abort" },
  LEVERAGE_REFUSED: { outcome: "rejected", remedy: "abort" },
  MARGIN_MODE_REFUSED: { outcome: "rejected", remedy: "abort" },
  MARKET_NOT_FOUND: { outcome: "rejected", remedy: "abort" },
  MAX_DAILY_LOSS_EXCEEDED: { outcome: "denied", remedy: "abort" },
  MAX_OPEN_POSITIONS_EXCEEDED: { outcome: "denied", remedy: "abort" },
  MAX_ORDERS_PER_MINUTE_EXCEEDED: { outcome: "denied", remedy: "abort" },
  MAX_POSITION_EXCEEDED: { outcome: "denied", remedy: "abort" },
  MAX_TOTAL_EXCEEDED: { outcome: "denied", remedy: "abort" },
  NOTHING_TO_REDUCE: { outcome: "rejected", remedy: "nothing-to-reduce" },
  ORDER_INVALID: { outcome: "rejected", remedy: "abort" },
  ORDER_NOT_FOUND: { outcome: "rejected", remedy: "abort" },
  OUTCOME_UNKNOWN: { outcome: "unknown", remedy: "look-up" },
  PAUSED: { outcome: "denied", remedy: "abort" },
  PERMISSION_DENIED: { outcome: "rejected", remedy: "abort" },
  POSITION_TOO_LARGE: { outcome: "rejected", remedy: "shrink" },
  POST_ONLY_REFUSED: { outcome: "rejected", remedy: "price-again" },
  PRICE_UNAVAILABLE: { outcome: "rejected", remedy: "retry" },
  RATE_LIMITED: { outcome: "rejected", remedy: "retry" },
  ROUNDS_TO_ZERO: { outcome: "denied", remedy: "abort" },
  REDUCTION_BLOCKED: { outcome: "rejected", remedy: "make-way" },
  SIZE_ABOVE_MAXIMUM: { outcome: "rejected", remedy: "shrink" },
  SIZE_IMPLAUSIBLE: { outcome: "denied", remedy: "abort" },
  STALE: { outcome: "denied", remedy: "abort" },
  VENUE_BUSY: { outcome: "rejected", remedy: "retry" },
  VENUE_REJECTED: { outcome: "rejected", remedy: "abort" },
  VENUE_UNREACHABLE: { outcome: "unknown", remedy: "look-up" },
  VENUE_UNSUPPORTED: { outcome: "rejected", remedy: "abort" },
} as const satisfies Readonly<Record<string, { readonly outcome: FailureOutcome; readonly remedy: Remedy }>>;

/** Why an order, or a part of it, was not done. */
export type FailureCode = keyof typeof FAILURES;

/**
 * One failure of one call or decision. `message` is for people: lower case, says what was found and what is allowed,
 * never holds a credential. `venueCode` is the venue's own code, `retryAfterMs` its own word on when to come back.
 */
export interface OrderFailure {
  readonly code: FailureCode;
  readonly outcome: FailureOutcome;
  readonly remedy: Remedy;
  readonly message: string;
  readonly venueCode?: string;
  readonly retryAfterMs?: number;
  /** Of a size refused as too big: the most contracts that may open, where the venue lists its limits. */
  readonly mostOpening?: DecimalString;
}

/** A failure of that code, as its row in {@link FAILURES} says. */
export function failureOf(code: FailureCode, message: string): OrderFailure {
  return { code, ...FAILURES[code], message };
}

/** The same, found out by us: nothing was sent. */
export function denial(code: FailureCode, message: string): OrderFailure {
  return { ...failureOf(code, message), outcome: "denied" };
}
