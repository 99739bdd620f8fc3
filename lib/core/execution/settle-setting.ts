// What follows from a setting or a cancel: these are simply asked for again when their outcome is unknown.
import type { OrderFailure } from "../failure.ts";
import { unixMs } from "../ids.ts";
import type { VenueOrder } from "../order/venue-order.ts";
import { act, type Decision, end, retryLater, type Situation, withEvent, withState } from "./decision.ts";
import { isGivenUp } from "./is-given-up.ts";
import { advance, currentStep, finish, planOf } from "./walk-plan.ts";

/** The venue did as asked. `count`: how many orders a cancel of all found, where the venue says. */
export function afterPerformed(situation: Situation, count: number | undefined): Decision {
  if (count === 0) return end(situation, "done", "NOTHING_TO_DO", "there was no open order to cancel");
  return advance(situation);
}

/** The venue did not do it, or we do not know. */
export function afterNotPerformed(situation: Situation, failure: OrderFailure): Decision {
  const { state } = situation;
  const step = currentStep(state);
  if (step === undefined) throw new Error(`step ${state.step} is not in the plan`);
  if (step.kind === "cancel" && failure.code === "ORDER_NOT_FOUND") {
    const { customId } = step;
    const asking = withState(situation, { phase: { kind: "cancelling", customId } });
    return act(asking, { kind: "find-target", customId, since: unixMs(0) });
  }
  const told = withEvent(situation, { kind: "setting-failed", step, failure });
  // A setting is there for what opens after it: nothing is set for an exit.
  const serves = step.kind === "cancel" || step.kind === "cancel-all" ? "reducing" : "opening";
  if (!isGivenUp(failure.remedy, serves)) return retryLater(told, failure);
  const placesMore = planOf(state)
    .steps.slice(state.step)
    .some((later) => later.kind === "place");
  if (state.fills.contracts !== "0" && !placesMore) return finish(told, failure.message);
  return end(told, "rejected", failure.code, failure.message);
}

/** What became of the order that a cancel did not find open. */
export function afterTargetFound(situation: Situation, order: VenueOrder | undefined): Decision {
  if (order === undefined) {
    return end(situation, "rejected", "ORDER_NOT_FOUND", "the venue has no open order of that name");
  }
  switch (order.status) {
    case "open":
      return retryLater(withState(situation, { phase: { kind: "step" } }), {
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
