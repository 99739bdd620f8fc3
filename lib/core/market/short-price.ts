import { type DecimalString, decimal, formatDecimal } from "../decimal.ts";

const DIGITS = 7;

/** A price for people: seven of its digits, its whole part always. An average of fills has a dozen decimals that nobody reads. */
export function shortPrice(price: DecimalString): DecimalString {
  const value = decimal(price);
  return formatDecimal(value.round(Math.max(0, DIGITS - 1 - value.e), 1));
}
