import type { DocumentStore, StoredDocument } from "../../ports/document-store.ts";
import { numberOf, textOf } from "./row.ts";
import type { Keeping } from "./shared-commit.ts";
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

  constructor(database: WhookDatabase) {
    this.#database = database;
    this.#statements = database.prepareAll(SQL);
  }

  async readDocument(name: string): Promise<StoredDocument | undefined> {
    const row = this.#statements.read.get(name);
    return row === undefined ? undefined : { body: textOf(row, "body"), version: numberOf(row, "version") };
  }

  /** @param keeping - lazy: for what goes to disk with a write that follows it, as a book does with its order. @default durable */
  writeDocument(
    name: string,
    body: string,
    previous: number | undefined,
    keeping: Keeping = "durable",
  ): Promise<boolean> {
    const { create, change } = this.#statements;
    return this.#database.transact(keeping, () => {
      const changed = previous === undefined ? create.run(name, body) : change.run(body, name, previous);
      return changed === 1;
    });
  }
}
