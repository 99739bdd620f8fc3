// One order from receipt to end: the item the ledger keeps, its state and the story of how it got there.
// It is a long file for one reason: every state and every event has fields of its own.
import type { AlertIssue, AlertOrder, Side } from "../alert/alert-order.ts";
import type { DecimalString } from "../decimal.ts";
import type { FailureCode, OrderFailure } from "../failure.ts";
import type { AlertId, OrderId, UnixMs } from "../ids.ts";
import type { Plan, Step } from "../order/plan.ts";
import type { Fee } from "../order/venue-order.ts";
import type { PhaseOf, PlannedWork, Submission, Work, WorkingPhase } from "./phase.ts";

export const END_STATUSES = ["filled", "placed", "cancelled", "done", "rejected", "expired"] as const;
/** How an order can end: docs/design.md#execution. */
export type EndStatus = (typeof END_STATUSES)[number];
export const ORDER_STATUSES = ["queued", "working", ...END_STATUSES] as const;
/** Where an order is: queued, at work, or at one of its ends. */
export type OrderStatus = (typeof ORDER_STATUSES)[number];

/** Why an order ended as it did: a failure's code, or one of these. */
export type EndCode =
  | FailureCode
  | "FILLED"
  | "PLACED"
  | "CANCELLED"
  | "NOTHING_TO_DO"
  | "SWITCHED"
  | "FLAT"
  | "SUPERSEDED"
  | "RESTORED"
  | "LEVERAGE_SET"
  | "PARTLY_FILLED";

/** What the orders of a trade filled, added up. */
export interface FillTotals {
  readonly contracts: DecimalString;
  /** Sum of their entry values: what the average is made of. Absent once a fill came without its price. */
  readonly value?: DecimalString;
  readonly feeCost?: DecimalString;
  readonly feeCurrency?: string;
}

/** What one order on the venue has filled so far. */
export interface OrderExecution {
  readonly clientOrderId: string;
  readonly side: Side;
  readonly contracts: DecimalString;
  readonly averagePrice?: DecimalString;
  readonly fee?: Fee;
  /** It was sent post-only: it took nothing from the book. */
  readonly maker?: true;
  /** Judged by how the position moved: no report of the venue shows it yet. */
  readonly inferred?: true;
  /** Signed contracts of the position before it was sent. Absent once it filled while resting: by then that had passed. */
  readonly positionBefore?: DecimalString;
  /** The venue has not reported its fee, or its price, and is asked again. */
  readonly untold?: Untold;
  /** What it did to the position's cost, once that is reckoned for all of it. */
  readonly accounted?: Accounted;
}

/** How the venue is asked for what it has not reported of an execution. */
export interface Untold {
  readonly venueOrderId: string;
  /** When the order's intent was written. */
  readonly intentAt: UnixMs;
  /** Since when it is missing, and when it was asked for last. */
  readonly since: UnixMs;
  readonly askedAt?: UnixMs;
}

/** The result of an execution by average cost. Amounts are in the settle coin, contracts positive. */
export interface Accounted {
  /** Profit of what it closed, fees apart. */
  readonly realizedProfit: DecimalString;
  /** The part that closed contracts whook had opened at known prices. */
  readonly closedContracts: DecimalString;
  /** The part that closed others: their profit is not known and not counted. */
  readonly outsideContracts?: DecimalString;
  /** Signed contracts by which the position had changed outside whook before it. */
  readonly positionMoved?: DecimalString;
}

/** An order on the venue whose end is still to come, or to be found out. */
export interface OpenOrder {
  readonly submission: Submission;
  /** Since when the venue has not known it. */
  readonly missingSince?: UnixMs;
}

/** What every order's state tells, whatever its phase. */
export interface OrderFacts {
  readonly status: OrderStatus;
  /** How many times work began, the first time included. */
  readonly attempts: number;
  /** Waits since the last progress: they grow. */
  readonly waits: number;
  readonly firstAttemptAt?: UnixMs;
  /** Fills of the whole order. */
  readonly fills: FillTotals;
  /** The same one by one: each order on the venue that filled, oldest first. */
  readonly executions: readonly OrderExecution[];
  /** Contracts of the orders the venue took, without the rest of one that was sent again. */
  readonly sent: DecimalString;
  /** Ended for the worker, open on the venue: followed to their end. */
  readonly open: readonly OpenOrder[];
  readonly clientOrderIds: readonly string[];
  /** Tells the key that what went out last went out under; absent: nothing did, or the venue has no keys. */
  readonly sentWith?: string;
  readonly submittedAt?: UnixMs;
  /** When the last fill was learned of. */
  readonly filledAt?: UnixMs;
  readonly endedAt?: UnixMs;
  readonly code?: EndCode;
  readonly reason?: string;
}

