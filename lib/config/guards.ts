// The account keys of docs/design.md#guards.
import * as z from "zod";
import { findDecimal, formatDecimal } from "../core/decimal.ts";
import { defined } from "../core/defined.ts";
import type { Account } from "../ports/account-store.ts";

/** A number as people write it in JSON: bare or quoted. */
const numberText = z.union([z.string(), z.number()]).transform((value) => String(value).trim());
const amount = (name: string) =>
  numberText
    .refine((text) => findDecimal(text)?.gt("0") ?? false, { error: `${name} is a number above 0` })
    .transform((text) => formatDecimal(text))
    .optional();
const count = (name: string) =>
  numberText
    .refine((text) => /^[1-9]\d{0,5}$/.test(text), { error: `${name} is a whole number above 0` })
    .transform((text) => Number.parseInt(text, 10))
    .optional();

/** Their schemas, part of an account's. */
export const GUARD_KEYS = {
  MAX_DAILY_LOSS_USD: amount("MAX_DAILY_LOSS_USD"),
  MAX_OPEN_POSITIONS: count("MAX_OPEN_POSITIONS"),
  MAX_TOTAL_USD: amount("MAX_TOTAL_USD"),
  MAX_ORDERS_PER_MINUTE: count("MAX_ORDERS_PER_MINUTE"),
  REQUIRE_AT: z.boolean({ error: "REQUIRE_AT is true or false" }).optional(),
  TIMEZONE: z
    .string({ error: "TIMEZONE is the name of a time zone" })
    .trim()
    .refine(isTimezone, { error: 'TIMEZONE is the name of a time zone, like "Europe/Berlin" or "UTC"' })
    .optional(),
};

type GuardEntry = z.output<z.ZodObject<typeof GUARD_KEYS>>;

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

function isTimezone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
