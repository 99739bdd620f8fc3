// Which leverage an order works with, and when it must be set on the venue.
import type { MarginMode } from "../market/modes.ts";
import type { PlanAccount, PlanMarket, SetLeverageStep } from "./plan.ts";

/** The leverage an order is sized by. */
export interface EffectiveLeverage {
  /** L of docs/design.md#sizing. */
  readonly leverage: number;
  /** Said when it was taken down. */
  readonly warning?: string;
}

type Limits = {
  readonly market: Pick<PlanMarket, "maxLeverage" | "leverages">;
  readonly account: Pick<PlanAccount, "leverage" | "wanted">;
};

/** The alert's leverage, else the one set, else 1; down to the maxima, or to the next lower one the venue lists. */
export function effectiveLeverage(asked: number | undefined, limits: Limits): EffectiveLeverage {
  const wanted = asked ?? limits.account.leverage ?? 1;
  const max = maximumOf(limits);
  const capped = max === undefined ? wanted : Math.min(wanted, max);
  const leverage = asked === undefined && capped === wanted ? capped : listed(capped, limits.market.leverages);
  if (leverage === wanted) return { leverage };
  const source = asked === undefined ? `the leverage set, ${wanted},` : `leverage ${wanted}`;
  return { leverage, warning: `${source} is not available here: ${leverage} is used${maximumText(max)}` };
}

/** Whether the leverage must be set before a position grows or after one shrinks: named and different, or set too high. */
export function mustSetLeverage(asked: number | undefined, leverage: number, limits: Limits): boolean {
  const set = limits.account.leverage;
  if (asked !== undefined) return leverage !== set;
  const max = maximumOf(limits);
  return set !== undefined && max !== undefined && set > max;
}

/** `marginMode`: that of the position it is for. Some venues keep one leverage per mode. */
export function setLeverageStep(leverage: number, marginMode: MarginMode): SetLeverageStep {
  return { kind: "set-leverage", leverage, marginMode };
}

function maximumOf({ market, account }: Limits): number | undefined {
  const maxima = [market.maxLeverage, account.wanted.maxLeverage].filter((max) => max !== undefined);
  return maxima.length === 0 ? undefined : Math.min(...maxima);
}

/** The highest listed leverage not above `leverage`, or the lowest there is. */
function listed(leverage: number, leverages: readonly number[] | undefined): number {
  if (leverages === undefined || leverages.length === 0) return leverage;
  const reachable = leverages.filter((choice) => choice <= leverage);
  return reachable.length === 0 ? Math.min(...leverages) : Math.max(...reachable);
}

function maximumText(max: number | undefined): string {
  return max === undefined ? "" : ` (the maximum is ${max})`;
}
