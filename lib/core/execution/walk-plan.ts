// Walking through a plan: which step is due, writing the intent of an order, moving on, and ending when all is done.
import { type Decimal, decimal, formatDecimal, ZERO } from "../decimal.ts";
import type { OrderFailure } from "../failure.ts";
import { type ClientOrderId, clientOrderIdOf, MAX_STEPS, MAX_SUBMISSIONS } from "../ids.ts";
import { spellCustomId } from "../market/spell-custom-id.ts";
import type { PlaceStep, Step } from "../order/plan.ts";
import {
  act,
  type Decision,
  end,
  expire,
  inPhase,
  isExpired,
  type Planned,
  type Working,
  withEvent,
  withFacts,
  withWork,
} from "./decision.ts";
import { isLocked, readPrice } from "./lock-terms.ts";
import type { Submission } from "./phase.ts";
import { fullCode, plannedContracts } from "./planned.ts";

const JUDGED = "judged by how the position moved, until the venue's report comes";

/** Takes the plan's current step, or ends the order when there is none. */
export function continuePlan(situation: Planned): Decision {
  const { plan, at } = situation.state.work;
  const step = plan.steps[at.step];
  return step === undefined ? finish(situation) : takeStep(situation, step);
}

/** Takes the current step as it is given, which may be another size than the plan's. */
export function takeStep(situation: Planned, step: Step): Decision {
  if (isExpired(situation)) return expire(situation, "the time ran out before the next step could be sent");
  if (step.kind !== "place") {
    const setting = inPhase(situation, { kind: "setting", step });
    return act(withEvent(setting, { kind: "setting", step }), { kind: "perform", step });
  }
  if (isRemainder(situation, step))
    return act(inPhase(situation, { kind: "sizing", step, why: "remainder" }), { kind: "read" });
  return submit(situation, step);
}

/** The current step is done: on to the next. */
export function advance(situation: Planned): Decision {
  const at = { step: situation.state.work.at.step + 1, submissionNumber: 0 };
  return continuePlan(withFacts(withWork(situation, { at }), { waits: 0 }));
}

/**
 * The plan with `steps` from the current step on. Of that one `done` contracts stay planned, as a step behind: what an order
 * was to trade is told of all its steps.
 */
export function replaceSteps(
  situation: Planned,
  { done, of, steps }: { readonly done: Decimal; readonly of: PlaceStep; readonly steps: readonly Step[] },
): Planned {
  const { plan, at } = situation.state.work;
  const behind = done.gt(ZERO) ? [{ ...of, contracts: formatDecimal(done) }] : [];
  const replaced = { ...plan, steps: [...plan.steps.slice(0, at.step), ...behind, ...steps] };
  return withWork(situation, { plan: replaced, at: { ...at, step: at.step + behind.length } });
}

/** The situation after a definitive end of the current submission: the next one, of `step`, has a new id. */
export function toNextSubmission(situation: Planned, step: PlaceStep): Working {
  const { at } = situation.state.work;
  const next = withWork(situation, { at: { ...at, submissionNumber: at.submissionNumber + 1 } });
  return inPhase(next, { kind: "due", step });
}

/** Ends an order whose every step is done. `note`: why less was done than asked. */
export function finish(situation: Planned, note = situation.state.work.plan.reason): Decision {
  const { steps } = situation.state.work.plan;
  const isJudged = situation.state.executions.some(({ inferred }) => inferred === true);
  const notes = [isJudged ? JUDGED : undefined, note].filter((text) => text !== undefined);
  const because = notes.map((text) => `; ${text}`).join("");
  const cancelled = steps.some((step) => step.kind === "cancel" || step.kind === "cancel-all");
  if (cancelled) return end(situation, "cancelled", "CANCELLED", `cancelled on the venue${because}`);
  if (steps.some((step) => step.kind === "place")) return finishTrade(situation, because);
  return end(situation, "done", "LEVERAGE_SET", `the leverage is set${because}`);
}

function finishTrade(situation: Planned, because: string): Decision {
  const { state } = situation;
  const filled = state.fills.contracts;
  if (decimal(filled).eq("0")) {
    return end(situation, "done", "NOTHING_TO_REDUCE", `there was no position left to reduce${because}`);
  }
  const planned = plannedContracts(state);
  if (decimal(filled).gte(planned))
    return end(situation, "filled", fullCode(state), `${filled} contracts filled${because}`);
  const part = `${filled} of ${formatDecimal(planned)} contracts filled${whyLess(situation)}`;
  return end(situation, "filled", "PARTLY_FILLED", `${part}${because}`);
}

/** What made the order smaller last. */
function whyLess({ record, events }: Planned): string {
  const shrunk = [...record.events, ...events].findLast((event) => event.kind === "shrunk");
  return shrunk === undefined ? "" : `; made smaller: ${shrunk.why}`;
}

/** Nothing more is sent. What has filled stands: such an order is filled in part, and says why no more. */
export function giveUp(situation: Planned, { code, message }: Pick<OrderFailure, "code" | "message">): Decision {
  if (situation.state.fills.contracts !== "0") return finish(situation, message);
  return end(situation, "rejected", code, message);
}

/** The opening order after a close in the same plan: before it is sent it is cut to the free balance read then, once. */
function isRemainder({ state }: Planned, { purpose }: PlaceStep): boolean {
  const { plan, at } = state.work;
  if (purpose !== "open" || at.submissionNumber > 0) return false;
  return plan.steps.slice(0, at.step).some((step) => step.kind === "place" && step.purpose === "close");
}

/** Sends `step`; under a price lock the best price of its side is read first. */
export function submit(situation: Planned, step: PlaceStep): Decision {
  return isLocked(situation, step) ? readPrice(situation, step) : sendStep(situation, step);
}

/** Sends `step` as it is, under an id of its own. */
export function sendStep(situation: Planned, step: PlaceStep): Decision {
  const { at, position } = situation.state.work;
  if (at.submissionNumber >= MAX_SUBMISSIONS) return expire(situation, `${MAX_SUBMISSIONS} submissions were refused`);
  if (at.step >= MAX_STEPS) return expire(situation, `${MAX_STEPS} orders were sent for it`);
  return sendNow(situation, {
    clientOrderId: clientOrderIdFor(situation, step),
    step,
    intentAt: situation.now,
    positionBefore: position,
  });
}

/** Writes the intent of a submission, together with which it goes out: a new one, or one proven not to have landed. */
export function sendNow(situation: Planned, submission: Submission): Decision {
  const ids = [...new Set([...situation.state.clientOrderIds, submission.clientOrderId])];
  const intended = withFacts(inPhase(situation, { kind: "submitted", submission }), { clientOrderIds: ids });
  return act(withEvent(intended, { kind: "intent", submission }), { kind: "send", submission });
}

/** A limit order goes by the user's own name for it, in the venue's spelling; every other, and one whose name is used up, by ours. */
function clientOrderIdFor({ record, state }: Planned, { customId }: PlaceStep): ClientOrderId | string {
  const { at, isRenamed } = state.work;
  const { step, submissionNumber } = at;
  if (customId === undefined || isRenamed) return clientOrderIdOf(record.orderId, step, submissionNumber);
  return spellCustomId(record.exchange, customId);
}
