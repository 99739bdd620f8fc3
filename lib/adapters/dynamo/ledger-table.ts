// The one table of the ledger (docs/design.md#the-ledger): its keys. Every index is declared when the table is made.
//
// The indexes that are listed carry an order's trade once it has ended: a page of history is one Query of small entries, not
// a hundred large items. `by-followed` and `by-notice` are sparse: they hold what there is still something to do about.
import type { CreateTableCommandInput, KeySchemaElement } from "@aws-sdk/client-dynamodb";
import { INDEX_PARTITION, INDEX_SORT, INDEXES, NOTICE_MARK, TABLE_KEY } from "../../config/ledger-schema.ts";
import type { OrderStatus } from "../../core/execution/order-record.ts";
import type { AlertId, OrderId, UnixMs } from "../../core/ids.ts";
import { isoTime, timeOf } from "../../core/ids.ts";

export const itemKey = {
  order: (orderId: OrderId) => ({ pk: `ORDER#${orderId}`, sk: "ORDER" }),
  alert: (alertId: AlertId) => ({ pk: `ALERT#${alertId}`, sk: "ALERT" }),
  openAlerts: (bodyHash: string) => ({ pk: `KEY#${bodyHash}`, sk: "OPEN" }),
  key: (keyHash: string) => ({ pk: `KEY#${keyHash}`, sk: "KEY" }),
  document: (name: string) => ({ pk: `DOCUMENT#${name}`, sk: "DOCUMENT" }),
  cache: (what: string) => ({ pk: `CACHE#${what}`, sk: "CACHE" }),
} as const;

/** The mark of what there is to tell, as the attribute of an item. */
export const noticeMark = { [INDEX_PARTITION.notice]: NOTICE_MARK };

/** The index partitions an order is listed under. */
export function indexKeys(order: { readonly orderId: OrderId; readonly account: string; readonly symbol: string }) {
  return {
    accountKey: accountKey(order.account),
    marketKey: marketKey(order.account, order.symbol),
    dayKey: dayOf(timeOf(order.orderId)),
  };
}

export function accountKey(account: string): string {
  return account.toLowerCase();
}

export function marketKey(account: string, symbol: string): string {
  return `${account.toLowerCase()}#${symbol}`;
}

/** Orders that have not ended share a partition: their status changes often, and they are few. */
export function statusKey(status: OrderStatus): string {
  return status === "queued" || status === "working" ? "open" : status;
}

/** Among the states of orders, for alerts with a line that was refused. */
export const REFUSED = "refused";

/** Under which an alert is listed. */
export function alertDayKey(receivedAt: UnixMs): string {
  return `alerts#${dayOf(receivedAt)}`;
}

/** The UTC day of an instant: `2026-11-24`. */
export function dayOf(time: UnixMs): string {
  return isoTime(time).slice(0, 10);
}

/** The table as CreateTable takes it. */
export function ledgerTable(tableName: string): CreateTableCommandInput {
  const attributes = [...Object.values(TABLE_KEY), INDEX_SORT, ...Object.values(INDEX_PARTITION)];
  return {
    TableName: tableName,
    BillingMode: "PAY_PER_REQUEST",
    KeySchema: keySchema(TABLE_KEY.partition, TABLE_KEY.sort),
    AttributeDefinitions: attributes.map((AttributeName) => ({ AttributeName, AttributeType: "S" as const })),
    GlobalSecondaryIndexes: INDEXES.map(({ name, partition, attributes: included }) => ({
      IndexName: name,
      KeySchema: keySchema(partition, INDEX_SORT),
      Projection:
        included.length === 0
          ? { ProjectionType: "KEYS_ONLY" as const }
          : { ProjectionType: "INCLUDE" as const, NonKeyAttributes: [...included] },
    })),
  };
}

function keySchema(partition: string, sort: string): KeySchemaElement[] {
  return [
    { AttributeName: partition, KeyType: "HASH" },
    { AttributeName: sort, KeyType: "RANGE" },
  ];
}
