// Walking through a plan: which step is due, writing the intent of an order, moving on, and ending when all is done.
import { decimal } from "../decimal.ts";
import { type ClientOrderId, clientOrderIdOf, MAX_SUBMISSIONS } from "../ids.ts";
import { findVenue } from "../market/venue-table.ts";
import type { PlaceStep, Plan, Step } from "../order/plan.ts";
import { act, type Decision, end, expire, isExpired, type Situation, withEvent, withState } from "./decision.ts";
import type { Submission } from "./order-record.ts";

/** Does the plan's next step, or ends the order when there is none. */
export function continuePlan(situation: Situation): Decision {
  const { state } = situation;
  const step = state.resized ?? state.plan?.steps[state.step];
  if (step === undefined) return finish(situation);
  if (isExpired(situation)) return expire(situation, "the time ran out before the next step could be sent");
  if (step.kind !== "place") return act(withEvent(situation, { kind: "setting", step }), { kind: "perform", step });
  if (opensAfterClose(situation)) {
    return act(withState(situation, { phase: { kind: "sizing", why: "remainder" } }), { kind: "read" });
  }
  return submit(situation, step);
}

/** The current step is done: on to the next. */
export function advance(situation: Situation): Decision {
  const { resized: _resized, shrinks: _shrinks, ...state } = situation.state;
  const next = { ...state, step: state.step + 1, submission: 0, waits: 0, phase: { kind: "step" } as const };
  return continuePlan({ ...situation, state: next });
}

/** The situation after a definitive end of the current submission: the next one has a new id. */
export function toNextSubmission(situation: Situation, resized: PlaceStep): Situation {
  return withState(situation, { submission: situation.state.submission + 1, resized, phase: { kind: "step" } });
}

/** The place step being worked on, as it is to be sent. */
export function currentPlaceStep({ state }: Situation): PlaceStep {
  const step = state.resized ?? state.plan?.steps[state.step];
  if (step?.kind !== "place") throw new Error(`step ${state.step} of the plan places no order`);
  return step;
}

/** Ends an order whose every step is done. `note`: why less was done than asked. */
export function finish(situation: Situation, note = situation.state.plan?.reason): Decision {
  const { state, record } = situation;
  const steps = state.plan?.steps ?? [];
  const because = note === undefined ? "" : `; ${note}`;
  const cancelled = steps.some((step) => step.kind === "cancel" || step.kind === "cancel-all");
  if (cancelled) return end(situation, "cancelled", "CANCELLED", `cancelled on the venue${because}`);
  if (steps.some((step) => step.kind === "place")) return finishTrade(situation, because);
  const leverage = record.order.command === "changeleverage" ? "LEVERAGE_SET" : "NOTHING_TO_DO";
  return end(situation, "done", leverage, `settings are as asked${because}`);
}

function finishTrade(situation: Situation, because: string): Decision {
  const filled = situation.state.fills.contracts;
  if (decimal(filled).eq("0")) {
    return end(situation, "done", "NOTHING_TO_REDUCE", `there was no position left to reduce${because}`);
  }
  const isShort = decimal(filled).lt(plannedContracts(situation.state.plan));
  const code = isShort ? "PARTLY_FILLED" : "FILLED";
  return end(situation, "filled", code, `${filled} contracts filled${because}`);
}

/** Contracts of every order the plan names, added up. */
export function plannedContracts(plan: Plan | undefined): ReturnType<typeof decimal> {
  const places = (plan?.steps ?? []).filter(isPlace);
  return places.reduce((sum, step) => sum.plus(step.contracts), decimal("0"));
}

function isPlace(step: Step): step is PlaceStep {
  return step.kind === "place";
}

/** The opening order after a close in the same plan: before it is sent it is cut to the free balance read then, once. */
function opensAfterClose({ state }: Situation): boolean {
  if (state.resized !== undefined || state.phase.kind !== "step" || state.phase.resend !== undefined) return false;
  const before = (state.plan?.steps ?? []).slice(0, state.step);
  const step = state.plan?.steps[state.step];
  return step?.kind === "place" && !step.reduceOnly && before.some((earlier) => earlier.kind === "place");
}

function submit(situation: Situation, step: PlaceStep): Decision {
  const { state, now } = situation;
  if (state.submission >= MAX_SUBMISSIONS) return expire(situation, `${MAX_SUBMISSIONS} submissions were refused`);
  const resend = state.phase.kind === "step" ? state.phase.resend : undefined;
  const submission: Submission = resend ?? {
    clientOrderId: clientOrderIdFor(situation, step),
    step,
    intentAt: now,
    positionBefore: state.position ?? "0",
  };
  const intended = withState(situation, {
    phase: { kind: "submitted", submission },
    clientOrderIds: [...new Set([...state.clientOrderIds, submission.clientOrderId])],
  });
  return act(withEvent(intended, { kind: "intent", submission }), { kind: "send", submission });
}

/** A limit order goes by the user's own name for it, in the venue's spelling; every other by ours. */
function clientOrderIdFor({ record, state }: Situation, step: PlaceStep): ClientOrderId | string {
  if (step.customId === undefined) return clientOrderIdOf(record.orderId, state.step, state.submission);
  return findVenue(record.exchange)?.customId.lowerCase ? step.customId.toLowerCase() : step.customId;
}
