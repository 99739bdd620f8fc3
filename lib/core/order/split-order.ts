// A market order above the venue's largest single one goes out in parts, one after another (docs/design.md#sizing).
import { type Decimal, type DecimalInput, decimal, floorToStep, formatDecimal, ZERO } from "../decimal.ts";
import { largestOrder } from "./largest-order.ts";
import { shortfallOf } from "./minimum.ts";
import type { PlaceStep, PlanMarket } from "./plan.ts";

/** What the parts of an order go by. `price`: what it would trade at; undefined when nobody knows. */
export interface SplitTerms {
  readonly market: PlanMarket;
  readonly price: DecimalInput | undefined;
}

/** The order as it is, or in as few parts as the venue's largest market order allows. A limit order has a name, and stays whole. */
export function inParts(step: PlaceStep, terms: SplitTerms): readonly PlaceStep[] {
  const { market, price } = terms;
  const most = step.orderType === "limit" ? undefined : largestOrder(market, { orderType: "market", price });
  return most === undefined ? [step] : splitAt(step, most, terms);
}

/**
 * The order in parts of at most `most` contracts: the largest first, so that the last one takes a position's rest off the
 * grid along. An opening part too small for the venue is made up from the one before it.
 */
export function splitAt(step: PlaceStep, most: Decimal, { market, price = ZERO }: SplitTerms): readonly PlaceStep[] {
  const grid = decimal(market.contractStep);
  const part = floorToStep(most, grid);
  let last = decimal(step.contracts);
  if (part.lte(ZERO) || last.lte(most)) return [step];
  const sizes: Decimal[] = [];
  for (; last.gt(most); last = last.minus(part)) sizes.push(part);
  const isStub = !step.reduceOnly && shortfallOf({ contracts: last, price, market }) !== undefined;
  const half = floorToStep(part.plus(last).div("2"), grid);
  const ends = isStub ? [part.plus(last).minus(half), half] : [part, last];
  return [...sizes.slice(1), ...ends].map((contracts) => ({ ...step, contracts: formatDecimal(contracts) }));
}
