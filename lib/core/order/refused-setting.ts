// What a plan does about a setting that the venue has refused in this attempt (docs/design.md#planning): it never stops what
// reduces, and margins are reckoned with what is in force.
import { ZERO } from "../decimal.ts";
import { type Denial, denialOf } from "../denial-of.ts";
import { mustSetLeverage } from "./leverage.ts";
import type { RefusedSetting } from "./plan.ts";
import { hasLeverageSetting, openingMarginMode, type PlanContext, warn } from "./plan-context.ts";

/** Whether the venue has refused to make that setting. */
export function isRefused({ refused }: PlanContext, setting: RefusedSetting): boolean {
  return refused.includes(setting);
}

/** Whether the leverage is to be set for what opens: it is a setting, and another one is set, or one too high. */
export function needsLeverage(context: PlanContext): boolean {
  const { asked, leverage, account, market, traits } = context;
  if (!hasLeverageSetting(traits, openingMarginMode(context))) return false;
  return mustSetLeverage(asked, leverage, { market, account });
}

/** Said when the leverage stays as it is under what opens, grows or is left. */
export function sayKeptLeverage<C extends PlanContext>(context: C): C {
  if (!isRefused(context, "set-leverage") || !needsLeverage(context)) return context;
  return warn(context, `the exchange does not set the leverage to ${context.leverage} now: ${inForceText(context)}`);
}

/** Why nothing opens from flat: the leverage in force is above the one asked, or nobody knows it. */
export function leverageDenial(context: PlanContext): Denial | undefined {
  const { account, leverage, position } = context;
  if (!position.eq(ZERO) || !isRefused(context, "set-leverage") || !needsLeverage(context)) return undefined;
  if (account.leverage !== undefined && account.leverage <= leverage) return undefined;
  return denialOf("LEVERAGE_REFUSED", { leverage, inForce: inForceText(context) });
}

function inForceText({ account }: PlanContext): string {
  return account.leverage === undefined ? "which one is in force is not known" : `${account.leverage} stays in force`;
}
