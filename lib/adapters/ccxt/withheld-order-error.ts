import type { OrderFailure } from "../../core/failure.ts";

/** An order that a venue's module did not send, since the venue itself would not have checked it. */
export class WithheldOrderError extends Error {
  override readonly name = "WithheldOrderError";
  readonly failure: OrderFailure;

  constructor(failure: Omit<OrderFailure, "outcome">) {
    super(failure.message);
    this.failure = { ...failure, outcome: "denied" };
  }
}
