// After a post that nobody answered: an order sent again is doubled if the first was taken.

/** The connection was never there. https://nodejs.org/api/errors.html#common-system-errors and undici's errors.md */
const BEFORE_SENDING: ReadonlySet<unknown> = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
]);

/** What is said of an alert whose sender heard no answer. A key is claimed once: docs/design.md#the-webhook */
export const MAY_BE_TAKEN =
  "may have been taken: look at whook trades before you send it again; only what carries an id: is safe to repeat";

/** Whether `fetch` failed before a byte of the request left; where that cannot be told, false. */
export function isNeverSent(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && "code" in cause && BEFORE_SENDING.has(cause.code);
}

/** Whether an answer that is not whook's own leaves it open: a proxy's own failure, or an answer that broke off. */
export function leavesOpen(status: number): boolean {
  return status < 300 || status >= 500;
}
