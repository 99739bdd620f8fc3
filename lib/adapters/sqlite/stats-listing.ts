// What statistics read, from an index that holds it: a history in a twentieth of its pages. Orders that have not ended are not
// in it, since it would change with each of their steps; the few there are come from their rows.
import { STATS_KEYS, type StatsTrade } from "../../core/trade/summary.ts";
import type { StatsPage, TradeFilter } from "../../ports/ledger.ts";
import { OrderListing, type TradeKey, wantedSql } from "./list-orders.ts";
import { textOf } from "./row.ts";
import type { WhookDatabase } from "./whook-database.ts";

/** A JSON array in the order of the keys. It is read from the index while `order_stats` says the same of a trade. */
const STATS = `json_extract(trade, ${STATS_KEYS.map((key) => `'$.${key}'`).join(", ")})`;

/** Pages of trades as statistics read them. */
export class StatsListing {
  readonly #database: WhookDatabase;
  readonly #listing: OrderListing;

  constructor(database: WhookDatabase) {
    this.#database = database;
    this.#listing = new OrderListing(database, statsSql);
  }

  page(filter: TradeFilter): StatsPage {
    const { rows, ...page } = this.#listing.page(filter);
    // One text to parse costs less than hundreds of short ones.
    const all = this.#database.parse(`[${rows.map((row) => textOf(row, "stats")).join(",")}]`);
    // The query's own form, a line above.
    return { trades: (all as unknown[][]).map(statsTradeOf), ...page };
  }
}

/** The query for these filters. */
export function statsSql(keys: readonly TradeKey[]): string {
  const part = (index: string, which: string) =>
    `SELECT order_id, account_key, symbol, status, tag, ${STATS} AS stats FROM ledger_order INDEXED BY ${index}
      WHERE status ${which} ('queued', 'working')`;
  return `SELECT order_id, stats FROM (${part("order_stats", "NOT IN")} UNION ALL ${part("order_by_status", "IN")})
    ${wantedSql(keys)}`;
}

/** What a trade does not have is null in the index. */
function statsTradeOf(values: readonly unknown[]): StatsTrade {
  const trade: Record<string, unknown> = {};
  for (let at = 0; at < STATS_KEYS.length; at++) if (values[at] !== null) trade[String(STATS_KEYS[at])] = values[at];
  // What a trade says under these keys, as it was stored.
  return trade as unknown as StatsTrade;
}
