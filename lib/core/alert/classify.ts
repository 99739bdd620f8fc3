// Which class a word belongs to: the table of docs/design.md#the-alert-grammar, tried in its order.
import type { DecimalString } from "../decimal.ts";
import type { AlertAccount, AlertOrder, Basis, Limit, SizeUnit } from "./alert-order.ts";
import type { AlertErrorCode } from "./issue-codes.ts";
import { MAX_DIGITS, UNSIGNED_NUMBER, writtenOut } from "./number.ts";
import { parseTime } from "./time.ts";
import type { Token } from "./tokenize.ts";
import { readValue, valueProblem } from "./written-value.ts";

/** A command as its word says it: of a cancel the word names what is cancelled. */
export type CommandWord =
  | { readonly name: Exclude<AlertOrder["command"], "cancel"> }
  | { readonly name: "cancel"; readonly cancel: string };

/** What a word says. */
export type Part =
  | { readonly kind: "account"; readonly account: AlertAccount }
  | { readonly kind: "command"; readonly command: CommandWord; readonly insteadOf?: string }
  | { readonly kind: "quantity"; readonly value: DecimalString; readonly unit: SizeUnit }
  | { readonly kind: "leverage"; readonly leverage: number }
  | { readonly kind: "limit"; readonly limit: Limit }
  | { readonly kind: "basis"; readonly basis: Basis }
  | { readonly kind: "reduce" }
  | { readonly kind: "unit override"; readonly unit: SizeUnit }
  | { readonly kind: "key"; readonly key: string }
  | { readonly kind: "time"; readonly at: string }
  | { readonly kind: "tag"; readonly tag: string; readonly isQuoteOpen: boolean }
  | { readonly kind: "price"; readonly price: DecimalString }
  | { readonly kind: "symbol" };
/** A class of words; errors and warnings call it by this name. */
export type PartKind = Part["kind"];

/** A word and its class; `bad` when it belongs to the class but is not well made. */
export interface ClassifiedToken {
  readonly token: Token;
  readonly kind: PartKind;
  readonly part?: Part;
  readonly bad?: { readonly code: AlertErrorCode; readonly message: string };
}

type Classified = Part | { readonly kind: PartKind; readonly code: AlertErrorCode; readonly message: string };

/** The words of each command. */
const COMMAND_WORDS = {
  buy: ["buy"],
  sell: ["sell"],
  position: ["position", "pos"],
  close: ["close"],
  changeleverage: ["changeleverage"],
} satisfies Readonly<Record<Exclude<AlertOrder["command"], "cancel">, readonly string[]>>;
const COMMANDS: Readonly<Record<string, Extract<Part, { kind: "command" }>>> = {
  ...Object.fromEntries(
    // `Object.keys` forgets which keys there are.
    (Object.keys(COMMAND_WORDS) as (keyof typeof COMMAND_WORDS)[]).flatMap((name) =>
      COMMAND_WORDS[name].map((word) => [word, { kind: "command", command: { name } }] as const),
    ),
  ),
  long: { kind: "command", command: { name: "buy" }, insteadOf: "long" },
  short: { kind: "command", command: { name: "sell" }, insteadOf: "short" },
};
const PLAIN_WORDS: Readonly<Record<string, Part>> = {
  nominal: { kind: "basis", basis: "nominal" },
  bclock: { kind: "basis", basis: "nominal" },
  lockbasecurrency: { kind: "basis", basis: "nominal" },
  collateral: { kind: "basis", basis: "collateral" },
  reduce: { kind: "reduce" },
  reduceonly: { kind: "reduce" },
  force_usdt: { kind: "unit override", unit: "quote" },
  force_percent: { kind: "unit override", unit: "percent" },
  force_basecurrency: { kind: "unit override", unit: "base" },
};
/** Every word of the grammar, for suggestions. */
export const KNOWN_WORDS: readonly string[] = [...Object.keys(COMMANDS), ...Object.keys(PLAIN_WORDS), "cancel:all"];

const UNITS: Readonly<Record<string, SizeUnit>> = { $: "quote", "@": "contracts", "%": "percent" };
const SIGN_FIRST = new RegExp(`^([+-]?)([$@%])([+-]?)(${UNSIGNED_NUMBER})$`);
const SIGN_LAST = new RegExp(`^([+-]?)(${UNSIGNED_NUMBER})([$@%]?)$`);
const LEVERAGE = /^(?:x[+-]?[\d.]+|[+-]?[\d.]+x)$/i;
const WHOLE = /^0*([1-9]\d{0,5})(?:\.0*)?$/;
const PRICE = new RegExp(`^\\+?${UNSIGNED_NUMBER}$`);
const ID = /^[^:]{2,30}$/u;
/** In characters. The ledger keeps a hash of the key, so that its length costs nothing. */
const MAX_KEY = 256;
const MAX_TAG = 64;

/** The class of one word. `accounts`: by ACCOUNT_ID in lower case. */
export function classify(token: Token, accounts: ReadonlyMap<string, AlertAccount>): ClassifiedToken {
  const word = token.text.toLowerCase();
  const account = accounts.get(word);
  const reading: Classified =
    account !== undefined ? { kind: "account", account } : (readWord(token.text, word) ?? { kind: "symbol" });
  if (!("code" in reading)) return { token, kind: reading.kind, part: reading };
  const { kind, code, message } = reading;
  return { token, kind, bad: { code, message } };
}

