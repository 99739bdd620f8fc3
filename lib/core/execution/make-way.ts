// Resting reduce-only orders of the user's that are in the way of a close, or of a setting (docs/design.md#execution): they are
// listed, and cancelled where that is the way on. A stop or a trigger never is.
import { type Decimal, decimal } from "../decimal.ts";
import type { OrderFailure } from "../failure.ts";
import type { PlaceStep, RefusedSetting } from "../order/plan.ts";
import { restingName } from "../order/resting-order.ts";
import {
  act,
  type Decision,
  type EventOf,
  inPhase,
  type Planned,
  readAnew,
  retryLater,
  type Working,
  withEvent,
  withWork,
} from "./decision.ts";
import type { ModeStep, PhaseOf } from "./phase.ts";
import { giveUp, takeStep } from "./walk-plan.ts";

/** Asks which orders rest, before anything is cancelled. */
export function findBlockers(situation: Planned, blocked: Omit<PhaseOf<"blocked">, "kind">): Decision {
  return act(inPhase(situation, { kind: "blocked", ...blocked }), { kind: "list-resting" });
}

/** What rests on the venue: what is in the way makes way, or is named. */
export function blockersListed(situation: Working<"blocked">, { orders }: EventOf<"listed">): Decision {
  const { step, failure } = situation.state.phase;
  const blockers = orders.filter(({ reduceOnly, isConditional }) => reduceOnly && !isConditional);
  if (step.kind !== "place") {
    const mayOpen = orders.some(({ reduceOnly }) => !reduceOnly);
    if (mayOpen) return planWithout(situation, step.kind);
    if (blockers.length > 0) return clear(situation, { step, failure, orders: blockers });
    // Nothing is in the way: the venue may not have seen yet that the position is closed.
    return takeStep(triedFor(situation, step), step);
  }
  if (blockers.length === 0) return retryLater(inPhase(situation, { kind: "due", step }), failure);
  if (closesAll(situation, step)) return clear(situation, { step, failure, orders: blockers });
  const names = blockers.map(restingName).join(", ");
  const message = `${failure.message}; resting reduce-only orders hold the position: ${names}; cancel them, or close all of it`;
  return giveUp(situation, { ...failure, message });
}

/** What rests could not be asked: a close is tried again, a setting given up. */
export function blockersUnknown(situation: Working<"blocked">, { failure }: EventOf<"look-up-failed">): Decision {
  const { step } = situation.state.phase;
  return step.kind === "place"
    ? retryLater(inPhase(situation, { kind: "due", step }), failure)
    : planWithout(situation, step.kind);
}

/** They are gone: the step goes again. */
export function cleared(situation: Working<"clearing">): Decision {
  return takeStep(situation, situation.state.phase.step);
}

/** They could not be cancelled, or not all: what is still in the way says so again. */
export function notCleared(situation: Working<"clearing">, { failure }: EventOf<"not-performed">): Decision {
  const { step } = situation.state.phase;
  if (step.kind !== "place") return takeStep(situation, step);
  return retryLater(inPhase(situation, { kind: "due", step }), failure);
}

/** The cancel goes again after a crash: what is cancelled already is no failure. */
export function cancelBlockers(situation: Working<"clearing">): Decision {
  return act(situation, { kind: "cancel-resting", orders: situation.state.phase.orders });
}

/** A setting that the venue refuses: from flat once more without what rests, then the plan is made without it. */
export function settingRefused(situation: Planned, step: ModeStep, failure: OrderFailure): Decision {
  const { position, clearedFor = [] } = situation.state.work;
  const isFlat = decimal(position).eq("0");
  if (!isFlat || clearedFor.includes(step.kind)) return planWithout(situation, step.kind);
  return findBlockers(situation, { step, failure });
}

function clear(situation: Working, { step, failure, orders }: Omit<PhaseOf<"clearing">, "kind">): Decision {
  const names = orders.map(restingName);
  const tried = step.kind === "place" ? situation : triedFor(situation, step);
  const noted = withWork(tried, { cleared: [...new Set([...(situation.state.work.cleared ?? []), ...names])] });
  const told = withEvent(noted, { kind: "clearing", names, why: failure.message });
  return act(inPhase(told, { kind: "clearing", step, failure, orders }), { kind: "cancel-resting", orders });
}

/** The setting is tried once more, and no more. */
function triedFor(situation: Working, { kind }: ModeStep): Working {
  return withWork(situation, { clearedFor: [...(situation.state.work.clearedFor ?? []), kind] });
}

function planWithout(situation: Planned, setting: RefusedSetting): Decision {
  const { refused = [] } = situation.state.work;
  const known = withWork(situation, { refused: [...new Set([...refused, setting])] });
  return readAnew(inPhase(known, { kind: "replanning" }));
}

/** Whether this order, with the parts of the same close after it, ends the position. */
function closesAll({ state }: Planned, step: PlaceStep): boolean {
  const { plan, at, position } = state.work;
  const later = plan.steps
    .slice(at.step + 1)
    .flatMap((next) => (next.kind === "place" && next.purpose === "close" ? [next.contracts] : []));
  const closing = later.reduce<Decimal>((sum, contracts) => sum.plus(contracts), decimal(step.contracts));
  return step.orderType === "market" && closing.gte(decimal(position).abs());
}
