import type { Verdict } from "./venue-module.ts";

/** A call that failed, with what a venue's module found out it means: that outranks the venue's code table. */
export class VerdictError extends Error {
  override readonly name = "VerdictError";
  readonly verdict: Verdict;

  constructor(verdict: Verdict, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.verdict = verdict;
  }
}
