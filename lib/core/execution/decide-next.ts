// The retry machine (docs/design.md#execution). One pure function decides; the worker only performs what it returns.
//
// 1. Before an order is sent its intent is on record: `send` is only ever returned with the phase `submitted`.
// 2. The submission number moves on only after a definitive refusal or a partial fill; after anything unknown it stays,
//    and the order is looked for over the venue's grace before the same id is sent again.
// 3. Nothing is sent after the deadline; look-ups go on for a while, so that an end is true.
import type { UnixMs } from "../ids.ts";
import { sweepAgain, swept, switchAgain, switched } from "./account-order.ts";
import { makePlan, makePlanAnew, readFailed, sizeAnew } from "./apply-reading.ts";
import { begin } from "./begin.ts";
import type { Decision, EventKind, EventOf, ExecutionEvent, Situation } from "./decision.ts";
import { blockersListed, blockersUnknown, cleared, notCleared } from "./make-way.ts";
import type {
  AccountState,
  EndedState,
  OrderRecord,
  PlanningState,
  QueuedState,
  WorkingState,
} from "./order-record.ts";
import type { PhaseKind, PhaseOf, WorkingPhase } from "./phase.ts";
import {
  cancelSeen,
  cancelUnknown,
  cancelUnseen,
  confirmCancel,
  lockFound,
  lockNotFound,
  lockPriced,
  lockUnpriced,
  lockUnseen,
  notCancelled,
  placeLocked,
  priceUnknown,
} from "./price-lock.ts";
import {
  clearAgain,
  endAgain,
  findTargetAgain,
  goOn,
  listAgain,
  lookUp,
  lookUpAfterCrash,
  planLater,
  readAgain,
  withdrawAgain,
} from "./resume.ts";
import { accepted, refused } from "./settle-answer.ts";
import { adopted, confirmFound, lookUpFailed, notFound, notShown, reportFailed } from "./settle-look-up.ts";
import { afterNotPerformed, afterPerformed, afterTargetFound } from "./settle-setting.ts";

/** What may happen in each phase, beside a delivery: what the action under way there can come to. */
interface Outcomes {
  queued: never;
  planning: "read" | "read-failed";
  switching: "switched";
  sweeping: "swept";
  replanning: "read" | "read-failed";
  setting: "performed" | "not-performed";
  due: never;
  sizing: "read" | "read-failed";
  submitted: "answered" | "refused";
  unknown: "found" | "not-found" | "look-up-failed";
  accepted: "found" | "not-found" | "look-up-failed";
  pricing: "read" | "read-failed";
  locked: "found" | "not-found" | "look-up-failed" | "read" | "read-failed";
  withdrawing: "performed" | "not-performed" | "found" | "not-found" | "look-up-failed";
  blocked: "listed" | "look-up-failed";
  clearing: "performed" | "not-performed";
  cancelling: "cancel-target" | "look-up-failed";
  ended: never;
}

type States = { [P in WorkingPhase]: WorkingState<PhaseOf<P>> } & {
  queued: QueuedState;
  planning: PlanningState;
  switching: AccountState;
  sweeping: AccountState;
  ended: EndedState;
};

/** What follows when `E` happens in `P`. */
type Rule<P extends PhaseKind, E extends EventKind> = (situation: Situation<States[P]>, event: EventOf<E>) => Decision;
/** One rule for each pair of phase and event that can be. */
export type Rules = { readonly [P in PhaseKind]: { readonly [E in "delivered" | Outcomes[P]]: Rule<P, E> } };

/** What may happen in each phase, and what follows. A pair that is not here cannot be. */
export const RULES: Rules = {
  queued: { delivered: begin },
  planning: { delivered: planLater, read: makePlan, "read-failed": readFailed },
  switching: { delivered: switchAgain, switched },
  sweeping: { delivered: sweepAgain, swept },
  replanning: { delivered: planLater, read: makePlanAnew, "read-failed": readFailed },
  setting: { delivered: goOn, performed: afterPerformed, "not-performed": afterNotPerformed },
  due: { delivered: goOn },
  sizing: { delivered: readAgain, read: sizeAnew, "read-failed": readFailed },
  submitted: { delivered: lookUpAfterCrash, answered: accepted, refused },
  unknown: { delivered: lookUp, found: adopted, "not-found": notFound, "look-up-failed": lookUpFailed },
  accepted: { delivered: lookUp, found: confirmFound, "not-found": notShown, "look-up-failed": reportFailed },
  pricing: { delivered: goOn, read: placeLocked, "read-failed": priceUnknown },
  locked: {
    delivered: lookUp,
    found: lockFound,
    "not-found": lockNotFound,
    "look-up-failed": lockUnseen,
    read: lockPriced,
    "read-failed": lockUnpriced,
  },
  withdrawing: {
    delivered: withdrawAgain,
    performed: confirmCancel,
    "not-performed": notCancelled,
    found: cancelSeen,
    "not-found": cancelUnseen,
    "look-up-failed": cancelUnknown,
  },
  blocked: { delivered: listAgain, listed: blockersListed, "look-up-failed": blockersUnknown },
  clearing: { delivered: clearAgain, performed: cleared, "not-performed": notCleared },
  cancelling: { delivered: findTargetAgain, "cancel-target": afterTargetFound, "look-up-failed": lookUpFailed },
  ended: { delivered: endAgain },
};

/**
 * What an order does next.
 * @param record - the order as it stands; `record.state` is the state the event happened in.
 * @param event - a delivery, or the result of the action last returned.
 * @param now - the instant of the event.
 * @returns the new state, the lines to add to the order's story, and the action.
 * @throws Error for an event that cannot happen in the order's phase: a bug of the caller.
 */
export function decideNext(record: OrderRecord, event: ExecutionEvent, now: UnixMs): Decision {
  const { state } = record;
  const { kind } = state.phase;
  // Each rule stands under its own phase and event, which one look-up by both cannot show the compiler.
  const rules = RULES[kind] as Partial<Record<EventKind, (situation: Situation, event: ExecutionEvent) => Decision>>;
  const rule = rules[event.kind];
  if (rule === undefined) throw new Error(`"${event.kind}" cannot happen to an order in phase "${kind}"`);
  return rule({ record, state, now, events: [] }, event);
}
