import { type UnixMs, unixMs } from "../ids.ts";

/** A day on which the clocks go back has 25 hours. */
const LONGEST_DAY_MS = 26 * 60 * 60 * 1_000;

/** The calendar day of an instant in a time zone, as `2026-11-30`. @param timezone - an IANA name. */
export function accountDay(now: UnixMs, timezone: string): string {
  // Swedish writes dates as ISO 8601 does.
  return new Intl.DateTimeFormat("sv-SE", { timeZone: timezone, dateStyle: "short" }).format(now);
}

/** The first instant of the next calendar day in a time zone. */
export function accountDayEnds(now: UnixMs, timezone: string): UnixMs {
  const today = accountDay(now, timezone);
  let [last, next] = [now, unixMs(now + LONGEST_DAY_MS)];
  while (next - last > 1) {
    const middle = unixMs(Math.floor((last + next) / 2));
    if (accountDay(middle, timezone) === today) last = middle;
    else next = middle;
  }
  return next;
}
