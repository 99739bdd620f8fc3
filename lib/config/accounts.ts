// accounts.json, as the original wrote it plus optional keys (docs/design.md#accounts). Messages name the account and the field,
// say what is allowed, and never show a secret.

import { createHash } from "node:crypto";
import * as z from "zod";
import { checkAccountId, lookOf } from "../core/alert/account-id.ts";
import { Credentials } from "../core/credentials.ts";
import { decimal, findDecimal, formatDecimal } from "../core/decimal.ts";
import { defined } from "../core/defined.ts";
import { closestWords } from "../core/market/close-matches.ts";
import { foldSymbol } from "../core/market/symbol.ts";
import { findVenue, VENUES } from "../core/market/venue-table.ts";
import { err, ok, type Result } from "../core/result.ts";
import type { Account } from "../ports/account-store.ts";
import { missingKeys, uselessKeys } from "./account-keys.ts";
import { checkPlace } from "./account-place.ts";
import { GUARD_KEYS, guardsOf } from "./guards.ts";
import {
  DEFAULT_ALERT_TIMEOUT_S,
  DEFAULT_MAX_ALERT_AGE_S,
  DEFAULT_ORDER_TIMEOUT_S,
  MAX_ORDER_TIMEOUT_S,
} from "./limits.ts";
import { withSharedKeys } from "./shared-key.ts";

/** An account and the secrets that go with it. */
export interface ConfiguredAccount {
  readonly account: Account;
  readonly credentials: Credentials;
  /** Worth saying, not worth refusing. */
  readonly warnings: readonly string[];
}

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

const accountSchema = z.strictObject(
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

/**
 * Every account of the file's text.
 * @returns one message for each thing that is wrong, when anything is: then no account is to be trusted.
 */
export function parseAccounts(text: string): Result<readonly ConfiguredAccount[], readonly string[]> {
  const json = parseJson(text);
  if (!json.ok) return err([json.error]);
  if (!Array.isArray(json.value)) return err(["the file must hold a list of accounts: [ { … }, { … } ]"]);
  const results = json.value.map((entry: unknown, index) => parseAccount(entry, nameOf(entry, index)));
  const problems = [...results.flatMap((result) => (result.ok ? [] : result.error)), ...sameNames(json.value)];
  return problems.length > 0
    ? err(problems)
    : ok(withSharedKeys(results.flatMap((result) => (result.ok ? [result.value] : []))));
}

function parseAccount(entry: unknown, name: string): Result<ConfiguredAccount, readonly string[]> {
  const parsed = accountSchema.safeParse(entry);
  if (!parsed.success) return err([...new Set(parsed.error.issues.map(({ message }) => `${name}: ${message}`))]);
  const raw = parsed.data;
  const settle = raw.SETTLE_COIN || (findVenue(raw.EXCHANGE)?.defaultSettle ?? "USDT");
  const id = checkAccountId(raw.ACCOUNT_ID);
  const symbols = foldSymbols(raw.SYMBOLS, settle);
  const endpoint = originOf(raw.ENDPOINT);
  const places = checkPlace(raw);
  const useless = uselessKeys(raw);
  const problems = [
    ...(id.ok ? [] : [`ACCOUNT_ID ${id.error}`]),
    ...(symbols.ok ? [] : symbols.error),
    ...(endpoint.ok ? [] : [endpoint.error]),
    ...(places.ok ? [] : places.error),
    ...missingKeys(raw),
  ];
  if (!id.ok || !symbols.ok || !endpoint.ok || !places.ok || problems.length > 0)
    return err(problems.map((problem) => `${name}: ${problem}`));
  const account: Account = {
    id: raw.ACCOUNT_ID,
    exchange: raw.EXCHANGE,
    settle,
    marginMode: raw.MARGIN_MODE,
    orderTimeoutMs: raw.ORDER_TIMEOUT,
    alertTimeoutMs: raw.ALERT_TIMEOUT,
    maxAlertAgeMs: raw.MAX_ALERT_AGE,
    ...defined({
      symbols: symbols.value,
      maxLeverage: raw.MAX_LEVERAGE,
      maxPositionUsd: raw.MAX_POSITION_USD,
      maxOversize: raw.MAX_OVERSIZE,
      endpoint: endpoint.value,
      ...places.value,
      guards: guardsOf(raw),
      keyMark: raw.API_KEY === "" ? undefined : markOf(raw.API_KEY, endpoint.value),
    }),
    ...(useless.length === 0 ? {} : { uselessKeys: useless }),
  };
  const secrets = {
    apiKey: raw.API_KEY,
    secret: raw.SECRET_KEY,
    ...(raw.PASSWORD === "" ? {} : { password: raw.PASSWORD }),
  };
  const { warning } = id.value;
  const warnings = [...(warning === undefined ? [] : [`ACCOUNT_ID ${warning}`]), ...useless];
  return ok({ account, credentials: new Credentials(secrets), warnings: warnings.map((text) => `${name}: ${text}`) });
}

/** Eight digits of a hash: enough to see that a key is another one, and nothing of the key. */
function markOf(apiKey: string, endpoint = ""): string {
  return createHash("sha256")
    .update(JSON.stringify([apiKey, endpoint]))
    .digest("hex")
    .slice(0, 8);
}

function parseJson(text: string): Result<unknown, string> {
  try {
    return ok(JSON.parse(text.replace(/^\uFEFF/, "")));
  } catch {
    // JSON.parse quotes the text around the fault, which may be a key.
    return err("the file is not JSON: look for a missing or extra comma, quote or bracket");
  }
}

function nameOf(entry: unknown, index: number): string {
  const id = typeof entry === "object" && entry !== null && "ACCOUNT_ID" in entry ? entry.ACCOUNT_ID : undefined;
  return typeof id === "string" && id.trim() !== "" ? `account ${id.trim()}` : `account number ${index + 1}`;
}

function sameNames(entries: readonly unknown[]): readonly string[] {
  const seen = new Set<string>();
  return entries.flatMap((entry, index) => {
    const look = lookOf(nameOf(entry, index));
    if (seen.has(look)) {
      const alike = "upper and lower case, full-width characters and invisible ones make no difference";
      return [`${nameOf(entry, index)}: ACCOUNT_ID is there twice; ${alike}`];
    }
    seen.add(look);
    return [];
  });
}

function foldSymbols(
  symbols: readonly string[] | undefined,
  settle: string,
): Result<readonly string[] | undefined, readonly string[]> {
  if (symbols === undefined) return ok(undefined);
  const folded = symbols.map((symbol) => ({ symbol, result: foldSymbol(symbol.trim(), settle) }));
  const problems = folded.flatMap(({ symbol, result }) => (result.ok ? [] : [`SYMBOLS "${symbol}": ${result.error}`]));
  if (problems.length > 0) return err(problems);
  return ok(folded.flatMap(({ result }) => (result.ok ? [result.value.symbol] : [])));
}

function originOf(endpoint: string | undefined): Result<string | undefined, string> {
  if (endpoint === undefined || endpoint.trim() === "") return ok(undefined);
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  const isOrigin =
    url !== undefined &&
    /^https?:$/.test(url.protocol) &&
    url.pathname === "/" &&
    url.search === "" &&
    url.username === "";
  return isOrigin ? ok(url.origin) : err("ENDPOINT is a scheme, host and port, like http://127.0.0.1:9001");
}

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