/** No attempt has begun. */
export interface QueuedState extends OrderFacts {
  readonly phase: PhaseOf<"queued">;
  readonly work?: never;
}
/** An attempt has begun and there is no plan yet. */
export interface PlanningState extends OrderFacts {
  readonly phase: PhaseOf<"planning">;
  readonly work: Work;
}
/** The word of a whole account is being carried out. */
export interface AccountState extends OrderFacts {
  readonly phase: PhaseOf<"switching" | "sweeping">;
  readonly work: Work;
}
/** What every phase with a plan knows. */
export interface PlannedFacts extends OrderFacts {
  readonly work: PlannedWork;
}
/** The plan is being carried out. */
export interface WorkingState<P extends PhaseOf<WorkingPhase> = PhaseOf<WorkingPhase>> extends PlannedFacts {
  readonly phase: P;
}
/** As far as the work had come: an order that was stale has none. */
export interface EndedState extends OrderFacts {
  readonly phase: PhaseOf<"ended">;
  readonly work?: Work;
}

/** Everything that changes while an order is worked on. */
export type OrderState = QueuedState | PlanningState | AccountState | WorkingState | EndedState;

/** One line of an order's story. */
export type OrderEvent = { readonly at: UnixMs } & (
  | { readonly kind: "received" }
  | { readonly kind: "attempt"; readonly attempt: number }
  | { readonly kind: "planned"; readonly plan: Plan }
  | { readonly kind: "setting"; readonly step: Step }
  | { readonly kind: "setting-failed"; readonly step: Step; readonly failure: OrderFailure }
  | { readonly kind: "intent"; readonly submission: Submission }
  | {
      readonly kind: "accepted";
      readonly clientOrderId: string;
      readonly venueOrderId: string;
      readonly adopted?: true;
    }
  | { readonly kind: "refused"; readonly clientOrderId: string; readonly failure: OrderFailure }
  | { readonly kind: "outcome-unknown"; readonly clientOrderId: string; readonly message: string }
  | { readonly kind: "not-found"; readonly clientOrderId: string }
  | {
      readonly kind: "filled";
      readonly clientOrderId: string;
      readonly contracts: DecimalString;
      readonly averagePrice?: DecimalString;
      readonly inferred?: true;
      /** The contracts that had been inferred, which these replace: the venue's report came. */
      readonly corrects?: DecimalString;
    }
  /** What the venue reported of a fill later: its fee, or its price. Neither: it is asked for them no more. */
  | {
      readonly kind: "told";
      readonly clientOrderId: string;
      readonly averagePrice?: DecimalString;
      readonly fee?: Fee;
    }
  | { readonly kind: "shrunk"; readonly from: DecimalString; readonly to: DecimalString; readonly why: string }
  /** Resting orders of the user's that are cancelled, since the step's refusal says that they are in the way. */
  | { readonly kind: "clearing"; readonly names: readonly string[]; readonly why: string }
  /** An order under a price lock is taken off the book. */
  | { readonly kind: "withdrawing"; readonly clientOrderId: string; readonly why: string }
  | { readonly kind: "read-failed"; readonly failure: OrderFailure }
  /** Of an order for the whole account: what was done. */
  | { readonly kind: "swept"; readonly did: readonly string[] }
  | { readonly kind: "waiting"; readonly untilMs: UnixMs; readonly why: string }
  | { readonly kind: "ended"; readonly status: EndStatus; readonly code: EndCode; readonly reason: string }
);

/** The order's item in the ledger. Everything but `state`, `events` and `version` is fixed at receipt. */
export interface OrderRecord {
  readonly orderId: OrderId;
  readonly alertId: AlertId;
  /** 1-based physical line, and its text as received. */
  readonly line: number;
  readonly text: string;
  readonly account: string;
  readonly exchange: string;
  readonly symbol: string;
  readonly order: AlertOrder;
  /** What was worth saying of the line at receipt; absent: nothing, or it is of a time that kept none. */
  readonly warnings?: readonly AlertIssue[];
  readonly receivedAt: UnixMs;
  readonly orderTimeoutMs: number;
  readonly alertTimeoutMs: number;
  /** Moves by one with every change. */
  readonly version: number;
  readonly state: OrderState;
  readonly events: readonly OrderEvent[];
}

/** Whether the worker is done with the order. */
export function isEnded({ phase }: OrderState): boolean {
  return phase.kind === "ended";
}

/** Whether an ended order is still followed: it is not settled, or the venue has not reported its fee. */
export function isFollowed(state: OrderState): boolean {
  return isEnded(state) && (!isSettled(state) || state.executions.some(({ untold }) => untold !== undefined));
}

/** Whether an order fills no more, and all that it filled is in the books. */
export function isSettled(state: OrderState): boolean {
  return isEnded(state) && state.open.length === 0 && isAccounted(state);
}

/** Whether a price is still to come: what filled cannot be in the books before. */
export function awaitsPrice({ executions }: OrderState): boolean {
  return executions.some(({ untold, averagePrice }) => untold !== undefined && averagePrice === undefined);
}

/** Whether a fill stands on the position alone while the venue's report of it may still come. */
export function awaitsReport({ open, executions }: OrderState): boolean {
  return open.length > 0 && executions.some(({ inferred }) => inferred === true);
}

/** Whether all that was filled is in the books. */
export function isAccounted({ executions }: OrderState): boolean {
  return executions.every(({ accounted }) => accounted !== undefined);
}

export const NEW_ORDER_STATE: QueuedState = {
  status: "queued",
  phase: { kind: "queued" },
  attempts: 0,
  waits: 0,
  fills: { contracts: "0", value: "0" },
  executions: [],
  sent: "0",
  open: [],
  clientOrderIds: [],
};
