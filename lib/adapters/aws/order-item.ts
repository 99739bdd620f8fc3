// An order as its item and back. The item is the record itself with the index keys beside it.
import { ORDER_STATUSES, type OrderRecord } from "../../core/execution/order-record.ts";
import { indexKeys, itemKey } from "./ledger-table.ts";

export function orderItem(record: OrderRecord): Record<string, unknown> {
  return { ...itemKey.order(record.orderId), ...indexKeys(record), ...record };
}

/** @throws Error when the item is not an order we wrote: a state we do not know must not be guessed at. */
export function orderOf(item: Record<string, unknown>): OrderRecord {
  const { pk: _pk, sk: _sk, accountKey: _account, marketKey: _market, dayKey: _day, ...rest } = item;
  const { noticeKey: _notice, ...record } = rest;
  if (!isOrderRecord(record))
    throw new Error(`item ${String(item.pk)} of the ledger is not an order this version knows`);
  return record;
}

function isOrderRecord(record: object): record is OrderRecord {
  const { state, version, events } = record as Partial<OrderRecord>;
  return (
    typeof version === "number" && Array.isArray(events) && ORDER_STATUSES.some((status) => status === state?.status)
  );
}
