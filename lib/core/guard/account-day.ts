import type { UnixMs } from "../ids.ts";

/** The calendar day of an instant in a time zone, as `2026-11-30`. @param timezone - an IANA name. */
export function accountDay(now: UnixMs, timezone: string): string {
  // Swedish writes dates as ISO 8601 does.
  return new Intl.DateTimeFormat("sv-SE", { timeZone: timezone, dateStyle: "short" }).format(now);
}
