// An alert as its item and back, and the alert that its one order tells of in full: that one has no item.
import { isDeepStrictEqual } from "node:util";
import { INDEX_PARTITION, INDEX_SORT } from "../../config/ledger-schema.ts";
import type { OrderRecord } from "../../core/execution/order-record.ts";
import { timeOf } from "../../core/ids.ts";
import type { AlertRecord } from "../../ports/ledger.ts";
import { alertsKey, itemKey } from "./ledger-table.ts";
import { orderOf } from "./order-item.ts";
import { packText, unpackText } from "./pack-text.ts";

/** Packed: an alert may be 64 KiB of text, and an item holds 400 kB with every bad line beside it. */
export function alertItem(alert: AlertRecord): Record<string, unknown> {
  const { alertId } = alert;
  const listed = { [INDEX_PARTITION.day]: alertsKey(timeOf(alertId)), [INDEX_SORT]: alertId };
  return { ...itemKey.alert(alertId), ...listed, packed: packText(JSON.stringify(alert)) };
}

/** @throws Error when the item is not an alert we wrote. */
export function alertOf({ pk, packed }: Record<string, unknown>): AlertRecord {
  if (!(packed instanceof Uint8Array)) throw new Error(`item ${String(pk)} of the ledger is not an alert`);
  // We wrote it: only `alertItem` packs an alert.
  return JSON.parse(unpackText(packed)) as AlertRecord;
}

/** On an order that tells of its alert in full, and on no other. */
export const tellsAlert = { alert: "in full" };

/** The alert that an order's item tells of; undefined when that has an item of its own. */
export function alertOfOrderItem(item: Record<string, unknown>): AlertRecord | undefined {
  return item.alert === tellsAlert.alert ? alertOfOrder(orderOf(item)) : undefined;
}

/** An alert of one line, all of which its order has. */
function alertOfOrder({ alertId, receivedAt, text, line, orderId, account, symbol }: OrderRecord): AlertRecord {
  const accepted = [{ line, orderId, account, symbol }];
  return { alertId, receivedAt, text, accepted, rejected: [], warnings: [] };
}

/** Whether the alert needs no item of its own. */
export function isToldByOrder(alert: AlertRecord | undefined, orders: readonly OrderRecord[]): boolean {
  const [order] = orders;
  return orders.length === 1 && order !== undefined && isDeepStrictEqual(alert, alertOfOrder(order));
}
