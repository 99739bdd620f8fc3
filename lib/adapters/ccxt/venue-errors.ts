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

/** An order that the module did not send, since the venue itself would not have checked it. */
export class WithheldOrderError extends Error {
  override readonly name = "WithheldOrderError";
  readonly failure: OrderFailure;

  constructor(code: FailureCode, message: string) {
    super(message);
    this.failure = denial(code, message);
  }
}
