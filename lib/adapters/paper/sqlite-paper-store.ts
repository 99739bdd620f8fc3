// Where paper accounts are kept: one SQLite file, each operation one transaction, safe for several processes.
import type { StatementSync } from "node:sqlite";
import { GroupCommitDatabase } from "../sqlite/group-commit.ts";
import type { PaperStore, PaperTransaction } from "./paper-store.ts";
import type { EngineOrder, VenueState } from "./venue-state.ts";

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS account (id TEXT PRIMARY KEY, state TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS venue_order (
    account TEXT NOT NULL,
    venue_order_id TEXT NOT NULL,
    client_order_id TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (account, venue_order_id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS venue_order_client ON venue_order (account, client_order_id);
  CREATE TABLE IF NOT EXISTS fill (account TEXT NOT NULL, fill_id TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (account, fill_id)) STRICT, WITHOUT ROWID;
`;

const SQL = {
  state: "SELECT state AS body FROM account WHERE id = ?",
  order: `SELECT body FROM venue_order WHERE account = ? AND client_order_id = ?
    ORDER BY CAST(venue_order_id AS INTEGER) DESC LIMIT 1`,
  keepState: "INSERT OR REPLACE INTO account VALUES (?, ?)",
  keepOrder: "INSERT OR REPLACE INTO venue_order VALUES (?, ?, ?, ?)",
  keepFill: "INSERT INTO fill VALUES (?, ?, ?)",
} as const;

/** The paper accounts' state in one SQLite file. */
export class SqlitePaperStore implements PaperStore {
  readonly #database: GroupCommitDatabase;
  readonly #statements: Readonly<Record<keyof typeof SQL, StatementSync>>;

  /** @param file - the database file; ":memory:" for tests. */
  constructor(file: string) {
    this.#database = new GroupCommitDatabase(file, SCHEMA);
    this.#statements = this.#database.prepareAll(SQL);
  }

  transact<T>(account: string, work: (transaction: PaperTransaction) => T): Promise<T> {
    return this.#database.transact(() => work(this.#transaction(account)));
  }

  close(): void {
    this.#database.close();
  }

  #transaction(account: string): PaperTransaction {
    const { state, order, keepState, keepOrder, keepFill } = this.#statements;
    return {
      findState: () => parse<VenueState>(state.get(account)),
      findOrder: (clientOrderId) => parse<EngineOrder>(order.get(account, clientOrderId)),
      save: (change) => {
        keepState.run(account, JSON.stringify(change.state));
        for (const order of change.orders)
          keepOrder.run(account, order.venueOrderId, order.clientOrderId, JSON.stringify(order));
        for (const fill of change.fills) keepFill.run(account, fill.fillId, JSON.stringify(fill));
      },
    };
  }
}

/** What this class wrote is read back as it was. */
function parse<T>(row: Readonly<Record<string, unknown>> | undefined): T | undefined {
  return typeof row?.body === "string" ? (JSON.parse(row.body) as T) : undefined;
}
