// Alerts, newest first. One that its order tells of in full has no item: a day's alerts are those of its orders, and those that are
// listed on their own, in partitions a month beside the orders'. Never a scan.
import { QueryCommand } from "@aws-sdk/lib-dynamodb";
import { INDEX_SORT } from "../../config/ledger-schema.ts";
import { type AlertId, orderIdOf, timeOf, timePrefix, alertId as toAlertId, unixMs } from "../../core/ids.ts";
import type { AlertFilter, AlertPage, AlertRecord } from "../../ports/ledger.ts";
import { alertOf, alertOfOrderItem } from "./alert-item.ts";
import { getItems, type Table } from "./get-items.ts";
import { type Days, FIRST_ID, type IndexRange, LAST_ID, partitionOfIndex } from "./index-ranges.ts";
import { alertsKey, dayOf, itemKey } from "./ledger-table.ts";

const DEFAULT_PAGE = 50;
const DAY_MS = 24 * 60 * 60 * 1000;
const ALERT_ID_LENGTH = 26;

/** A page of alerts. */
export async function listAlerts(table: Table, filter: AlertFilter, days: Days): Promise<AlertPage> {
  const { cursor, limit = DEFAULT_PAGE } = filter;
  const alerts: AlertRecord[] = [];
  const first = startOfDay(Math.max(await days.first(), filter.since ?? 0));
  const last = startOfDay(cursor === undefined ? days.last : timeOf(cursor));
  for (let day = last; day >= first && alerts.length < limit; day -= DAY_MS)
    alerts.push(...(await alertsOfDay(table, filter, { day, limit: limit - alerts.length })));
  const oldest = alerts.at(-1);
  return alerts.length < limit || oldest === undefined ? { alerts } : { alerts, cursor: oldest.alertId };
}

async function alertsOfDay(
  table: Table,
  { refused, since, cursor }: AlertFilter,
  { day, limit }: { readonly day: number; readonly limit: number },
): Promise<readonly AlertRecord[]> {
  const from = [timePrefix(unixMs(day)), since === undefined ? FIRST_ID : timePrefix(since)].toSorted().at(-1) ?? "";
  let before = [timePrefix(unixMs(day + DAY_MS)), cursor ?? LAST_ID].toSorted()[0] ?? "";
  // A line that was refused is in no order.
  const keys = [alertsKey(unixMs(day)), ...(refused === true ? [] : [dayOf(unixMs(day))])];
  const found: AlertRecord[] = [];
  while (found.length < limit && before > from) {
    const pages = await Promise.all(
      keys.map((key) => queryIds(table, { ...partitionOfIndex("day", key), from, before }, limit)),
    );
    // What lies before the end of a page that is not the last may have others between.
    const ends = pages.flatMap(({ ids, isMore }) => (isMore ? [ids.at(-1) ?? FIRST_ID] : []));
    const end = ends.toSorted().at(-1) ?? FIRST_ID;
    const ids = [...new Set(pages.flatMap((page) => page.ids))]
      .filter((id) => id >= end)
      .toSorted()
      .toReversed();
    const alerts = await getAlerts(table, ids, { isConsistent: false });
    found.push(...alerts.filter(({ rejected }) => refused !== true || rejected.length > 0));
    if (ends.length === 0) break;
    before = end;
  }
  return found.slice(0, limit);
}

async function queryIds(
  { client, tableName }: Table,
  { index, partition, value, from, before }: IndexRange,
  limit: number,
): Promise<{ readonly ids: readonly AlertId[]; readonly isMore: boolean }> {
  const answer = await client.send(
    new QueryCommand({
      TableName: tableName,
      IndexName: index,
      KeyConditionExpression: "#partition = :value AND #sort BETWEEN :from AND :before",
      ExpressionAttributeNames: { "#partition": partition, "#sort": INDEX_SORT },
      ExpressionAttributeValues: { ":value": value, ":from": from, ":before": before },
      ScanIndexForward: false,
      // BETWEEN includes its upper end, which the page before has shown; an order's id begins with its alert's.
      Limit: limit + 1,
    }),
  );
  const ids = (answer.Items ?? []).map((item) => toAlertId(String(item[INDEX_SORT]).slice(0, ALERT_ID_LENGTH)));
  return { ids: ids.filter((id) => id < before), isMore: answer.LastEvaluatedKey !== undefined };
}

/** The alerts of these ids that are on record, in their order. */
export async function getAlerts(
  table: Table,
  ids: readonly AlertId[],
  read: { readonly isConsistent: boolean },
): Promise<readonly AlertRecord[]> {
  const own = await getItems(table, ids.map(itemKey.alert), read);
  const byId = new Map(own.map(alertOf).map((alert) => [alert.alertId, alert]));
  const others = ids.filter((id) => !byId.has(id)).map((id) => itemKey.order(orderIdOf(id, 0)));
  for (const item of await getItems(table, others, read)) {
    const alert = alertOfOrderItem(item);
    if (alert !== undefined) byId.set(alert.alertId, alert);
  }
  return ids.map((id) => byId.get(id)).filter((alert) => alert !== undefined);
}

function startOfDay(time: number): number {
  return time - (time % DAY_MS);
}
