// An order the venue has: how far it is filled, and what of it is still owed.
import { decimal, formatDecimal } from "../decimal.ts";
import type { Denial } from "../denial-of.ts";
import type { UnixMs } from "../ids.ts";
import { shortfallOf } from "../order/minimum.ts";
import type { PlaceStep } from "../order/plan.ts";
import type { VenueOrder } from "../order/venue-order.ts";
import { nextAttemptAt, REMAINDER_WAIT_MS } from "./backoff.ts";
import {
  type Decision,
  deadlineOf,
  end,
  expire,
  retryLater,
  type Working,
  waitUntil,
  withEvent,
  withFacts,
} from "./decision.ts";
import { isLastLook, lookAgain } from "./look-again.ts";
import type { Submission } from "./phase.ts";
import { recordFill } from "./record-fill.ts";
import { advance, finish, giveUp, toNextSubmission } from "./walk-plan.ts";

/** The situation once it is known that the venue has taken a submission. `adopted`: its answer was lost, it was found. */
export function taken(
  situation: Working,
  submission: Submission,
  { order, adopted }: { readonly order: VenueOrder; readonly adopted?: true },
): Working<"accepted"> {
  const { venueOrderId } = order;
  const { clientOrderId, step } = submission;
  const { state } = situation;
  const accepted = {
    ...state,
    phase: { kind: "accepted", submission: { ...submission, venueOrderId } },
    sent: formatDecimal(decimal(state.sent).plus(step.contracts)),
  } as const;
  const how = adopted === undefined ? {} : { adopted };
  return withEvent({ ...situation, state: accepted }, { kind: "accepted", clientOrderId, venueOrderId, ...how });
}

/** When an order of ours first was on its way. */
export function submittedAt({ state, now }: Working): { readonly submittedAt: UnixMs } {
  return { submittedAt: state.submittedAt ?? now };
}

/** What the venue's report of an order it took leads to. */
export function confirm(situation: Working<"accepted">, order: VenueOrder): Decision {
  const { submission } = situation.state.phase;
  if (submission.step.orderType === "limit") return confirmLimit(situation, submission, order);
  switch (order.status) {
    case "filled":
      return advance(recordFill(situation, submission, order));
    case "canceled":
      return owed(recordFill(situation, submission, order), submission, order);
    case "rejected":
      return rejectedLater(recordFill(situation, submission, order), "the order");
    case "open":
      return stillFilling(situation, submission, order);
  }
}

/** Its fills count once it is done; or when nobody looks again before its end, after which it is followed. */
function stillFilling(situation: Working, submission: Submission, order: VenueOrder): Decision {
  const known = isLastLook(situation) ? recordFill(situation, submission, order) : situation;
  return lookAgain(known, "the venue is still filling the order");
}

function confirmLimit(situation: Working, submission: Submission, order: VenueOrder): Decision {
  const filled = recordFill(situation, submission, order);
  const name = submission.clientOrderId;
  switch (order.status) {
    case "filled":
      return advance(filled);
    case "open":
      return rest(filled, submission);
    case "canceled":
      return end(filled, "cancelled", "CANCELLED", `the venue cancelled ${name} itself`);
    case "rejected":
      return rejectedLater(filled, name);
  }
}

function rejectedLater(situation: Working, name: string): Decision {
  return giveUp(situation, { code: "VENUE_REJECTED", message: `the venue took ${name}, then rejected it` });
}

/** A limit order that the venue took: it rests, and is followed. */
export function rest(situation: Working, submission: Submission): Decision {
  const open = [...situation.state.open, { submission }];
  return end(withFacts(situation, { open }), "placed", "PLACED", `resting on the venue as ${submission.clientOrderId}`);
}

/** The venue cancelled a market order before it was full: the rest is still owed, under a new id. */
function owed(situation: Working, { step }: Submission, order: VenueOrder): Decision {
  const rest = decimal(step.contracts).minus(order.filledContracts);
  if (rest.lte("0")) return advance(situation);
  const left = { ...step, contracts: formatDecimal(rest) };
  const tooSmall = belowMinimum(situation, left, order);
  if (tooSmall !== undefined)
    return finish(situation, `the venue left ${left.contracts} unfilled: ${tooSmall.message}`);
  const sent = formatDecimal(decimal(situation.state.sent).minus(rest));
  const next = withFacts(toNextSubmission(situation, left), { sent });
  if (order.filledContracts === "0") return retryLater(next, { message: "the venue cancelled the order unfilled" });
  const until = nextAttemptAt(situation.now, REMAINDER_WAIT_MS, deadlineOf(situation));
  const why = `the venue cancelled the order with ${left.contracts} contracts left`;
  return until === undefined ? expire(next, why) : waitUntil(next, until, why);
}

/** Why what is left would not be taken; undefined: it would, or is not judged. */
export function belowMinimum(
  { state }: Working,
  { contracts, reduceOnly }: PlaceStep,
  { averagePrice: price }: VenueOrder,
): Denial | undefined {
  if (reduceOnly || price === undefined) return undefined;
  return shortfallOf({ contracts, price, market: state.work.instrument });
}
