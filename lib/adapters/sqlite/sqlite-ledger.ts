import { setImmediate as nextTurn } from "node:timers/promises";
import type { OrderEvent, OrderRecord } from "../../core/execution/order-record.ts";
import type { AlertId, OrderId, UnixMs } from "../../core/ids.ts";
import { storedTrade } from "../../core/trade/trade.ts";
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
import type { AlertTable } from "./alert-table.ts";
import { CellsListing } from "./cells-listing.ts";
import { listingSql, OrderListing } from "./list-orders.ts";
import { accountColumn, keepingOf, type OrderTable, RECORD_COLUMNS } from "./order-table.ts";
import { textOf } from "./row.ts";
import { StatsListing } from "./stats-listing.ts";
import type { Statement, WhookDatabase } from "./whook-database.ts";

const SQL = {
  followed: `SELECT ${RECORD_COLUMNS} FROM ledger_order
    WHERE followed = 1 AND account_key = ? AND order_id > ? ORDER BY order_id LIMIT ?`,
  previous: `SELECT ${RECORD_COLUMNS} FROM ledger_order
    WHERE account_key = ? AND symbol = ? AND order_id < ? ORDER BY order_id DESC LIMIT 1`,
} as const;

/** The tables the ledger reads and writes, and their database. */
export interface SqliteLedgerParts {
  readonly orders: OrderTable;
  readonly alerts: AlertTable;
}

/** The ledger port over the data file. Reading runs at once, so each page of a listing waits for a turn of its own: nobody is kept out by one that pages through a long history. */
export class SqliteLedger implements Ledger {
  readonly #database: WhookDatabase;
  readonly #orders: OrderTable;
  readonly #alerts: AlertTable;
  readonly #trades: OrderListing;
  readonly #records: OrderListing;
  readonly #stats: StatsListing;
  readonly #cells: CellsListing;
  readonly #statements: Readonly<Record<keyof typeof SQL, Statement>>;
  /** By body: those whose commit is still to come. */
  readonly #opening = new Map<string, Promise<void>>();

  constructor(database: WhookDatabase, { orders, alerts }: SqliteLedgerParts) {
    this.#database = database;
    this.#orders = orders;
    this.#alerts = alerts;
    this.#trades = new OrderListing(database, (keys) => listingSql("trade", keys));
    this.#records = new OrderListing(database, (keys) => listingSql(RECORD_COLUMNS, keys));
    this.#stats = new StatsListing(database);
    this.#cells = new CellsListing(database);
    this.#statements = database.prepareAll(SQL);
  }

  /**
   * What is stored next of the alert shares its commit and comes after it, so that nobody waits twice: one log. Where it fails the alert
   * is refused (`AlertTable.put`).
   */
  async openAlert(bodyHash: string, alert: OpenAlert): Promise<readonly OpenAlert[]> {
    await this.#opening.get(bodyHash);
    const before = this.#alerts.listOpen(bodyHash);
    const opening = this.#database
      .transact("lazy", () => this.#alerts.open(bodyHash, alert))
      .catch(() => undefined)
      .finally(() => this.#opening.delete(bodyHash));
    this.#opening.set(bodyHash, opening);
    return before;
  }

  /** Taken back by a power cut, the same body within the next minute would be taken for a resend. */
  closeAlerts(bodyHash: string, alertIds: readonly AlertId[]): Promise<void> {
    return this.#database.transact("lazy", () => this.#alerts.close(bodyHash, alertIds));
  }

  putAlert(alert: AlertRecord): Promise<void> {
    return this.#database.transact("durable", () => this.#alerts.put(alert));
  }

  async getAlert(alertId: AlertId): Promise<AlertRecord | undefined> {
    return this.#alerts.get(alertId);
  }

  async listAlerts(filter: AlertFilter): Promise<AlertPage> {
    await nextTurn();
    return this.#alerts.list(filter);
  }

  /** Written before the order it is claimed for, it is on disk with it. */
  claimKey(keyHash: string, claim: KeyClaim, since: UnixMs): Promise<KeyClaim> {
    return this.#database.transact("lazy", () => this.#alerts.claim(keyHash, claim, since));
  }

  createOrder(record: OrderRecord): Promise<"created" | "exists"> {
    return this.#database.transact("durable", () => (this.#orders.insert(record) ? "created" : "exists"));
  }

  async getOrder(orderId: OrderId): Promise<OrderRecord | undefined> {
    return this.#orders.get(orderId);
  }

  updateOrder(order: OrderRecord, newEvents: readonly OrderEvent[]): Promise<boolean> {
    return this.#database.transact(keepingOf(newEvents), () => this.#orders.update(order, newEvents));
  }

  async listTrades(filter: TradeFilter): Promise<TradePage> {
    await nextTurn();
    const { rows, ...page } = this.#trades.page(filter);
    return { trades: rows.map((row) => storedTrade(this.#database.parse(textOf(row, "trade")))), ...page };
  }

  async listStatsTrades(filter: TradeFilter): Promise<StatsPage> {
    await nextTurn();
    return this.#stats.page(filter);
  }

  async listTradeCells(filter: TradeFilter): Promise<CellsPage> {
    await nextTurn();
    return this.#cells.page(filter);
  }

  async listOrders(filter: TradeFilter): Promise<OrderPage> {
    await nextTurn();
    const { rows, ...page } = this.#records.page(filter);
    return { orders: rows.map((row) => this.#orders.recordOf(row)), ...page };
  }

  async getOrders(orderIds: readonly OrderId[]): Promise<readonly OrderRecord[]> {
    return orderIds.map((orderId) => this.#orders.get(orderId)).filter((order) => order !== undefined);
  }

  async listFollowed(
    account: string,
    { max, after }: { readonly max: number; readonly after?: OrderId },
  ): Promise<readonly OrderRecord[]> {
    const rows = this.#statements.followed.all(accountColumn(account), after ?? "", max);
    return rows.map((row) => this.#orders.recordOf(row));
  }

  async findPreviousOrder({
    orderId,
    account,
    symbol,
  }: Pick<OrderRecord, "orderId" | "account" | "symbol">): Promise<OrderRecord | undefined> {
    const row = this.#statements.previous.get(accountColumn(account), symbol, orderId);
    return row === undefined ? undefined : this.#orders.recordOf(row);
  }
}
