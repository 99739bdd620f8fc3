// Paper accounts in the data file: each operation is one transaction.
import { RememberedRows } from "../sqlite/remembered-rows.ts";
import { textOf } from "../sqlite/row.ts";
import type { Statement, WhookDatabase } from "../sqlite/whook-database.ts";
import type { PaperStore, PaperTransaction } from "./paper-store.ts";
import type { EngineOrder, VenueState } from "./venue-state.ts";

const SQL = {
  state: "SELECT state AS body FROM paper_account WHERE account = ?",
  order: `SELECT body FROM paper_order INDEXED BY paper_order_client WHERE account = ? AND client_order_id = ?
    ORDER BY CAST(venue_order_id AS INTEGER) DESC LIMIT 1`,
  keepState: "INSERT OR REPLACE INTO paper_account VALUES (?, ?)",
  keepOrder: "INSERT OR REPLACE INTO paper_order VALUES (?, ?, ?, ?)",
} as const;

/**
 * The paper store over the data file. It stands for an exchange, which forgets nothing it has answered: its writes wait for the
 * disk. A reader sees what resting orders fill at the price of now, and leaves it to the process that works to keep.
 */
export class SqlitePaperAccounts implements PaperStore {
  readonly #database: WhookDatabase;
  readonly #statements: Readonly<Record<keyof typeof SQL, Statement>>;
  /** An account is looked at more often than it changes. */
  readonly #states: RememberedRows<VenueState>;

  constructor(database: WhookDatabase) {
    this.#database = database;
    this.#statements = database.prepareAll(SQL);
    this.#states = new RememberedRows(database);
  }

  async findState(account: string): Promise<VenueState | undefined> {
    return this.#state(account);
  }

  transact<T>(account: string, work: (transaction: PaperTransaction) => T): Promise<T> {
    return this.#database.transact("durable", () => work(this.#transaction(account)));
  }

  #transaction(account: string): PaperTransaction {
    const { order, keepState, keepOrder } = this.#statements;
    return {
      findState: () => this.#state(account),
      findOrder: (clientOrderId) => this.#read<EngineOrder>(order, account, clientOrderId),
      save: (change) => {
        if (this.#database.isReader) return;
        keepState.run(account, JSON.stringify(change.state));
        this.#states.set(account, change.state);
        for (const order of change.orders)
          keepOrder.run(account, order.venueOrderId, order.clientOrderId, JSON.stringify(order));
      },
    };
  }

  #state(account: string): VenueState | undefined {
    const remembered = this.#states.get(account);
    if (remembered !== undefined) return remembered;
    const state = this.#read<VenueState>(this.#statements.state, account);
    if (state !== undefined) this.#states.set(account, state);
    return state;
  }

  /** What this class wrote is read back as it was. */
  #read<T>(statement: Statement, ...keys: readonly string[]): T | undefined {
    const row = statement.get(...keys);
    return row === undefined ? undefined : (this.#database.parse(textOf(row, "body")) as T);
  }
}
