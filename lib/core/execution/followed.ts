import type { OrderEvent, OrderState } from "./order-record.ts";

/** A followed order's new state and the lines to add to its story. */
export interface Followed {
  readonly state: OrderState;
  readonly newEvents: readonly OrderEvent[];
}
