// Where paper accounts are kept: one SQLite file, each operation one transaction, safe for several processes.
import { DatabaseSync } from "node:sqlite";
import type { PaperStore, PaperTransaction } from "./paper-store.ts";
import type { EngineOrder, VenueState } from "./venue-state.ts";

const SCHEMA = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA busy_timeout = 5000;
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

export class SqlitePaperStore implements PaperStore {
  readonly #db: DatabaseSync;

  /** @param file - the database file; ":memory:" for tests. */
  constructor(file: string) {
    this.#db = new DatabaseSync(file);
    this.#db.exec(SCHEMA);
  }

  async transact<T>(account: string, work: (transaction: PaperTransaction) => T): Promise<T> {
    this.#db.exec("BEGIN IMMEDIATE");
    try {
      const result = work(this.#transaction(account));
      this.#db.exec("COMMIT");
      return result;
    } catch (error) {
      this.#db.exec("ROLLBACK");
      throw error;
    }
  }

  async findState(account: string): Promise<VenueState | undefined> {
    return this.#transaction(account).findState();
  }

  close(): void {
    this.#db.close();
  }

  #transaction(account: string): PaperTransaction {
    const db = this.#db;
    return {
      findState: () => parse<VenueState>(db.prepare("SELECT state AS body FROM account WHERE id = ?").get(account)),
      findOrder: (clientOrderId) =>
        parse<EngineOrder>(
          db
            .prepare(
              "SELECT body FROM venue_order WHERE account = ? AND client_order_id = ? ORDER BY CAST(venue_order_id AS INTEGER) DESC LIMIT 1",
            )
            .get(account, clientOrderId),
        ),
      save: ({ state, orders, fills }) => {
        db.prepare("INSERT OR REPLACE INTO account VALUES (?, ?)").run(account, JSON.stringify(state));
        for (const order of orders) {
          const { venueOrderId, clientOrderId } = order;
          db.prepare("INSERT OR REPLACE INTO venue_order VALUES (?, ?, ?, ?)").run(
            account,
            venueOrderId,
            clientOrderId,
            JSON.stringify(order),
          );
        }
        for (const fill of fills)
          db.prepare("INSERT INTO fill VALUES (?, ?, ?)").run(account, fill.fillId, JSON.stringify(fill));
      },
    };
  }
}

/** What this class wrote is read back as it was. */
function parse<T>(row: Readonly<Record<string, unknown>> | undefined): T | undefined {
  return typeof row?.body === "string" ? (JSON.parse(row.body) as T) : undefined;
}
