import { type DecimalInput, decimal, formatDecimal, ZERO } from "../../core/decimal.ts";
import type { OrderFailure } from "../../core/failure.ts";
import type { PlaceStep } from "../../core/order/plan.ts";

/**
 * A venue's word that there is nothing to reduce, judged by the position itself. Some say it as well where an open order
 * that reduces is in the way (Binance's -2022), or of whatever else is wrong with a reduction (Bybit's 110017): while a
 * position is left, nothing is done, and the order is tried again until its deadline.
 * @param position - signed contracts; undefined: it could not be read, so nothing is known to be done.
 */
export function judgeReduction(
  failure: OrderFailure,
  { side }: PlaceStep,
  position: DecimalInput | undefined,
): OrderFailure {
  const held = position === undefined ? undefined : decimal(position);
  if (held !== undefined && (side === "sell" ? held.lte(ZERO) : held.gte(ZERO))) return failure;
  const why =
    held === undefined
      ? "whether a position is left could not be read"
      : `but the position is ${formatDecimal(held)}: an open order that reduces it may be in the way`;
  return { ...failure, code: "VENUE_REJECTED", remedy: "retry", message: `${failure.message}; ${why}` };
}
