import type { GuardDay } from "../guard/guard-book.ts";
import type { UnixMs } from "../ids.ts";
import type { Notification } from "./notification.ts";

/** A closed day is told of for so long after its date began in Greenwich: a day lasts until 12 hours behind it. */
const TOLD_MS = 2 * 24 * 60 * 60 * 1_000;

/** That its loss has closed an account for the day: once a date. Undefined: it has not, or that is long ago. */
export function tellLoss(
  account: { readonly id: string; readonly timezone: string; readonly maxDailyLossUsd: string },
  day: GuardDay | undefined,
  now: UnixMs,
): Notification | undefined {
  if (day?.lost === undefined || now - Date.parse(day.date) > TOLD_MS) return undefined;
  const { id, timezone, maxDailyLossUsd } = account;
  return {
    key: `loss:${id}:${day.date}`,
    event: "day-loss",
    at: now,
    text: [
      `The day's loss has closed ${id}: ${day.lost} USD were lost since the first order of ${day.date}, when the equity was ${day.equity}; MAX_DAILY_LOSS_USD is ${maxDailyLossUsd}.`,
      `Nothing opens until that day ends in ${timezone}; what closes goes on. To open again at once: whook resume ${id}`,
    ].join("\n"),
    account: id,
  };
}
