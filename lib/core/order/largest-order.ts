import { type Decimal, type DecimalInput, decimal, minDecimal } from "../decimal.ts";
import type { OrderType, PlanMarket } from "./plan.ts";
import { contractsWorth } from "./size.ts";

/** The most contracts one order may hold, at `price` where its worth counts; undefined: the venue does not say. */
export function largestOrder(
  market: PlanMarket,
  { orderType, price }: { readonly orderType: OrderType; readonly price: DecimalInput | undefined },
): Decimal | undefined {
  const { maxContracts, maxLimitContracts, maxNotional } = market;
  const byCount = orderType === "market" ? maxContracts : maxLimitContracts;
  const byWorth =
    maxNotional === undefined || price === undefined
      ? undefined
      : contractsWorth(decimal(maxNotional), { market, price });
  const bounds = [byWorth, byCount === undefined ? undefined : decimal(byCount)].filter((each) => each !== undefined);
  return bounds.length === 0 ? undefined : bounds.reduce(minDecimal);
}
