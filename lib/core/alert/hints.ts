// What to write instead of words that other tools, or people, use (docs/design.md#the-alert-grammar). Nothing is proposed that
// would not be read in its turn.
import { positiveWhole } from "./number.ts";
import type { Classified } from "./part.ts";
import { badAmount, isAmount } from "./read-amount.ts";

const DOLLARS = /^(?:usdt|usdc|usd|busd)$/i;
const LOOSE_NUMBER = String.raw`[\d.,]+(?:[eE][+-]?\d+)?`;
const COIN_AMOUNT = new RegExp(`^(\\$?)([+-]?)(${LOOSE_NUMBER})(\\p{L}{2,10})$`, "u");
/** The other way round: USDT100. */
const COIN_FIRST = new RegExp(`^(\\p{L}{2,10})([+-]?${LOOSE_NUMBER})$`, "u");
/** As the Swiss and programmers mark thousands. */
const WITH_MARKS = /^([+-]?[$@%]?[+-]?)(\d{1,3}(?:['\u2019_]\d{3})+(?:\.\d*)?)([$@%]?)$/;
const MARK = /['\u2019_]/g;
/** What looks like the x of a leverage: U+00D7, U+2715, and the letter of Cyrillic. */
const LIKE_X = /^[\u00d7\u2715\u0445\u0425](?=\d+$)|(?<=^\d+)[\u00d7\u2715\u0445\u0425]$/;
const WITH_COMMA = /^([+-]?[$@%]?[+-]?)([\d.]*,[\d.,]*)([$@%]?)$/;
const THOUSANDS = /^\d{1,3}(?:,\d{3})+(?:\.\d*)?$/;
const UNIT = /[$@%]/g;
const UNIT_ALONE = /^[$@%]$/;
const LEVERAGE = new RegExp(
  `^(?:x[:=]?(${LOOSE_NUMBER})?|lev(?:erage)?[:=]?x?(${LOOSE_NUMBER})?x?|(${LOOSE_NUMBER})x)$`,
  "i",
);
/** What stands where nothing was to be filled in, with the sign of an amount or of a leverage. */
const NO_VALUE = /^[x$@%]?(?:nan|na|n\/a|null|none|undefined)[x$@%]?$/i;
/** Words of other tools, and of people. */
const MEANT: readonly (readonly [RegExp, string])[] = [
  [/^(?:exit|flatten|closelong|closeshort|close_long|close_short)$/i, "to close a position write close"],
  [
    /^all$/i,
    "to close all of a position write close alone, to cancel all orders of the symbol cancel:all, to close all of the account closeall",
  ],
  [/^(?:unpause|unpaused|resumed|continue)$/i, "to let orders open again write resume, with the account alone"],
  [NO_VALUE, "what was to fill this in has no value"],
  [/^(?:#|--(?!-)|;|\/\*)/, "a remark begins with //: write // in its place"],
  [/^(?:message|text|content|alert|body)=/i, "the words of an alert stand alone: leave the name and its = out"],
  [/.\/\//, "a remark begins with // behind a space: put one before it"],
  [/\\n/, "\\n is no line break here: begin a new line there, or send the alert as JSON"],
];
/** Words for a sign. */
const SIGN_WORDS: readonly (readonly [RegExp, string])[] = [
  [DOLLARS, "$"],
  [/^(?:percent|pct|perc)$/i, "%"],
  [/^(?:contracts?|cont|lots?)$/i, "@"],
];
/** Hyphens and dashes that look like a minus: https://www.unicode.org/charts/PDF/U2000.pdf, and U+2212. */
const DASH = /^([$@%]?)[\u2010-\u2015\u2212](?=[$@%]?[\d.])/;

/** A word that is none, whatever stands beside it, with what to write instead. @param next - the word behind it. */
export function hintedWord(text: string, next: string | undefined): Classified | undefined {
  const [, before = "", number, after = ""] = WITH_COMMA.exec(text) ?? [];
  if (number !== undefined) return badAmount(`a number has no comma: ${write(before + withoutComma(number) + after)}`);
  const [, left = "", marked, right = ""] = WITH_MARKS.exec(text) ?? [];
  if (marked !== undefined)
    return badAmount(`a number has digits only: ${write(left + marked.replace(MARK, "") + right)}`);
  const minus = text.replace(DASH, "$1-");
  if (minus !== text && isAmount(minus)) return badAmount(`the minus of a number is a hyphen: write ${minus}`);
  const latin = text.replace(LIKE_X, "x");
  if (latin !== text && positiveWhole(latin.replace("x", "")) !== undefined)
    return {
      kind: "leverage",
      code: "LEVERAGE_INVALID",
      message: `the x of a leverage is the letter x: write ${latin}`,
    };
  const leverage = LEVERAGE.exec(text);
  if (leverage !== null) {
    const message = leverageHint(leverage.slice(1).find((digits) => digits !== undefined) ?? "", next);
    return { kind: "leverage", code: "LEVERAGE_INVALID", message };
  }
  if (!text.startsWith("{")) return undefined;
  const message = "the text is no JSON: write the words alone, like demo ETH/USDT buy 100$";
  return { kind: "symbol", code: "UNKNOWN_WORD", message };
}

function write(amount: string): string {
  return isAmount(amount) ? `write ${amount}` : "write it like 1234.5";
}

/** @param digits - what the word itself names; nothing: the word behind it may be the number. */
function leverageHint(digits: string, next = ""): string {
  const named = positiveWhole(digits === "" ? next.replace(/^x|x$/i, "") : digits);
  if (digits !== "" && named === undefined) return "leverage is a whole number above zero: x3 or 3x";
  return `the leverage is one word: write x${named ?? 3}`;
}

/** What a word like `300usdt` was meant as. */
export interface CoinAmount {
  /** The amount as an error that says what to write. */
  readonly hint: Classified;
  /** The coin is a dollar, or no coin but a word: a coin of such a name is rare. */
  readonly isSign: boolean;
}

/** The amount in a word like `300usdt`, which is a symbol too where the line has an amount: then it is for the caller to decide. */
export function amountWithCoin(text: string): CoinAmount | undefined {
  const [, before = "", behind = ""] = COIN_FIRST.exec(text) ?? [];
  // Of other coins it is no amount that people write so.
  if (signOf(before) !== undefined) return amountWithCoin(behind + before);
  const [, dollar = "", sign = "", number = "", coin = ""] = COIN_AMOUNT.exec(text) ?? [];
  const unit = signOf(coin);
  const amount = sign + withoutComma(number);
  if (!isAmount(amount) || (dollar !== "" && unit !== "$")) return undefined;
  const message =
    unit === undefined
      ? `an amount without a sign is one of the symbol's base coin, with a $ one of dollars: when ${coin} is the base coin write ${amount}`
      : `an amount of ${coin} is written with a ${unit}: write ${amount}${unit}`;
  return { hint: badAmount(message), isSign: unit !== undefined };
}

/** What is said of a word that stands where the symbol should. */
export function hintForSymbol(text: string): string | undefined {
  return hintFor(text, { amount: undefined, base: undefined });
}

/** What is said of an unknown word beside what the line has. @param line.base - of its symbol, in upper case. */
export function hintFor(
  text: string,
  line: { readonly amount: string | undefined; readonly base: string | undefined },
): string | undefined {
  const meant = MEANT.find(([words]) => words.test(text))?.[1];
  if (meant !== undefined) return meant;
  const number = withoutComma(line.amount?.replace(UNIT, "") ?? "");
  if (!isAmount(number)) return undefined;
  const unit = UNIT_ALONE.test(text) ? text : signOf(text);
  if (unit !== undefined) return `the amount and its sign are one word: write ${number}${unit}`;
  if (text.toUpperCase().replace(/^XBT$/, "BTC") !== line.base) return undefined;
  return `an amount without a sign is one of ${line.base} already: leave the word out`;
}

/** Whether the word stands for a number that nobody knew. */
export function isNoValue(text: string): boolean {
  return NO_VALUE.test(text);
}

function signOf(word: string): string | undefined {
  return SIGN_WORDS.find(([words]) => words.test(word))?.[1];
}

/** `1,234.5` as 1234.5, `0,5` as 0.5, `1.234,5` as 1234.5; what could be either stays. */
function withoutComma(number: string): string {
  if (THOUSANDS.test(number)) return number.replaceAll(",", "");
  const [whole = "", fraction, ...more] = number.split(",");
  if (fraction === undefined || more.length > 0) return number;
  return `${whole.replaceAll(".", "")}.${fraction}`;
}
