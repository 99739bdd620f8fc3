import type { AlertOrder } from "../alert/alert-order.ts";
import type { ChainVerdict } from "../chain/chain.ts";
import type { GuardFacts } from "../guard/judge-opening.ts";
import type { Instrument } from "../market/instrument.ts";
import type { Snapshot } from "../market/snapshot.ts";
import type { VenueTraits } from "../market/venue-table.ts";
import type { Plan, PlanAccount, RefusedSetting } from "./plan.ts";
import { planOrder } from "./plan-order.ts";

/** Everything a plan or a new size is made from, as one attempt read it. */
export interface Reading {
  readonly instrument: Instrument;
  readonly snapshot: Snapshot;
  readonly traits: VenueTraits;
  readonly wanted: PlanAccount["wanted"];
  /** What the order comes to by its group's targets; absent: it trades. */
  readonly chain?: { readonly verdict: ChainVerdict; readonly lost?: true };
  /** What the account's switches and guards say, and the version of its document that they were read at. */
  readonly guards?: { readonly facts: GuardFacts; readonly version: number | undefined };
}

/**
 * The plan for an order in the market as it was read: the same for the worker, `whook plan` and the library.
 * @param refused - what the venue has refused to set in this attempt.
 */
export function planFrom(
  order: AlertOrder,
  { instrument, snapshot, traits, wanted, guards }: Reading,
  refused: readonly RefusedSetting[] = [],
): Plan {
  const { position, bid, ask, ...account } = snapshot;
  const price = { ...(bid === undefined ? {} : { bid }), ...(ask === undefined ? {} : { ask }) };
  return planOrder({
    order,
    market: instrument,
    account: { ...account, wanted, ...(guards === undefined ? {} : { guards: guards.facts }) },
    position,
    price,
    traits,
    refused,
  });
}

/** An order, the market it is for, and its plan. */
export type PlannedOrder = Plan & { readonly order: AlertOrder; readonly market: Instrument };

/** The plan with what it is for beside it, for those who only ask. */
export function plannedOrder(order: AlertOrder, reading: Reading): PlannedOrder {
  return { order, market: reading.instrument, ...planFrom(order, reading) };
}
