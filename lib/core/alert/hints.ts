// What to write instead of words that other tools, or people, use (docs/design.md#the-alert-grammar).
import { UNSIGNED_NUMBER } from "./number.ts";
import type { Classified } from "./part.ts";

const DOLLARS = /^(?:usdt|usdc|usd|busd)$/i;
const COIN_AMOUNT = new RegExp(`^([+-]?${UNSIGNED_NUMBER})(\\p{L}{2,10})$`, "u");
const WITH_COMMA = /^([+-]?[$@%]?)([\d.]*,[\d.,]*)([$@%]?)$/;
const THOUSANDS = /^\d{1,3}(?:,\d{3})+(?:\.\d*)?$/;
const LEVERAGE = /^(?:x|lev(?:erage)?[:=]?x?(\d*)x?)$/i;
const PROTECTION = /^(?:tp|sl|trail):/i;
/** Of other tools. */
const EXITS = /^(?:exit|flatten|closelong|closeshort|close_long|close_short)$/i;

/** A word that is none, whatever stands beside it, with what to write instead. */
export function hintedWord(text: string): Classified | undefined {
  const [, before = "", number, after = ""] = WITH_COMMA.exec(text) ?? [];
  if (number !== undefined) return quantity(`a number has no comma: write ${before}${withoutComma(number)}${after}`);
  const [leverage, digits = ""] = LEVERAGE.exec(text) ?? [];
  if (leverage !== undefined) {
    const message = `the leverage is one word: write x${digits === "" ? "3" : digits}`;
    return { kind: "leverage", code: "LEVERAGE_INVALID", message };
  }
  if (PROTECTION.test(text)) {
    const how = "send the strategy's own exits as alerts, close or sell with a limit and reduce";
    return { kind: "symbol", code: "UNKNOWN_WORD", message: `take-profit and stop-loss are not made yet: ${how}` };
  }
  if (!text.startsWith("{")) return undefined;
  const message = "the text is no JSON: write the words alone, like demo ETH/USDT buy 100$";
  return { kind: "symbol", code: "UNKNOWN_WORD", message };
}

/** The amount in a word like `300usdt`, which is a symbol too where the line has an amount: then undefined is for the caller to decide. */
export function amountWithCoin(text: string): Classified | undefined {
  const [, number = "", coin = ""] = COIN_AMOUNT.exec(text) ?? [];
  if (coin === "") return undefined;
  return DOLLARS.test(coin)
    ? quantity(`an amount of ${coin} is written with a $: write ${number}$`)
    : quantity(`an amount without a sign is one of the base coin: write ${number}`);
}

/** What is said of an unknown word beside what the line has. @param line.base - of its symbol, in upper case. */
export function hintFor(
  text: string,
  line: { readonly amount: string | undefined; readonly base: string | undefined },
): string | undefined {
  if (EXITS.test(text)) return "to close a position write close";
  if (line.amount === undefined) return undefined;
  if (DOLLARS.test(text)) return `the amount and its sign are one word: write ${line.amount.replace(/[$@%]/g, "")}$`;
  if (text.toUpperCase() !== line.base) return undefined;
  return `an amount without a sign is one of ${line.base} already: leave the word out`;
}

function quantity(message: string): Classified {
  return { kind: "quantity", code: "QUANTITY_INVALID", message };
}

/** `1,234.5` as 1234.5, `0,5` as 0.5, `1.234,5` as 1234.5. */
function withoutComma(number: string): string {
  if (THOUSANDS.test(number)) return number.replaceAll(",", "");
  const last = number.lastIndexOf(",");
  return `${number.slice(0, last).replace(/[.,]/g, "")}.${number.slice(last + 1).replace(/[.,]/g, "")}`;
}
