import type { AccountOrder, AlertOrder } from "./alert-order.ts";

/** What stands where a symbol stands, for an order of the whole account: in answers, trades and its group. */
export const EVERY_SYMBOL = "*";

/** The symbol an order is for. */
export function symbolOf(order: AlertOrder): string {
  return "symbol" in order ? order.symbol : EVERY_SYMBOL;
}

/** Whether an order is for the whole account. */
export function isAccountOrder(order: AlertOrder): order is AccountOrder {
  return !("symbol" in order);
}
