// Paper accounts in the data file: each operation is one transaction.
import { textOf } from "../sqlite/row.ts";
import type { Statement, WhookDatabase } from "../sqlite/whook-database.ts";
import type { PaperStore, PaperTransaction } from "./paper-store.ts";
import type { EngineOrder, VenueState } from "./venue-state.ts";

const SQL = {
  state: "SELECT state AS body FROM paper_account WHERE account = ?",
  order: `SELECT body FROM paper_order WHERE account = ? AND client_order_id = ?
    ORDER BY CAST(venue_order_id AS INTEGER) DESC LIMIT 1`,
  keepState: "INSERT OR REPLACE INTO paper_account VALUES (?, ?)",
  keepOrder: "INSERT OR REPLACE INTO paper_order VALUES (?, ?, ?, ?)",
  keepFill: "INSERT INTO paper_fill VALUES (?, ?, ?)",
} as const;

/**
 * The paper store over the data file. It stands for an exchange, which forgets nothing it has answered: its writes wait for the
 * disk. A reader sees what resting orders fill at the price of now, and leaves it to the process that works to keep.
 */
export class SqlitePaperAccounts implements PaperStore {
  readonly #database: WhookDatabase;
  readonly #statements: Readonly<Record<keyof typeof SQL, Statement>>;
  /** The states read last: an account is looked at more often than it changes. */
  readonly #states = new Map<string, { readonly text: string; readonly state: VenueState }>();

  constructor(database: WhookDatabase) {
    this.#database = database;
    this.#statements = database.prepareAll(SQL);
  }

  async findState(account: string): Promise<VenueState | undefined> {
    return this.#state(account);
  }

  transact<T>(account: string, work: (transaction: PaperTransaction) => T): Promise<T> {
    return this.#database.transact("durable", () => work(this.#transaction(account)));
  }

  #transaction(account: string): PaperTransaction {
    const { order, keepState, keepOrder, keepFill } = this.#statements;
    return {
      findState: () => this.#state(account),
      findOrder: (clientOrderId) => this.#read<EngineOrder>(order, account, clientOrderId),
      save: (change) => {
        if (this.#database.isReader) return;
        const text = JSON.stringify(change.state);
        keepState.run(account, text);
        this.#states.set(account, { text, state: change.state });
        for (const order of change.orders)
          keepOrder.run(account, order.venueOrderId, order.clientOrderId, JSON.stringify(order));
        for (const fill of change.fills) keepFill.run(account, fill.fillId, JSON.stringify(fill));
      },
    };
  }

  #state(account: string): VenueState | undefined {
    const row = this.#statements.state.get(account);
    if (row === undefined) return undefined;
    const text = textOf(row, "body");
    const known = this.#states.get(account);
    if (known?.text === text) return known.state;
    const state = this.#database.parse(text) as VenueState;
    this.#states.set(account, { text, state });
    return state;
  }

  /** What this class wrote is read back as it was. */
  #read<T>(statement: Statement, ...keys: readonly string[]): T | undefined {
    const row = statement.get(...keys);
    return row === undefined ? undefined : (this.#database.parse(textOf(row, "body")) as T);
  }
}
