// What follows from what the venue says about an order we sent: accepted, refused, found, not found, filled.
import { type DecimalString, decimal, formatDecimal } from "../decimal.ts";
import type { OrderFailure } from "../failure.ts";
import { type UnixMs, unixMs } from "../ids.ts";
import { type Shortfall, shortfallOf } from "../order/minimum.ts";
import type { VenueOrder } from "../order/venue-order.ts";
import { backoffMs, LOOK_UP_AFTER_DEADLINE_MS, nextAttemptAt, REMAINDER_WAIT_MS } from "./backoff.ts";
import {
  act,
  type Decision,
  deadlineOf,
  end,
  expire,
  isExpired,
  readAnew,
  retryLater,
  type Sighting,
  type Situation,
  waitUntil,
  withEvent,
  withState,
} from "./decision.ts";
import { judgeLost, judgeUnreported } from "./judge-by-position.ts";
import type { OrderState, Phase, Submission } from "./order-record.ts";
import { recordFill } from "./record-fill.ts";
import { advance, continuePlan, finish, planOf, toNextSubmission } from "./walk-plan.ts";

/** The venue's clock may be this far behind ours when an order's age is judged. */
const AGE_TOLERANCE_MS = 2_000;

/** The venue took the order. */
export function accepted(situation: Situation, submission: Submission, order: VenueOrder): Decision {
  const { clientOrderId } = submission;
  const known: Submission = { ...submission, venueOrderId: order.venueOrderId };
  const taken = withEvent(
    withState(situation, {
      phase: { kind: "accepted", submission: known },
      ...submittedAt(situation),
      ...sentWith(situation, submission),
    }),
    { kind: "accepted", clientOrderId, venueOrderId: order.venueOrderId },
  );
  const isTold = order.status === "filled" && order.averagePrice !== undefined;
  if (isTold || submission.step.orderType === "limit") return confirmed(taken, known, order);
  return act(taken, { kind: "look-up", submission: known });
}

/** The venue, or the way to it, did not take the order. */
export function refused(situation: Situation, submission: Submission, failure: OrderFailure): Decision {
  const { clientOrderId, step } = submission;
  const { remedy, outcome } = failure;
  if (remedy === "look-up" || remedy === "adopt" || remedy === "abort-if-absent" || outcome === "unknown") {
    return lookUpLost(situation, submission, failure);
  }
  const told = withEvent(situation, { kind: "refused", clientOrderId, failure });
  switch (remedy) {
    case "retry":
      return retryLater(toNextSubmission(told, step), failure);
    case "retry-if-reducing":
      if (step.reduceOnly) return retryLater(toNextSubmission(told, step), failure);
      return end(told, "rejected", failure.code, failure.message);
    case "shrink":
      if (step.reduceOnly) return end(told, "rejected", failure.code, failure.message);
      return act(withState(toNextSubmission(told, step), { phase: { kind: "sizing", why: "refused", failure } }), {
        kind: "read",
      });
    case "nothing-to-reduce":
      return step.reduceOnly ? advance(told) : planAnew(told, submission, failure);
    case "abort":
      return end(told, "rejected", failure.code, failure.message);
  }
}

/** Said of an order that opens, it can only mean a market that is not as remembered: read and planned again, once. */
function planAnew(situation: Situation, { step }: Submission, { message }: OrderFailure): Decision {
  if (situation.state.replanned) return end(situation, "rejected", "VENUE_REJECTED", message);
  return readAnew(withState(toNextSubmission(situation, step), { replanned: true, phase: phaseAnew(situation) }));
}

/** Once an order of the plan went out, only the size of what is left is made anew: planning it all would trade it twice. */
function phaseAnew({ state }: Situation): Phase {
  const hasPlaced = planOf(state)
    .steps.slice(0, state.step)
    .some(({ kind }) => kind === "place");
  const isBegun = hasPlaced || state.fills.contracts !== "0";
  return isBegun ? { kind: "sizing", why: "remainder" } : { kind: "planning" };
}

