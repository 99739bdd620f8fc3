// Where the work on an order stands. Each phase carries exactly what it alone knows
// (docs/adr/0036-phases-that-carry-their-own-fields.md).
import type { DecimalString } from "../decimal.ts";
import type { OrderFailure } from "../failure.ts";
import type { OrderId, UnixMs } from "../ids.ts";
import type { Instrument } from "../market/instrument.ts";
import type { CancelStep, PlaceStep, Plan, RefusedSetting, SettingStep } from "../order/plan.ts";
import type { RestingOrder } from "../order/resting-order.ts";

/** One submission of one place step whose intent is on record. */
export interface Submission {
  readonly clientOrderId: string;
  readonly step: PlaceStep;
  /** When its intent was written: look-ups search from here. */
  readonly intentAt: UnixMs;
  /** Signed contracts before it was sent: a change since is evidence that it landed. */
  readonly positionBefore: DecimalString;
  readonly venueOrderId?: string;
}

/** One that the venue has taken. */
export interface TakenSubmission extends Submission {
  readonly venueOrderId: string;
}

/** Where the work on an order stands. */
export type Phase =
  /** No attempt has begun. */
  | { readonly kind: "queued" }
  /** No plan yet; nothing was ever sent. */
  | { readonly kind: "planning" }
  /** An order of the whole account: its switch is to be set. */
  | { readonly kind: "switching" }
  /**
   * A `closeall`: orders are cancelled and positions closed, round after round, until the account is flat. `seen`: the orders of just
   * now whose fills a round found among the positions.
   */
  | { readonly kind: "sweeping"; readonly seen?: readonly OrderId[] }
  /** The venue found nothing to reduce in an order that opens: the plan is made anew, after the settings already made. */
  | { readonly kind: "replanning" }
  /** The setting is to be made, or is being made. */
  | { readonly kind: "setting"; readonly step: SettingStep }
  /** The order is due and not outstanding. It may differ from the plan's: cut, shrunk, or the rest of a partial fill. */
  | { readonly kind: "due"; readonly step: PlaceStep }
  /** The order must be cut to the balance read now: it opens after a close, or was refused as too big. */
  | { readonly kind: "sizing"; readonly step: PlaceStep; readonly why: "remainder" }
  | { readonly kind: "sizing"; readonly step: PlaceStep; readonly why: "refused"; readonly failure: OrderFailure }
  /** Intent on record, answer not: it may or may not have landed. */
  | { readonly kind: "submitted"; readonly submission: Submission }
  /**
   * Looked for and not seen so far; a resend needs the venue's grace to pass first. `duplicate`: the venue said it has one
   * of that name. `refusal`: the venue's no to a name it was never sent before, which stands once the order is not there.
   */
  | {
      readonly kind: "unknown";
      readonly submission: Submission;
      readonly lostAt: UnixMs;
      readonly duplicate?: true;
      readonly refusal?: Pick<OrderFailure, "code" | "message">;
    }
  /** The venue has it; its fill is not confirmed yet. */
  | { readonly kind: "accepted"; readonly submission: TakenSubmission }
  /** The order is due under a price lock: the best price of its own side is read. */
  | { readonly kind: "pricing"; readonly step: PlaceStep }
  /** It rests at that price, until it has filled, the price has moved away, or the lock's time is over. */
  | { readonly kind: "locked"; readonly submission: TakenSubmission }
  /** It is being cancelled: what of it is left goes on only once the venue shows that it is. */
  | { readonly kind: "withdrawing"; readonly submission: TakenSubmission; readonly since: UnixMs }
  /** Resting reduce-only orders may be in the way of the step: which are there? */
  | { readonly kind: "blocked"; readonly step: PlaceStep | ModeStep; readonly failure: OrderFailure }
  /** They are being cancelled, then the step goes again. */
  | {
      readonly kind: "clearing";
      readonly step: PlaceStep | ModeStep;
      readonly failure: OrderFailure;
      readonly orders: readonly RestingOrder[];
    }
  /** The cancel found no open order of that name: what became of it? */
  | { readonly kind: "cancelling"; readonly step: CancelStep }
  | { readonly kind: "ended" };

/** A step that sets something, rather than cancels. */
export type ModeStep = Extract<SettingStep, { readonly kind: RefusedSetting }>;

/** The name of a phase. */
export type PhaseKind = Phase["kind"];
/** The phase of that name, with its fields. */
export type PhaseOf<P extends PhaseKind> = Extract<Phase, { readonly kind: P }>;
/** The phases in which a plan is being carried out. */
export type WorkingPhase = Exclude<PhaseKind, "queued" | "planning" | "switching" | "sweeping" | "ended">;

/** What is known of an order's work once it has begun. */
export interface Work {
  /** The order expires here: set once, at the first attempt. */
  readonly deadline: UnixMs;
  /** The market and plan, once read and made. */
  readonly instrument?: Instrument;
  readonly plan?: Plan;
  /** The resting orders that were cancelled to make way, by name. */
  readonly cleared?: readonly string[];
}

/** The same once there is a plan. */
export interface PlannedWork extends Work {
  readonly instrument: Instrument;
  readonly plan: Plan;
  readonly at: PlaceInPlan;
  /** Signed contracts as last read, moved by what filled since. */
  readonly position: DecimalString;
  /** Planned anew once already. */
  readonly replanned?: true;
  /** What the venue has refused to set. */
  readonly refused?: readonly RefusedSetting[];
  /** The settings that resting orders have made way for once already. */
  readonly clearedFor?: readonly RefusedSetting[];
  /** How often the venue refused a size of the order. */
  readonly refusals: number;
  /** Until then what goes at market is tried as a maker first; absent: it is not. */
  readonly lockedUntil?: UnixMs;
  /** The venue keeps the limit order's name for one that has ended: it goes by an id of ours. */
  readonly isRenamed?: true;
}

/** How far a plan has been carried out. */
export interface PlaceInPlan {
  /** Index of the current step of the plan. */
  readonly step: number;
  /** Of the current step: moves on only after a definitive refusal or a partial fill is on record. */
  readonly submissionNumber: number;
}
