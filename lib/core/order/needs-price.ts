import type { AlertOrder } from "../alert/alert-order.ts";
import { decimal, ZERO } from "../decimal.ts";

/** Whether the market's price is needed to plan the order: all of a position, a share or contracts of it go without one. */
export function needsPrice(order: AlertOrder): boolean {
  switch (order.command) {
    case "cancel":
      return false;
    case "position":
      return !decimal(order.quantity.value).eq(ZERO);
    case "close":
      return order.quantity?.unit === "base" || order.quantity?.unit === "quote";
    default:
      return true;
  }
}
