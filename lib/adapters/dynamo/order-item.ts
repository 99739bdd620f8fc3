// An order as its item and back. The item is the record itself with what the indexes need beside it.
import { isEnded, isFollowed, ORDER_STATUSES, type OrderRecord } from "../../core/execution/order-record.ts";
import { tradeOf } from "../../core/trade/trade.ts";
import { accountKey, indexKeys, itemKey, statusKey } from "./ledger-table.ts";

export function orderItem(record: OrderRecord): Record<string, unknown> {
  return { ...itemKey.order(record.orderId), ...indexKeys(record), ...changingKeys(record), ...record };
}

/** What of an item follows from the order's state; what is undefined is not there. */
export function changingKeys(record: OrderRecord): {
  readonly statusKey: string;
  readonly followedKey: string | undefined;
  readonly trade: string | undefined;
} {
  return {
    statusKey: statusKey(record.state.status),
    followedKey: isFollowed(record.state) ? accountKey(record.account) : undefined,
    trade: isEnded(record.state) ? JSON.stringify(tradeOf(record)) : undefined,
  };
}

/** @throws Error when the item is not an order we wrote: a state we do not know must not be guessed at. */
export function orderOf(item: Record<string, unknown>): OrderRecord {
  const { pk: _pk, sk: _sk, accountKey: _account, marketKey: _market, dayKey: _day, ...rest } = item;
  const { statusKey: _status, followedKey: _followed, noticeKey: _notice, trade: _trade, ...record } = rest;
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
