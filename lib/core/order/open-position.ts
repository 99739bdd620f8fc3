// The steps that open, grow or reverse a position, and what must be set before them.
import { type Decimal, ZERO } from "../decimal.ts";
import { type Denial, denialOf } from "../denial-of.ts";
import { judgeOpening } from "../guard/judge-opening.ts";
import type { MarginMode } from "../market/modes.ts";
import { largestOrder } from "./largest-order.ts";
import { setLeverageStep } from "./leverage.ts";
import { shortfallOf } from "./minimum.ts";
import { oversizeDenial, sayOversize } from "./oversize.ts";
import type { Plan, PlanAccount, Step } from "./plan.ts";
import {
  denied,
  leverageInForce,
  lockSeconds,
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
import { isRefused, leverageDenial, needsLeverage, sayKeptLeverage } from "./refused-setting.ts";
import { isAffordable } from "./shrink.ts";
import { notionalOf } from "./size.ts";

/** An opening in more orders than this is denied: they could not be sent before the order expires. */
const MOST_PARTS = "100";

/** From flat to `target` signed contracts, on the grid. */
export function openFromFlat(context: PricedContext, target: Decimal): Plan {
  const contracts = target.abs();
  const tooSmall = shortfallOf({ contracts, price: context.price, market: context.market });
  if (tooSmall !== undefined) return denied(context, tooSmall.code, tooSmall.message);
  const denial = openingDenial(context, { target, opening: contracts });
  if (denial !== undefined) return deny(sayKeptMode(context), denial);
  const said = sayOpening(context, contracts);
  const list = [...settingSteps(said), openStep(said, target)];
  return steps(said, list, { opening: contracts });
}

/** An open position grows by `growth` signed contracts, on the grid and above the minimum. Its margin mode stays. */
export function grow(context: PricedContext, growth: Decimal): Plan {
  const opening = growth.abs();
  const denial = openingDenial(context, { target: context.position.plus(growth), opening });
  if (denial !== undefined) return deny(sayKeptMode(context), denial);
  const said = sayOpening(context, opening);
  return steps(said, [...leverageSteps(said), openStep(said, growth)], { opening });
}

/** A reduction by `part` signed contracts that leaves a position: the leverage is set after it. */
export function reduce(context: PlanContext, part: Decimal): Plan {
  const said = sayKeptLeverage(context);
  return steps(said, [reduceStep(said, part), ...leverageSteps(said)]);
}

/** The whole position is closed: its own number, unrounded, and no setting. */
export function closeAll(context: PlanContext): Plan {
  return steps(context, [reduceStep(context, context.position.neg())]);
}

/** What denies an opening never stops what reduces: of a move through zero the close goes out, with the denial beside it. */
export function closeOnly(context: PlanContext, { code, message }: Denial): Plan {
  const close = reduceStep(context, context.position.neg());
  return steps(context, [close], { code, reason: `only the close is sent; the opening part: ${message}` });
}

/**
 * From one side to `target` on the other: one order where the venue and the balance allow it, else a close and the
 * remainder. An opening part that is denied is not sent. A leverage that the venue does not take under the open position is
 * set between the two.
 */
export function reverse(before: PricedContext, target: Decimal): Plan {
  const isLocked = isRefused(before, "set-leverage") && needsLeverage(before);
  const context = { ...before, refused: before.refused.filter((setting) => setting !== "set-leverage") };
  const opening = onGrid(target, context).abs();
  const denial =
    openingDenial(context, { target, opening }) ??
    shortfallOf({ contracts: opening, price: context.price, market: context.market });
  if (denial !== undefined) return closeOnly(sayKeptMode(context), denial);
  const kept = sayOpening(context, opening);
  const signed = target.gt(ZERO) ? opening : opening.neg();
  if (!isLocked && reversesInOneOrder(kept, opening)) {
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
  const opening = target.abs();
  const denial = isSmaller ? undefined : openingDenial(context, { target, opening });
  if (denial !== undefined) return isThroughZero ? closeOnly(context, denial) : deny(context, denial);
  const close = reduceStep(context, context.position.neg());
  const open = openStep(context, target, account.wanted.marginMode);
  const list: readonly Step[] = [close, ...settingSteps(reopening(context)), open];
  const why = `the position is closed and opened again to change its margin mode to ${account.wanted.marginMode}`;
  const said = isSmaller ? context : sayOversize(context, opening);
  return steps(warn(said, why), list, { opening });
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
  if (traits.marginMode !== "fixed" && !isRefused(context, "set-margin-mode")) return context;
  return warn(
    context,
    `the margin mode stays ${marginMode}, it cannot be changed now; the account wants ${wanted.marginMode}`,
  );
}

export function keptMode(current: MarginMode | undefined, wanted: MarginMode): string {
  return `the open position keeps its ${current} margin mode; the account wants ${wanted}`;
}

/** What an opening is told of beforehand: a margin mode or leverage that stays, and a size beyond all measure. */
export function sayOpening(context: PricedContext, opening: Decimal): PricedContext {
  return sayOversize(sayKeptLeverage(sayKeptMode(context)), opening);
}

/** Sets the leverage where the alert named another one, or the one set is above the maximum, and the venue has not refused. */
export function leverageSteps(context: PlanContext): readonly Step[] {
  if (isRefused(context, "set-leverage") || !needsLeverage(context)) return [];
  return [setLeverageStep(context.leverage, openingMarginMode(context))];
}

/** Sets the margin mode where it differs or is not known, and the venue keeps it as a setting. */
function marginModeSteps(context: PlanContext): readonly Step[] {
  const { account, leverage, traits } = context;
  const { marginMode } = account.wanted;
  if (isRefused(context, "set-margin-mode")) return [];
  const isSetting = traits.marginMode !== "on-order" && traits.marginMode !== "fixed";
  if (account.marginMode === marginMode || !isSetting) return [];
  return [{ kind: "set-margin-mode", marginMode, leverage }];
}

/** Margin mode and leverage, before anything of a position is there. One call sets both where the venue takes them together. */
export function settingSteps(context: PlanContext): readonly Step[] {
  const modes = marginModeSteps(context);
  const isSet = modes.length > 0 && context.traits.leverageWithMarginMode === true;
  return isSet ? modes : [...modes, ...leverageSteps(context)];
}

/** Where an order wants the position, and how much of it that opens. */
export interface Opening {
  /** Signed contracts. */
  readonly target: Decimal;
  readonly opening: Decimal;
}

/** Why an opening is not sent, the market's minimum apart: the account's own limits, or a leverage in force that was not asked. */
export function openingDenial(context: PricedContext, { target, opening }: Opening): Denial | undefined {
  return (
    limitDenial(context, target) ??
    oversizeDenial(context, opening) ??
    tooManyParts(context, opening) ??
    leverageDenial(context)
  );
}

export function deny(context: PlanContext, { code, message }: Denial): Plan {
  return denied(context, code, message);
}

/** More orders than could be sent in time: nobody means that. */
function tooManyParts({ market, price, order }: PricedContext, opening: Decimal): Denial | undefined {
  const isLimit = "limit" in order && order.limit !== undefined;
  const most = isLimit ? undefined : largestOrder(market, { orderType: "market", price });
  if (most === undefined || opening.lte(most.times(MOST_PARTS))) return undefined;
  const numbers = { contracts: opening, largest: most, orders: MOST_PARTS };
  return denialOf("SIZE_ABOVE_MAXIMUM", { kind: "market", ...numbers });
}

/** What denies an opening, whatever the market says: the account's own maximum, its switches and its guards. */
function limitDenial(context: PricedContext, target: Decimal): Denial | undefined {
  return guardDenial(context, target) ?? maximumDenial(context, target);
}

function guardDenial(context: PricedContext, target: Decimal): Denial | undefined {
  const { guards } = context.account;
  if (guards === undefined) return undefined;
  return judgeOpening(guards, { notional: notionalOf(target, context), isOpen: !context.position.eq(ZERO) });
}

function maximumDenial(context: PricedContext, target: Decimal): Denial | undefined {
  const { maxPositionUsd } = context.account.wanted;
  if (maxPositionUsd === undefined) return undefined;
  const notional = notionalOf(target, context);
  if (notional.lte(maxPositionUsd)) return undefined;
  return denialOf("MAX_POSITION_EXCEEDED", { notional, most: maxPositionUsd });
}

/**
 * One order can reverse when the venue takes it, it is not too large for one, the balance pays for the opening part, and the
 * position is on the grid. Under a price lock close and opening are tried as makers one after another.
 */
function reversesInOneOrder(context: PricedContext, opening: Decimal): boolean {
  const { traits, market, price, free, position } = context;
  if (lockSeconds(context) !== undefined) return false;
  if (traits.reversesInOneOrder === false || !onGrid(position, context).eq(position)) return false;
  const most = largestOrder(market, { orderType: "market", price });
  if (most?.lt(opening.plus(position.abs()))) return false;
  return isAffordable({ contracts: opening, free, price, leverage: leverageInForce(context), market });
}
