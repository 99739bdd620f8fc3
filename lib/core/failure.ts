// Everything that can go wrong with an order, as one closed list of codes and one shape.

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
  /** Look the order up before anything else. */
  | "look-up"
  /** An order with this client order id exists already: adopt it. */
  | "adopt"
  /** Refused, or there already: look it up. When it is not there, the refusal stands (docs/adr/0014-a-no-that-may-mean-there-already.md). */
  | "abort-if-absent"
  /** Nothing left to reduce: the position is already gone. */
  | "nothing-to-reduce"
  /** Will never work. */
  | "abort";

/** Stable codes, shown alike in trade records, logs and metrics. */
export const FAILURE_CODES = [
  "ACCOUNT_UNKNOWN",
  "ADDRESS_REFUSED",
  "AUTHENTICATION_FAILED",
  "BELOW_MINIMUM_AMOUNT",
  "BELOW_MINIMUM_NOTIONAL",
  "CLOCK_SKEW",
  "CUSTOM_ID_TAKEN",
  "DEADLINE_EXCEEDED",
  "DUPLICATE_ORDER",
  "EQUITY_UNAVAILABLE",
  "FUNDS_INSUFFICIENT",
  "HEDGE_MODE",
  "LEVERAGE_NOT_SETTABLE",
  "LEVERAGE_REFUSED",
  "MARGIN_MODE_REFUSED",
  "MARKET_NOT_FOUND",
  "MAX_POSITION_EXCEEDED",
  "NOTHING_TO_REDUCE",
  "ORDER_INVALID",
  "ORDER_NOT_FOUND",
  "OUTCOME_UNKNOWN",
  "PERMISSION_DENIED",
  "POSITION_TOO_LARGE",
  "PRICE_UNAVAILABLE",
  "RATE_LIMITED",
  "ROUNDS_TO_ZERO",
  "SIZE_ABOVE_MAXIMUM",
  "STALE",
  "VENUE_BUSY",
  "VENUE_REJECTED",
  "VENUE_UNREACHABLE",
  "VENUE_UNSUPPORTED",
] as const;
/** A code of {@link FAILURE_CODES}. */
export type FailureCode = (typeof FAILURE_CODES)[number];

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
}
