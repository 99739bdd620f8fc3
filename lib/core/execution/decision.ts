// The vocabulary of the retry machine: what can happen to an order, what to do next, and the state between.
import type { DecimalString } from "../decimal.ts";
import type { OrderFailure } from "../failure.ts";
import { type OrderId, type UnixMs, unixMs } from "../ids.ts";
import type { SettingStep } from "../order/plan.ts";
import type { Reading } from "../order/plan-from.ts";
import type { RestingOrder } from "../order/resting-order.ts";
import type { VenueOrder } from "../order/venue-order.ts";
import { backoffMs, nextAttemptAt } from "./backoff.ts";
import type {
  AccountState,
  EndCode,
  EndedState,
  EndStatus,
  OrderEvent,
  OrderFacts,
  OrderRecord,
  OrderState,
  PlannedFacts,
  PlanningState,
  WorkingState,
} from "./order-record.ts";
import type { PhaseOf, PlannedWork, Submission, WorkingPhase } from "./phase.ts";

/** The position as a look-up read it: what is left to judge a market order by that the venue's reports do not show. */
export interface Sighting {
  /** Signed contracts now. */
  readonly position: DecimalString;
  /** Another order of the account and symbol worked or rested since the first attempt, or may have: the position proves nothing. */
  readonly othersWorked?: true;
  /** A `closeall` was at work since the first attempt: whatever the position did may have been its doing. */
  readonly swept?: true;
}

/** What happened: a delivery, or the result of the last action. */
export type ExecutionEvent =
  /** A worker took the order: the first time, after a wait, or after a crash. `previousEndedAt`: when the order before it in its group ended. */
  | { readonly kind: "delivered"; readonly previousEndedAt?: UnixMs }
  /**
   * `isNameTaken`: an open order on the venue has the limit order's name. `off`: why no order of its kind may rest any more.
   * `readAgainAt`: the position is taken for one from before the last fill, until it is read then.
   */
  | {
      readonly kind: "read";
      readonly reading: Reading;
      readonly isNameTaken?: true;
      readonly off?: string;
      readonly readAgainAt?: UnixMs;
    }
  | { readonly kind: "read-failed"; readonly failure: OrderFailure }
  | { readonly kind: "answered"; readonly order: VenueOrder }
  | { readonly kind: "refused"; readonly failure: OrderFailure }
  | { readonly kind: "found"; readonly order: VenueOrder }
  /** `graceMs`: how long the venue may deny knowing an order it took. */
  | ({ readonly kind: "not-found"; readonly graceMs: number } & Sighting)
  /** `seen`: the position, where that could be read all the same. */
  | { readonly kind: "look-up-failed"; readonly failure: OrderFailure; readonly seen?: Sighting }
  /** Every order of the symbol that rests on the venue. */
  | { readonly kind: "listed"; readonly orders: readonly RestingOrder[] }
  | { readonly kind: "performed"; readonly count?: number }
  | { readonly kind: "not-performed"; readonly failure: OrderFailure }
  /** The account's switch is on record. */
  | { readonly kind: "switched"; readonly now: string }
  /** One round of a `closeall`: what it did, what it found still open before, and whose fills of just now it found among the positions. */
  | {
      readonly kind: "swept";
      readonly did: readonly string[];
      readonly left: readonly string[];
      readonly seen?: readonly OrderId[];
    }
  /** What became of an order that a cancel did not find open. */
  | { readonly kind: "cancel-target"; readonly order?: VenueOrder };

/** The name of an event. */
export type EventKind = ExecutionEvent["kind"];
/** The event of that name, with its fields. */
export type EventOf<E extends EventKind> = Extract<ExecutionEvent, { readonly kind: E }>;

/** What the worker does next. Before anything but `read`, `look-up`, `list-resting` and `find-target` it writes the new state. */
export type Action =
  /** `fresh`: the market too is read from the venue, not from what is remembered of it. */
  | { readonly kind: "read"; readonly fresh?: true }
  | { readonly kind: "send"; readonly submission: Submission }
  | { readonly kind: "look-up"; readonly submission: Submission }
  | { readonly kind: "perform"; readonly step: SettingStep }
  | { readonly kind: "switch" }
  | { readonly kind: "sweep" }
  | { readonly kind: "list-resting" }
  /** An order that rests no more is no failure. */
  | { readonly kind: "cancel-resting"; readonly orders: readonly RestingOrder[] }
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
export interface Situation<S extends OrderFacts = OrderState> {
  readonly record: OrderRecord;
  readonly state: S;
  readonly now: UnixMs;
  readonly events: readonly OrderEvent[];
}

