import type { OrderRecord } from "../execution/order-record.ts";
import type { OrderId, UnixMs } from "../ids.ts";
import type { Notification } from "./notification.ts";

/** @param record - the order itself, unless the ledger has none. */
export function tellDeadLetter(
  {
    orderId,
    receiveCount,
    diedAt,
  }: { readonly orderId: OrderId; readonly receiveCount: number; readonly diedAt: UnixMs },
  record: OrderRecord | undefined,
): Notification {
  const what = record === undefined ? "" : ` (${record.account} ${record.symbol} ${record.order.command})`;
  return {
    key: `dead:${orderId}:${diedAt}`,
    event: "dead-letter",
    at: diedAt,
    text: [
      `PLEASE CHECK: order ${orderId}${what} was set aside after ${receiveCount} tries that broke off.`,
      `Its story: whook order ${orderId}. To try it again: whook redrive`,
    ].join("\n"),
    ...(record === undefined ? {} : { account: record.account, symbol: record.symbol, alertId: record.alertId }),
    orderId,
  };
}
