import type { UnixMs } from "../ids.ts";
import { TimeZone } from "../time-zone.ts";

/** When a channel's digest comes: `20:00` as clocks of the zone show it. */
export interface DigestTime {
  readonly at: string;
  /** An IANA name. */
  readonly timezone: string;
}

/** The day a digest is of. */
export interface DigestDay {
  /** That of its end there, as `2026-11-30`. */
  readonly date: string;
  /** The time of the digest the day before: 23 to 25 hours earlier. */
  readonly since: UnixMs;
  /** When the digest is due: what comes later is the next one's. */
  readonly until: UnixMs;
}

const DAY_MS = 24 * 60 * 60 * 1_000;
/** A digest due just before midnight may still come so much later. */
const LATE_MS = 60 * 60 * 1_000;

/**
 * The day whose digest is due now: from its time on until its date is over there. One that was missed on the date is never due
 * again, so that there are never two at once.
 */
export function digestDay({ at, timezone }: DigestTime, now: UnixMs): DigestDay | undefined {
  const zone = digestZone(timezone);
  const today = zone.write(now).slice(0, 10);
  const isDue = (date: string): boolean => {
    const until = instant(zone, `${date}T${at}`);
    return until <= now && now < Math.max(instant(zone, moved(date, 1)), until + LATE_MS);
  };
  const date = [today, moved(today, -1)].find(isDue);
  if (date === undefined) return undefined;
  return { date, since: instant(zone, `${moved(date, -1)}T${at}`), until: instant(zone, `${date}T${at}`) };
}

/** The zone of that name; settings are checked where they are read. */
export function digestZone(timezone: string): TimeZone {
  return TimeZone.find(timezone) ?? TimeZone.utc;
}

/** The key of a channel's digest: one a date. */
export function digestKey({ date }: Pick<DigestDay, "date">): string {
  return `digest:${date}`;
}

/** The date so many days later. */
function moved(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** @throws Error when the time of day is none: settings are checked where they are read. */
function instant(zone: TimeZone, local: string): UnixMs {
  const at = zone.read(local);
  if (at === undefined) throw new Error(`${local} is no time`);
  return at;
}
