// Alerts, newest first: each is listed under its day, and once more when a line was refused, in partitions of their own beside
// the orders'. Never a scan.
import { BatchGetCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import { INDEX_SORT } from "../../config/ledger-schema.ts";
import { type AlertId, timeOf, timePrefix, alertId as toAlertId, unixMs } from "../../core/ids.ts";
import type { AlertFilter, AlertPage, AlertRecord } from "../../ports/ledger.ts";
import { alertOf } from "./alert-item.ts";
import { type Days, FIRST_ID, type IndexRange, LAST_ID, partitionOfIndex } from "./index-ranges.ts";
import { alertDayKey, itemKey, REFUSED } from "./ledger-table.ts";
import type { Table } from "./list-orders.ts";

const DEFAULT_PAGE = 50;
/** What one BatchGet takes. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html */
const MAX_BATCH = 100;
const DAY_MS = 24 * 60 * 60 * 1000;

export async function listAlerts(table: Table, filter: AlertFilter, days: Days): Promise<AlertPage> {
  const { since, cursor, limit = DEFAULT_PAGE } = filter;
  const from = since === undefined ? FIRST_ID : timePrefix(since);
  const ids: AlertId[] = [];
  for await (const partition of partitionsOf(filter, days)) {
    const before = ids.at(-1) ?? cursor ?? LAST_ID;
    ids.push(...(await queryIds(table, { ...partition, from, before }, limit - ids.length)));
    if (ids.length >= limit) break;
  }
  const alerts = await getAlerts(table, ids);
  const last = ids.at(-1);
  return ids.length < limit || last === undefined ? { alerts } : { alerts, cursor: last };
}

/** Newest first: the one that holds those with a refused line, or one a day. */
async function* partitionsOf({ refused, since, cursor }: AlertFilter, days: Days) {
  if (refused === true) {
    yield partitionOfIndex("status", REFUSED);
    return;
  }
  const first = startOfDay(Math.max(await days.first(), since ?? 0));
  for (let day = startOfDay(cursor === undefined ? days.last : timeOf(cursor)); day >= first; day -= DAY_MS)
    yield partitionOfIndex("day", alertDayKey(unixMs(day)));
}

async function queryIds(
  { client, tableName }: Table,
  { index, partition, value, from, before }: IndexRange,
  limit: number,
): Promise<readonly AlertId[]> {
  if (before <= from) return [];
  const answer = await client.send(
    new QueryCommand({
      TableName: tableName,
      IndexName: index,
      KeyConditionExpression: "#partition = :value AND #sort BETWEEN :from AND :before",
      ExpressionAttributeNames: { "#partition": partition, "#sort": INDEX_SORT },
      ExpressionAttributeValues: { ":value": value, ":from": from, ":before": before },
      ScanIndexForward: false,
      // BETWEEN includes its upper end, which the page before has shown.
      Limit: limit + 1,
    }),
  );
  const ids = (answer.Items ?? []).map((item) => toAlertId(String(item[INDEX_SORT])));
  return ids.filter((id) => id < before).slice(0, limit);
}

/** The alerts of these ids, in their order. */
async function getAlerts({ client, tableName }: Table, ids: readonly AlertId[]): Promise<readonly AlertRecord[]> {
  const byId = new Map<string, AlertRecord>();
  let keys: Record<string, unknown>[] = ids.map(itemKey.alert);
  while (keys.length > 0) {
    const Keys = keys.slice(0, MAX_BATCH);
    const answer = await client.send(
      new BatchGetCommand({ RequestItems: { [tableName]: { Keys, ConsistentRead: true } } }),
    );
    for (const item of answer.Responses?.[tableName] ?? []) byId.set(alertOf(item).alertId, alertOf(item));
    keys = [...keys.slice(MAX_BATCH), ...(answer.UnprocessedKeys?.[tableName]?.Keys ?? [])];
  }
  return ids.map((id) => byId.get(id)).filter((alert) => alert !== undefined);
}

function startOfDay(time: number): number {
  return time - (time % DAY_MS);
}
