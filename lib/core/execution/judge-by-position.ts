// What the position tells of a market order that the venue's reports do not show (docs/adr/0004-evidence-of-the-position.md).
//
// It tells nothing while another order of the account and symbol worked or rested, or a closeall worked. What is judged so is
// marked, and the follower replaces it as soon as the venue tells.
import { type Decimal, type DecimalString, decimal, formatDecimal, maxDecimal, minDecimal, ZERO } from "../decimal.ts";
import { LOOK_UP_AFTER_DEADLINE_MS } from "./backoff.ts";
import { type Decision, deadlineOf, expire, type Sighting, type Working, withFacts } from "./decision.ts";
import type { Submission } from "./phase.ts";
import { recordInferredFill } from "./record-fill.ts";
import { advance, finish } from "./walk-plan.ts";

/**
 * An order whose answer is lost and which the venue does not know after its grace.
 * @returns undefined when the position speaks against it; "unclear" when it moved, but perhaps by something else.
 */
export function judgeLost(
  situation: Working,
  submission: Submission,
  seen: Sighting,
): Decision | "unclear" | undefined {
  const moved = movedTowards(submission, seen.position);
  const { orderType, postOnly } = submission.step;
  // A limit order of the user's is listed where it rests; one under a price lock would have gone at market.
  if ((orderType === "limit" && postOnly === undefined) || moved.lte(ZERO)) return undefined;
  if (seen.othersWorked || !isProof(situation, submission, moved)) return "unclear";
  const { state } = situation;
  const sent = withFacts(situation, { sent: formatDecimal(decimal(state.sent).plus(moved)) });
  return fill(sent, submission, {
    moved,
    partly: "the rest was not sent: the venue does not know the order, but the position had moved",
  });
}

/**
 * An order the venue took, under its own id, and whose report cannot be had: by the deadline the position's change is its
 * fill (docs/design.md#execution). Of a market order: one to limit rests where its report is not to be had.
 * @returns undefined while its report may still come, or where the position proves nothing.
 */
export function judgeUnreported(
  situation: Working<"accepted">,
  why: string,
  seen: Sighting | undefined,
): Decision | undefined {
  const { submission } = situation.state.phase;
  if (seen === undefined || seen.othersWorked || seen.swept || situation.now < deadlineOf(situation)) return undefined;
  const { contracts } = submission.step;
  const moved = minDecimal(movedTowards(submission, seen.position), decimal(contracts));
  if (moved.gt(ZERO))
    return fill(situation, submission, { moved, partly: `the venue's report is not to be had: ${why}` });
  // A position may lag as well: one that has not moved is looked at for as long as an unknown order is.
  if (situation.now < deadlineOf(situation) + LOOK_UP_AFTER_DEADLINE_MS) return undefined;
  const open = withFacts(situation, { open: [...situation.state.open, { submission }] });
  return expire(open, `the venue took the order as ${submission.venueOrderId}, but the position has not moved: ${why}`);
}

function fill(
  situation: Working,
  submission: Submission,
  { moved, partly }: { readonly moved: Decimal; readonly partly: string },
): Decision {
  const filled = recordInferredFill(situation, submission, formatDecimal(moved));
  return moved.gte(submission.step.contracts) ? advance(filled) : finish(filled, partly);
}

/**
 * A move by exactly the order's size is the order. One by a part of it is believed only from a position that was read: one
 * reckoned over a setting or an earlier submission does not know what the venue did meanwhile (raising the leverage may
 * liquidate). One by more than its size was not the order's alone; of one that may rest still, no part is its end.
 */
function isProof({ state }: Working, { step }: Submission, moved: Decimal): boolean {
  if (moved.eq(step.contracts)) return true;
  const { step: index, submissionNumber } = state.work.at;
  const isRead = index === 0 && submissionNumber === 0 && step.postOnly === undefined;
  return isRead && moved.lt(step.contracts);
}

/** How far the position moved in the order's direction since before it was sent. */
function movedTowards({ positionBefore, step }: Submission, position: DecimalString): Decimal {
  const change = decimal(position).minus(positionBefore);
  return maxDecimal(ZERO, step.side === "buy" ? change : change.neg());
}
