// The one table of the ledger (docs/design.md#the-ledger): its keys. Every index is declared when the table is made.
//
// The indexes hold keys alone: an order's changes touch none of them, and a page of history is a Query and a read of the items it
// names. `by-open` and `by-followed` are sparse: they hold what there is still something to do about.
import type { CreateTableCommandInput, KeySchemaElement } from "@aws-sdk/client-dynamodb";
import { INDEX_PARTITION, INDEX_SORT, INDEXES, NOTICE_ATTRIBUTE, OPEN, TABLE_KEY } from "../../config/ledger-schema.ts";
import type { AlertId, OrderId, UnixMs } from "../../core/ids.ts";
import { isoTime, timeOf } from "../../core/ids.ts";

export const itemKey = {
  order: (orderId: OrderId) => ({ pk: `ORDER#${orderId}`, sk: "ORDER" }),
  alert: (alertId: AlertId) => ({ pk: `ALERT#${alertId}`, sk: "ALERT" }),
  openAlerts: (bodyHash: string) => ({ pk: `KEY#${bodyHash}`, sk: "OPEN" }),
  key: (keyHash: string) => ({ pk: `KEY#${keyHash}`, sk: "KEY" }),
  document: (name: string) => ({ pk: `DOCUMENT#${name}`, sk: "DOCUMENT" }),
  cache: (what: string) => ({ pk: `CACHE#${what}`, sk: "CACHE" }),
  /** An item a snapshot, an account's in the order of their times. */
  equity: (account: string, at: UnixMs) => ({ pk: `EQUITY#${accountKey(account)}`, sk: isoTime(at) }),
} as const;

/** Of what has not ended, or not been told. */
export const openMark = { [INDEX_PARTITION.open]: OPEN };
/** The mark of what there is to tell, made now, as attributes of an item. */
export function noticeMark(now: UnixMs) {
  return { [NOTICE_ATTRIBUTE]: isoTime(now), ...openMark };
}

/** The index partitions an order is listed under. */
export function indexKeys(order: { readonly orderId: OrderId; readonly account: string; readonly symbol: string }) {
  return {
    [INDEX_SORT]: order.orderId,
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

/** Under which the alerts of a month are listed that no order of theirs tells of in full. */
export function alertsKey(receivedAt: UnixMs): string {
  return `alerts#${dayOf(receivedAt).slice(0, 7)}`;
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
    GlobalSecondaryIndexes: INDEXES.map(({ name, partition }) => ({
      IndexName: name,
      KeySchema: keySchema(partition, INDEX_SORT),
      Projection: { ProjectionType: "KEYS_ONLY" as const },
    })),
  };
}

function keySchema(partition: string, sort: string): KeySchemaElement[] {
  return [
    { AttributeName: partition, KeyType: "HASH" },
    { AttributeName: sort, KeyType: "RANGE" },
  ];
}
