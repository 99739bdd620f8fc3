// Numbers as people and TradingView write them: `5`, `.5`, `5.`, `+0.5`, `-3`, `1e-7`.
import { type DecimalString, formatDecimal } from "../decimal.ts";

/** The most digits a number may have on either side of its point once written out. */
export const MAX_DIGITS = 40;

/**
 * Source of a regular expression for an unsigned number. Digits are matched in one way only: with two, a long word that is
 * no number after all would take time by the square of its length.
 */
export const UNSIGNED_NUMBER = String.raw`(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?`;

const WITHOUT_OUTER_ZEROS = /[1-9](?:\d*[1-9])?/;

/**
 * `text`, a sign and {@link UNSIGNED_NUMBER}, as a decimal without exponent, or undefined when it has more than 40 digits
 * on either side once written out. Takes time linear in the text's length, whatever its exponent.
 */
export function writtenOut(text: string): DecimalString | undefined {
  const [mantissa = "", exponentText = "0"] = text.toLowerCase().split("e");
  const [whole = "", fraction = ""] = mantissa.replace(/^[+-]/, "").split(".");
  const digits = WITHOUT_OUTER_ZEROS.exec(whole + fraction);
  if (digits === null) return "0";
  const before = whole.length - digits.index + Number.parseInt(exponentText, 10);
  if (before > MAX_DIGITS || digits[0].length - before > MAX_DIGITS) return undefined;
  const minus = text.startsWith("-") ? "-" : "";
  return formatDecimal(`${minus}0.${digits[0]}e${before}`);
}

/** Source of a regular expression for a whole number above zero: as many digits as one keeps exactly. */
export const WHOLE_DIGITS = String.raw`0*([1-9]\d{0,14})`;

const WHOLE = new RegExp(String.raw`^${WHOLE_DIGITS}(?:\.0*)?$`);

/** `text` as a positive whole number, or undefined. */
export function positiveWhole(text: string): number | undefined {
  const [, digits] = WHOLE.exec(text) ?? [];
  return digits === undefined ? undefined : Number.parseInt(digits, 10);
}

const PRICE = new RegExp(`^\\+?${UNSIGNED_NUMBER}$`);

/** A price written in `text`, or undefined when it is none above zero. */
export function priceAboveZero(text: string): DecimalString | undefined {
  const price = PRICE.test(text) ? writtenOut(text) : undefined;
  return price === "0" ? undefined : price;
}
