// What follows from a look-up of an order that was sent: found, not found, or not to be had.
import { unixMs } from "../ids.ts";
import { confirm, taken } from "./confirm-order.ts";
import {
  type Decision,
  deadlineOf,
  type EventOf,
  end,
  expire,
  isExpired,
  type Working,
  withEvent,
} from "./decision.ts";
import { isOurs } from "./is-ours.ts";
import { judgeLost, judgeUnreported } from "./judge-by-position.ts";
import { lookAgain } from "./look-again.ts";
import { sendNow } from "./walk-plan.ts";

/** The order whose answer was lost is there. */
export function adopted(situation: Working<"unknown">, { order }: EventOf<"found">): Decision {
  const { submission } = situation.state.phase;
  if (submission.step.customId !== undefined && !isOurs(submission, order)) {
    return end(
      situation,
      "rejected",
      "CUSTOM_ID_TAKEN",
      `the venue already has another order named ${submission.clientOrderId}: every limit order needs a name of its own`,
    );
  }
  return confirm(taken(situation, submission, { order, adopted: true }), order);
}

/** The venue shows the order it took. */
export function confirmFound(situation: Working<"accepted">, { order }: EventOf<"found">): Decision {
  return confirm(situation, order);
}

/** The venue does not know the order whose answer was lost. */
export function notFound(situation: Working<"unknown">, seen: EventOf<"not-found">): Decision {
  const { submission, lostAt, refusal, duplicate } = situation.state.phase;
  const noted = withEvent(situation, { kind: "not-found", clientOrderId: submission.clientOrderId });
  const graceEnds = unixMs(lostAt + seen.graceMs);
  if (situation.now < graceEnds) {
    return lookAgain(noted, "the venue may still be taking the order", { noLaterThan: graceEnds });
  }
  const judged = judgeLost(noted, submission, seen);
  if (judged === "unclear") return lookAgain(noted, "the position moved, but perhaps not by this order");
  if (judged !== undefined) return judged;
  if (refusal !== undefined) return end(noted, "rejected", refusal.code, refusal.message);
  if (duplicate && submission.step.customId !== undefined) {
    return end(noted, "rejected", "CUSTOM_ID_TAKEN", `the venue has used the name ${submission.clientOrderId} before`);
  }
  if (isExpired(noted)) return expire(noted, "the order never reached the venue");
  return sendNow(noted, submission);
}

/** The venue does not show the order it took: by the deadline the position is believed instead. */
export function notShown(situation: Working<"accepted">, seen: EventOf<"not-found">): Decision {
  const why = "the venue does not show the order yet";
  return judgeUnreported(situation, why, seen) ?? lookAgainInTime(situation, why);
}

/** The report of an order the venue took cannot be had: by the deadline the position is believed instead. */
export function reportFailed(situation: Working<"accepted">, event: EventOf<"look-up-failed">): Decision {
  return judgeUnreported(situation, event.failure.message, event.seen) ?? lookUpFailed(situation, event);
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