/** An order with a plan that is being carried out; of one phase, where that matters. */
export type Working<P extends WorkingPhase = WorkingPhase> = Situation<WorkingState<PhaseOf<P>>>;
/** An order with a plan, before it is said in which phase it goes on. */
export type Planned = Situation<PlannedFacts>;
/** An order whose first attempt has begun: it has a deadline. */
export type Begun = Situation<PlanningState | AccountState | WorkingState>;

/** `situation` with changed facts. */
export function withFacts<S extends OrderFacts>(situation: Situation<S>, change: Partial<OrderFacts>): Situation<S> {
  return { ...situation, state: { ...situation.state, ...change } };
}

/** `situation` with more known of its work. */
export function withWork<S extends PlannedFacts>(situation: Situation<S>, change: Partial<PlannedWork>): Situation<S> {
  return { ...situation, state: { ...situation.state, work: { ...situation.state.work, ...change } } };
}

/** `situation` in a phase of its work. */
export function inPhase(situation: Planned, phase: WorkingState["phase"]): Working {
  return { ...situation, state: { ...situation.state, phase } };
}

/** Waits until what was read just after a fill can be read anew; undefined: it is believed. */
export function readLater(situation: Begun, { reading, readAgainAt }: EventOf<"read">): Decision | undefined {
  if (readAgainAt === undefined) return undefined;
  const why = `the position is read as before the last fill: ${reading.snapshot.position} contracts`;
  return restUntil(situation, readAgainAt, why);
}

/** An event without its time: the situation knows it. */
export type Happening = OrderEvent extends infer E ? (E extends OrderEvent ? Omit<E, "at"> : never) : never;

/** `situation` with one more line in the order's story. */
export function withEvent<S extends OrderFacts>(situation: Situation<S>, happening: Happening): Situation<S> {
  const event = { at: situation.now, ...happening } as OrderEvent;
  return { ...situation, events: [...situation.events, event] };
}

export function act({ state, events }: Situation, action: Action): Decision {
  return { state, events, action };
}

/** Reads the account, and the market from the venue itself once the order is planned anew. */
export function readAnew(situation: Begun): Decision {
  const isReplanned = "replanned" in situation.state.work;
  return act(situation, { kind: "read", ...(isReplanned ? { fresh: true } : {}) });
}

/** Looks for what became of the order that a cancel was for. */
export function findTarget(situation: Situation, customId: string): Decision {
  return act(situation, { kind: "find-target", customId, since: unixMs(0) });
}

/** The instant after which nothing is sent. */
export function deadlineOf({ state }: Begun | Planned): UnixMs {
  return state.work.deadline;
}

export function isExpired(situation: Begun | Planned): boolean {
  return situation.now > deadlineOf(situation);
}

/** Ends the order for good. */
export function end(
  situation: Situation<OrderFacts & Pick<EndedState, "work">>,
  status: EndStatus,
  code: EndCode,
  reason: string,
): Decision {
  const { state, now } = situation;
  const told = { status, code, reason: reason + clearedText(state) };
  const ended: EndedState = { ...state, ...told, endedAt: now, phase: { kind: "ended" } };
  return act(withEvent({ ...situation, state: ended }, { kind: "ended", ...told }), { kind: "end" });
}

/** Whatever became of the order: its resting orders are gone, and nobody else says so. */
function clearedText({ work }: Pick<EndedState, "work">): string {
  return work?.cleared === undefined ? "" : `; cancelled to make way: ${work.cleared.join(", ")}`;
}

/** Ends the order because its time is over. */
export function expire(situation: Begun | Planned, why: string): Decision {
  const { record, state } = situation;
  const filled =
    state.fills.contracts === "0" ? "nothing was filled" : `${state.fills.contracts} contracts were filled`;
  const reason = `not finished within ${record.orderTimeoutMs / 1000} s of the first attempt: ${why}; ${filled}`;
  return end(situation, "expired", "DEADLINE_EXCEEDED", reason);
}

/** Waits before the next attempt, longer each time; expires the order when no time is left for one. */
export function retryLater(situation: Begun, failure: Pick<OrderFailure, "message" | "retryAfterMs">): Decision {
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
  return restUntil(withFacts(situation, { waits: situation.state.waits + 1 }), until, why);
}

/** Waits because nothing is wrong: the waits after a failure are no longer for it. */
export function restUntil(situation: Situation, until: UnixMs, why: string): Decision {
  return act(withEvent(situation, { kind: "waiting", untilMs: until, why }), { kind: "wait", until });
}
