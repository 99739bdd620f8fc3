// Trades as rows of cells, from the index `order_cells`.
import { CELL_PATHS, type TradeCells } from "../../core/trade/trade-cells.ts";
import type { CellsPage, TradeFilter } from "../../ports/ledger.ts";
import { OrderListing, partsSql, type TradeKey } from "./list-orders.ts";
import type { WhookDatabase } from "./whook-database.ts";

/** A JSON array in the order of the paths. It is read from the index while `order_cells` says the same of a trade. */
const CELLS = `json_extract(trade, ${CELL_PATHS.map((path) => `'$.${path}'`).join(", ")})`;

/** Pages of trades as rows of cells. */
export class CellsListing {
  readonly #database: WhookDatabase;
  readonly #listing: OrderListing;

  constructor(database: WhookDatabase) {
    this.#database = database;
    this.#listing = new OrderListing(database, cellsSql);
  }

  page(filter: TradeFilter): CellsPage {
    const { packs, ...page } = this.#listing.packed(filter);
    // The query's own form, below.
    return { trades: packs.flatMap((pack) => this.#database.parse(pack) as readonly TradeCells[]), ...page };
  }
}

/** The query for these filters. */
export function cellsSql(keys: readonly TradeKey[]): string {
  return partsSql("order_cells", CELLS, keys);
}
