// What follows from the answer to an order we sent: taken, refused, or lost.
import { decimal, formatDecimal } from "../decimal.ts";
import type { OrderFailure } from "../failure.ts";
import type { PlaceStep } from "../order/plan.ts";
import { openingPart } from "../order/shrink.ts";
import { MOST_REFUSALS } from "./backoff.ts";
import { confirm, submittedAt, taken } from "./confirm-order.ts";
import {
  act,
  type Decision,
  type EventOf,
  end,
  inPhase,
  readAnew,
  retryLater,
  type Working,
  withEvent,
  withFacts,
  withWork,
} from "./decision.ts";
import { atMarket } from "./lock-terms.ts";
import { findBlockers } from "./make-way.ts";
import type { Phase, Submission } from "./phase.ts";
import { contractsIn } from "./planned.ts";
import { lock, priceAgain, unlock } from "./price-lock.ts";
import { advance, giveUp, replaceSteps, takeStep, toNextSubmission } from "./walk-plan.ts";

/** The venue took the order. */
export function accepted(situation: Working<"submitted">, { order }: EventOf<"answered">): Decision {
  const { submission } = situation.state.phase;
  const known = taken(withFacts(situation, submittedAt(situation)), submission, { order });
  if (submission.step.postOnly) return lock(known, order.status === "open" ? undefined : order);
  const isWhole = order.status === "filled" && order.averagePrice !== undefined;
  // Most venues' answers only say that a limit order was taken: whether it filled at once is read.
  const isDone = submission.step.orderType === "limit" && order.status !== "open";
  if (isWhole || isDone) return confirm(known, order);
  return act(known, { kind: "look-up", submission: known.state.phase.submission });
}

/** The venue, or the way to it, did not take the order. */
export function refused(situation: Working<"submitted">, { failure }: EventOf<"refused">): Decision {
  const { submission } = situation.state.phase;
  const { clientOrderId, intentAt } = submission;
  const { remedy, outcome } = failure;
  const step = atMarket(submission.step);
  if (remedy === "look-up" || remedy === "adopt" || remedy === "abort-if-absent" || outcome === "unknown") {
    return lookUpLost(situation, submission, failure);
  }
  const noted = withEvent(situation, { kind: "refused", clientOrderId, failure });
  switch (remedy) {
    case "retry":
      return retryLater(toNextSubmission(noted, step), failure);
    case "price-again":
      return submission.step.postOnly ? priceAgain(noted, step, intentAt) : giveUp(noted, failure);
    case "retry-if-reducing":
      return step.reduceOnly ? retryLater(toNextSubmission(noted, step), failure) : giveUp(noted, failure);
    case "shrink":
      return tooBig(noted, step, failure);
    case "close-only":
      return onlyTheClose(noted, step, failure);
    case "nothing-to-reduce":
      return step.reduceOnly ? advance(noted) : planAnew(noted, { ...submission, step }, failure);
    case "make-way":
      return step.reduceOnly
        ? findBlockers(toNextSubmission(noted, step), { step, failure })
        : planAnew(noted, { ...submission, step }, failure);
    case "abort":
      return submission.step.postOnly && outcome === "rejected" ? unlock(noted, step) : giveUp(noted, failure);
  }
}

/** Nothing may open any more: of a reversal its close goes out, what was closed before stays so, and the rest is not sent. */
function onlyTheClose(situation: Working, step: PlaceStep, { code, message }: OrderFailure): Decision {
  const { plan, at, position } = situation.state.work;
  // Both are of what would have been opened.
  const { margin: _margin, notional: _notional, ...rest } = plan;
  const { side, contracts } = step;
  const closing = decimal(contracts).minus(openingPart({ contracts, side, position }));
  const close: PlaceStep = { ...step, purpose: "close", reduceOnly: true, contracts: formatDecimal(closing) };
  const closes = closing.gt("0");
  const filled = situation.state.fills.contracts;
  if (!closes && filled === "0") return end(situation, "rejected", code, message);
  if (!closes) return end(situation, "filled", code, `${filled} contracts filled; the rest was not sent: ${message}`);
  const done = decimal(filled).minus(contractsIn(plan.steps.slice(0, at.step)));
  const reason = `only the close is sent; the opening part: ${message}`;
  const denied = withWork(situation, { plan: { ...rest, outcome: "steps", code, reason } });
  const cut = replaceSteps(denied, { done, of: step, steps: [close] });
  return takeStep(toNextSubmission(cut, close), close);
}

