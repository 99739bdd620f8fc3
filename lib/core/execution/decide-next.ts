// The retry machine (docs/design.md#execution). One pure function decides; the worker only performs what it returns.
//
// 1. Before an order is sent its intent is on record: `send` is only ever returned with the phase `submitted`.
// 2. The submission number moves on only after a definitive refusal or a partial fill; after anything unknown it stays,
//    and the order is looked for over the venue's grace before the same id is sent again.
// 3. Nothing is sent after the deadline; look-ups go on for a while, so that an end is true.
import type { UnixMs } from "../ids.ts";
import { unixMs } from "../ids.ts";
import { applyReading } from "./apply-reading.ts";
import {
  act,
  type Decision,
  type ExecutionEvent,
  end,
  expire,
  isExpired,
  readAnew,
  retryLater,
  type Situation,
  withEvent,
  withState,
} from "./decision.ts";
import { isGivenUp, servedBy } from "./is-given-up.ts";
import type { OrderRecord, Phase, Submission } from "./order-record.ts";
import { accepted, found, lookUpLost, notFound, refused, unseen } from "./settle-placement.ts";
import { afterNotPerformed, afterPerformed, afterTargetFound } from "./settle-setting.ts";
import { continuePlan } from "./walk-plan.ts";

/**
 * What an order does next.
 * @param record - the order as it stands; `record.state` is the state the event happened in.
 * @param event - a delivery, or the result of the action last returned.
 * @param now - the instant of the event.
 * @returns the new state, the lines to add to the order's story, and the action.
 */
export function decideNext(record: OrderRecord, event: ExecutionEvent, now: UnixMs): Decision {
  const situation: Situation = { record, state: record.state, now, events: [] };
  switch (event.kind) {
    case "delivered":
      return deliver(situation, event.previousEndedAt);
    case "read":
      return applyReading(situation, event.reading);
    case "read-failed":
      return readFailed(situation, event);
    case "answered":
      return accepted(situation, submissionOf(situation), event.order);
    case "refused":
      return refused(situation, submissionOf(situation), event.failure);
    case "found":
      return found(situation, submissionOf(situation), event.order);
    case "not-found":
      return notFound(situation, submissionOf(situation), event);
    case "look-up-failed":
      return unseen(situation, event.failure.message, { seen: event.seen, retryAfterMs: event.failure.retryAfterMs });
    case "performed":
      return afterPerformed(situation, event.count);
    case "not-performed":
      return afterNotPerformed(situation, event.failure);
    case "cancel-target":
      return afterTargetFound(situation, event.order);
  }
}

function deliver(situation: Situation, previousEndedAt: UnixMs | undefined): Decision {
  const { phase, firstAttemptAt, attempts } = situation.state;
  if (phase.kind === "ended") return act(situation, { kind: "end" });
  if (firstAttemptAt === undefined) return start(situation, previousEndedAt);
  const attempt = attempts + 1;
  return resume(withEvent(withState(situation, { attempts: attempt }), { kind: "attempt", attempt }), phase);
}

/** The first attempt: fresh enough to begin, or stale. */
function start(situation: Situation, previousEndedAt: UnixMs | undefined): Decision {
  const { record, now } = situation;
  const waitingSince = Math.max(record.receivedAt, previousEndedAt ?? record.receivedAt);
  if (now > waitingSince + record.alertTimeoutMs) {
    const reason = `it waited ${Math.round((now - waitingSince) / 1000)} s before its turn came; ${record.alertTimeoutMs / 1000} s are allowed`;
    return end(situation, "expired", "STALE", reason);
  }
  const deadline = unixMs(now + record.orderTimeoutMs);
  const started = withState(situation, { status: "working", attempts: 1, firstAttemptAt: now, deadline });
  return act(withEvent(started, { kind: "attempt", attempt: 1 }), { kind: "read" });
}

/** Goes on where the last attempt stopped, by its own will or not. */
function resume(situation: Situation, phase: Exclude<Phase, { kind: "ended" }>): Decision {
  switch (phase.kind) {
    case "planning":
      return isExpired(situation) ? expire(situation, "it could not be planned") : readAnew(situation);
    case "step":
      return continuePlan(situation);
    case "sizing":
      return readAnew(situation);
    case "submitted":
      return lookUpLost(situation, phase.submission, {
        message: "the worker stopped before the venue's answer was on record",
      });
    case "unknown":
    case "accepted":
      return act(situation, { kind: "look-up", submission: phase.submission });
    case "cancelling":
      return act(situation, { kind: "find-target", customId: phase.customId, since: unixMs(0) });
  }
}

function readFailed(situation: Situation, { failure }: Extract<ExecutionEvent, { kind: "read-failed" }>): Decision {
  const told = withEvent(situation, { kind: "read-failed", failure });
  if (isGivenUp(failure.remedy, servedBy(told.record.order))) {
    return end(told, "rejected", failure.code, failure.message);
  }
  return retryLater(told, failure);
}

function submissionOf({ state }: Situation): Submission {
  if ("submission" in state.phase) return state.phase.submission;
  throw new Error(`no order is outstanding in phase ${state.phase.kind}`);
}
