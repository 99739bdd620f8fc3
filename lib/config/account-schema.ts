// The keys of an account in accounts.json, and what each may hold (docs/design.md#accounts).
import * as z from "zod";
import { decimal, findDecimal, formatDecimal } from "../core/decimal.ts";
import { closestWords } from "../core/market/close-matches.ts";
import { findVenue, VENUES } from "../core/market/venue-table.ts";
import { GUARD_KEYS } from "./guards.ts";
import {
  DEFAULT_ALERT_TIMEOUT_S,
  DEFAULT_MAX_ALERT_AGE_S,
  DEFAULT_ORDER_TIMEOUT_S,
  MAX_ORDER_TIMEOUT_S,
} from "./limits.ts";

const EXCHANGES = Object.keys(VENUES);

/** A number as people write it in JSON: bare or quoted. */
const numberText = z.union([z.string(), z.number()]).transform((value) => String(value).trim());
const seconds = (name: string, max?: number) =>
  numberText
    .refine(
      (text) =>
        /^\d+(\.\d+)?$/.test(text) && decimal(text).gt("0") && (max === undefined || decimal(text).lte(String(max))),
      {
        error: `${name} is a number of seconds above 0${max === undefined ? "" : `, at most ${max}`}`,
      },
    )
    .transform((text) => Number.parseInt(decimal(text).times("1000").toFixed(0), 10));

const word = (name: string) =>
  z
    .string({ error: `${name} is a word` })
    .trim()
    .toLowerCase();

/** One account as it is written; its messages name the key and say what is allowed. */
export const accountSchema = z.strictObject(
  {
    ACCOUNT_ID: z.string({ error: "ACCOUNT_ID is a text and must be there" }).trim(),
    EXCHANGE: z
      .string({ error: "EXCHANGE is a text and must be there" })
      .trim()
      .toLowerCase()
      .refine((name) => findVenue(name) !== undefined, {
        error: ({ input }) =>
          `EXCHANGE "${String(input)}" is not known${suggest(String(input))}; it is one of ${EXCHANGES.join(", ")}`,
      }),
    API_KEY: z.string({ error: "API_KEY is a text" }).trim().default(""),
    SECRET_KEY: z.string({ error: "SECRET_KEY is a text" }).trim().default(""),
    PASSWORD: z.string({ error: "PASSWORD is a text" }).default(""),
    MARGIN_MODE: z
      .string()
      .trim()
      .toLowerCase()
      .default("isolated")
      .pipe(z.enum(["isolated", "cross"], { error: "MARGIN_MODE is isolated or cross" })),
    SETTLE_COIN: z
      .string({ error: "SETTLE_COIN is the name of a coin" })
      .trim()
      .toUpperCase()
      .regex(/^[A-Z0-9]{1,15}$|^$/, { error: "SETTLE_COIN is the name of a coin, like USDT" })
      .optional(),
    ORDER_TIMEOUT: seconds("ORDER_TIMEOUT", MAX_ORDER_TIMEOUT_S).default(DEFAULT_ORDER_TIMEOUT_S * 1000),
    ALERT_TIMEOUT: seconds("ALERT_TIMEOUT").default(DEFAULT_ALERT_TIMEOUT_S * 1000),
    MAX_ALERT_AGE: seconds("MAX_ALERT_AGE").default(DEFAULT_MAX_ALERT_AGE_S * 1000),
    MAX_LEVERAGE: numberText
      .refine((text) => /^[1-9]\d{0,3}$/.test(text), { error: "MAX_LEVERAGE is a whole number above 0" })
      .transform((text) => Number.parseInt(text, 10))
      .optional(),
    MAX_POSITION_USD: numberText
      .refine((text) => findDecimal(text)?.gt("0") ?? false, { error: "MAX_POSITION_USD is a number above 0" })
      .transform((text) => formatDecimal(text))
      .optional(),
    MAX_OVERSIZE: numberText
      .refine((text) => findDecimal(text)?.gt("0") ?? false, { error: "MAX_OVERSIZE is a number above 0" })
      .transform((text) => formatDecimal(text))
      .optional(),
    ...GUARD_KEYS,
    SYMBOLS: z.array(z.string(), { error: 'SYMBOLS is a list of symbols, like ["ETH/USDT"]' }).optional(),
    POSITION_MODE: z
      .literal("one-way", { error: 'POSITION_MODE can only be "one-way": hedge mode is not supported' })
      .default("one-way"),
    REGION: word("REGION").optional(),
    ACCOUNT_TYPE: word("ACCOUNT_TYPE").optional(),
    ENDPOINT: z.string({ error: "ENDPOINT is a text" }).optional(),
  },
  {
    error: (issue) => {
      if (issue.code === "unrecognized_keys") return unknownKeys(issue.keys);
      return issue.code === "invalid_type" ? "an account is written { … }" : undefined;
    },
  },
);

/** Every key an account may have. */
export const ACCOUNT_KEYS: readonly string[] = Object.keys(accountSchema.shape);

function unknownKeys(keys: readonly string[]): string {
  return keys.map((key) => `key "${key}" is not known${suggestKey(key)}`).join("; ");
}

function suggestKey(key: string): string {
  const [near] = closestWords(key, ACCOUNT_KEYS);
  return near === undefined ? "" : `; did you mean ${near}?`;
}

function suggest(name: string): string {
  const [near] = closestWords(name, EXCHANGES);
  return near === undefined ? "" : `, did you mean ${near}?`;
}
