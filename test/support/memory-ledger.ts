import { isFollowed, type OrderEvent, type OrderRecord } from "../../lib/core/execution/order-record.ts";
import type { AlertId, OrderId, UnixMs } from "../../lib/core/ids.ts";
import { tradeOf } from "../../lib/core/trade/trade.ts";
import { cellsOf } from "../../lib/core/trade/trade-cells.ts";
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
} from "../../lib/ports/ledger.ts";

/**
 * A ledger in memory. What it keeps went through JSON, as in a database: once, when it was written. A state shares most of its parts
 * with the one before, and nobody changes them: what is kept already is not written again.
 */
export class MemoryLedger implements Ledger {
  readonly #orders = new Map<string, OrderRecord>();
  readonly #alerts = new Map<string, string>();
  readonly #open = new Map<string, OpenAlert>();
  readonly #keys = new Map<string, KeyClaim>();
  /** What is kept of a value that was written, and of that itself. */
  readonly #kept = new WeakMap<object, unknown>();

  async openAlert(bodyHash: string, { alertId, receivedAt }: OpenAlert): Promise<readonly OpenAlert[]> {
    const before = [...this.#open.entries()]
      .filter(([key]) => key.startsWith(`${bodyHash} `))
      .map(([, alert]) => alert)
      .sort((a, b) => a.receivedAt - b.receivedAt);
    this.#open.set(`${bodyHash} ${alertId}`, { alertId, receivedAt });
    return before;
  }

  async closeAlerts(bodyHash: string, alertIds: readonly AlertId[]): Promise<void> {
    for (const alertId of alertIds) this.#open.delete(`${bodyHash} ${alertId}`);
  }

  async putAlert(alert: AlertRecord): Promise<void> {
    this.#alerts.set(alert.alertId, JSON.stringify(alert));
  }

  async getAlert(alertId: AlertId): Promise<AlertRecord | undefined> {
    return parse<AlertRecord>(this.#alerts.get(alertId));
  }

  async listAlerts({ refused, since, cursor, limit = 50 }: AlertFilter): Promise<AlertPage> {
    const fitting = [...this.#alerts.values()]
      .map((text) => JSON.parse(text) as AlertRecord)
      .filter(({ alertId, receivedAt }) => receivedAt >= (since ?? 0) && alertId < (cursor ?? "~"))
      .filter(({ rejected }) => refused === undefined || rejected.length > 0)
      .sort((a, b) => (a.alertId < b.alertId ? 1 : -1));
    const alerts = fitting.slice(0, limit);
    const last = alerts.at(-1);
    return fitting.length > limit && last !== undefined ? { alerts, cursor: last.alertId } : { alerts };
  }

  async claimKey(keyHash: string, claim: KeyClaim, since: UnixMs): Promise<KeyClaim> {
    const earlier = this.#keys.get(keyHash);
    if (earlier !== undefined && earlier.claimedAt >= since) return earlier;
    this.#keys.set(keyHash, claim);
    return claim;
  }

  async createOrder(record: OrderRecord): Promise<"created" | "exists"> {
    if (this.#orders.has(record.orderId)) return "exists";
    this.#orders.set(record.orderId, this.#asStored(record));
    return "created";
  }

  async getOrder(orderId: OrderId): Promise<OrderRecord | undefined> {
    return this.#orders.get(orderId);
  }

  async updateOrder(order: OrderRecord, newEvents: readonly OrderEvent[]): Promise<boolean> {
    const { orderId, version, state } = order;
    const record = this.#orders.get(orderId);
    if (record?.version !== version) return false;
    const events = [...record.events, ...this.#asStored(newEvents)];
    this.#orders.set(orderId, { ...record, state: this.#asStored(state), events, version: version + 1 });
    return true;
  }

  async listTrades(filter: TradeFilter): Promise<TradePage> {
    const { orders, cursor } = await this.listOrders(filter);
    return { trades: orders.map(tradeOf), ...(cursor === undefined ? {} : { cursor }) };
  }

  listStatsTrades(filter: TradeFilter): Promise<StatsPage> {
    return this.listTrades(filter);
  }

  async listTradeCells(filter: TradeFilter): Promise<CellsPage> {
    const { trades, ...page } = await this.listTrades(filter);
    return { trades: trades.map(cellsOf), ...page };
  }

  async getOrders(orderIds: readonly OrderId[]): Promise<readonly OrderRecord[]> {
    const found = await Promise.all(orderIds.map((orderId) => this.getOrder(orderId)));
    return found.filter((order) => order !== undefined);
  }

  async listFollowed(
    account: string,
    { max, after = "" }: { readonly max: number; readonly after?: string },
  ): Promise<readonly OrderRecord[]> {
    const followed = this.all().filter(
      (order) =>
        order.account.toLowerCase() === account.toLowerCase() && isFollowed(order.state) && order.orderId > after,
    );
    return [...followed].reverse().slice(0, max);
  }

  async listOrders(filter: TradeFilter): Promise<OrderPage> {
    const { account, symbol, status, tag, since, until, cursor, limit = 100 } = filter;
    const fitting = this.all().filter(
      (order) =>
        (account === undefined || order.account.toLowerCase() === account.toLowerCase()) &&
        (symbol === undefined || order.symbol === symbol) &&
        (status === undefined || order.state.status === status) &&
        (tag === undefined || order.order.tag === tag) &&
        (since === undefined || order.receivedAt >= since) &&
        (until === undefined || order.receivedAt < until) &&
        (cursor === undefined || order.orderId < cursor),
    );
    const orders = fitting.slice(0, limit);
    const last = orders.at(-1);
    return { orders, ...(last !== undefined && orders.length === limit ? { cursor: last.orderId } : {}) };
  }

  async findPreviousOrder(
    order: Pick<OrderRecord, "orderId" | "account" | "symbol">,
  ): Promise<OrderRecord | undefined> {
    return this.all().find(
      ({ account, symbol, orderId }) => account === order.account && symbol === order.symbol && orderId < order.orderId,
    );
  }

  /** Every order, newest first. */
  all(): readonly OrderRecord[] {
    return [...this.#orders.values()].sort((a, b) => (a.orderId < b.orderId ? 1 : -1));
  }

  /** Everything it keeps, as text: to look for what must not be there. */
  dump(): string {
    const rest = JSON.stringify([...this.#orders.values(), ...this.#keys, ...this.#open]);
    return [...this.#alerts.values(), rest].join("\n");
  }

  /** As `JSON.parse(JSON.stringify(value))`, part by part. */
  #asStored<T>(value: T): T {
    if (typeof value !== "object" || value === null) return value;
    // The same value, of parts that are the same.
    const known = this.#kept.get(value) as T | undefined;
    if (known !== undefined) return known;
    const copy = Array.isArray(value) ? value.map((part) => this.#asStored(part ?? null)) : this.#ofFields(value);
    this.#kept.set(value, copy).set(copy, copy);
    return copy as T;
  }

  #ofFields(value: object): object {
    if ("toJSON" in value) return JSON.parse(JSON.stringify(value));
    const fields: Record<string, unknown> = {};
    for (const [name, field] of Object.entries(value)) {
      if (field !== undefined && typeof field !== "function") fields[name] = this.#asStored(field);
    }
    return fields;
  }
}

function parse<T>(json: string | undefined): T | undefined {
  return json === undefined ? undefined : JSON.parse(json);
}
