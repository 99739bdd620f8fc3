// Money and sizes: exact decimals, never JavaScript numbers.
//
// Inside a calculation a value is a `Decimal`; wherever it is stored, sent or shown it is a `DecimalString`
// (plain digits, no exponent), so that JSON, DynamoDB and the venues all see the same text.
import BigFactory, { type Big } from "big.js";

/** An exact decimal. Made by {@link decimal} only; arithmetic with a JavaScript number throws. */
export type Decimal = Big;

/** A decimal as text: optional minus sign, digits, at most one point, no exponent. */
export type DecimalString = string;

/** What callers may hand to a calculation. */
export type DecimalInput = Decimal | DecimalString;

const StrictBig = BigFactory();
StrictBig.strict = true;
// Division keeps 40 decimal places: more than any venue's grid, so a quotient is only ever cut far below one step.
StrictBig.DP = 40;
StrictBig.RM = 0;
// Never print an exponent.
StrictBig.NE = -1_000_000;
StrictBig.PE = 1_000_000;

/**
 * The decimal written in `text` (an exponent is allowed); a Decimal is returned as it is.
 * @throws Error when the text is not a decimal number.
 */
export function decimal(value: DecimalInput): Decimal {
  return value instanceof StrictBig ? value : new StrictBig(value);
}

/** The decimal written in `text`, or undefined when it is not a decimal number. */
export function findDecimal(text: string | undefined): Decimal | undefined {
  if (text === undefined) return undefined;
  try {
    return new StrictBig(text);
  } catch {
    return undefined;
  }
}

export const ZERO: Decimal = decimal("0");
export const ONE: Decimal = decimal("1");

/** `value` as text without exponent or trailing zeros; negative zero is "0". */
export function formatDecimal(value: DecimalInput): DecimalString {
  const exact = decimal(value);
  return exact.eq(ZERO) ? "0" : exact.toFixed();
}

/** The multiple of `step` nearest to zero that is not past `value`: quantities round towards zero. */
export function floorToStep(value: Decimal, step: Decimal): Decimal {
  return value.div(step).round(0, 0).times(step);
}

/** The multiple of `tick` nearest to `value`, the larger one half-way: prices round to their tick. */
export function roundToTick(value: Decimal, tick: Decimal): Decimal {
  return value.div(tick).round(0, 1).times(tick);
}

/** The smaller of two. */
export function minDecimal(a: Decimal, b: Decimal): Decimal {
  return a.lt(b) ? a : b;
}

/** The larger of two. */
export function maxDecimal(a: Decimal, b: Decimal): Decimal {
  return a.gt(b) ? a : b;
}
