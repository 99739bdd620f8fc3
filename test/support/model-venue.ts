// A venue reduced to what the planner's promise is about: it fills every order whole, and keeps position and settings.
import { type Decimal, decimal, ZERO } from "../../lib/core/decimal.ts";
import type { Plan, PlanInput, Step } from "../../lib/core/order/plan.ts";

export interface ModelState {
  readonly position: Decimal;
  readonly leverage: number | undefined;
  readonly marginMode: string | undefined;
  readonly positionMode: string;
}

export interface ModelRun {
  readonly before: ModelState;
  readonly after: ModelState;
  /** The state after each step. */
  readonly trail: readonly ModelState[];
}

/** Runs a plan's steps; limit orders fill too. @throws Error when a step breaks a rule every venue has. */
export function runOnModel(input: PlanInput, plan: Plan): ModelRun {
  const before: ModelState = {
    position: decimal(input.position),
    leverage: input.account.leverage,
    marginMode: input.account.marginMode,
    positionMode: input.account.positionMode ?? "one-way",
  };
  const trail: ModelState[] = [];
  for (const step of plan.steps) trail.push(apply(trail.at(-1) ?? before, step));
  return { before, after: trail.at(-1) ?? before, trail };
}

function apply(state: ModelState, step: Step): ModelState {
  switch (step.kind) {
    case "place": {
      if (state.positionMode === "hedge") throw new Error("an order in hedge mode");
      const contracts = decimal(step.contracts);
      if (contracts.lte(ZERO)) throw new Error(`an order of ${step.contracts} contracts`);
      const signed = step.side === "buy" ? contracts : contracts.neg();
      const position = state.position.plus(signed);
      const reduces = state.position.times(signed).lt(ZERO) && position.times(state.position).gte(ZERO);
      if (step.reduceOnly && !reduces) throw new Error("a reduce-only order that opens, grows or flips");
      const flips = state.position.times(position).lt(ZERO);
      const isFor = reduces ? "close" : flips ? "reverse" : "open";
      if (step.purpose !== isFor) throw new Error(`an order to ${isFor} that says it is to ${step.purpose}`);
      return { ...state, position };
    }
    case "set-leverage":
      return { ...state, leverage: step.leverage };
    case "set-margin-mode":
      if (!state.position.eq(ZERO)) throw new Error("the margin mode set while a position is open");
      return { ...state, marginMode: step.marginMode };
    case "set-position-mode":
      if (!state.position.eq(ZERO)) throw new Error("the position mode set while a position is open");
      return { ...state, positionMode: step.positionMode };
    case "cancel":
    case "cancel-all":
      return state;
  }
}
