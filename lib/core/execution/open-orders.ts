// An ended order's list of what is open on the venue: one entry changed, or off the list.
import type { OpenOrder, OrderState } from "./order-record.ts";

export function replaceOpen(state: OrderState, open: OpenOrder, next: OpenOrder): OrderState {
  return { ...state, open: state.open.map((other) => (other === open ? next : other)) };
}

export function withoutOpen(state: OrderState, open: OpenOrder): OrderState {
  return { ...state, open: state.open.filter((other) => other !== open) };
}
