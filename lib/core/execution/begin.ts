import { isAccountOrder } from "../alert/symbol-of.ts";
import { unixMs } from "../ids.ts";
import { act, type Decision, type EventOf, end, type Situation, withEvent } from "./decision.ts";
import type { AccountState, PlanningState, QueuedState } from "./order-record.ts";

/** The first attempt: fresh enough to begin, or stale. */
export function begin(situation: Situation<QueuedState>, { previousEndedAt }: EventOf<"delivered">): Decision {
  const { record, state, now } = situation;
  const waitingSince = Math.max(record.receivedAt, previousEndedAt ?? record.receivedAt);
  if (now > waitingSince + record.alertTimeoutMs) {
    const reason = `it waited ${Math.round((now - waitingSince) / 1000)} s before its turn came; ${record.alertTimeoutMs / 1000} s are allowed`;
    return end(situation, "expired", "STALE", reason);
  }
  const started = {
    ...state,
    status: "working",
    work: { deadline: unixMs(now + record.orderTimeoutMs) },
    attempts: 1,
    firstAttemptAt: now,
  } as const;
  if (isAccountOrder(record.order)) {
    const switching: AccountState = { ...started, phase: { kind: "switching" } };
    return act(withEvent({ ...situation, state: switching }, { kind: "attempt", attempt: 1 }), { kind: "switch" });
  }
  const begun: PlanningState = { ...started, phase: { kind: "planning" } };
  return act(withEvent({ ...situation, state: begun }, { kind: "attempt", attempt: 1 }), { kind: "read" });
}
