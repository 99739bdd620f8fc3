// What statistics read of trades, from the index `order_stats`.
import { STATS_KEYS, type StatsTrade } from "../../core/trade/summary.ts";
import type { StatsPage, TradeFilter } from "../../ports/ledger.ts";
import { OrderListing, partsSql, type TradeKey } from "./list-orders.ts";
import type { WhookDatabase } from "./whook-database.ts";

/** A JSON array in the order of the keys. It is read from the index while `order_stats` says the same of a trade. */
const STATS = `json_extract(trade, ${STATS_KEYS.map((key) => `'$.${key}'`).join(", ")})`;

type OrNull<T> = undefined extends T ? NonNullable<T> | null : T;
type RowOf<Keys extends readonly (keyof StatsTrade)[]> = { readonly [At in keyof Keys]: OrNull<StatsTrade[Keys[At]]> };
/** As the index has it, in the order of the keys: null is what a trade does not have. */
type StatsRow = RowOf<typeof STATS_KEYS>;

/** Pages of trades as statistics read them. */
export class StatsListing {
  readonly #database: WhookDatabase;
  readonly #listing: OrderListing;

  constructor(database: WhookDatabase) {
    this.#database = database;
    this.#listing = new OrderListing(database, statsSql);
  }

  page(filter: TradeFilter): StatsPage {
    const { packs, ...page } = this.#listing.packed(filter);
    // The query's own form, below.
    const all = packs.flatMap((pack) => this.#database.parse(pack) as readonly StatsRow[]);
    return { trades: all.map(statsTradeOf), ...page };
  }
}

/** The query for these filters. */
export function statsSql(keys: readonly TradeKey[]): string {
  return partsSql("order_stats", STATS, keys);
}

/** Written out, for one shape of all trades is read several times as fast as one by one of its keys. */
function statsTradeOf([
  account,
  exchange,
  symbol,
  tag,
  side,
  receivedAt,
  command,
  status,
  orderType,
  filledContracts,
  filledAt,
  slippageBps,
  fee,
  settle,
  realizedProfit,
  netProfit,
  closedContracts,
  outsideContracts,
  makerContracts,
  lockSaving,
]: StatsRow): StatsTrade {
  return {
    account,
    exchange,
    symbol,
    tag: tag ?? undefined,
    side: side ?? undefined,
    receivedAt,
    command,
    status,
    orderType: orderType ?? undefined,
    filledContracts,
    filledAt: filledAt ?? undefined,
    slippageBps: slippageBps ?? undefined,
    fee: fee ?? undefined,
    settle,
    realizedProfit: realizedProfit ?? undefined,
    netProfit: netProfit ?? undefined,
    closedContracts: closedContracts ?? undefined,
    outsideContracts: outsideContracts ?? undefined,
    makerContracts: makerContracts ?? undefined,
    lockSaving: lockSaving ?? undefined,
  };
}
