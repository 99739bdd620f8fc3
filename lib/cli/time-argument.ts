import { parseTime } from "../core/alert/time.ts";
import { type UnixMs, unixMs } from "../core/ids.ts";
import type { TimeZone } from "../core/time-zone.ts";
import { UsageError } from "./errors.ts";

const UNIT_MS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;
const AGO = /^(\d{1,6})([smhdw])$/;

/** An instant as people write it: `24h` or `7d` ago, a date, an ISO time (of `zone` when it names none), or unix time. */
export function parseInstant(
  flag: string,
  text: string | undefined,
  { now, zone }: { readonly now: UnixMs; readonly zone: TimeZone },
): UnixMs | undefined {
  if (text === undefined) return undefined;
  const [, count, unit] = AGO.exec(text) ?? [];
  if (count !== undefined)
    return unixMs(Math.max(0, now - Number.parseInt(count, 10) * UNIT_MS[unit as keyof typeof UNIT_MS]));
  const local = zone.read(text.replace(" ", "T"));
  if (local !== undefined) return local;
  const iso = parseTime(text);
  if (iso === undefined)
    throw new UsageError(`${flag} "${text}": write 24h or 7d, a date like 2026-11-24, or a time in ISO 8601`);
  return unixMs(Date.parse(iso));
}
