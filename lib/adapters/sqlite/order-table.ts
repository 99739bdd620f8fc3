// Orders as rows: what is filtered by in columns, the rest as JSON. Every method runs at once: the caller's transaction decides.
import { isFoundAgain } from "../../core/execution/found-again.ts";
import { isFollowed, ORDER_STATUSES, type OrderEvent, type OrderRecord } from "../../core/execution/order-record.ts";
import type { OrderId } from "../../core/ids.ts";
import { tradeOf } from "../../core/trade/trade.ts";
import type { Keeping } from "../../ports/document-store.ts";
import { RememberedRows } from "./remembered-rows.ts";
import { numberOf, textOf } from "./row.ts";
import type { Row, Statement, WhookDatabase } from "./whook-database.ts";

/** What makes a record of a row. */
export const RECORD_COLUMNS = "receipt, version, state, events";

const SQL = {
  insert: `INSERT INTO ledger_order VALUES (?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
  get: `SELECT ${RECORD_COLUMNS} FROM ledger_order WHERE order_id = ?`,
  update: `UPDATE ledger_order SET version = version + 1, status = ?, followed = ?, noticed = max(noticed, ?), trade = ?,
    state = ?, events = events || ? WHERE order_id = ? AND version = ?`,
  noticed: `SELECT ${RECORD_COLUMNS} FROM ledger_order WHERE noticed = 1 ORDER BY order_id LIMIT ?`,
  clearNotice: "UPDATE ledger_order SET noticed = 0 WHERE order_id = ? AND version = ?",
} as const;

/** Orders as rows: the record, and beside it the columns that are searched. Its methods are parts of somebody's transaction. */
export class OrderTable {
  readonly #database: WhookDatabase;
  readonly #marksNotices: () => boolean;
  readonly #statements: Readonly<Record<keyof typeof SQL, Statement>>;
  /** As they came: most are worked on at once. */
  readonly #new: RememberedRows<OrderRecord>;

  /** @param marksNotices - whether an end is marked, in the same write, for somebody to be told. */
  constructor(database: WhookDatabase, marksNotices: () => boolean) {
    this.#database = database;
    this.#marksNotices = marksNotices;
    this.#statements = database.prepareAll(SQL);
    this.#new = new RememberedRows(database);
  }

  /** @returns false when it is on record already; nothing is changed then. */
  insert(record: OrderRecord): boolean {
    const { state, events, version, ...receipt } = record;
    const { orderId, symbol, order } = record;
    const changed = this.#statements.insert.run(
      orderId,
      accountColumn(record.account),
      symbol,
      state.status,
      order.tag ?? null,
      Number(isFollowed(state)),
      version,
      JSON.stringify(tradeOf(record)),
      JSON.stringify(receipt),
      JSON.stringify(state),
      joined(events),
    );
    if (changed === 1) this.#new.set(orderId, record);
    return changed === 1;
  }

  get(orderId: OrderId): OrderRecord | undefined {
    const remembered = this.#new.get(orderId);
    if (remembered !== undefined) return remembered;
    const row = this.#statements.get.get(orderId);
    return row === undefined ? undefined : this.recordOf(row);
  }

  /** As `Ledger.updateOrder`. */
  update(order: OrderRecord, newEvents: readonly OrderEvent[]): boolean {
    const { orderId, version, state } = order;
    this.#new.delete(orderId);
    const isMarked = newEvents.some(({ kind }) => kind === "ended") && this.#marksNotices();
    const changed = this.#statements.update.run(
      state.status,
      Number(isFollowed(state)),
      Number(isMarked),
      JSON.stringify(tradeOf(order)),
      JSON.stringify(state),
      newEvents.length === 0 ? "" : `,${joined(newEvents)}`,
      orderId,
      version,
    );
    return changed === 1;
  }

  /** Oldest first. */
  listNoticed(limit: number): readonly OrderRecord[] {
    return this.#statements.noticed.all(limit).map((row) => this.recordOf(row));
  }

  clearNotice({ orderId, version }: OrderRecord): void {
    this.#statements.clearNotice.run(orderId, version);
  }

  /** @throws Error when it is not an order this version knows: a state must not be guessed at. */
  recordOf(row: Row): OrderRecord {
    const parse = (column: string) => this.#database.parse(textOf(row, column)) as object;
    const events = this.#database.parse(`[${textOf(row, "events")}]`);
    const record = { ...parse("receipt"), version: numberOf(row, "version"), state: parse("state"), events };
    if (!isOrderRecord(record)) throw new Error("an order of the data file is not one this version knows");
    return record;
  }
}

/** What a power cut may do to a change of an order. */
export function keepingOf(newEvents: readonly OrderEvent[]): Keeping {
  return isFoundAgain(newEvents) ? "lazy" : "durable";
}

/** Accounts are found in any case. */
export function accountColumn(account: string): string {
  return account.toLowerCase();
}

/** Events are kept without the brackets around them: a new one is put behind the others. */
function joined(events: readonly OrderEvent[]): string {
  return events.map((event) => JSON.stringify(event)).join(",");
}

/** What this class wrote is read back as it was; a newer whook's state may be unknown. */
function isOrderRecord(record: object): record is OrderRecord {
  const { state } = record as Partial<OrderRecord>;
  return ORDER_STATUSES.some((status) => status === state?.status);
}
