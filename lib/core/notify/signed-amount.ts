import { type DecimalString, decimal, ZERO } from "../decimal.ts";

/** A gain shows its sign as a loss does. */
export function signedAmount(amount: DecimalString): string {
  return decimal(amount).gt(ZERO) ? `+${amount}` : amount;
}
