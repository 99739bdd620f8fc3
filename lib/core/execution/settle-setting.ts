// What follows from a setting or a cancel: these are simply asked for again when their outcome is unknown.
import {
  type Decision,
  type EventOf,
  end,
  findTarget,
  inPhase,
  retryLater,
  type Working,
  withEvent,
} from "./decision.ts";
import { isGivenUp } from "./is-given-up.ts";
import { settingRefused } from "./make-way.ts";
import { advance, finish, giveUp } from "./walk-plan.ts";

const DONE_BEFORE = "nothing is open any more, and the answer to an earlier try was lost";

/** Whether a try of the cancel may have been carried out without anybody being told: its answer was lost, or the worker stopped. */
function mayHaveBeenDone({ record, events }: Working): boolean {
  const story = [...record.events, ...events];
  return story.some((event, index) =>
    event.kind === "setting"
      ? story[index + 1]?.kind === "attempt"
      : event.kind === "setting-failed" && event.failure.outcome === "unknown",
  );
}

/** The venue did as asked. `count`: how many orders a cancel of all found, where the venue says. */
export function afterPerformed(situation: Working<"setting">, { count }: EventOf<"performed">): Decision {
  if (count !== 0 || situation.state.phase.step.kind !== "cancel-all") return advance(situation);
  if (mayHaveBeenDone(situation)) return finish(situation, DONE_BEFORE);
  return end(situation, "done", "NOTHING_TO_DO", "there was no open order to cancel");
}

/** The venue did not do it, or we do not know. */
export function afterNotPerformed(situation: Working<"setting">, { failure }: EventOf<"not-performed">): Decision {
  const { state } = situation;
  const { step } = state.phase;
  if (step.kind === "cancel" && failure.code === "ORDER_NOT_FOUND")
    return findTarget(inPhase(situation, { kind: "cancelling", step }), step.customId);
  const noted = withEvent(situation, { kind: "setting-failed", step, failure });
  // A setting is there for what opens after it: nothing is set for an exit.
  const serves = step.kind === "cancel" || step.kind === "cancel-all" ? "reducing" : "opening";
  if (!isGivenUp(failure.remedy, serves)) return retryLater(noted, failure);
  const { plan, at } = state.work;
  const placesMore = plan.steps.slice(at.step).some((later) => later.kind === "place");
  if (placesMore && step.kind !== "cancel" && step.kind !== "cancel-all") return settingRefused(noted, step, failure);
  return giveUp(noted, failure);
}

/** What became of the order that a cancel did not find open. */
export function afterTargetFound(situation: Working<"cancelling">, { order }: EventOf<"cancel-target">): Decision {
  if (order === undefined) {
    if (mayHaveBeenDone(situation)) return finish(situation, DONE_BEFORE);
    return end(situation, "rejected", "ORDER_NOT_FOUND", "the venue has no open order of that name");
  }
  switch (order.status) {
    case "open":
      return retryLater(inPhase(situation, { kind: "setting", step: situation.state.phase.step }), {
        message: "the venue did not cancel the order yet",
      });
    case "filled":
      return end(
        situation,
        "done",
        "NOTHING_TO_DO",
        `it was filled before it could be cancelled: ${order.filledContracts} contracts`,
      );
    case "canceled":
      return end(situation, "cancelled", "CANCELLED", "it is cancelled");
    case "rejected":
      return end(situation, "done", "NOTHING_TO_DO", "the venue had rejected it: nothing was open");
  }
}
