// The steps that open, grow or reverse a position, and what must be set before them.
import { type Decimal, decimal, formatDecimal, ZERO } from "../decimal.ts";
import { judgeOpening } from "../guard/judge-opening.ts";
import type { MarginMode } from "../market/modes.ts";
import { mustSetLeverage, setLeverageStep } from "./leverage.ts";
import { type Shortfall, shortfallOf } from "./minimum.ts";
import type { Plan, PlanAccount, Step } from "./plan.ts";
import {
  denied,
  hasLeverageSetting,
  namesMarginMode,
  onGrid,
  openingMarginMode,
  openStep,
  type PlanContext,
  type PricedContext,
  reduceStep,
  reverseStep,
  steps,
  warn,
} from "./plan-context.ts";
import { isAffordable } from "./shrink.ts";
import { notionalOf } from "./size.ts";

/** From flat to `target` signed contracts, on the grid. */
export function openFromFlat(context: PricedContext, target: Decimal): Plan {
  const contracts = target.abs();
  const tooSmall = shortfallOf({ contracts, price: context.price, market: context.market });
  if (tooSmall !== undefined) return denied(context, tooSmall.code, tooSmall.message);
  const kept = sayKeptMode(context);
  return (
    denyAboveMaximum(kept, target) ??
    steps(kept, [...marginModeSteps(kept), ...leverageSteps(kept), openStep(kept, target)], {
      opening: contracts,
    })
  );
}

/** An open position grows by `growth` signed contracts, on the grid and above the minimum. Its margin mode stays. */
export function grow(context: PricedContext, growth: Decimal): Plan {
  const kept = sayKeptMode(context);
  return (
    denyAboveMaximum(kept, kept.position.plus(growth)) ??
    steps(kept, [...leverageSteps(kept), openStep(kept, growth)], { opening: growth.abs() })
  );
}

/** A reduction by `part` signed contracts that leaves a position: the leverage is set after it. */
export function reduce(context: PlanContext, part: Decimal): Plan {
  return steps(context, [reduceStep(context, part), ...leverageSteps(context)]);
}

/** The whole position is closed: its own number, unrounded, and no setting. */
export function closeAll(context: PlanContext): Plan {
  return steps(context, [reduceStep(context, context.position.neg())]);
}

/** What denies an opening never stops what reduces: of a move through zero the close goes out, with the denial beside it. */
export function closeOnly(context: PlanContext, { code, message }: Shortfall): Plan {
  const close = reduceStep(context, context.position.neg());
  return steps(context, [close], { code, reason: `only the close is sent; the opening part: ${message}` });
}

/**
 * From one side to `target` on the other: one order where the venue and the balance allow it, else a close and the
 * remainder. An opening part that is denied is not sent.
 */
export function reverse(context: PricedContext, target: Decimal): Plan {
  const kept = sayKeptMode(context);
  const opening = onGrid(target, kept).abs();
  const denial =
    isAboveMaximum(kept, target) ?? shortfallOf({ contracts: opening, price: kept.price, market: kept.market });
  if (denial !== undefined) return closeOnly(kept, denial);
  const signed = target.gt(ZERO) ? opening : opening.neg();
  if (reversesInOneOrder(kept, opening)) {
    const both = signed.minus(kept.position);
    return steps(kept, [...leverageSteps(kept), reverseStep(kept, both)], { opening });
  }
  const close = reduceStep(kept, kept.position.neg());
  return steps(kept, [close, ...leverageSteps(kept), openStep(kept, signed)], { opening });
}

/**
 * `position` in another margin mode than the account wants: closed, switched, and opened again at `target`. On its own side
 * a denied one changes nothing, and one that ends smaller passes every limit.
 */
export function reopen(context: PricedContext, target: Decimal): Plan {
  const { account, position } = context;
  const isThroughZero = target.times(position).lt(ZERO);
  const isSmaller = !isThroughZero && target.abs().lte(position.abs());
  const denial = isSmaller ? undefined : isAboveMaximum(context, target);
  if (denial !== undefined) return isThroughZero ? closeOnly(context, denial) : deny(context, denial);
  const close = reduceStep(context, context.position.neg());
  const open = openStep(context, target, account.wanted.marginMode);
  const list: readonly Step[] = [close, ...marginModeSteps(context), ...leverageSteps(reopening(context)), open];
  const why = `the position is closed and opened again to change its margin mode to ${account.wanted.marginMode}`;
  return steps(warn(context, why), list, { opening: target.abs() });
}

