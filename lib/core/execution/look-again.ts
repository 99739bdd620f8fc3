import { type UnixMs, unixMs } from "../ids.ts";
import { backoffMs, LOOK_UP_AFTER_DEADLINE_MS } from "./backoff.ts";
import { type Decision, deadlineOf, end, type Working, waitUntil, withFacts } from "./decision.ts";
import type { Submission } from "./phase.ts";

/**
 * Looks for the order again after a growing wait, past the deadline too for a while: nothing is sent meanwhile. No later than
 * `noLaterThan`, unless the venue said that it may be asked again only after that.
 */
export function lookAgain(
  situation: Working,
  why: string,
  { noLaterThan, retryAfterMs = 0 }: { readonly noLaterThan?: UnixMs; readonly retryAfterMs?: number | undefined } = {},
): Decision {
  const { record, state, now } = situation;
  const closing = closingOf(situation);
  if (now >= closing) return endUnknown(situation, why);
  const wait = backoffMs({ orderId: record.orderId, waits: state.waits });
  const until = Math.max(now + retryAfterMs, Math.min(now + wait, noLaterThan ?? closing));
  return waitUntil(situation, unixMs(Math.min(until, closing)), why);
}

/** Whether nobody looks again after this time: what is seen now is what its end says. */
export function isLastLook(situation: Working): boolean {
  return situation.now >= closingOf(situation);
}

function closingOf(situation: Working): UnixMs {
  return unixMs(deadlineOf(situation) + LOOK_UP_AFTER_DEADLINE_MS);
}

/** What is not known at the very end is followed: an order whose id the venue gave was placed. */
function endUnknown(situation: Working, why: string): Decision {
  const { phase } = situation.state;
  const submission = "submission" in phase ? phase.submission : undefined;
  const followed =
    submission === undefined ? situation : withFacts(situation, { open: [...situation.state.open, { submission }] });
  return end(followed, "expired", "OUTCOME_UNKNOWN", `${why}; ${unknownOf(submission)}`);
}

function unknownOf(submission: Submission | undefined): string {
  const id = submission?.venueOrderId;
  if (id === undefined) return "whether it was placed is not known: check the position";
  return `the venue took it as its order ${id}, what it filled is not known yet: it is followed, check the position`;
}
