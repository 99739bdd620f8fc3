// How much, as one word: a number and the sign of what it counts (docs/design.md#the-alert-grammar).
import type { SizeUnit } from "./alert-order.ts";
import { MAX_DIGITS, UNSIGNED_NUMBER, writtenOut } from "./number.ts";
import type { Classified } from "./part.ts";

const UNITS: Readonly<Record<string, SizeUnit>> = { $: "quote", "@": "contracts", "%": "percent" };
const SIGN_FIRST = new RegExp(`^([+-]?)([$@%])([+-]?)(${UNSIGNED_NUMBER})$`);
const SIGN_LAST = new RegExp(`^([+-]?)(${UNSIGNED_NUMBER})([$@%]?)$`);

/** The amount that a word says, or undefined when it is none. */
export function readAmount(text: string): Classified | undefined {
  const [, before = "", symbol, after = "", first = ""] = SIGN_FIRST.exec(text) ?? [];
  if (symbol !== undefined) {
    if (before !== "" && after !== "") return badAmount("write one sign only");
    return amount(before + after + first, symbol);
  }
  const [, sign = "", number, unit = ""] = SIGN_LAST.exec(text) ?? [];
  return number === undefined ? undefined : amount(sign + number, unit);
}

/** Whether a word is an amount, and a good one: what hints propose has to be read in its turn. */
export function isAmount(text: string): boolean {
  const reading = readAmount(text);
  return reading !== undefined && !("code" in reading);
}

function amount(number: string, unit: string): Classified {
  const value = writtenOut(number);
  if (value === undefined) return badAmount(`a number may have ${MAX_DIGITS} digits on either side of its point`);
  return { kind: "quantity", value, unit: UNITS[unit] ?? "base" };
}

/** An amount that is not well made. */
export function badAmount(message: string): Classified {
  return { kind: "quantity", code: "QUANTITY_INVALID", message };
}
