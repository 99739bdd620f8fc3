// From one order to steps (docs/design.md#planning). Pure: everything it knows of the world is in its input.
import type { AccountOrder } from "../alert/alert-order.ts";
import { isAccountOrder, symbolOf } from "../alert/symbol-of.ts";
import { ZERO } from "../decimal.ts";
import { pauseOf, signalOf } from "../guard/judge-opening.ts";
import { knownFacts } from "./known-facts.ts";
import { setLeverageStep } from "./leverage.ts";
import type { Plan, PlanInput, Step } from "./plan.ts";
import { planClose } from "./plan-close.ts";
import {
  carriesLeverage,
  createContext,
  denied,
  done,
  hasLeverageSetting,
  openingMarginMode,
  type PlanContext,
  steps,
} from "./plan-context.ts";
import { planPosition } from "./plan-position.ts";
import { planTrade } from "./plan-trade.ts";

/**
 * What to do about one order now: steps in order, or done or denied with the reason and the numbers. The steps, run on a
 * venue that fills, end at the order's target and never past it; a denial changes nothing.
 *
 * Decimals may be given as text; those of the plan are text without exponent.
 *
 * @example
 * planOrder({
 *   order: { line: 1, account: "demo", symbol: "ETH/USDT:USDT", command: "close", reduceOnly: true },
 *   market: { contractSize: "1", contractStep: "0.001", inverse: false },
 *   account: { equity: "1000", free: "900", othersOpen: false, wanted: { marginMode: "isolated" } },
 *   position: "0.5",
 *   price: { bid: "1999", ask: "2001" },
 * }).steps; // [{ kind: "place", purpose: "close", side: "sell", orderType: "market", contracts: "0.5", reduceOnly: true }]
 */
export function planOrder(input: PlanInput): Plan {
  const context = createContext(knownFacts(input));
  const { order } = context;
  if (isAccountOrder(order)) return planAccountOrder(context, order);
  const paused = pauseOf(context.account.guards);
  if (paused !== undefined) return denied(context, paused.code, paused.message);
  if (order.command === "cancel") return steps(context, [cancelStep(order.cancel)]);
  if (isHedged(context) && !canLeaveHedgeMode(context)) return denyHedgeMode(context);
  if (context.account.isSplit) return denySplit(context);
  switch (order.command) {
    case "changeleverage":
      return planChangeLeverage(context);
    case "close":
      return planClose(context, order.quantity);
    case "position":
      return inOneWayMode(context, planPosition(context, order));
    case "buy":
    case "sell":
      return inOneWayMode(context, planTrade(context, order));
  }
}

function planAccountOrder(context: PlanContext, { command }: AccountOrder): Plan {
  return done(context, `${command} is for the whole account: there is nothing to plan in one market`);
}

function cancelStep(cancel: string): Step {
  return cancel.toLowerCase() === "all" ? { kind: "cancel-all" } : { kind: "cancel", customId: cancel };
}

function planChangeLeverage(context: PlanContext): Plan {
  const { leverage, account, traits } = context;
  const unsigned = account.guards === undefined ? undefined : signalOf(account.guards);
  if (unsigned !== undefined) return denied(context, unsigned.code, unsigned.message);
  const marginMode = openingMarginMode(context);
  if (carriesLeverage(traits, marginMode)) {
    return denied(context, "LEVERAGE_NOT_SETTABLE", "this venue takes the leverage with each order: name it there, x3");
  }
  if (!hasLeverageSetting(traits, marginMode)) {
    const hint =
      traits.marginMode === "fixed" ? "name it with an order to size by it, x3" : "set MARGIN_MODE to isolated";
    const reason = `cross margin has no leverage to set on this venue: ${hint}`;
    return denied(context, "LEVERAGE_NOT_SETTABLE", reason);
  }
  if (leverage === account.leverage) return done(context, `the leverage is ${leverage} already`);
  return steps(context, [setLeverageStep(leverage, marginMode)]);
}

function isHedged({ account }: PlanContext): boolean {
  return account.positionMode === "hedge";
}

function canLeaveHedgeMode({ account, position, traits, order, refused }: PlanContext): boolean {
  const isEmpty = position.eq(ZERO) && (traits.positionModeOf === "symbol" || !account.othersOpen);
  const canSet = traits.setsPositionMode !== false && !refused.includes("set-position-mode");
  return isEmpty && (canSet || order.command === "close");
}

function denyHedgeMode(context: PlanContext): Plan {
  const { traits, order } = context;
  const isSymbols = traits.positionModeOf === "symbol";
  const what = isSymbols ? symbolOf(order) : "the account";
  const close = isSymbols ? "close its positions and cancel its orders, or " : "close every position, or ";
  const how = `${traits.setsPositionMode === false ? "" : close}switch it to one-way mode on the exchange`;
  return denied(context, "HEDGE_MODE", `${what} is in hedge mode, which is not supported: ${how}`);
}

/** No one order could close both, and none could be said to grow the position. */
function denySplit(context: PlanContext): Plan {
  const reason = "the symbol has an isolated and a cross position: close one of them on the exchange";
  return denied(context, "MARGIN_MODE_REFUSED", reason);
}

/** Before anything is set or sent, the venue leaves hedge mode. */
function inOneWayMode(context: PlanContext, plan: Plan): Plan {
  if (!isHedged(context) || plan.outcome !== "steps") return plan;
  return { ...plan, steps: [{ kind: "set-position-mode", positionMode: "one-way" }, ...plan.steps] };
}
