// Listings: keys from an index, newest first, then the orders themselves. Never a scan.
import { BatchGetCommand, type DynamoDBDocumentClient, QueryCommand } from "@aws-sdk/lib-dynamodb";
import { INDEX, INDEX_PARTITION } from "../../config/ledger-schema.ts";
import type { OrderRecord } from "../../core/execution/order-record.ts";
import { findOrderId, type OrderId, timeOf, timePrefix, type UnixMs, unixMs } from "../../core/ids.ts";
import type { TradeFilter, TradePage } from "../../ports/ledger.ts";
import { accountKey, dayOf, itemKey, marketKey } from "./ledger-table.ts";
import { orderOf } from "./order-item.ts";

const DEFAULT_PAGE = 100;
/** What one BatchGet takes. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html */
const MAX_BATCH = 100;
const DAY_MS = 24 * 60 * 60 * 1000;
/** Sorts after every id. */
const LAST_ID = "~";

export interface Table {
  readonly client: DynamoDBDocumentClient;
  readonly tableName: string;
}

/** Any instant of the first and of the last day there may be orders of. */
interface Days {
  readonly first: UnixMs;
  readonly last: UnixMs;
}

interface Range {
  readonly index: string;
  readonly partition: string;
  readonly value: string;
  /** Order ids from here, exclusive upper bound. */
  readonly from: string;
  readonly before: string;
}

/**
 * One page of orders, newest first, the filter's status applied while paging.
 */
export async function listOrders(table: Table, filter: TradeFilter, days: Days): Promise<TradePage> {
  const limit = filter.limit ?? DEFAULT_PAGE;
  const orders: OrderRecord[] = [];
  for await (const order of newestFirst(table, filter, days)) {
    if (!fits(order, filter)) continue;
    orders.push(order);
    if (orders.length === limit) return { orders, cursor: order.orderId };
  }
  return { orders };
}

/** What no index filters. */
function fits({ state, symbol }: OrderRecord, filter: TradeFilter): boolean {
  return (filter.status ?? state.status) === state.status && (filter.symbol ?? symbol) === symbol;
}

async function* newestFirst(table: Table, filter: TradeFilter, days: Days): AsyncGenerator<OrderRecord> {
  for (const range of ranges(filter, days)) {
    let { before } = range;
    let ids: readonly OrderId[];
    do {
      ids = await queryIds(table, { ...range, before }, MAX_BATCH);
      yield* await getOrders(table, ids);
      before = ids.at(-1) ?? before;
    } while (ids.length === MAX_BATCH);
  }
}

/** The newest order of a market received before `orderId`. */
export async function findPrevious(
  table: Table,
  order: { readonly orderId: OrderId; readonly account: string; readonly symbol: string },
): Promise<OrderRecord | undefined> {
  const value = marketKey(order.account, order.symbol);
  const range = { index: INDEX.market, partition: INDEX_PARTITION.market, value, from: "0", before: order.orderId };
  const [previous] = await getOrders(table, await queryIds(table, range, 1));
  return previous;
}

/** The parts of the index to read, newest first. */
function* ranges(filter: TradeFilter, days: Days): Generator<Range> {
  const { account, symbol, since, until, cursor } = filter;
  const from = since === undefined ? "0" : timePrefix(since);
  const ends = [until === undefined ? LAST_ID : timePrefix(until), cursor ?? LAST_ID];
  const before = ends.sort()[0] ?? LAST_ID;
  const bounds = { from, before };
  if (account !== undefined && symbol !== undefined) {
    yield { index: INDEX.market, partition: INDEX_PARTITION.market, value: marketKey(account, symbol), ...bounds };
  } else if (account !== undefined) {
    yield { index: INDEX.account, partition: INDEX_PARTITION.account, value: accountKey(account), ...bounds };
  } else {
    const first = Math.max(days.first, since ?? 0);
    const last = Math.min(days.last, until ?? days.last, timeOfCursor(cursor) ?? days.last);
    for (let day = startOfDay(last); day >= startOfDay(first); day -= DAY_MS) {
      yield { index: INDEX.day, partition: INDEX_PARTITION.day, value: dayOf(unixMs(day)), ...bounds };
    }
  }
}

function timeOfCursor(cursor: string | undefined): UnixMs | undefined {
  const id = cursor === undefined ? undefined : findOrderId(cursor);
  return id === undefined ? undefined : timeOf(id);
}

function startOfDay(time: number): number {
  return time - (time % DAY_MS);
}

async function queryIds({ client, tableName }: Table, range: Range, limit: number): Promise<readonly OrderId[]> {
  const { index, partition, value, from, before } = range;
  if (before <= from) return [];
  const answer = await client.send(
    new QueryCommand({
      TableName: tableName,
      IndexName: index,
      KeyConditionExpression: "#partition = :value AND orderId BETWEEN :from AND :before",
      ExpressionAttributeNames: { "#partition": partition },
      ExpressionAttributeValues: { ":value": value, ":from": from, ":before": before },
      ScanIndexForward: false,
      // BETWEEN includes its upper end, which a page before may have shown already.
      Limit: limit + 1,
    }),
  );
  return (answer.Items ?? [])
    .map(({ orderId }) => findOrderId(String(orderId)))
    .filter((id) => id !== undefined)
    .filter((id) => id < before)
    .slice(0, limit);
}

/** The orders of these ids, in their order. */
async function getOrders({ client, tableName }: Table, ids: readonly OrderId[]): Promise<readonly OrderRecord[]> {
  if (ids.length === 0) return [];
  const byId = new Map<string, OrderRecord>();
  let keys: Record<string, unknown>[] = ids.map(itemKey.order);
  while (keys.length > 0) {
    const request = { RequestItems: { [tableName]: { Keys: keys, ConsistentRead: true } } };
    const answer = await client.send(new BatchGetCommand(request));
    for (const item of answer.Responses?.[tableName] ?? []) {
      const order = orderOf(item);
      byId.set(order.orderId, order);
    }
    keys = answer.UnprocessedKeys?.[tableName]?.Keys ?? [];
  }
  return ids.map((id) => byId.get(id)).filter((order) => order !== undefined);
}