/** What a word other than an account says, or undefined when it has no class. */
export function readWord(text: string, word = text.toLowerCase()): Classified | undefined {
  return (
    lookUp(COMMANDS, word) ??
    readCancel(text, word) ??
    readQuantity(text) ??
    readLeverage(text) ??
    readLimit(text, word) ??
    lookUp(PLAIN_WORDS, word) ??
    readKey(text, word) ??
    readTime(text, word) ??
    readTag(text, word) ??
    readPrice(text, word)
  );
}

function lookUp<T>(table: Readonly<Record<string, T>>, word: string): T | undefined {
  return Object.hasOwn(table, word) ? table[word] : undefined;
}

function readCancel(text: string, word: string): Classified | undefined {
  if (word !== "cancel" && !word.startsWith("cancel:")) return undefined;
  const id = text.slice("cancel:".length);
  if (id.toLowerCase() === "all") return { kind: "command", command: { name: "cancel", cancel: "all" } };
  if (ID.test(id)) return { kind: "command", command: { name: "cancel", cancel: id } };
  const message = "write cancel:ID with the ID of the limit order, 2 to 30 characters without a colon, or cancel:all";
  return { kind: "command", code: "CANCEL_INVALID", message };
}

function readQuantity(text: string): Classified | undefined {
  const [, before = "", symbol, after = "", first = ""] = SIGN_FIRST.exec(text) ?? [];
  if (symbol !== undefined) {
    if (before !== "" && after !== "") return badQuantity("write one sign only");
    return quantity(before + after + first, symbol);
  }
  const [, sign = "", number, unit = ""] = SIGN_LAST.exec(text) ?? [];
  return number === undefined ? undefined : quantity(sign + number, unit);
}

function quantity(number: string, unit: string): Classified {
  const value = writtenOut(number);
  if (value === undefined) return badQuantity(`a number may have ${MAX_DIGITS} digits on either side of its point`);
  return { kind: "quantity", value, unit: UNITS[unit] ?? "base" };
}

function badQuantity(message: string): Classified {
  return { kind: "quantity", code: "QUANTITY_INVALID", message };
}

function readLeverage(text: string): Classified | undefined {
  if (!LEVERAGE.test(text)) return undefined;
  const leverage = wholeLeverage(text.replace(/x/i, ""));
  if (leverage !== undefined) return { kind: "leverage", leverage };
  return { kind: "leverage", code: "LEVERAGE_INVALID", message: "leverage is a whole number above zero: x3 or 3x" };
}

/** `text` as a positive whole number below a million, or undefined. */
export function wholeLeverage(text: string): number | undefined {
  const [, digits] = WHOLE.exec(text) ?? [];
  return digits === undefined ? undefined : Number.parseInt(digits, 10);
}

function readLimit(text: string, word: string): Classified | undefined {
  if (word !== "limit" && !word.startsWith("limit:")) return undefined;
  const [, id = "", priceText = "", ...rest] = text.split(":", 4);
  if (rest.length > 0 || !ID.test(id) || id.toLowerCase() === "all") {
    return badLimit("write limit:ID:PRICE with an ID of 2 to 30 characters, without a colon, and not all");
  }
  const price = priceAboveZero(priceText);
  if (price === undefined) return badLimit("write limit:ID:PRICE with a price above zero, like limit:myid:1012.5");
  return { kind: "limit", limit: { id, price } };
}

function priceAboveZero(text: string): DecimalString | undefined {
  const price = PRICE.test(text) ? writtenOut(text) : undefined;
  return price === "0" ? undefined : price;
}

function badLimit(message: string): Classified {
  return { kind: "limit", code: "LIMIT_INVALID", message };
}

function readKey(text: string, word: string): Classified | undefined {
  if (!word.startsWith("id:")) return undefined;
  const written = readValue(text.slice("id:".length));
  if (written.quotes === "open")
    return badKey("the quote is never closed, and a space or the line's end has to follow");
  const problem = valueProblem(written, MAX_KEY);
  return problem === undefined ? { kind: "key", key: written.value } : badKey(problem);
}

function badKey(problem: string): Classified {
  const message = `${problem}: write id:KEY, with white space in it id:"Close entry(s) order Long"`;
  return { kind: "key", code: "KEY_INVALID", message };
}

function readTime(text: string, word: string): Classified | undefined {
  if (!word.startsWith("at:")) return undefined;
  const at = parseTime(text.slice("at:".length));
  if (at !== undefined) return { kind: "time", at };
  const message = "write at:TIME as ISO 8601, like at:2026-11-24T09:30:00Z, or as unix seconds or milliseconds";
  return { kind: "time", code: "TIME_INVALID", message };
}

function readTag(text: string, word: string): Classified | undefined {
  if (!word.startsWith("tag:")) return undefined;
  const written = readValue(text.slice("tag:".length));
  const problem = valueProblem(written, MAX_TAG);
  if (problem === undefined) return { kind: "tag", tag: written.value, isQuoteOpen: written.quotes === "open" };
  return {
    kind: "tag",
    code: "TAG_INVALID",
    message: `${problem}: write tag:NAME, with white space in it tag:"my NAME"`,
  };
}

function readPrice(text: string, word: string): Classified | undefined {
  if (!word.startsWith("price:")) return undefined;
  const price = priceAboveZero(text.slice("price:".length));
  if (price !== undefined) return { kind: "price", price };
  return {
    kind: "price",
    code: "PRICE_INVALID",
    message: "write price:VALUE with a value above zero, like price:{{close}}",
  };
}
