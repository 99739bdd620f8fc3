// The one table of the ledger (design section 8). Every index is declared here, when the table is made.
//
// The indexes hold keys only: an order's state changes several times, its account, symbol and day never do, so updates
// rewrite no index. Listings read the keys from an index and the orders by BatchGet.
import type { CreateTableCommandInput } from "@aws-sdk/client-dynamodb";
import type { AlertId, OrderId, UnixMs } from "../../core/ids.ts";
import { isoTime, timeOf } from "../../core/ids.ts";

/** Index names; each sorts by order id, which sorts by time. */
export const INDEX = { account: "by-account", market: "by-account-symbol", day: "by-day" } as const;
/** Seconds since 1970 after which DynamoDB may delete an item. Correctness never leans on it. */
export const TTL_ATTRIBUTE = "expiresAt";

export const itemKey = {
  order: (orderId: OrderId) => ({ pk: `ORDER#${orderId}`, sk: "ORDER" }),
  alert: (alertId: AlertId) => ({ pk: `ALERT#${alertId}`, sk: "ALERT" }),
  openAlerts: (bodyHash: string) => ({ pk: `KEY#${bodyHash}`, sk: "OPEN" }),
  key: (keyHash: string) => ({ pk: `KEY#${keyHash}`, sk: "KEY" }),
  document: (name: string) => ({ pk: `DOCUMENT#${name}`, sk: "DOCUMENT" }),
  cache: (what: string) => ({ pk: `CACHE#${what}`, sk: "CACHE" }),
} as const;

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

/** The UTC day of an instant: `2026-11-24`. */
export function dayOf(time: UnixMs): string {
  return isoTime(time).slice(0, 10);
}

/** The table as CreateTable takes it. */
export function ledgerTable(tableName: string): CreateTableCommandInput {
  const index = (name: string, partition: string) => ({
    IndexName: name,
    KeySchema: [
      { AttributeName: partition, KeyType: "HASH" as const },
      { AttributeName: "orderId", KeyType: "RANGE" as const },
    ],
    Projection: { ProjectionType: "KEYS_ONLY" as const },
  });
  return {
    TableName: tableName,
    BillingMode: "PAY_PER_REQUEST",
    KeySchema: [
      { AttributeName: "pk", KeyType: "HASH" },
      { AttributeName: "sk", KeyType: "RANGE" },
    ],
    AttributeDefinitions: ["pk", "sk", "orderId", "accountKey", "marketKey", "dayKey"].map((AttributeName) => ({
      AttributeName,
      AttributeType: "S" as const,
    })),
    GlobalSecondaryIndexes: [
      index(INDEX.account, "accountKey"),
      index(INDEX.market, "marketKey"),
      index(INDEX.day, "dayKey"),
    ],
  };
}
