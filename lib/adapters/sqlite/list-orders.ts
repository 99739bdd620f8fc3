// Listings, newest first: one index each. Where several filters meet, the index by time carries what they ask about, so that
// what is not wanted is passed over there, and only what is wanted is read.
import { timePrefix } from "../../core/ids.ts";
import type { TradeFilter } from "../../ports/ledger.ts";
import { accountColumn } from "./order-table.ts";
import { textOf } from "./row.ts";
import type { Row, Statement, WhookDatabase } from "./whook-database.ts";

const DEFAULT_PAGE = 100;
/** Orders in one text: of a few each takes a statement's time, of many a large block of memory. */
const PACK = 200;
/** Sort before and after every id. */
const FIRST_ID = "0";
const LAST_ID = "~";

const COLUMNS = { account: "account_key", symbol: "symbol", status: "status", tag: "tag" } as const;
/** What trades are filtered by. */
export type TradeKey = keyof typeof COLUMNS;

/** By the filters that are set; any others together go by time. */
const INDEXES: Readonly<Record<string, string>> = {
  account: "order_by_account",
  "account symbol": "order_by_market",
  status: "order_by_status",
  tag: "order_by_tag",
};

/** Listings by one kind of query. */
export class OrderListing {
  readonly #database: WhookDatabase;
  readonly #sqlOf: (keys: readonly TradeKey[]) => string;
  readonly #statements = new Map<string, Statement>();

  /** @param sqlOf - the query for these filters; its rows have an `order_id`, and `wantedSql` ends it. */
  constructor(database: WhookDatabase, sqlOf: (keys: readonly TradeKey[]) => string) {
    this.#database = database;
    this.#sqlOf = sqlOf;
  }

  /** @returns rows, and where the next page begins while there may be one. */
  page(filter: TradeFilter): { readonly rows: readonly Row[]; readonly cursor?: string } {
    const rows = this.#rows(filter);
    const last = rows.length === sizeOf(filter) ? rows.at(-1)?.order_id : undefined;
    return { rows, ...(typeof last === "string" ? { cursor: last } : {}) };
  }

  /** The same by a query of `packedSql`. @returns its texts, each a JSON array, of a pack of orders each. */
  packed(filter: TradeFilter): { readonly packs: readonly string[]; readonly cursor?: string } {
    const packs: string[] = [];
    let { cursor } = filter;
    for (let left = sizeOf(filter); left > 0; left -= PACK) {
      const limit = Math.min(PACK, left);
      const [row = {}] = this.#rows({ ...filter, limit, ...(cursor === undefined ? {} : { cursor }) });
      packs.push(textOf(row, "pack"));
      if (row.found !== limit) return { packs };
      cursor = textOf(row, "order_id");
    }
    return { packs, ...(cursor === undefined ? {} : { cursor }) };
  }

  #rows(filter: TradeFilter): readonly Row[] {
    const { since, until, cursor } = filter;
    const keys = keysOf(filter);
    const values = keys.map((key) => wantedOf(filter, key));
    const from = since === undefined ? FIRST_ID : timePrefix(since);
    const [before = LAST_ID] = [until === undefined ? LAST_ID : timePrefix(until), cursor ?? LAST_ID].sort();
    return this.#statement(keys).all(...values, from, before, sizeOf(filter));
  }

  #statement(keys: readonly TradeKey[]): Statement {
    const name = keys.join(" ");
    const known = this.#statements.get(name);
    if (known !== undefined) return known;
    const statement = this.#database.prepare(this.#sqlOf(keys));
    this.#statements.set(name, statement);
    return statement;
  }
}

/** The query for these filters. */
export function listingSql(columns: string, keys: readonly TradeKey[]): string {
  const index = INDEXES[keys.join(" ")] ?? "order_by_time";
  return `SELECT order_id, ${columns} FROM ledger_order INDEXED BY ${index} ${wantedSql(keys)}`;
}

/** What a page wants of its rows: its values are those of the filters, from, before, how many. */
function wantedSql(keys: readonly TradeKey[]): string {
  const wanted = keys.map((key) => `${COLUMNS[key]} = ? AND `).join("");
  return `WHERE ${wanted}order_id >= ? AND order_id < ? ORDER BY order_id DESC LIMIT ?`;
}

function sizeOf({ limit = DEFAULT_PAGE }: TradeFilter): number {
  return limit;
}

/** Always in the same order. */
function keysOf(filter: TradeFilter): readonly TradeKey[] {
  const all: readonly TradeKey[] = ["account", "symbol", "status", "tag"];
  return all.filter((key) => filter[key] !== undefined);
}

function wantedOf(filter: TradeFilter, key: TradeKey): string {
  const value = filter[key] ?? "";
  return key === "account" ? accountColumn(value) : value;
}

/**
 * A query that makes one row of the orders of another, in its order: how many it `found`, the last one's `order_id`, and of all of them
 * a short column of JSON as one array. Reading and parsing hundreds of short texts takes twice as long; of long ones it takes less.
 */
function packedSql(column: string, sql: string): string {
  return `SELECT count(*) AS found, min(order_id) AS order_id, '[' || coalesce(group_concat(${column}), '') || ']' AS pack
    FROM (${sql})`;
}

/**
 * The query for parts of trades, from an index that holds them as this same expression: a history in a fraction of its pages. Orders
 * that have not ended are not in it, since it would change with each of their steps; the few there are come from their rows. The
 * inner query keeps its order, which decides where its limit cuts.
 */
export function partsSql(index: string, expression: string, keys: readonly TradeKey[]): string {
  const part = (from: string, which: string) =>
    `SELECT order_id, account_key, symbol, status, tag, ${expression} AS part FROM ledger_order INDEXED BY ${from}
      WHERE status ${which} ('queued', 'working')`;
  const all = `SELECT order_id, part FROM (${part(index, "NOT IN")} UNION ALL ${part("order_by_status", "IN")})`;
  return packedSql("part", `${all} ${wantedSql(keys)}`);
}
