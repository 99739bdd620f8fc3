// Which class a word belongs to: the table of docs/design.md#the-alert-grammar, tried in its order.
import type { AlertAccount, AlertOrder } from "./alert-order.ts";
import { hintedWord } from "./hints.ts";
import { positiveWhole, priceAboveZero } from "./number.ts";
import type { Classified, ClassifiedToken, Part } from "./part.ts";
import { readPricelock } from "./pricelock.ts";
import { readAmount } from "./read-amount.ts";
import { readNamed } from "./read-named.ts";
import type { Token } from "./tokenize.ts";

/** The words of each command. */
const COMMAND_WORDS = {
  buy: ["buy"],
  sell: ["sell"],
  position: ["position", "pos"],
  close: ["close"],
  changeleverage: ["changeleverage"],
  closeall: ["closeall"],
  pause: ["pause"],
  resume: ["resume"],
  closeonly: ["closeonly"],
} satisfies Readonly<Record<Exclude<AlertOrder["command"], "cancel">, readonly string[]>>;
const COMMANDS: Readonly<Record<string, Extract<Part, { kind: "command" }>>> = Object.fromEntries(
  // `Object.keys` forgets which keys there are.
  (Object.keys(COMMAND_WORDS) as (keyof typeof COMMAND_WORDS)[]).flatMap((name) =>
    COMMAND_WORDS[name].map((word) => [word, { kind: "command", command: { name } }] as const),
  ),
);
/** Beside `position` the sign of its quantity; alone, `long` and `short` are commands of old. */
const DIRECTIONS: Readonly<Record<string, Extract<Part, { kind: "direction" }>>> = {
  long: { kind: "direction", direction: "long" },
  short: { kind: "direction", direction: "short" },
  flat: { kind: "direction", direction: "flat" },
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
export const KNOWN_WORDS: readonly string[] = [
  ...Object.keys(COMMANDS),
  ...Object.keys(DIRECTIONS),
  ...Object.keys(PLAIN_WORDS),
  "cancel:all",
  "pricelock",
];

const MAY_BE_NUMBER = /[\d.]/;
const LEVERAGE = /^(?:x[+-]?[\d.]+|[+-]?[\d.]+x)$/i;
const ID = /^[^:]{2,30}$/u;
const PROTECTION = /^(?:tp|sl|trail):/;

/** The class of one word. `accounts`: by ACCOUNT_ID, folded and in lower case; `next`: the word behind it. */
export function classify(
  token: Token,
  { accounts, next }: { readonly accounts: ReadonlyMap<string, AlertAccount>; readonly next: string | undefined },
): ClassifiedToken {
  const { text } = token;
  const word = text.toLowerCase();
  const account = accounts.get(word);
  if (account !== undefined) return { token, kind: "account", part: { kind: "account", account } };
  return classified(token, readWord(text, word) ?? hintedWord(text, next) ?? { kind: "symbol" });
}

/** A word as it was read. */
export function classified(token: Token, reading: Classified): ClassifiedToken {
  const { kind } = reading;
  if ("code" in reading) return { token, kind, bad: { code: reading.code, message: reading.message } };
  if (!("note" in reading)) return { token, kind, part: reading };
  const { note, ...part } = reading;
  return "tag" in part ? { token, kind, part, note } : { token, kind, note };
}

/** What a word other than an account says, or undefined when it has no class. */
export function readWord(text: string, word = text.toLowerCase()): Classified | undefined {
  return (
    lookUp(COMMANDS, word) ??
    readCancel(text, word) ??
    lookUp(DIRECTIONS, word) ??
    readNumber(text) ??
    readLimit(text, word) ??
    lookUp(PLAIN_WORDS, word) ??
    readNamed(text, word) ??
    readProtection(word) ??
    readPricelock(word)
  );
}

/** An amount or a leverage. Most words hold no digit, and are told so at once. */
function readNumber(text: string): Classified | undefined {
  return MAY_BE_NUMBER.test(text) ? (readAmount(text) ?? readLeverage(text)) : undefined;
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

function readLeverage(text: string): Classified | undefined {
  if (!LEVERAGE.test(text)) return undefined;
  const leverage = positiveWhole(text.replace(/x/i, ""));
  if (leverage !== undefined) return { kind: "leverage", leverage };
  return { kind: "leverage", code: "LEVERAGE_INVALID", message: "leverage is a whole number above zero: x3 or 3x" };
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

/** docs/design.md#protection: the words are reserved. */
function readProtection(word: string): Classified | undefined {
  if (!PROTECTION.test(word)) return undefined;
  const how = "send the strategy's own exits as alerts, close or sell with a limit and reduce";
  const message = `take-profit and stop-loss are not made yet: ${how}`;
  return { kind: "protection", code: "UNKNOWN_WORD", message };
}

function badLimit(message: string): Classified {
  return { kind: "limit", code: "LIMIT_INVALID", message };
}
