// The ledger on DynamoDB, and on dynalite, which speaks its protocol. Single-item conditional writes only.
// It is a long file for one reason: the ledger port has so many methods.

import { isDeepStrictEqual } from "node:util";
import { ConditionalCheckFailedException, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { INDEX_PARTITION, TTL_ATTRIBUTE } from "../../config/ledger-schema.ts";
import { defined } from "../../core/defined.ts";
import type { OrderEvent, OrderRecord } from "../../core/execution/order-record.ts";
import { type AlertId, type OrderId, alertId as toAlertId, type UnixMs, unixMs } from "../../core/ids.ts";
import { isToBeTold } from "../../core/notify/tell-alert.ts";
import { cellsOf } from "../../core/trade/trade-cells.ts";
import type { Clock } from "../../ports/clock.ts";
import type {
  AlertFilter,
  AlertPage,
  AlertRecord,
  CellsPage,
  KeyClaim,
  Ledger,
  OpenAlert,
  OrderPage,
  StatsPage,
  TradeFilter,
  TradePage,
} from "../../ports/ledger.ts";
import { alertItem, isToldByOrder, tellsAlert } from "./alert-item.ts";
import type { Table } from "./get-items.ts";
import type { Days } from "./index-ranges.ts";
import { itemKey, noticeMark } from "./ledger-table.ts";
import { getAlerts, listAlerts } from "./list-alerts.ts";
import { findPrevious, getOrders, listFollowed, listOrders, listTrades } from "./list-orders.ts";
import { changingAttributes, orderItem, orderOf } from "./order-item.ts";

/** Keys and open alerts may be deleted this long after they were written. */
const KEY_TTL_S = 7 * 24 * 60 * 60;
/** Attributes of open alerts are named so, with the alert's id behind. */
const OPEN_PREFIX = "open-";
const DEFAULT_PAGE = 100;
const FIRST_DAY = "first-order";
const IS_NEW = "attribute_not_exists(pk)";

/** The table, and what reaches it. */
export interface DynamoLedgerOptions {
  readonly client: DynamoDBClient;
  readonly tableName: string;
  readonly clock: Clock;
  /** Whether what ends, and what is bad or warned of in an alert, is marked for the notifier. @default never */
  readonly marksNotices?: () => boolean;
}

/** The ledger port over one DynamoDB table, made with `ledgerTable`. Methods throw what the SDK throws. */
export class DynamoLedger implements Ledger {
  readonly #table: Table;
  readonly #clock: Clock;
  readonly #marksNotices: () => boolean;
  #isFirstDayNoted = false;
  #firstDay: UnixMs | undefined;

  constructor({ client, tableName, clock, marksNotices = () => false }: DynamoLedgerOptions) {
    const marshallOptions = { removeUndefinedValues: true };
    this.#table = { client: DynamoDBDocumentClient.from(client, { marshallOptions }), tableName };
    this.#clock = clock;
    this.#marksNotices = marksNotices;
  }

  /** The open alerts of a body are the attributes of one item: opening one and reading the others is one write. */
  async openAlert(bodyHash: string, { alertId, receivedAt }: OpenAlert): Promise<readonly OpenAlert[]> {
    const { client, tableName } = this.#table;
    const { Attributes = {} } = await client.send(
      new UpdateCommand({
        TableName: tableName,
        Key: itemKey.openAlerts(bodyHash),
        UpdateExpression: "SET #alert = :receivedAt, #ttl = :ttl",
        ExpressionAttributeNames: { "#alert": `${OPEN_PREFIX}${alertId}`, "#ttl": TTL_ATTRIBUTE },
        ExpressionAttributeValues: { ":receivedAt": receivedAt, ":ttl": expiryOf(receivedAt) },
        ReturnValues: "ALL_OLD",
      }),
    );
    return Object.entries(Attributes)
      .filter(([name, at]) => name.startsWith(OPEN_PREFIX) && typeof at === "number")
      .map(([name, at]) => ({ alertId: toAlertId(name.slice(OPEN_PREFIX.length)), receivedAt: unixMs(at) }))
      .sort((one, other) => one.receivedAt - other.receivedAt);
  }

  async closeAlerts(bodyHash: string, alertIds: readonly AlertId[]): Promise<void> {
    const { client, tableName } = this.#table;
    const names = Object.fromEntries(alertIds.map((alertId, index) => [`#alert${index}`, `${OPEN_PREFIX}${alertId}`]));
    await client.send(
      new UpdateCommand({
        TableName: tableName,
        Key: itemKey.openAlerts(bodyHash),
        UpdateExpression: `REMOVE ${Object.keys(names).join(", ")}`,
        ExpressionAttributeNames: names,
      }),
    );
  }

  async putAlert(alert: AlertRecord, orders: readonly OrderRecord[] = []): Promise<void> {
    if (isToldByOrder(alert, orders)) return;
    const isMarked = isToBeTold(alert) && this.#marksNotices();
    const item = { ...alertItem(alert), ...(isMarked ? noticeMark(this.#clock.now()) : {}) };
    await Promise.all([this.#put(item), this.#noteFirstDay(alert.receivedAt)]);
  }

  async getAlert(alertId: AlertId): Promise<AlertRecord | undefined> {
    const [alert] = await getAlerts(this.#table, [alertId], { isConsistent: true });
    return alert;
  }

  async listAlerts(filter: AlertFilter): Promise<AlertPage> {
    return listAlerts(this.#table, filter, this.#days());
  }

  async claimKey(keyHash: string, claim: KeyClaim, since: UnixMs): Promise<KeyClaim> {
    const item = { ...itemKey.key(keyHash), ...claim, [TTL_ATTRIBUTE]: expiryOf(claim.claimedAt) };
    const isClaimed = await this.#putIf(item, `${IS_NEW} OR claimedAt < :since`, { ":since": since });
    if (isClaimed) return claim;
    const earlier = await this.#get(itemKey.key(keyHash));
    // Gone between the write and the read: only DynamoDB's own expiry does that, days after the key's window.
    if (earlier === undefined) return claim;
    const { orderId, alertId, line, claimedAt } = earlier as unknown as KeyClaim;
    return { orderId, alertId, line, claimedAt };
  }

  async createOrder(record: OrderRecord, alert?: AlertRecord): Promise<"created" | "exists"> {
    const item = { ...orderItem(record), ...(isToldByOrder(alert, [record]) ? tellsAlert : {}) };
    const [isNew] = await Promise.all([this.#putIf(item, IS_NEW), this.#noteFirstDay(record.receivedAt)]);
    return isNew ? "created" : "exists";
  }

  async getOrder(orderId: OrderId): Promise<OrderRecord | undefined> {
    const item = await this.#get(itemKey.order(orderId));
    return item === undefined ? undefined : orderOf(item);
  }

  async updateOrder(order: OrderRecord, newEvents: readonly OrderEvent[]): Promise<boolean> {
    const { client, tableName } = this.#table;
    const changed = changingAttributes({ ...withEvents(order, newEvents), version: order.version + 1 });
    const { followedKey, readable, version, packed } = changed;
    const hasEnded = newEvents.some(({ kind }) => kind === "ended");
    const isMarked = hasEnded && this.#marksNotices();
    const set = setClause({
      version,
      packed,
      followedKey,
      ...readable,
      ...(isMarked ? noticeMark(this.#clock.now()) : {}),
    });
    const gone = [
      ...(followedKey === undefined ? [INDEX_PARTITION.followed] : []),
      ...(hasEnded && !isMarked ? [INDEX_PARTITION.open] : []),
    ];
    const update = new UpdateCommand({
      TableName: tableName,
      Key: itemKey.order(order.orderId),
      UpdateExpression: `SET ${set.expression}${gone.length === 0 ? "" : ` REMOVE ${gone.join(", ")}`}`,
      ConditionExpression: "#version = :before",
      ExpressionAttributeNames: set.names,
      ExpressionAttributeValues: { ":before": order.version, ...set.values },
    });
    return held(client.send(update));
  }

  async listTrades(filter: TradeFilter): Promise<TradePage> {
    const limit = filter.limit ?? DEFAULT_PAGE;
    const trades = await listTrades(this.#table, { ...filter, limit }, this.#days());
    const last = trades.length === limit ? trades.at(-1) : undefined;
    return { trades, ...(last === undefined ? {} : { cursor: last.orderId }) };
  }

  listStatsTrades(filter: TradeFilter): Promise<StatsPage> {
    return this.listTrades(filter);
  }

  async listTradeCells(filter: TradeFilter): Promise<CellsPage> {
    const { trades, ...page } = await this.listTrades(filter);
    return { trades: trades.map(cellsOf), ...page };
  }

  async listOrders(filter: TradeFilter): Promise<OrderPage> {
    const limit = filter.limit ?? DEFAULT_PAGE;
    const orders = await listOrders(this.#table, { ...filter, limit }, this.#days());
    const last = orders.length === limit ? orders.at(-1) : undefined;
    return { orders, ...(last === undefined ? {} : { cursor: last.orderId }) };
  }

  getOrders(orderIds: readonly OrderId[]): Promise<readonly OrderRecord[]> {
    return getOrders(this.#table, orderIds);
  }

  listFollowed(
    account: string,
    page: { readonly max: number; readonly after?: OrderId },
  ): Promise<readonly OrderRecord[]> {
    return listFollowed(this.#table, account, page);
  }

  findPreviousOrder(order: Pick<OrderRecord, "orderId" | "account" | "symbol">): Promise<OrderRecord | undefined> {
    return findPrevious(this.#table, order);
  }

  /** From the first order to now. */
  #days(): Days {
    const last = this.#clock.now();
    return { first: async () => (await this.#findFirstDay()) ?? last, last };
  }

  /** It never changes once it is noted. */
  async #findFirstDay(): Promise<UnixMs | undefined> {
    if (this.#firstDay !== undefined) return this.#firstDay;
    const noted = await this.#get(itemKey.cache(FIRST_DAY));
    if (typeof noted?.writtenAt === "number") this.#firstDay = unixMs(noted.writtenAt);
    return this.#firstDay;
  }

  /** Listings over all accounts walk the days from today back to the first: noted once per process. */
  async #noteFirstDay(receivedAt: UnixMs): Promise<void> {
    if (this.#isFirstDayNoted) return;
    this.#isFirstDayNoted = true;
    // A write that finds it noted would cost as much as one that notes it.
    if ((await this.#findFirstDay()) !== undefined) return;
    await this.#putIf({ ...itemKey.cache(FIRST_DAY), writtenAt: receivedAt }, IS_NEW);
  }

  async #get(key: Record<string, string>): Promise<Record<string, unknown> | undefined> {
    const { client, tableName } = this.#table;
    const answer = await client.send(new GetCommand({ TableName: tableName, Key: key, ConsistentRead: true }));
    return answer.Item;
  }

  async #put(item: Record<string, unknown>): Promise<void> {
    const { client, tableName } = this.#table;
    await client.send(new PutCommand({ TableName: tableName, Item: item }));
  }

  async #putIf(item: Record<string, unknown>, condition: string, values?: Record<string, unknown>): Promise<boolean> {
    const { client, tableName } = this.#table;
    const put = new PutCommand({
      TableName: tableName,
      Item: item,
      ConditionExpression: condition,
      ...defined({ ExpressionAttributeValues: values }),
    });
    return held(client.send(put));
  }
}

/** The order with its new events, which it may have among its own already. */
function withEvents(order: OrderRecord, newEvents: readonly OrderEvent[]): OrderRecord {
  const last = newEvents.length === 0 ? [] : order.events.slice(-newEvents.length);
  return isDeepStrictEqual(last, [...newEvents]) ? order : { ...order, events: [...order.events, ...newEvents] };
}

/** The assignments of an update, without those that have no value. */
function setClause(attributes: Readonly<Record<string, unknown>>) {
  const entries = Object.entries(attributes).filter(([, value]) => value !== undefined);
  return {
    expression: entries.map(([name]) => `#${name} = :${name}`).join(", "),
    names: Object.fromEntries(entries.map(([name]) => [`#${name}`, name])),
    values: Object.fromEntries(entries.map(([name, value]) => [`:${name}`, value])),
  };
}

/** When an item of that age may be deleted, in seconds. */
function expiryOf(from: UnixMs): number {
  return Math.floor(from / 1000) + KEY_TTL_S;
}

/** Whether the condition of a write held. */
async function held(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
