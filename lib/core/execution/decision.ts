// The vocabulary of the retry machine: what can happen to an order, what to do next, and the state between.
import type { DecimalString } from "../decimal.ts";
import type { OrderFailure } from "../failure.ts";
import type { UnixMs } from "../ids.ts";
import type {
  CancelAllStep,
  CancelStep,
  SetLeverageStep,
  SetMarginModeStep,
  SetPositionModeStep,
} from "../order/plan.ts";
import type { Reading } from "../order/plan-from.ts";
import type { VenueOrder } from "../order/venue-order.ts";
import { backoffMs, nextAttemptAt } from "./backoff.ts";
import type { EndCode, EndStatus, OrderEvent, OrderRecord, OrderState, Submission } from "./order-record.ts";

/** A step that is simply asked for again when its outcome is unknown: it has no size to double. */
export type SettingStep = CancelStep | CancelAllStep | SetLeverageStep | SetMarginModeStep | SetPositionModeStep;

/** The position as a look-up read it: what is left to judge a market order by that the venue's reports do not show. */
export interface Sighting {
  /** Signed contracts now. */
  readonly position: DecimalString;
  /** Another order of the account and symbol worked or rested since the intent, or may have: the position proves nothing. */
  readonly othersWorked?: true;
}

/** What happened: a delivery, or the result of the last action. */
export type ExecutionEvent =
  /** A worker took the order: the first time, after a wait, or after a crash. `previousEndedAt`: when the order before it in its group ended. */
  | { readonly kind: "delivered"; readonly previousEndedAt?: UnixMs }
  | { readonly kind: "read"; readonly reading: Reading }
  | { readonly kind: "read-failed"; readonly failure: OrderFailure }
  | { readonly kind: "answered"; readonly order: VenueOrder }
  | { readonly kind: "refused"; readonly failure: OrderFailure }
  | { readonly kind: "found"; readonly order: VenueOrder }
  /** `graceMs`: how long the venue may deny knowing an order it took. */
  | ({ readonly kind: "not-found"; readonly graceMs: number } & Sighting)
  /** `seen`: the position, where that could be read all the same. */
  | { readonly kind: "look-up-failed"; readonly failure: OrderFailure; readonly seen?: Sighting }
  | { readonly kind: "performed"; readonly count?: number }
  | { readonly kind: "not-performed"; readonly failure: OrderFailure }
  /** What became of an order that a cancel did not find open. */
  | { readonly kind: "cancel-target"; readonly order?: VenueOrder };

/** What the worker does next. Before anything but `read`, `look-up` and `find-target` it writes the new state. */
export type Action =
  /** `fresh`: the market too is read from the venue, not from what is remembered of it. */
  | { readonly kind: "read"; readonly fresh?: true }
  | { readonly kind: "send"; readonly submission: Submission }
  | { readonly kind: "look-up"; readonly submission: Submission }
  | { readonly kind: "perform"; readonly step: SettingStep }
  | { readonly kind: "find-target"; readonly customId: string; readonly since: UnixMs }
  | { readonly kind: "wait"; readonly until: UnixMs }
  | { readonly kind: "end" };

/** The order's new state, the lines to add to its story, and what to do. */
export interface Decision {
  readonly state: OrderState;
  readonly events: readonly OrderEvent[];
  readonly action: Action;
}

/** The order with its state as of now, while one decision is being made. */
export interface Situation {
  readonly record: OrderRecord;
  readonly state: OrderState;
  readonly now: UnixMs;
  readonly events: readonly OrderEvent[];
}

/** `situation` with a changed state. */
export function withState(situation: Situation, change: Partial<OrderState>): Situation {
  return { ...situation, state: { ...situation.state, ...change } };
}

/** An event without its time: the situation knows it. */
export type Happening = OrderEvent extends infer E ? (E extends OrderEvent ? Omit<E, "at"> : never) : never;

/** `situation` with one more line in the order's story. */
export function withEvent(situation: Situation, happening: Happening): Situation {
  const event = { at: situation.now, ...happening } as OrderEvent;
  return { ...situation, events: [...situation.events, event] };
}

export function act(situation: Situation, action: Action): Decision {
  return { state: situation.state, events: situation.events, action };
}

/** Reads the account, and the market from the venue itself once the order is planned anew. */
export function readAnew(situation: Situation): Decision {
  return act(situation, { kind: "read", ...(situation.state.replanned ? { fresh: true } : {}) });
}

/** The instant after which nothing is sent. Set with the first attempt. */
export function deadlineOf({ state }: Situation): UnixMs {
  if (state.deadline === undefined) throw new Error("an order that has not begun has no deadline");
  return state.deadline;
}

export function isExpired(situation: Situation): boolean {
  return situation.now > deadlineOf(situation);
}

/** Ends the order for good. */
export function end(situation: Situation, status: EndStatus, code: EndCode, reason: string): Decision {
  const ended = withState(situation, { status, code, reason, endedAt: situation.now, phase: { kind: "ended" } });
  return act(withEvent(ended, { kind: "ended", status, code, reason }), { kind: "end" });
}

/** Ends the order because its time is over. */
export function expire(situation: Situation, why: string): Decision {
  const { record, state } = situation;
  const filled =
    state.fills.contracts === "0" ? "nothing was filled" : `${state.fills.contracts} contracts were filled`;
  const reason = `not finished within ${record.orderTimeoutMs / 1000} s of the first attempt: ${why}; ${filled}`;
  return end(situation, "expired", "DEADLINE_EXCEEDED", reason);
}

/** Waits before the next attempt, longer each time; expires the order when no time is left for one. */
export function retryLater(situation: Situation, failure: Pick<OrderFailure, "message" | "retryAfterMs">): Decision {
  const { record, state } = situation;
  const retryAfterMs = failure.retryAfterMs ?? 0;
  const until = nextAttemptAt(
    situation.now,
    backoffMs({ orderId: record.orderId, waits: state.waits, retryAfterMs }),
    deadlineOf(situation),
  );
  if (until === undefined) return expire(situation, failure.message);
  return waitUntil(situation, until, failure.message);
}

export function waitUntil(situation: Situation, until: UnixMs, why: string): Decision {
  const waiting = withState(situation, { waits: situation.state.waits + 1 });
  return act(withEvent(waiting, { kind: "waiting", untilMs: until, why }), { kind: "wait", until });
}
