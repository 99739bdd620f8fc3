import { type UnixMs, unixMs } from "../../core/ids.ts";
import type { CachedText, CachePort } from "../../ports/cache.ts";
import { numberOf, textOf } from "./row.ts";
import type { Statement, WhookDatabase } from "./whook-database.ts";

const SQL = {
  get: "SELECT value, written_at FROM cache WHERE what = ?",
  put: "INSERT INTO cache VALUES (?, ?, ?) ON CONFLICT (what) DO UPDATE SET value = excluded.value, written_at = excluded.written_at",
} as const;

/** The cache port over the data file. What is lost with a power cut is asked for again. */
export class SqliteCache implements CachePort {
  readonly #database: WhookDatabase;
  readonly #statements: Readonly<Record<keyof typeof SQL, Statement>>;

  constructor(database: WhookDatabase) {
    this.#database = database;
    this.#statements = database.prepareAll(SQL);
  }

  async getCache(what: string): Promise<CachedText | undefined> {
    const row = this.#statements.get.get(what);
    return row === undefined
      ? undefined
      : { value: textOf(row, "value"), writtenAt: unixMs(numberOf(row, "written_at")) };
  }

  async putCache(what: string, value: string, writtenAt: UnixMs): Promise<void> {
    await this.#database.transact("lazy", () => this.#statements.put.run(what, value, writtenAt));
  }
}
