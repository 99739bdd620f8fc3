// The account keys of docs/design.md#guards.
import { defined } from "../core/defined.ts";
import { err, ok, type Result } from "../core/result.ts";
import type { Account } from "../ports/account-store.ts";
import { amountKey, countKey, type KeysOf, optionalKey, textKey } from "./key-readers.ts";

const COUNT_DIGITS = 6;

/** How they are read, as part of an account's. */
export const GUARD_KEYS = {
  MAX_DAILY_LOSS_USD: optionalKey(amountKey("MAX_DAILY_LOSS_USD")),
  MAX_OPEN_POSITIONS: optionalKey(countKey("MAX_OPEN_POSITIONS", COUNT_DIGITS)),
  MAX_TOTAL_USD: optionalKey(amountKey("MAX_TOTAL_USD")),
  MAX_ORDERS_PER_MINUTE: optionalKey(countKey("MAX_ORDERS_PER_MINUTE", COUNT_DIGITS)),
  REQUIRE_AT: optionalKey(readFlag),
  TIMEZONE: optionalKey(
    textKey('TIMEZONE is the name of a time zone, like "Europe/Berlin" or "UTC"', (text) =>
      isTimezone(text.trim()) ? text.trim() : undefined,
    ),
  ),
};

type GuardEntry = KeysOf<typeof GUARD_KEYS>;

/** The guards an account's entry sets, or undefined when it sets none. */
export function guardsOf(entry: GuardEntry): Account["guards"] {
  const limits = defined({
    maxDailyLossUsd: entry.MAX_DAILY_LOSS_USD,
    maxOpenPositions: entry.MAX_OPEN_POSITIONS,
    maxTotalUsd: entry.MAX_TOTAL_USD,
    maxOrdersPerMinute: entry.MAX_ORDERS_PER_MINUTE,
    requireAt: entry.REQUIRE_AT,
  });
  const isSet = Object.keys(limits).length > 0 || entry.TIMEZONE !== undefined;
  return isSet ? { limits, timezone: entry.TIMEZONE ?? "UTC" } : undefined;
}

function readFlag(value: unknown): Result<boolean, string> {
  return typeof value === "boolean" ? ok(value) : err("REQUIRE_AT is true or false");
}

function isTimezone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
