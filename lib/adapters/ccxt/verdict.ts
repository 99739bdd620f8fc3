// What a venue's code means, in rows that only name our code: what follows from it is said once, in core/failure.ts.
import { FAILURES, type FailureCode, type Remedy } from "../../core/failure.ts";

/** The codes that a venue's answer can come to: the others are our own denials. */
export type VenueFailureCode = {
  [Code in FailureCode]: (typeof FAILURES)[Code]["outcome"] extends "denied" ? never : Code;
}[FailureCode];

/**
 * What a venue's code means. `outcome` "rejected": it was not done, for certain. "unknown": it may have been.
 * "done": it was so already (settings only).
 */
export interface Verdict {
  readonly outcome: "rejected" | "unknown" | "done";
  readonly code: VenueFailureCode;
  readonly remedy: Remedy;
  /** The markets we hold are out of date. */
  readonly staleMarkets?: true;
  /** What a person should know beyond the venue's own words. */
  readonly hint?: string;
}

/** A row of a venue's table: our code, and what this venue has to add to it or means by it instead. */
export function verdict(code: VenueFailureCode, particulars: Partial<Omit<Verdict, "code">> = {}): Verdict {
  return { code, ...FAILURES[code], ...particulars };
}

/** Refused by the market's rules: those we hold may be out of date. */
export const RULES_CHANGED = { staleMarkets: true } as const;

/** A refusal, or a client order id used before: the venue has one code for both. */
export const REFUSED_OR_THERE = { outcome: "unknown", remedy: "abort-if-absent" } as const;

/** A setting that was so already. */
export const ALREADY_SO: Verdict = verdict("VENUE_REJECTED", { outcome: "done" });

/** Open orders that reduce, which hold what there is to reduce: the position tells (judge-refusal.ts). */
export const HELD_BY_ORDERS: Verdict = verdict("NOTHING_TO_REDUCE");

/** As many orders are open as the venue lets be. */
export const TOO_MANY_ORDERS: Verdict = verdict("ORDER_INVALID", { hint: "cancel some open orders first" });
