import { decimal } from "../../core/decimal.ts";
import type { FailureCode, OrderFailure } from "../../core/failure.ts";
import { type Instrument, largestOrder } from "../../core/market/instrument.ts";
import type { PlaceStep } from "../../core/order/plan.ts";

/** Refusals that do not say what was wrong with the order. */
const UNCLEAR: readonly FailureCode[] = ["ORDER_INVALID", "VENUE_REJECTED"];

/** Whether the market may say more about a refused order than the venue did. */
export function isUnclear({ outcome, code }: OrderFailure): boolean {
  return outcome === "rejected" && UNCLEAR.includes(code);
}

/**
 * An unclear refusal, judged by the market. Some venues have one code for every bad parameter (Bybit's 10001, KuCoin's
 * 100001): of an order above the market's own largest size it means that size.
 */
export function judgeSize(
  failure: OrderFailure,
  { contracts, orderType }: PlaceStep,
  market: Instrument | undefined,
): OrderFailure {
  const most = market === undefined ? undefined : largestOrder(market, orderType);
  if (most === undefined || decimal(contracts).lte(most)) return failure;
  const message = `${failure.message}; the largest ${orderType} order here is ${most} contracts`;
  return { ...failure, code: "SIZE_ABOVE_MAXIMUM", remedy: "shrink", message };
}
