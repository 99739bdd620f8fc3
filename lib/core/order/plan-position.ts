// position: to so many contracts, whatever there is now.
import type { PositionOrder, SizeUnit } from "../alert/alert-order.ts";
import { type Decimal, decimal, formatDecimal, ZERO } from "../decimal.ts";
import { shortfallOf } from "./minimum.ts";
import {
  closeAll,
  closeOnly,
  grow,
  isInOtherMode,
  keptMode,
  leverageSteps,
  openFromFlat,
  reopen,
  reverse,
} from "./open-position.ts";
import type { Plan } from "./plan.ts";
import { denied, done, onGrid, type PlanContext, type PricedContext, sizeOf, steps, warn } from "./plan-context.ts";
import { planReduction } from "./plan-trade.ts";
import { isRefused, sayKeptLeverage } from "./refused-setting.ts";

/** A target of less than this many steps is the zero of a strategy that counts in binary fractions. */
const DUST_STEPS = decimal("0.001");

/** Plans a move to a target position. Only a literal zero closes, and what is one but for a strategy's rounding. */
export function planPosition(context: PlanContext, order: PositionOrder): Plan {
  const { position, price } = context;
  if (decimal(order.quantity.value).eq(ZERO)) return planFlat(context);
  if (price === undefined) return planUnpriced(context, order);
  const priced: PricedContext = { ...context, price };
  const size = sizeOf(priced, order.quantity);
  if (isDust(priced, order.quantity.unit, size)) {
    return planFlat(warn(priced, `the target of ${order.quantity.value} is taken as zero: it is next to nothing`));
  }
  const target = onGrid(size, priced);
  if (order.reduceOnly) return planReduceTo(priced, target);
  if (target.eq(ZERO)) return denied(priced, "ROUNDS_TO_ZERO", roundsToZero(priced));
  if (position.eq(ZERO)) return openFromFlat(priced, target);
  if (position.times(target).lt(ZERO)) return planReversal(priced, target);
  return planSameSide(priced, target);
}

function planFlat(context: PlanContext): Plan {
  return context.position.eq(ZERO) ? done(context, "there is no position to close") : closeAll(context);
}

/** In base or contracts only: in quote and percent nobody computes a zero. */
function isDust({ grid }: PlanContext, unit: SizeUnit, size: Decimal): boolean {
  return (unit === "base" || unit === "contracts") && size.abs().lt(grid.times(DUST_STEPS));
}

/** A target through zero is one whatever the price: its close goes out. With `reduce` that is all there is to it. */
function planUnpriced(context: PlanContext, { quantity, reduceOnly }: PositionOrder): Plan {
  const code = "PRICE_UNAVAILABLE";
  const message = "the order book is empty: there is no price to size the position with";
  const isThroughZero = context.position.times(quantity.value).lt(ZERO);
  if (!isThroughZero) return denied(context, code, message);
  return reduceOnly ? closeAll(context) : closeOnly(context, { code, message });
}

/** `reduce` cuts the target to between zero and the position. */
function planReduceTo(context: PricedContext, target: Decimal): Plan {
  const { position } = context;
  const isBetween = position.times(target).gt(ZERO) && target.abs().lt(position.abs());
  if (isBetween) return planReduction(context, onGrid(target.minus(position), context));
  const isBeyond = position.times(target).gte(ZERO);
  if (position.eq(ZERO)) return done(context, "nothing to reduce: there is no position");
  if (target.eq(ZERO)) return denied(context, "ROUNDS_TO_ZERO", roundsToZero(context));
  if (isBeyond) return done(context, `nothing to reduce: the position is ${formatDecimal(position)} contracts`);
  return closeAll(context);
}

function planReversal(context: PricedContext, target: Decimal): Plan {
  if (!changesMode(context)) return reverse(context, target);
  return shortfallText(context, target) === undefined ? reopen(context, target) : reverse(context, target);
}

function planSameSide(context: PricedContext, target: Decimal): Plan {
  const { position } = context;
  const change = onGrid(target.minus(position), context);
  const grows = target.abs().gt(position.abs());
  const tooSmall = grows ? shortfallText(context, change) : undefined;
  if (change.eq(ZERO) || tooSmall !== undefined) return stay(context, tooSmall);
  if (changesMode(context) && shortfallText(context, target) === undefined) return reopen(context, target);
  return grows ? grow(context, change) : planReduction(sayMode(context), change);
}

/** The position is there, or so near that the rest is below the minimum: no order; a named leverage is still set. */
function stay(context: PricedContext, tooSmall: string | undefined): Plan {
  const there = `the position is ${formatDecimal(context.position)} contracts already`;
  const reason = tooSmall === undefined ? there : `${there}, the rest is too small: ${tooSmall}`;
  const said = context.asked === undefined ? sayMode(context) : sayKeptLeverage(sayMode(context));
  const settings = context.asked === undefined ? [] : leverageSteps(context);
  return settings.length === 0 ? done(said, reason) : steps(said, settings, { reason });
}

function sayMode(context: PricedContext): PricedContext {
  const { account } = context;
  return isInOtherMode(context) ? warn(context, keptMode(account.marginMode, account.wanted.marginMode)) : context;
}

/** Whether the move also changes the margin mode: it differs, and the venue can change it. */
function changesMode(context: PlanContext): boolean {
  return isInOtherMode(context) && context.traits.marginMode !== "fixed" && !isRefused(context, "set-margin-mode");
}

function shortfallText({ price, market }: PricedContext, contracts: Decimal): string | undefined {
  return shortfallOf({ contracts: contracts.abs(), price, market })?.message;
}

function roundsToZero({ position, grid }: PlanContext): string {
  const kept = position.eq(ZERO) ? "" : "; the position is kept: write 0 to close it";
  return `the target rounds to zero contracts, the market's step is ${formatDecimal(grid)}${kept}`;
}