/** The answer is lost: from here on the venue's grace counts, and the order is looked for before anything is sent. */
export function lookUpLost(
  situation: Situation,
  submission: Submission,
  failure: Pick<OrderFailure, "message"> & Partial<OrderFailure>,
): Decision {
  const { clientOrderId } = submission;
  const duplicate = failure.remedy === "adopt" ? ({ duplicate: true } as const) : {};
  const refusal = refusalOf(situation, submission, failure);
  const lost = withState(situation, {
    phase: { kind: "unknown", submission, lostAt: situation.now, ...duplicate, ...refusal },
    ...submittedAt(situation),
  });
  const told = withEvent(lost, { kind: "outcome-unknown", clientOrderId, message: failure.message });
  return act(told, { kind: "look-up", submission });
}

/** A no that may mean "it is there already" can only mean the rest when nothing was sent under that name before. */
function refusalOf(
  { record }: Situation,
  { clientOrderId }: Submission,
  { code, message, remedy }: Pick<OrderFailure, "message"> & Partial<OrderFailure>,
): { readonly refusal?: Pick<OrderFailure, "code" | "message"> } {
  const wasSent = record.events.some(
    (event) => event.kind === "outcome-unknown" && event.clientOrderId === clientOrderId,
  );
  return remedy !== "abort-if-absent" || code === undefined || wasSent ? {} : { refusal: { code, message } };
}

/** A look-up found an order of our id. */
export function found(situation: Situation, submission: Submission, order: VenueOrder): Decision {
  if (situation.state.phase.kind === "accepted") return confirmed(situation, submission, order);
  if (submission.step.customId !== undefined && !isOurs(submission, order)) {
    return end(
      situation,
      "rejected",
      "CUSTOM_ID_TAKEN",
      `the venue already has another order named ${submission.clientOrderId}: every limit order needs a name of its own`,
    );
  }
  const known: Submission = { ...submission, venueOrderId: order.venueOrderId };
  const { clientOrderId } = submission;
  const adopted = withState(situation, {
    phase: { kind: "accepted", submission: known },
    ...sentWith(situation, submission),
  });
  const { venueOrderId } = order;
  return confirmed(withEvent(adopted, { kind: "accepted", clientOrderId, venueOrderId, adopted: true }), known, order);
}

/** A look-up found nothing. */
export function notFound(
  situation: Situation,
  submission: Submission,
  seen: Sighting & { readonly graceMs: number },
): Decision {
  const { phase } = situation.state;
  if (phase.kind !== "unknown") return unseen(situation, "the venue does not show the order yet", { seen });
  const told = withEvent(situation, { kind: "not-found", clientOrderId: submission.clientOrderId });
  const graceEnds = unixMs(phase.lostAt + seen.graceMs);
  if (situation.now < graceEnds) {
    return lookAgain(told, "the venue may still be taking the order", { noLaterThan: graceEnds });
  }
  const judged = judgeLost(told, submission, seen);
  if (judged === "unclear") return lookAgain(told, "the position moved, but perhaps not by this order");
  if (judged !== undefined) return judged;
  if (phase.refusal !== undefined) return end(told, "rejected", phase.refusal.code, phase.refusal.message);
  if (phase.duplicate && submission.step.customId !== undefined) {
    return end(told, "rejected", "CUSTOM_ID_TAKEN", `the venue has used the name ${submission.clientOrderId} before`);
  }
  if (isExpired(told)) return expire(told, "the order never reached the venue");
  return continuePlan(withState(told, { resend: submission }));
}

/** A look-up that failed, or did not show an order the venue took. By the deadline the position is believed instead. */
export function unseen(
  situation: Situation,
  why: string,
  { seen, retryAfterMs }: { readonly seen?: Sighting | undefined; readonly retryAfterMs?: number | undefined },
): Decision {
  const judged = judgeUnreported(situation, why, seen);
  if (judged !== undefined) return judged;
  const deadline = deadlineOf(situation);
  return lookAgain(situation, why, { retryAfterMs, ...(situation.now < deadline ? { noLaterThan: deadline } : {}) });
}

/**
 * Looks for the order again after a growing wait, past the deadline too for a while: nothing is sent meanwhile. No later than
 * `noLaterThan`, unless the venue said that it may be asked again only after that.
 */
export function lookAgain(
  situation: Situation,
  why: string,
  { noLaterThan, retryAfterMs = 0 }: { readonly noLaterThan?: UnixMs; readonly retryAfterMs?: number | undefined } = {},
): Decision {
  const { record, state, now } = situation;
  const closing = deadlineOf(situation) + LOOK_UP_AFTER_DEADLINE_MS;
  if (now >= closing) {
    const open = "submission" in state.phase ? { open: { submission: state.phase.submission } } : {};
    return end(withState(situation, open), "expired", "OUTCOME_UNKNOWN", `${why}; ${unknownOf(open)}`);
  }
  const wait = backoffMs({ orderId: record.orderId, waits: state.waits });
  const until = Math.max(now + retryAfterMs, Math.min(now + wait, noLaterThan ?? closing));
  return waitUntil(situation, unixMs(Math.min(until, closing)), why);
}

