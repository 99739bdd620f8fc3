// `at:TIME`: when a signal was made. TradingView's {{timenow}} is ISO in UTC with seconds.

const ISO = /^(\d{4}-\d{2}-\d{2})(?:[Tt](\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?)([Zz]|[+-]\d{2}(?::?\d{2})?)?)?$/;
const UNIX = /^\d{1,13}$/;
/** Unix times from here on are milliseconds: as seconds this would be the year 5138. */
const FIRST_MILLISECONDS = 100_000_000_000;

/** The instant written in `text` (ISO, UTC when no zone is given; or unix seconds or milliseconds) as ISO in UTC with milliseconds. */
export function parseTime(text: string): string | undefined {
  if (UNIX.test(text)) {
    const value = Number.parseInt(text, 10);
    return new Date(value < FIRST_MILLISECONDS ? value * 1000 : value).toISOString();
  }
  const [, date, time = "00:00", zone = "Z"] = ISO.exec(text) ?? [];
  if (date === undefined || !isCalendarDay(date)) return undefined;
  const instant = new Date(`${date}T${time.replace(",", ".")}${fullZone(zone)}`);
  return Number.isNaN(instant.getTime()) ? undefined : instant.toISOString();
}

/** JavaScript turns 30 February into 1 March; an alert should not. */
function isCalendarDay(date: string): boolean {
  const day = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(date);
}

/** `+0200` and `+02` as `+02:00`. */
function fullZone(zone: string): string {
  if (zone.toUpperCase() === "Z") return "Z";
  const digits = zone.slice(1).replace(":", "").padEnd(4, "0");
  return `${zone.slice(0, 1)}${digits.slice(0, 2)}:${digits.slice(2)}`;
}
