import { type DecimalInput, decimal, formatDecimal } from "../decimal.ts";
import type { OrderFailure } from "../failure.ts";
import type { PlanMarket } from "./plan.ts";
import { notionalOf, type SizeMarket } from "./size.ts";

/** The floors of a market, and what prices them. */
export type MinimumMarket = SizeMarket & Pick<PlanMarket, "contractStep" | "minContracts" | "minNotional">;

/**
 * Why `contracts` are too few to open or grow a position, or undefined when they are enough: rounded to zero, below the
 * market's minimum amount, or below its minimum notional.
 */
export function isBelowMinimum(input: {
  readonly contracts: DecimalInput;
  readonly price: DecimalInput;
  readonly market: MinimumMarket;
}): OrderFailure | undefined {
  const { market, price } = input;
  const contracts = decimal(input.contracts);
  if (contracts.lte("0")) {
    const step = formatDecimal(market.contractStep);
    return denial("ROUNDS_TO_ZERO", `the size rounds to zero contracts, the market's step is ${step}`);
  }
  if (market.minContracts !== undefined && contracts.lt(market.minContracts)) {
    const floor = formatDecimal(market.minContracts);
    return denial("BELOW_MINIMUM_AMOUNT", `${formatDecimal(contracts)} contracts; the market's minimum is ${floor}`);
  }
  const notional = notionalOf(contracts, { market, price });
  if (market.minNotional !== undefined && notional.lt(market.minNotional)) {
    const floor = formatDecimal(market.minNotional);
    const worth = `${formatDecimal(contracts)} contracts are worth ${formatDecimal(notional.round(8, 0))}`;
    return denial("BELOW_MINIMUM_NOTIONAL", `${worth}; the market's minimum is ${floor}`);
  }
  return undefined;
}

function denial(code: OrderFailure["code"], message: string): OrderFailure {
  return { code, outcome: "denied", remedy: "abort", message };
}
