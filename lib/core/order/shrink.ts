// Sizes after a refusal, and the opening part that is all a refusal may cut.
import type { Side } from "../alert/alert-order.ts";
import { type Decimal, type DecimalInput, decimal, floorToStep, maxDecimal, minDecimal, ZERO } from "../decimal.ts";
import type { PlanMarket } from "./plan.ts";
import { contractsFor, marginOf, type SizeMarket } from "./size.ts";

/** Orders are cut to this share of the free balance: the rest covers fees and a moving price. */
export const FREE_SHARE = decimal("0.985");
const SHRINK_FACTOR = decimal("0.95");

/** A size, and what there is to pay its margin with. */
export interface AffordInput {
  readonly contracts: DecimalInput;
  /** Free margin in the settle coin. */
  readonly free: DecimalInput;
  /** What an order pays: the ask for a buy, the bid for a sell. */
  readonly price: DecimalInput;
  readonly leverage: number;
  readonly market: SizeMarket & Pick<PlanMarket, "contractStep">;
}

/** At most `contracts`, cut to what 98.5 % of the free balance pays for, on the market's grid. Never below zero. */
export function cutToFree({ contracts, free, price, leverage, market }: AffordInput): Decimal {
  const pays = contractsFor(decimal(free).times(FREE_SHARE), { market, price, leverage });
  return floorToStep(maxDecimal(ZERO, minDecimal(decimal(contracts), pays)), decimal(market.contractStep));
}

/** Whether 98.5 % of the free balance pays the margin of `contracts`. */
export function isAffordable({ contracts, free, price, leverage, market }: AffordInput): boolean {
  return marginOf(decimal(contracts), { market, price, leverage }).lte(decimal(free).times(FREE_SHARE));
}

/**
 * The next size after `contracts` were refused: what the free balance, read since, pays for, and at least 5 % less each time,
 * rounded down (so one contract less when under 20 and the step is 1). Always smaller, on the grid, never below zero.
 */
export function shrinkOpening(input: AffordInput): Decimal {
  const less = floorToStep(decimal(input.contracts).times(SHRINK_FACTOR), decimal(input.market.contractStep));
  return minDecimal(less, cutToFree(input));
}

/** How many of an order's contracts open a position rather than close the one there is. `position`: signed contracts. */
export function openingPart(input: {
  readonly contracts: DecimalInput;
  readonly side: Side;
  readonly position: DecimalInput;
}): Decimal {
  const position = decimal(input.position);
  const closable = input.side === "buy" ? position.neg() : position;
  return maxDecimal(ZERO, decimal(input.contracts).minus(maxDecimal(ZERO, closable)));
}
