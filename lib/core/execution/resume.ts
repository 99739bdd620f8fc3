// A delivery of an order that had begun: it goes on where the last attempt stopped, by its own will or not.
import { unixMs } from "../ids.ts";
import {
  act,
  type Decision,
  expire,
  findTarget,
  inPhase,
  isExpired,
  readAnew,
  type Situation,
  type Working,
  withEvent,
  withFacts,
} from "./decision.ts";
import { cancelBlockers, findBlockers } from "./make-way.ts";
import type { EndedState, PlanningState, WorkingState } from "./order-record.ts";
import { cancelLocked } from "./price-lock.ts";
import { lookUpLost } from "./settle-answer.ts";
import { takeStep } from "./walk-plan.ts";

/** An order that has ended is only taken off the queue. */
export function endAgain(situation: Situation<EndedState>): Decision {
  return act(situation, { kind: "end" });
}

export function planLater(situation: Situation<PlanningState> | Working<"replanning">): Decision {
  const again = attemptAgain<PlanningState | WorkingState>(situation);
  return isExpired(again) ? expire(again, "it could not be planned") : readAnew(again);
}

export function goOn(situation: Working<"setting" | "due" | "pricing">): Decision {
  return takeStep(attemptAgain(situation), situation.state.phase.step);
}

export function readAgain(situation: Working<"sizing">): Decision {
  return readAnew(attemptAgain(situation));
}

export function lookUpAfterCrash(situation: Working<"submitted">): Decision {
  return lookUpLost(attemptAgain(situation), situation.state.phase.submission, {
    message: "the worker stopped before the venue's answer was on record",
  });
}

export function lookUp(situation: Working<"unknown" | "accepted" | "locked">): Decision {
  return act(graceFromNow(attemptAgain(situation)), { kind: "look-up", submission: situation.state.phase.submission });
}

/** An answer that was lost later than now was lost before the clock was set back: the grace begins anew. */
function graceFromNow(situation: Working<"unknown" | "accepted" | "locked">): Situation {
  const { state, now } = situation;
  const { phase } = state;
  if (phase.kind !== "unknown" || phase.lostAt <= now) return situation;
  return inPhase(situation, { ...phase, lostAt: now });
}

export function withdrawAgain(situation: Working<"withdrawing">): Decision {
  return cancelLocked(attemptAgain(situation));
}

export function listAgain(situation: Working<"blocked">): Decision {
  return findBlockers(attemptAgain(situation), situation.state.phase);
}

/** The cancels may have been made before the crash: made again, they find nothing. */
export function clearAgain(situation: Working<"clearing">): Decision {
  return cancelBlockers(attemptAgain(situation));
}

export function findTargetAgain(situation: Working<"cancelling">): Decision {
  return findTarget(attemptAgain(situation), situation.state.phase.step.customId);
}

/** A clock that was set back meanwhile gives the order no more time than it had at first. */
function attemptAgain<S extends PlanningState | WorkingState>(situation: Situation<S>): Situation<S> {
  const { record, state, now } = situation;
  const attempt = state.attempts + 1;
  const deadline = unixMs(Math.min(state.work.deadline, now + record.orderTimeoutMs));
  const again = { ...situation, state: { ...state, work: { ...state.work, deadline } } };
  return withEvent(withFacts(again, { attempts: attempt }), { kind: "attempt", attempt });
}
