// Listings: entries of an index, newest first, never a scan. An entry of an ended order carries its trade; the others are
// read from the table.
import { BatchGetCommand, type DynamoDBDocumentClient, QueryCommand } from "@aws-sdk/lib-dynamodb";
import type { OrderRecord } from "../../core/execution/order-record.ts";
import { findOrderId, type OrderId } from "../../core/ids.ts";
import { type Trade, tradeOf } from "../../core/trade/trade.ts";
import type { TradeFilter } from "../../ports/ledger.ts";
import { type Days, FIRST_ID, LAST_ID, partitionOfIndex, type Range, rangesOf } from "./index-ranges.ts";
import { accountKey, itemKey, marketKey } from "./ledger-table.ts";
import { orderOf } from "./order-item.ts";

/** What one BatchGet takes. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html */
const MAX_BATCH = 100;
/** Entries asked for at a time: about half of the megabyte that one Query answers at most. */
const MAX_ENTRIES = 400;

export interface Table {
  readonly client: DynamoDBDocumentClient;
  readonly tableName: string;
}

/** An order in an index. */
interface Entry {
  readonly orderId: OrderId;
  /** Once it has ended. */
  readonly trade?: string;
}

/** The filter's trades, newest first, read as they are asked for. `atOnce`: how many will be wanted. */
export async function* tradesNewestFirst(
  table: Table,
  filter: TradeFilter,
  days: Days,
  atOnce: number,
): AsyncGenerator<Trade> {
  for await (const entries of entriesNewestFirst(table, rangesOf(filter, days), atOnce)) {
    const open = entries.filter(({ trade }) => trade === undefined).map(({ orderId }) => orderId);
    const byId = new Map((await getOrders(table, open)).map((order) => [order.orderId, tradeOf(order)]));
    for (const { orderId, trade } of entries) {
      const found = trade === undefined ? byId.get(orderId) : (JSON.parse(trade) as Trade);
      if (found !== undefined && isWanted(found, filter)) yield found;
    }
  }
}

/** The filter's orders with their stories, newest first, read as they are asked for. */
export async function* ordersNewestFirst(
  table: Table,
  filter: TradeFilter,
  days: Days,
  atOnce: number,
): AsyncGenerator<OrderRecord> {
  for await (const entries of entriesNewestFirst(table, rangesOf(filter, days), atOnce)) {
    const ids = entries.map(({ orderId }) => orderId);
    for (const order of await getOrders(table, ids)) if (isWanted(tradeOf(order), filter)) yield order;
  }
}

/** What the partition does not filter. */
function isWanted(trade: Trade, { account, symbol, status, tag }: TradeFilter): boolean {
  return (
    (account === undefined || account.toLowerCase() === trade.account.toLowerCase()) &&
    (symbol ?? trade.symbol) === trade.symbol &&
    (status ?? trade.status) === trade.status &&
    (tag === undefined || tag === trade.tag)
  );
}

/** The newest order of a market received before `orderId`. */
export async function findPrevious(
  table: Table,
  { orderId, account, symbol }: { readonly orderId: OrderId; readonly account: string; readonly symbol: string },
): Promise<OrderRecord | undefined> {
  const range = { ...partitionOfIndex("market", marketKey(account, symbol)), from: FIRST_ID, before: orderId };
  const { entries } = await queryEntries(table, range, { max: 1, newestFirst: true });
  const [previous] = await getOrders(
    table,
    entries.map((entry) => entry.orderId),
  );
  return previous;
}

/** An account's orders that are followed, oldest first, received after `after`. */
export async function listFollowed(
  table: Table,
  account: string,
  { max, after = FIRST_ID }: { readonly max: number; readonly after?: string },
): Promise<readonly OrderRecord[]> {
  const range = { ...partitionOfIndex("followed", accountKey(account)), from: after, before: LAST_ID };
  const { entries } = await queryEntries(table, range, { max: max + 1, newestFirst: false });
  const ids = entries.map(({ orderId }) => orderId);
  return getOrders(table, ids.filter((id) => id > after).slice(0, max));
}

async function* entriesNewestFirst(
  table: Table,
  ranges: Iterable<Range>,
  atOnce: number,
): AsyncGenerator<readonly Entry[]> {
  for (const range of ranges) {
    let { before } = range;
    let isMore = before > range.from;
    while (isMore) {
      const max = Math.min(MAX_ENTRIES, atOnce);
      const page = await queryEntries(table, { ...range, before }, { max, newestFirst: true });
      yield page.entries;
      before = page.entries.at(-1)?.orderId ?? before;
      isMore = page.isMore;
    }
  }
}

async function queryEntries(
  { client, tableName }: Table,
  { index, partition, value, from, before }: Range,
  { max, newestFirst }: { readonly max: number; readonly newestFirst: boolean },
): Promise<{ readonly entries: readonly Entry[]; readonly isMore: boolean }> {
  const { Items = [], LastEvaluatedKey } = await client.send(
    new QueryCommand({
      TableName: tableName,
      IndexName: index,
      KeyConditionExpression: "#partition = :value AND orderId BETWEEN :from AND :before",
      ExpressionAttributeNames: { "#partition": partition },
      ExpressionAttributeValues: { ":value": value, ":from": from, ":before": before },
      ScanIndexForward: !newestFirst,
      // BETWEEN includes its ends, which a page before may have shown already.
      Limit: max + 1,
    }),
  );
  const entries = Items.flatMap(({ orderId, trade }): readonly Entry[] => {
    const id = findOrderId(String(orderId));
    if (id === undefined || id >= before) return [];
    return [{ orderId: id, ...(typeof trade === "string" ? { trade } : {}) }];
  });
  return { entries: entries.slice(0, max), isMore: LastEvaluatedKey !== undefined || entries.length > max };
}

/** The orders of these ids, in their order. */
export async function getOrders(table: Table, ids: readonly OrderId[]): Promise<readonly OrderRecord[]> {
  const byId = new Map<string, OrderRecord>();
  for (let from = 0; from < ids.length; from += MAX_BATCH) {
    for (const order of await getBatch(table, ids.slice(from, from + MAX_BATCH))) byId.set(order.orderId, order);
  }
  return ids.map((id) => byId.get(id)).filter((order) => order !== undefined);
}

async function getBatch({ client, tableName }: Table, ids: readonly OrderId[]): Promise<readonly OrderRecord[]> {
  const orders: OrderRecord[] = [];
  let keys: Record<string, unknown>[] = ids.map(itemKey.order);
  while (keys.length > 0) {
    const request = { RequestItems: { [tableName]: { Keys: keys, ConsistentRead: true } } };
    const answer = await client.send(new BatchGetCommand(request));
    for (const item of answer.Responses?.[tableName] ?? []) orders.push(orderOf(item));
    keys = answer.UnprocessedKeys?.[tableName]?.Keys ?? [];
  }
  return orders;
}
