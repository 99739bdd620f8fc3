// What an order's plan was to place: nothing before there is one.
import { type Decimal, ZERO } from "../decimal.ts";
import type { PlaceStep } from "../order/plan.ts";
import type { EndCode, OrderState } from "./order-record.ts";

type Planned = Pick<OrderState, "work">;

/** The orders the plan names. */
export function placeStepsOf({ work }: Planned): readonly PlaceStep[] {
  return (work?.plan?.steps ?? []).filter((step) => step.kind === "place");
}

/** Contracts of every order the plan names, added up. */
export function plannedContracts(state: Planned): Decimal {
  return placeStepsOf(state).reduce((sum, { contracts }) => sum.plus(contracts), ZERO);
}

/** The code of an order that filled its plan: that of the denial, where only the close was to go out. */
export function fullCode({ work }: Planned): EndCode {
  return work?.plan?.code ?? "FILLED";
}
