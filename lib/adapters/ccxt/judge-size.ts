import { type DecimalInput, decimal, formatDecimal } from "../../core/decimal.ts";
import { type FailureCode, failureOf, type OrderFailure } from "../../core/failure.ts";
import type { Instrument } from "../../core/market/instrument.ts";
import { largestOrder } from "../../core/order/largest-order.ts";
import type { PlaceStep } from "../../core/order/plan.ts";

/** Refusals that do not say what was wrong with the order. */
const UNCLEAR: readonly FailureCode[] = ["ORDER_INVALID", "VENUE_REJECTED"];

/** Whether the market may say more about a refused order than the venue did. */
export function isUnclear({ outcome, code }: OrderFailure): boolean {
  return outcome === "rejected" && UNCLEAR.includes(code);
}

/**
 * An unclear refusal, judged by the market at `price`. Some venues have one code for every bad parameter (Bybit's 10001,
 * KuCoin's 100001) or size (Kraken's invalidSize): of an order above the market's own largest it means that.
 */
export function judgeSize(
  failure: OrderFailure,
  { contracts, orderType }: PlaceStep,
  { market, price }: { readonly market: Instrument; readonly price: DecimalInput | undefined },
): OrderFailure {
  const most = largestOrder(market, { orderType, price });
  if (most === undefined || decimal(contracts).lte(most)) return failure;
  const largest = formatDecimal(most.round(8, 0));
  const message = `${failure.message}; the largest ${orderType} order here is ${largest} contracts`;
  return { ...failure, ...failureOf("SIZE_ABOVE_MAXIMUM", message) };
}
