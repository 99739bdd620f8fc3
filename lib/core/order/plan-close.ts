// close: the whole position, a share of it, or an amount off it. It never opens, and sets nothing.
import type { Quantity } from "../alert/alert-order.ts";
import { type Decimal, decimal, formatDecimal, ONE, ZERO } from "../decimal.ts";
import { isCountedInQuote } from "../market/contract-unit.ts";
import { shortfallOf } from "./minimum.ts";
import { closeAll } from "./open-position.ts";
import type { Plan } from "./plan.ts";
import { denied, done, onGrid, type PlanContext, reduceStep, steps, warn } from "./plan-context.ts";
import { contractsOf } from "./size.ts";

const HUNDRED = decimal("100");
/** Of a difference that is only told, decimal places beyond this are noise. */
const TOLD_PLACES = 8;

/** @param quantity - a percentage of the position, or an amount; absent: all of it. */
export function planClose(context: PlanContext, quantity: Quantity | undefined): Plan {
  if (context.position.eq(ZERO)) return done(context, "there is no position to close");
  if (quantity === undefined) return closeAll(context);
  return quantity.unit === "percent" ? closeShare(context, quantity.value) : closeAmount(context, quantity);
}

/** What it leaves is left, however small. */
function closeShare(context: PlanContext, percent: string): Plan {
  const { position } = context;
  const share = decimal(percent).div(HUNDRED);
  if (share.gte(ONE)) return closeAll(context);
  const part = onGrid(position.times(share), context);
  return part.eq(ZERO)
    ? leave(context, `${percent} % of ${formatDecimal(position)} contracts`)
    : closePart(context, part);
}

/** At most to flat. A rest that is too small to be traded is closed too, and so is a position that is. */
function closeAmount(context: PlanContext, quantity: Quantity): Plan {
  const asked = contractsToClose(context, quantity);
  if (asked === undefined) {
    return denied(context, "PRICE_UNAVAILABLE", "the order book is empty: there is no price to size the close with");
  }
  const held = context.position.abs();
  if (asked.gte(held)) return closeAll(sayLeftOver(context, asked.minus(held)));
  const part = onGrid(asked, context);
  const rest = held.minus(part);
  if (isTooSmall(context, rest)) {
    return closeAll(warn(context, `the rest of ${formatDecimal(rest)} contracts is below the minimum: closed too`));
  }
  if (part.eq(ZERO)) return leave(context, `${formatDecimal(asked.round(TOLD_PLACES, 0))} contracts`);
  return closePart(context, context.position.gt(ZERO) ? part : part.neg());
}

/** Contracts, not on the grid; undefined when they depend on a price that is not there. */
function contractsToClose({ market, price = ZERO }: PlanContext, { value, unit }: Quantity): Decimal | undefined {
  const isPriced = unit !== "contracts" && (unit === "quote") !== isCountedInQuote(market);
  if (isPriced && price.lte(ZERO)) return undefined;
  const known = isPriced ? price : ONE;
  return contractsOf({ value, unit, basis: "nominal" }, { market, price: known, leverage: 1, equity: ZERO });
}

function sayLeftOver(context: PlanContext, over: Decimal): PlanContext {
  const told = over.round(TOLD_PLACES, 0);
  if (told.eq(ZERO)) return context;
  const held = formatDecimal(context.position.abs());
  return warn(
    context,
    `the position was ${held} contracts: ${formatDecimal(told)} of what was to be closed are left over`,
  );
}

/** Without a price a position's worth is not judged. */
function isTooSmall(context: PlanContext, rest: Decimal): boolean {
  const { market, price = ZERO } = context;
  const { minNotional: _worth, ...uncounted } = market;
  const contracts = onGrid(rest, context);
  return shortfallOf({ contracts, price, market: price.gt(ZERO) ? market : uncounted }) !== undefined;
}

/** `part`: signed like the position. */
function closePart(context: PlanContext, part: Decimal): Plan {
  return steps(context, [reduceStep(context, part.neg())]);
}

function leave(context: PlanContext, what: string): Plan {
  return done(context, `${what} rounds to zero: the position is left as it is`);
}