/** Once closed, the account's wish holds. Where the mode goes with the order, each has its own leverage: the other's was not read. */
function reopening(context: PlanContext): PlanContext {
  const { account, traits } = context;
  const { leverage, marginMode: _closed, ...others } = account;
  const isRead = !namesMarginMode(traits) && leverage !== undefined;
  return { ...context, account: { ...others, ...(isRead ? { leverage } : {}) } };
}

/** Whether the open position is in another margin mode than the account wants. */
export function isInOtherMode({ account, position }: PlanContext): boolean {
  return !position.eq(ZERO) && isOtherMode(account);
}

function isOtherMode({ marginMode, wanted }: PlanAccount): boolean {
  return marginMode !== undefined && marginMode !== wanted.marginMode;
}

/** Says that a margin mode the account does not want is kept: an open position's, or one that cannot be changed now. `reduce` does not care. */
export function sayKeptMode<C extends PlanContext>(context: C): C {
  const { account, order, position, traits } = context;
  if (!isOtherMode(account) || order.reduceOnly) return context;
  const { marginMode, wanted } = account;
  if (!position.eq(ZERO)) return warn(context, keptMode(marginMode, wanted.marginMode));
  if (traits.marginMode !== "fixed") return context;
  return warn(
    context,
    `the margin mode stays ${marginMode}, it cannot be changed now; the account wants ${wanted.marginMode}`,
  );
}

export function keptMode(current: MarginMode | undefined, wanted: MarginMode): string {
  return `the open position keeps its ${current} margin mode; the account wants ${wanted}`;
}

/** Sets the leverage where the alert named another one, or the one set is above the maximum. */
export function leverageSteps(context: PlanContext): readonly Step[] {
  const { asked, leverage, account, market, traits } = context;
  const marginMode = openingMarginMode(context);
  if (!hasLeverageSetting(traits, marginMode) || !mustSetLeverage(asked, leverage, { market, account })) return [];
  return [setLeverageStep(leverage, marginMode)];
}

/** Sets the margin mode where it differs or is not known, and the venue keeps it as a setting. */
export function marginModeSteps({ account, leverage, traits }: PlanContext): readonly Step[] {
  const { marginMode } = account.wanted;
  const isSetting = traits.marginMode !== "on-order" && traits.marginMode !== "fixed";
  if (account.marginMode === marginMode || !isSetting) return [];
  return [{ kind: "set-margin-mode", marginMode, leverage }];
}

/** A denial when the whole position's notional after the order would be above the account's own maximum. */
export function denyAboveMaximum(context: PricedContext, target: Decimal): Plan | undefined {
  const above = isAboveMaximum(context, target);
  return above === undefined ? undefined : deny(context, above);
}

function deny(context: PlanContext, { code, message }: Shortfall): Plan {
  return denied(context, code, message);
}

/** What denies an opening, whatever the market says: the account's own maximum, its switches and its guards. */
function isAboveMaximum(context: PricedContext, target: Decimal): Shortfall | undefined {
  return isGuarded(context, target) ?? isAbovePositionMaximum(context, target);
}

function isGuarded(context: PricedContext, target: Decimal): Shortfall | undefined {
  const { guards } = context.account;
  if (guards === undefined) return undefined;
  return judgeOpening(guards, { notional: notionalOf(target, context), isOpen: !context.position.eq(ZERO) });
}

function isAbovePositionMaximum(context: PricedContext, target: Decimal): Shortfall | undefined {
  const { maxPositionUsd } = context.account.wanted;
  if (maxPositionUsd === undefined) return undefined;
  const notional = notionalOf(target, context);
  if (notional.lte(maxPositionUsd)) return undefined;
  const worth = formatDecimal(notional.round(8, 0));
  const message = `the position would be worth ${worth}; MAX_POSITION_USD is ${formatDecimal(decimal(maxPositionUsd))}`;
  return { code: "MAX_POSITION_EXCEEDED", message };
}

/** One order can reverse when the venue takes it, the balance pays for the opening part, and the position is on the grid. */
function reversesInOneOrder(context: PricedContext, opening: Decimal): boolean {
  const { traits, market, price, leverage, free, position } = context;
  if (traits.reversesInOneOrder === false || !onGrid(position, context).eq(position)) return false;
  return isAffordable({ contracts: opening, free, price, leverage, market });
}
