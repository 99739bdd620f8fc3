// Walking through a plan: which step is due, writing the intent of an order, moving on, and ending when all is done.
import { type Decimal, decimal, formatDecimal, ZERO } from "../decimal.ts";
import { type ClientOrderId, clientOrderIdOf, MAX_SUBMISSIONS } from "../ids.ts";
import { findVenue } from "../market/venue-table.ts";
import type { PlaceStep, Plan, Step } from "../order/plan.ts";
import { act, type Decision, end, expire, isExpired, type Situation, withEvent, withState } from "./decision.ts";
import type { EndCode, OrderState, Submission } from "./order-record.ts";

const JUDGED = "judged by how the position moved, until the venue's report comes";

/** Does the plan's next step, or ends the order when there is none. */
export function continuePlan(situation: Situation): Decision {
  const { state } = situation;
  const step = currentStep(state);
  if (step === undefined) return finish(situation);
  if (isExpired(situation)) return expire(situation, "the time ran out before the next step could be sent");
  if (step.kind !== "place") return act(withEvent(situation, { kind: "setting", step }), { kind: "perform", step });
  if (opensAfterClose(situation, step)) {
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
  const step = currentStep(state);
  if (step?.kind !== "place") throw new Error(`step ${state.step} of the plan places no order`);
  return step;
}

/** The plan being carried out. */
export function planOf({ plan }: OrderState): Plan {
  if (plan === undefined) throw new Error("the order is not planned yet");
  return plan;
}

/** The step being worked on, as it is to be sent; undefined past the last. */
export function currentStep(state: OrderState): Step | undefined {
  return state.resized ?? planOf(state).steps[state.step];
}

/** Ends an order whose every step is done. `note`: why less was done than asked. */
export function finish(situation: Situation, note = planOf(situation.state).reason): Decision {
  const { steps } = planOf(situation.state);
  const isJudged = situation.state.executions.some(({ inferred }) => inferred === true);
  const notes = [isJudged ? JUDGED : undefined, note].filter((text) => text !== undefined);
  const because = notes.map((text) => `; ${text}`).join("");
  const cancelled = steps.some((step) => step.kind === "cancel" || step.kind === "cancel-all");
  if (cancelled) return end(situation, "cancelled", "CANCELLED", `cancelled on the venue${because}`);
  if (steps.some((step) => step.kind === "place")) return finishTrade(situation, because);
  return end(situation, "done", "LEVERAGE_SET", `the leverage is set${because}`);
}

function finishTrade(situation: Situation, because: string): Decision {
  const filled = situation.state.fills.contracts;
  if (decimal(filled).eq("0")) {
    return end(situation, "done", "NOTHING_TO_REDUCE", `there was no position left to reduce${because}`);
  }
  const plan = planOf(situation.state);
  const planned = plannedContracts(plan);
  if (decimal(filled).gte(planned))
    return end(situation, "filled", fullCode(plan), `${filled} contracts filled${because}`);
  const part = `${filled} of ${formatDecimal(planned)} contracts filled`;
  return end(situation, "filled", "PARTLY_FILLED", `${part}${because}`);
}

/** The code of a plan that is filled: that of the denial, where only its close was to go out. */
export function fullCode(plan: Plan): EndCode {
  return plan.code ?? "FILLED";
}

/** Contracts of every order the plan names, added up. */
export function plannedContracts({ steps }: Plan): Decimal {
  const places = steps.filter((step) => step.kind === "place");
  return places.reduce((sum, { contracts }) => sum.plus(contracts), ZERO);
}

/** The opening order after a close in the same plan: before it is sent it is cut to the free balance read then, once. */
function opensAfterClose({ state }: Situation, { purpose }: PlaceStep): boolean {
  if (purpose !== "open" || state.resized !== undefined) return false;
  const before = planOf(state).steps.slice(0, state.step);
  return before.some((step) => step.kind === "place" && step.purpose === "close");
}

function submit(situation: Situation, step: PlaceStep): Decision {
  const { resend, ...state } = situation.state;
  if (state.submission >= MAX_SUBMISSIONS) return expire(situation, `${MAX_SUBMISSIONS} submissions were refused`);
  const submission: Submission = resend ?? {
    clientOrderId: clientOrderIdFor(situation, step),
    step,
    intentAt: situation.now,
    positionBefore: state.position,
  };
  const intended = withState(
    { ...situation, state },
    {
      phase: { kind: "submitted", submission },
      clientOrderIds: [...new Set([...state.clientOrderIds, submission.clientOrderId])],
    },
  );
  return act(withEvent(intended, { kind: "intent", submission }), { kind: "send", submission });
}

/** A limit order goes by the user's own name for it, in the venue's spelling; every other by ours. */
function clientOrderIdFor({ record, state }: Situation, step: PlaceStep): ClientOrderId | string {
  if (step.customId === undefined) return clientOrderIdOf(record.orderId, state.step, state.submission);
  return findVenue(record.exchange)?.customId.lowerCase ? step.customId.toLowerCase() : step.customId;
}
