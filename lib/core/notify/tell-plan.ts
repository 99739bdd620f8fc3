import type { OrderRecord } from "../execution/order-record.ts";
import type { Notification } from "./notification.ts";

/**
 * What was worth saying of an order's plan, once the order has ended for the first time; undefined when there is nothing.
 * What was worth saying of its line is told with the alert.
 */
export function tellPlan(record: OrderRecord): Notification | undefined {
  const { orderId, alertId, account, symbol, order, receivedAt, state, events } = record;
  const warnings = state.work?.plan?.warnings ?? [];
  const ends = events.filter(({ kind }) => kind === "ended");
  if (warnings.length === 0 || ends.length !== 1) return undefined;
  return {
    key: `${orderId}:warning`,
    event: "warning",
    at: state.endedAt ?? receivedAt,
    text: [
      ...warnings.map((warning) => `Warning, ${account} ${symbol} ${order.command}: ${warning}`),
      `Line: ${record.text.trim()}`,
      `More: whook order ${orderId}`,
    ].join("\n"),
    account,
    symbol,
    orderId,
    alertId,
  };
}
