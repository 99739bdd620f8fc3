import { type DecimalInput, decimal, formatDecimal } from "../decimal.ts";
import type { OrderFailure } from "../failure.ts";
import type { PlanMarket } from "./plan.ts";
import { notionalOf, type SizeMarket } from "./size.ts";

/** The floors of a market, and what prices them. */
export type MinimumMarket = SizeMarket & Pick<PlanMarket, "contractStep" | "minContracts" | "minNotional">;

/** Which floor, in words with the numbers. */
export type Shortfall = Pick<OrderFailure, "code" | "message">;

/**
 * Why `contracts` are too few to open or grow a position, or undefined when they are enough: rounded to zero, below the
 * market's minimum amount, or below its minimum notional.
 */
export function shortfallOf(input: {
  readonly contracts: DecimalInput;
  readonly price: DecimalInput;
  readonly market: MinimumMarket;
}): Shortfall | undefined {
  const { market, price } = input;
  const contracts = decimal(input.contracts);
  if (contracts.lte("0")) {
    const grid = formatDecimal(market.contractStep);
    return { code: "ROUNDS_TO_ZERO", message: `the size rounds to zero contracts, the market's step is ${grid}` };
  }
  if (market.minContracts !== undefined && contracts.lt(market.minContracts)) {
    const floor = formatDecimal(market.minContracts);
    return {
      code: "BELOW_MINIMUM_AMOUNT",
      message: `${formatDecimal(contracts)} contracts; the market's minimum is ${floor}`,
    };
  }
  const notional = notionalOf(contracts, { market, price });
  if (market.minNotional !== undefined && notional.lt(market.minNotional)) {
    const floor = formatDecimal(market.minNotional);
    const worth = `${formatDecimal(contracts)} contracts are worth ${formatDecimal(notional.round(8, 0))}`;
    return { code: "BELOW_MINIMUM_NOTIONAL", message: `${worth}; the market's minimum is ${floor}` };
  }
  return undefined;
}
