// Listings: entries of an index, newest first, never a scan. An entry of an ended order carries its trade; the others are
// read from the table.
import { BatchGetCommand, type DynamoDBDocumentClient, QueryCommand } from "@aws-sdk/lib-dynamodb";
import type { OrderRecord } from "../../core/execution/order-record.ts";
import { findOrderId, type OrderId } from "../../core/ids.ts";
import { storedTrade, type Trade, tradeOf } from "../../core/trade/trade.ts";
import type { TradeFilter } from "../../ports/ledger.ts";
import { type Days, FIRST_ID, type IndexRange, isWhole, LAST_ID, partitionOfIndex, rangesOf } from "./index-ranges.ts";
import { accountKey, itemKey, marketKey } from "./ledger-table.ts";
import { orderOf } from "./order-item.ts";

/** What one BatchGet takes. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html */
const MAX_BATCH = 100;
/** Entries asked for at a time: about half of the megabyte that one Query answers at most. */
const MAX_ENTRIES = 400;
/** Days asked for at the same time, where each holds few orders. */
const MAX_RANGES = 8;

/** The ledger's table, and the client that reads it. */
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

/** A filter with its page's size. */
type PageFilter = TradeFilter & { readonly limit: number };

/** The filter's trades, newest first. */
export function listTrades(table: Table, filter: PageFilter, days: Days): Promise<readonly Trade[]> {
  return firstWanted(table, filter, days, async (entries) => {
    const open = entries.filter(({ trade }) => trade === undefined).map(({ orderId }) => orderId);
    const byId = new Map((await getOrders(table, open)).map((order) => [order.orderId, tradeOf(order)]));
    return entries.flatMap(({ orderId, trade: stored }) => {
      const trade = stored === undefined ? byId.get(orderId) : storedTrade(JSON.parse(stored));
      return trade !== undefined && isWanted(trade, filter) ? [trade] : [];
    });
  });
}

/** The filter's orders with their stories, newest first. */
export function listOrders(table: Table, filter: PageFilter, days: Days): Promise<readonly OrderRecord[]> {
  return firstWanted(table, filter, days, async (entries) => {
    const orders = await getOrders(
      table,
      entries.map(({ orderId }) => orderId),
    );
    return orders.filter((order) => isWanted(tradeOf(order), filter));
  });
}

/** The first so many of what `read` makes of the entries, reading hardly more entries than that takes. */
async function firstWanted<T>(
  table: Table,
  filter: PageFilter,
  days: Days,
  read: (entries: readonly Entry[]) => Promise<readonly T[]>,
): Promise<readonly T[]> {
  const { limit } = filter;
  const found: T[] = [];
  let [entriesRead, rangesRead, foundBefore, foundInLast] = [0, 0, 0, 0];
  const ask: Ask = {
    // Where only some of the entries are wanted, nobody knows how many it takes: more each time.
    entries: () => Math.min(MAX_ENTRIES, isWhole(filter) ? limit - found.length : limit + entriesRead),
    // As many days as the last one lets expect. The first does not count: a page may begin near its end.
    ranges: () =>
      rangesRead < 2 ? 1 : Math.min(MAX_RANGES, Math.ceil((limit - found.length) / Math.max(1, foundInLast))),
  };
  for await (const { entries, isLast } of entriesNewestFirst(table, rangesOf(filter, days), ask)) {
    found.push(...(await read(entries)));
    if (found.length >= limit) break;
    entriesRead += entries.length;
    if (!isLast) continue;
    rangesRead += 1;
    foundInLast = found.length - foundBefore;
    foundBefore = found.length;
  }
  return found.slice(0, limit);
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

/** How much to read next. */
interface Ask {
  /** Of one range. */
  entries(): number;
  /** At the same time. */
  ranges(): number;
}

/** `isLast`: of their range. */
async function* entriesNewestFirst(
  table: Table,
  ranges: AsyncIterable<IndexRange>,
  ask: Ask,
): AsyncGenerator<{ readonly entries: readonly Entry[]; readonly isLast: boolean }> {
  for await (const some of inGroups(ranges, ask)) {
    const firstPages = await Promise.all(some.map((range) => queryNewest(table, range, ask.entries())));
    for (const [index, range] of some.entries()) {
      let page = firstPages[index];
      while (page !== undefined) {
        const { entries, isMore } = page;
        yield { entries, isLast: !isMore };
        const before = entries.at(-1)?.orderId ?? range.before;
        page = isMore ? await queryNewest(table, { ...range, before }, ask.entries()) : undefined;
      }
    }
  }
}

async function* inGroups(ranges: AsyncIterable<IndexRange>, ask: Ask): AsyncGenerator<readonly IndexRange[]> {
  let group: IndexRange[] = [];
  for await (const range of ranges) {
    if (range.before > range.from) group.push(range);
    if (group.length < ask.ranges()) continue;
    yield group;
    group = [];
  }
  yield group;
}

function queryNewest(table: Table, range: IndexRange, max: number) {
  return queryEntries(table, range, { max, newestFirst: true });
}

async function queryEntries(
  { client, tableName }: Table,
  { index, partition, value, from, before }: IndexRange,
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
