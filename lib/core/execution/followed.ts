import type { OrderEvent, OrderState } from "./order-record.ts";

/** What following an order found: its new state, and the lines to add to its story. */
export interface Followed {
  readonly state: OrderState;
  readonly newEvents: readonly OrderEvent[];
}