/** Only what opens is made smaller. What reduces is never cut, but goes out in parts where its size was too large for one order. */
function tooBig(situation: Working, step: PlaceStep, failure: OrderFailure): Decision {
  const { refusals } = situation.state.work;
  const isTooLarge = failure.code === "SIZE_ABOVE_MAXIMUM";
  // No reduction makes a position too large, but for what rests beside it (Bitget's 40928).
  if (failure.code === "POSITION_TOO_LARGE" && step.reduceOnly) {
    return findBlockers(toNextSubmission(situation, step), { step, failure });
  }
  const isFixed = isTooLarge ? step.orderType === "limit" : step.reduceOnly;
  if (isFixed) return giveUp(situation, failure);
  // What a reversal closes still goes out.
  if (refusals >= MOST_REFUSALS && step.purpose !== "reverse") {
    return giveUp(situation, { ...failure, message: `${failure.message}; so ${MOST_REFUSALS} sizes were refused` });
  }
  const counted = withWork(toNextSubmission(situation, step), { refusals: refusals + 1 });
  return act(inPhase(counted, { kind: "sizing", step, why: "refused", failure }), { kind: "read" });
}

/** Said of an order that opens, it can only mean a market that is not as remembered: read and planned again, once. */
function planAnew(situation: Working, submission: Submission, { message }: OrderFailure): Decision {
  if (situation.state.work.replanned) return giveUp(situation, { code: "VENUE_REJECTED", message });
  const next = withWork(toNextSubmission(situation, submission.step), { replanned: true });
  return readAnew(inPhase(next, phaseAnew(situation, submission)));
}

/** Once an order of the plan went out, only the size of what is left is made anew: planning it all would trade it twice. */
function phaseAnew({ state }: Working, { step }: Submission): Extract<Phase, { kind: "sizing" | "replanning" }> {
  const { plan, at } = state.work;
  const hasPlaced = plan.steps.slice(0, at.step).some(({ kind }) => kind === "place");
  const isBegun = hasPlaced || state.fills.contracts !== "0";
  return isBegun ? { kind: "sizing", step, why: "remainder" } : { kind: "replanning" };
}

/** The answer is lost: from here on the venue's grace counts, and the order is looked for before anything is sent. */
export function lookUpLost(
  situation: Working,
  submission: Submission,
  failure: Pick<OrderFailure, "message"> & Partial<OrderFailure>,
): Decision {
  const { clientOrderId } = submission;
  const duplicate = failure.remedy === "adopt" ? ({ duplicate: true } as const) : {};
  const refusal = refusalOf(situation, submission, failure);
  const phase = { kind: "unknown", submission, lostAt: situation.now, ...duplicate, ...refusal } as const;
  const lost = withFacts(inPhase(situation, phase), submittedAt(situation));
  const noted = withEvent(lost, { kind: "outcome-unknown", clientOrderId, message: failure.message });
  return act(noted, { kind: "look-up", submission });
}

/** A no that may mean "it is there already" can only mean the rest when nothing was sent under that name before. */
function refusalOf(
  { record }: Working,
  { clientOrderId }: Submission,
  { code, message, remedy }: Pick<OrderFailure, "message"> & Partial<OrderFailure>,
): { readonly refusal?: Pick<OrderFailure, "code" | "message"> } {
  const wasSent = record.events.some(
    (event) => event.kind === "outcome-unknown" && event.clientOrderId === clientOrderId,
  );
  return remedy !== "abort-if-absent" || code === undefined || wasSent ? {} : { refusal: { code, message } };
}
