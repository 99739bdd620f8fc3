import type { UnixMs } from "../ids.ts";
import type { AlertIssue, AlertOrder } from "./alert-order.ts";
import type { AlertWarningCode } from "./issue-codes.ts";

/** Clocks differ by less. */
const MAX_AHEAD_MS = 5 * 60 * 1_000;

/** Whether a signal was made in the future, by more than clocks differ. */
export function isAhead(at: string, now: number): boolean {
  return Date.parse(at) - now > MAX_AHEAD_MS;
}

/** Said of a signal that was made in the future: its clock or its time zone is wrong, and its age is worth nothing. */
export function warnTimeAhead({ at, line }: AlertOrder, now: UnixMs): AlertIssue | undefined {
  if (at === undefined || !isAhead(at, now)) return undefined;
  const code: AlertWarningCode = "TIME_AHEAD";
  const token = `at:${at}`;
  const minutes = Math.round((Date.parse(at) - now) / 60_000);
  return { line, code, token, message: `"${token}": ${minutes} minutes ahead: is it in UTC, as {{timenow}} is?` };
}