/** What is not known at the very end: an order whose id the venue told was placed. */
function unknownOf({ open }: Pick<OrderState, "open">): string {
  const id = open?.submission.venueOrderId;
  if (id === undefined) return "whether it was placed is not known: check the position";
  return `the venue took it as its order ${id}, what it filled is not known yet: it is followed, check the position`;
}

function confirmed(situation: Situation, submission: Submission, order: VenueOrder): Decision {
  if (submission.step.orderType === "limit") return confirmedLimit(situation, submission, order);
  switch (order.status) {
    case "filled":
      return advance(recordFill(situation, submission, order));
    case "canceled":
      return owed(recordFill(situation, submission, order), submission, order);
    case "rejected":
      return end(situation, "rejected", "VENUE_REJECTED", "the venue took the order, then rejected it");
    case "open":
      return lookAgain(situation, "the venue is still filling the order");
  }
}

function confirmedLimit(situation: Situation, submission: Submission, order: VenueOrder): Decision {
  const filled = recordFill(situation, submission, order);
  const name = submission.clientOrderId;
  switch (order.status) {
    case "filled":
      return advance(filled);
    case "open":
      return end(withState(filled, { open: { submission } }), "placed", "PLACED", `resting on the venue as ${name}`);
    case "canceled":
      return end(filled, "cancelled", "CANCELLED", `the venue cancelled ${name} itself`);
    case "rejected":
      return end(filled, "rejected", "VENUE_REJECTED", `the venue took ${name}, then rejected it`);
  }
}

/** The venue cancelled a market order before it was full: the rest is still owed, under a new id. */
function owed(situation: Situation, submission: Submission, order: VenueOrder): Decision {
  const rest = decimal(submission.step.contracts).minus(order.filledContracts);
  if (rest.lte("0")) return advance(situation);
  const resized = { ...submission.step, contracts: formatDecimal(rest) };
  const tooSmall = belowMinimum(situation, resized, order.averagePrice);
  if (tooSmall !== undefined)
    return finish(situation, `the venue left ${resized.contracts} unfilled: ${tooSmall.message}`);
  const sent = formatDecimal(decimal(situation.state.sent).minus(rest));
  const next = withState(toNextSubmission(situation, resized), { sent });
  if (order.filledContracts === "0") return retryLater(next, { message: "the venue cancelled the order unfilled" });
  const until = nextAttemptAt(situation.now, REMAINDER_WAIT_MS, deadlineOf(situation));
  const why = `the venue cancelled the order with ${resized.contracts} contracts left`;
  return until === undefined ? expire(next, why) : waitUntil(next, until, why);
}

function belowMinimum(
  { state }: Situation,
  step: { readonly contracts: DecimalString; readonly reduceOnly: boolean },
  price: DecimalString | undefined,
): Shortfall | undefined {
  if (step.reduceOnly || state.instrument === undefined || price === undefined) return undefined;
  return shortfallOf({ contracts: step.contracts, price, market: state.instrument });
}

/** What was sent, with an order the venue turns out to have taken. */
function sentWith({ state }: Situation, { step }: Submission): Pick<OrderState, "sent"> {
  return { sent: formatDecimal(decimal(state.sent).plus(step.contracts)) };
}

/** A limit order of the user's name is ours only if it is the one we meant and no older than our intent. */
export function isOurs({ step, intentAt }: Submission, order: VenueOrder): boolean {
  const isSame =
    order.side === step.side &&
    order.limitPrice !== undefined &&
    step.price !== undefined &&
    decimal(order.limitPrice).eq(step.price) &&
    decimal(order.contracts).eq(step.contracts);
  const isYounger = order.createdAt === undefined || order.createdAt >= intentAt - AGE_TOLERANCE_MS;
  return isSame && isYounger;
}

function submittedAt({ state, now }: Situation): { readonly submittedAt: UnixMs } {
  return { submittedAt: state.submittedAt ?? now };
}
