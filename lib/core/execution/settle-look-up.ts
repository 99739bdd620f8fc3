// What follows from a look-up of an order that was sent: found, not found, or not to be had.
import { unixMs } from "../ids.ts";
import { findVenue, LOOK_UP_GRACE_MS, type VenueTraits } from "../market/venue-table.ts";
import type { VenueOrder } from "../order/venue-order.ts";
import { confirm, rest, taken } from "./confirm-order.ts";
import {
  type Decision,
  deadlineOf,
  type EventOf,
  expire,
  isExpired,
  type Working,
  withEvent,
  withWork,
} from "./decision.ts";
import { isOurs } from "./is-ours.ts";
import { judgeLost, judgeUnreported } from "./judge-by-position.ts";
import { atMarket } from "./lock-terms.ts";
import { lookAgain } from "./look-again.ts";
import { lock, unlock } from "./price-lock.ts";
import { giveUp, sendNow, submit, toNextSubmission } from "./walk-plan.ts";

/** The order whose answer was lost is there. */
export function adopted(situation: Working<"unknown">, { order }: EventOf<"found">): Decision {
  const { submission } = situation.state.phase;
  if (submission.step.customId !== undefined && !isOurs(submission, order)) return somebodyElses(situation, order);
  const known = taken(situation, submission, { order, adopted: true });
  return submission.step.postOnly ? lock(known, order) : confirm(known, order);
}

/** Another order of the name: an open one keeps it, one that has ended may be followed by ours. */
function somebodyElses(situation: Working<"unknown">, { status }: VenueOrder): Decision {
  const { submission, lostAt, refusal, duplicate } = situation.state.phase;
  const { clientOrderId } = submission;
  if (status === "open") {
    const reason = `the venue already has another order named ${clientOrderId}: every limit order needs a name of its own`;
    return giveUp(situation, { code: "CUSTOM_ID_TAKEN", message: reason });
  }
  if (duplicate) return rename(situation);
  const noted = withEvent(situation, { kind: "not-found", clientOrderId });
  const traits: VenueTraits = findVenue(situation.record.exchange)?.traits ?? {};
  const { lookUpGraceMs = LOOK_UP_GRACE_MS, keepsNames } = traits;
  const graceEnds = unixMs(lostAt + lookUpGraceMs);
  if (situation.now < graceEnds)
    return lookAgain(noted, "the venue shows an older order of that name only", { noLaterThan: graceEnds });
  if (refusal !== undefined) return giveUp(noted, refusal);
  if (keepsNames) return rename(noted);
  if (isExpired(noted)) return expire(noted, "the order never reached the venue");
  return sendNow(noted, submission);
}

/**
 * A venue that never frees names has one under which ours was never sent before: it goes by an id of ours. Where an answer
 * under that name was lost, the order that has it may be ours: nothing more is sent.
 */
function rename(situation: Working<"unknown">): Decision {
  const { record, state } = situation;
  const { clientOrderId, step } = state.phase.submission;
  const lost = record.events.filter(
    (event) => event.kind === "outcome-unknown" && event.clientOrderId === clientOrderId,
  );
  if (lost.length > 1 || state.work.isRenamed) {
    const message = `the venue has used the name ${clientOrderId} before`;
    return giveUp(situation, { code: "CUSTOM_ID_TAKEN", message });
  }
  if (isExpired(situation))
    return expire(situation, `the venue keeps the name ${clientOrderId} for an order that has ended`);
  return submit(withWork(toNextSubmission(situation, step), { isRenamed: true }), step);
}

/** The venue shows the order it took. */
export function confirmFound(situation: Working<"accepted">, { order }: EventOf<"found">): Decision {
  return confirm(situation, order);
}

/** What may open does not go out after a closeall it came before. */
const SWEPT = {
  code: "CLOSE_ONLY",
  message: "a closeall was at work; the order is not on the venue, and is not sent again",
} as const;

/** The venue does not know the order whose answer was lost. */
export function notFound(situation: Working<"unknown">, seen: EventOf<"not-found">): Decision {
  const { submission, lostAt, refusal, duplicate } = situation.state.phase;
  const noted = withEvent(situation, { kind: "not-found", clientOrderId: submission.clientOrderId });
  const graceEnds = unixMs(lostAt + seen.graceMs);
  if (situation.now < graceEnds) {
    return lookAgain(noted, "the venue may still be taking the order", { noLaterThan: graceEnds });
  }
  if (seen.swept && !submission.step.reduceOnly) return giveUp(noted, SWEPT);
  // What only reduces is sent again whatever the position did: it takes from a closeall nothing that was not to be closed.
  const judged = seen.swept ? undefined : judgeLost(noted, submission, seen);
  if (judged === "unclear") return lookAgain(noted, "the position moved, but perhaps not by this order");
  if (judged !== undefined) return judged;
  if (refusal !== undefined && submission.step.postOnly) return unlock(noted, atMarket(submission.step));
  if (refusal !== undefined) return giveUp(noted, refusal);
  if (duplicate && submission.step.customId !== undefined) {
    return rename(noted);
  }
  if (isExpired(noted)) return expire(noted, "the order never reached the venue");
  return sendNow(noted, submission);
}

/** The venue does not show the order it took: by the deadline the position is believed instead. */
export function notShown(situation: Working<"accepted">, seen: EventOf<"not-found">): Decision {
  if (isLimit(situation)) return rest(situation, situation.state.phase.submission);
  const why = "the venue does not show the order yet";
  return judgeUnreported(situation, why, seen) ?? lookAgainInTime(situation, why);
}

/** The report of an order the venue took cannot be had: by the deadline the position is believed instead. */
export function reportFailed(situation: Working<"accepted">, event: EventOf<"look-up-failed">): Decision {
  if (isLimit(situation)) return rest(situation, situation.state.phase.submission);
  return judgeUnreported(situation, event.failure.message, event.seen) ?? lookUpFailed(situation, event);
}

/** A limit order that the venue took waits for nothing: what it fills is followed. */
function isLimit({ state }: Working<"accepted">): boolean {
  return state.phase.submission.step.orderType === "limit";
}

/** The venue could not be asked. */
export function lookUpFailed(situation: Working, { failure }: EventOf<"look-up-failed">): Decision {
  return lookAgainInTime(situation, failure.message, failure.retryAfterMs);
}

/** Looks once more just at the deadline, where that is still to come. */
function lookAgainInTime(situation: Working, why: string, retryAfterMs?: number): Decision {
  const deadline = deadlineOf(situation);
  return lookAgain(situation, why, { retryAfterMs, ...(situation.now < deadline ? { noLaterThan: deadline } : {}) });
}
