import { EQUITY_KEPT_MS } from "../../config/limits.ts";
import { unixMs } from "../../core/ids.ts";
import type { EquitySnapshot } from "../../core/trade/equity-snapshot.ts";
import type { EquityLog, EquityQuery } from "../../ports/equity-log.ts";
import { numberOf, textOf } from "./row.ts";
import type { Row, Statement, WhookDatabase } from "./whook-database.ts";

const SQL = {
  keep: "INSERT OR REPLACE INTO equity_snapshot VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
  list: "SELECT * FROM equity_snapshot WHERE account_key = ? AND at >= ? ORDER BY at",
  forget: "DELETE FROM equity_snapshot WHERE account_key = ? AND at < ?",
} as const;

/** The equity log over the data file. What is lost with a power cut is a gap of the curve. */
export class SqliteEquity implements EquityLog {
  readonly #database: WhookDatabase;
  readonly #statements: Readonly<Record<keyof typeof SQL, Statement>>;

  constructor(database: WhookDatabase) {
    this.#database = database;
    this.#statements = database.prepareAll(SQL);
  }

  async keepEquity({ account, at, settle, equity, free, moved }: EquitySnapshot): Promise<void> {
    await this.#database.transact("lazy", () => {
      const movements = [moved?.since ?? null, moved?.funding ?? null, moved?.transfers ?? null];
      this.#statements.keep.run(account.toLowerCase(), at, account, settle, equity, free, ...movements);
      this.#statements.forget.run(account.toLowerCase(), at - EQUITY_KEPT_MS);
    });
  }

  async listEquity({ account, since }: EquityQuery): Promise<readonly EquitySnapshot[]> {
    return this.#statements.list.all(account.toLowerCase(), since).map((row) => ({
      account: textOf(row, "account"),
      at: unixMs(numberOf(row, "at")),
      settle: textOf(row, "settle"),
      equity: textOf(row, "equity"),
      free: textOf(row, "free"),
      ...movedOf(row),
    }));
  }
}

/** Readings from before form 5 have none. */
function movedOf(row: Row): Pick<EquitySnapshot, "moved"> {
  if (row.moved_since === null) return {};
  const since = unixMs(numberOf(row, "moved_since"));
  return { moved: { since, funding: textOf(row, "funding"), transfers: textOf(row, "transfers") } };
}
