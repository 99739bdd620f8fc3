import { type DecimalInput, decimal } from "../decimal.ts";
import { type Denial, denialOf } from "../denial-of.ts";
import type { PlanMarket } from "./plan.ts";
import { notionalOf, type SizeMarket } from "./size.ts";

/** The floors of a market, and what prices them. */
export type MinimumMarket = SizeMarket & Pick<PlanMarket, "contractStep" | "minContracts" | "minNotional">;

/**
 * Why `contracts` are too few to open or grow a position, or undefined when they are enough: rounded to zero, below the
 * market's minimum amount, or below its minimum notional.
 */
export function shortfallOf(input: {
  readonly contracts: DecimalInput;
  readonly price: DecimalInput;
  readonly market: MinimumMarket;
}): Denial | undefined {
  const { market, price } = input;
  const { contractStep: step, minContracts, minNotional } = market;
  const contracts = decimal(input.contracts);
  if (contracts.lte("0")) return denialOf("ROUNDS_TO_ZERO", { step });
  if (minContracts !== undefined && contracts.lt(minContracts))
    return denialOf("BELOW_MINIMUM_AMOUNT", { contracts, minimum: minContracts });
  const notional = notionalOf(contracts, { market, price });
  if (minNotional !== undefined && notional.lt(minNotional))
    return denialOf("BELOW_MINIMUM_NOTIONAL", { contracts, notional, minimum: minNotional });
  return undefined;
}
