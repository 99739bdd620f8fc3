// What a venue's module throws where it knows more than ccxt: it outranks every table.
import { denial, type FailureCode, type OrderFailure } from "../../core/failure.ts";
import { reasonOf } from "../../core/reason-of.ts";
import type { Verdict } from "./verdict.ts";

/** A call that failed, with what the module found out it means. */
export class VerdictError extends Error {
  override readonly name = "VerdictError";
  readonly verdict: Verdict;

  constructor(verdict: Verdict, cause: unknown) {
    super(reasonOf(cause), { cause });
    this.verdict = verdict;
  }
}

/** What the module itself refuses: an order that the venue would not have checked, an account that cannot trade. */
export class WithheldOrderError extends Error {
  override readonly name = "WithheldOrderError";
  readonly failure: OrderFailure;

  constructor(code: FailureCode, message: string) {
    super(message);
    this.failure = denial(code, message);
  }
}
