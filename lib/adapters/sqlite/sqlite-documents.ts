import type { DocumentStore, Keeping, StoredDocument } from "../../ports/document-store.ts";
import { RememberedRows } from "./remembered-rows.ts";
import { numberOf, textOf } from "./row.ts";
import type { Statement, WhookDatabase } from "./whook-database.ts";

const SQL = {
  read: "SELECT body, version FROM document WHERE name = ?",
  create: "INSERT INTO document VALUES (?, ?, 1) ON CONFLICT DO NOTHING",
  change: "UPDATE document SET body = ?, version = version + 1 WHERE name = ? AND version = ?",
} as const;

/** The document store port over the data file. */
export class SqliteDocuments implements DocumentStore {
  readonly #database: WhookDatabase;
  readonly #statements: Readonly<Record<keyof typeof SQL, Statement>>;
  /** Switches are read before every send, and change once in a while. */
  readonly #remembered: RememberedRows<{ readonly document: StoredDocument | undefined }>;

  constructor(database: WhookDatabase) {
    this.#database = database;
    this.#statements = database.prepareAll(SQL);
    this.#remembered = new RememberedRows(database);
  }

  async readDocument(name: string): Promise<StoredDocument | undefined> {
    const remembered = this.#remembered.get(name);
    if (remembered !== undefined) return remembered.document;
    const row = this.#statements.read.get(name);
    const document = row && { body: textOf(row, "body"), version: numberOf(row, "version") };
    this.#remembered.set(name, { document });
    return document;
  }

  writeDocument(
    name: string,
    body: string,
    previous: number | undefined,
    keeping: Keeping = "durable",
  ): Promise<boolean> {
    const { create, change } = this.#statements;
    return this.#database.transact(keeping, () => {
      const changed = previous === undefined ? create.run(name, body) : change.run(body, name, previous);
      if (changed === 1) this.#remembered.set(name, { document: { body, version: (previous ?? 0) + 1 } });
      return changed === 1;
    });
  }
}
