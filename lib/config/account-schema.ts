// The keys of an account in accounts.json, and what each may hold (docs/design.md#accounts).
import { decimal } from "../core/decimal.ts";
import { closestWords } from "../core/market/close-matches.ts";
import type { MarginMode } from "../core/market/modes.ts";
import { findVenue, VENUES } from "../core/market/venue-table.ts";
import { err, ok, type Result } from "../core/result.ts";
import type { AccountEntry } from "./account-entry.ts";
import { GUARD_KEYS } from "./guards.ts";
import {
  amountKey,
  countKey,
  type KeysOf,
  keyOr,
  numberKey,
  optionalKey,
  type ReadKey,
  readKeys,
  textKey,
} from "./key-readers.ts";
import {
  DEFAULT_ALERT_TIMEOUT_S,
  DEFAULT_MAX_ALERT_AGE_S,
  DEFAULT_ORDER_TIMEOUT_S,
  MAX_ORDER_TIMEOUT_S,
} from "./limits.ts";

const EXCHANGES = Object.keys(VENUES);

/** Its messages name the key and say what is allowed. */
const KEYS = {
  ACCOUNT_ID: textKey("ACCOUNT_ID is a text and must be there", (text) => text.trim()),
  EXCHANGE: readExchange,
  API_KEY: keyOr(
    "",
    textKey("API_KEY is a text", (text) => text.trim()),
  ),
  SECRET_KEY: keyOr(
    "",
    textKey("SECRET_KEY is a text", (text) => text.trim()),
  ),
  PASSWORD: keyOr(
    "",
    textKey("PASSWORD is a text", (text) => text),
  ),
  MARGIN_MODE: keyOr("isolated", textKey("MARGIN_MODE is isolated or cross", findMarginMode)),
  SETTLE_COIN: optionalKey(textKey("SETTLE_COIN is the name of a coin, like USDT", findCoin)),
  ORDER_TIMEOUT: seconds("ORDER_TIMEOUT", { unsaid: DEFAULT_ORDER_TIMEOUT_S, most: MAX_ORDER_TIMEOUT_S }),
  ALERT_TIMEOUT: seconds("ALERT_TIMEOUT", { unsaid: DEFAULT_ALERT_TIMEOUT_S }),
  MAX_ALERT_AGE: seconds("MAX_ALERT_AGE", { unsaid: DEFAULT_MAX_ALERT_AGE_S }),
  MAX_LEVERAGE: optionalKey(countKey("MAX_LEVERAGE", 4)),
  MAX_POSITION_USD: optionalKey(amountKey("MAX_POSITION_USD")),
  MAX_OVERSIZE: optionalKey(amountKey("MAX_OVERSIZE")),
  ...GUARD_KEYS,
  SYMBOLS: optionalKey(readSymbols),
  POSITION_MODE: keyOr("one-way", readPositionMode),
  REGION: optionalKey(textKey("REGION is a word", lowered)),
  ACCOUNT_TYPE: optionalKey(textKey("ACCOUNT_TYPE is a word", lowered)),
  ENDPOINT: optionalKey(textKey("ENDPOINT is a text", (text) => text)),
} satisfies Readonly<Record<keyof AccountEntry, ReadKey<unknown>>>;

/** An account as it is written, each key read. */
export type WrittenAccount = KeysOf<typeof KEYS>;

/** Every key an account may have. */
export const ACCOUNT_KEYS: readonly string[] = Object.keys(KEYS);

/** @returns what is wrong with each key, when anything is. */
export function readAccountKeys(entry: unknown): Result<WrittenAccount, readonly string[]> {
  if (!isRecord(entry)) return err(["an account is written { … }"]);
  const unknown = Object.keys(entry).filter((key) => !Object.hasOwn(KEYS, key));
  const read = readKeys(KEYS, entry);
  const problems = [...(read.ok ? [] : read.error), ...(unknown.length === 0 ? [] : [unknownKeys(unknown)])];
  return problems.length === 0 ? read : err(problems);
}

function isRecord(entry: unknown): entry is Readonly<Record<string, unknown>> {
  return typeof entry === "object" && entry !== null && !Array.isArray(entry);
}

function readExchange(value: unknown): Result<string, string> {
  if (typeof value !== "string") return err("EXCHANGE is a text and must be there");
  const name = lowered(value);
  if (findVenue(name) !== undefined) return ok(name);
  return err(`EXCHANGE "${name}" is not known${suggest(name)}; it is one of ${EXCHANGES.join(", ")}`);
}

function findMarginMode(text: string): MarginMode | undefined {
  return (["isolated", "cross"] as const).find((mode) => mode === lowered(text));
}

/** An empty one is none. */
function findCoin(text: string): string | undefined {
  const coin = text.trim().toUpperCase();
  return /^[A-Z0-9]{0,15}$/.test(coin) ? coin : undefined;
}

function seconds(name: string, { unsaid, most }: { readonly unsaid: number; readonly most?: number }): ReadKey<number> {
  const problem = `${name} is a number of seconds above 0${most === undefined ? "" : `, at most ${most}`}`;
  const read = numberKey(problem, (text) => {
    const isNumber = /^\d+(\.\d+)?$/.test(text) && decimal(text).gt("0");
    if (!isNumber || (most !== undefined && decimal(text).gt(String(most)))) return undefined;
    return Number.parseInt(decimal(text).times("1000").toFixed(0), 10);
  });
  return keyOr(unsaid * 1000, read);
}

function readSymbols(value: unknown): Result<readonly string[], string> {
  const isList = Array.isArray(value) && value.every((symbol) => typeof symbol === "string");
  return isList ? ok(value) : err('SYMBOLS is a list of symbols, like ["ETH/USDT"]');
}

function readPositionMode(value: unknown): Result<"one-way", string> {
  return value === "one-way" ? ok(value) : err('POSITION_MODE can only be "one-way": hedge mode is not supported');
}

function lowered(text: string): string {
  return text.trim().toLowerCase();
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
