// What an order's plan was to place: nothing before there is one.
import { type Decimal, ZERO } from "../decimal.ts";
import type { PlaceStep, Step } from "../order/plan.ts";
import type { EndCode, OrderState } from "./order-record.ts";

type Planned = Pick<OrderState, "work">;

/** The orders the plan names. */
export function placeStepsOf({ work }: Planned): readonly PlaceStep[] {
  return placesIn(work?.plan?.steps ?? []);
}

/** Contracts of every order the plan names, added up. */
export function plannedContracts({ work }: Planned): Decimal {
  return contractsIn(work?.plan?.steps ?? []);
}

/** Contracts of the orders among `steps`, added up. */
export function contractsIn(steps: readonly Step[]): Decimal {
  return placesIn(steps).reduce((sum, { contracts }) => sum.plus(contracts), ZERO);
}

function placesIn(steps: readonly Step[]): readonly PlaceStep[] {
  return steps.filter((step) => step.kind === "place");
}

/** The code of an order that filled its plan: that of the denial, where only the close was to go out. */
export function fullCode({ work }: Planned): EndCode {
  return work?.plan?.code ?? "FILLED";
}
