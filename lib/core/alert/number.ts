// Numbers as people and TradingView write them: `5`, `.5`, `5.`, `+0.5`, `-3`, `1e-7`.
import { type DecimalString, formatDecimal } from "../decimal.ts";

/** The most digits a number may have on either side of its point once written out. */
export const MAX_DIGITS = 40;

/** Source of a regular expression for an unsigned number. */
export const UNSIGNED_NUMBER = String.raw`(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?`;

/**
 * `text`, a sign and {@link UNSIGNED_NUMBER}, as a decimal without exponent, or undefined when it has more than 40 digits
 * on either side once written out. Takes time linear in the text's length, whatever its exponent.
 */
export function writtenOut(text: string): DecimalString | undefined {
  const [mantissa = "", exponentText = "0"] = text.toLowerCase().split("e");
  const [whole = "", fraction = ""] = mantissa.replace(/^[+-]/, "").split(".");
  const exponent = Number.parseInt(exponentText, 10);
  if (whole.length + exponent > MAX_DIGITS || fraction.length - exponent > MAX_DIGITS) return undefined;
  const minus = text.startsWith("-") ? "-" : "";
  return formatDecimal(`${minus}0${whole}.${fraction}0e${exponent}`);
}

const PRICE = new RegExp(`^\\+?${UNSIGNED_NUMBER}$`);

/** A price written in `text`, or undefined when it is none above zero. */
export function priceAboveZero(text: string): DecimalString | undefined {
  const price = PRICE.test(text) ? writtenOut(text) : undefined;
  return price === "0" ? undefined : price;
}
