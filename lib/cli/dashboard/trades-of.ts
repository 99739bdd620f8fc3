// The list of trades from memory: filtered, sorted, one page of it.
import { defined } from "../../core/defined.ts";
import type { UnixMs } from "../../core/ids.ts";
import { TRADE_SORTS, type TradeListing, type TradeSort, type TradesData } from "../../dashboard/render-trades.ts";
import { spanOf, type TradeQuery, tradeMatcher } from "../../dashboard/trade-query.ts";
import type { TradeRow } from "../../dashboard/trade-row.ts";
import { readingOf } from "./reading-of.ts";
import type { TradeBook } from "./trade-book.ts";

/** Trades on one page. */
export const PAGE = 50;

/** Only the order of rows: where an amount decides, a float is exact enough. Nothing: last, whichever way. */
const SORT_KEYS: Readonly<Record<TradeSort, (row: TradeRow) => string | number | undefined>> = {
  received: ({ receivedAt }) => receivedAt,
  account: ({ account }) => account.toLowerCase(),
  strategy: ({ strategy }) => strategy.toLowerCase() || undefined,
  symbol: ({ symbol }) => symbol,
  order: ({ command, side }) => `${command} ${side}`,
  status: ({ status }) => status,
  notional: ({ notional }) => numberOf(notional),
  price: ({ averagePrice }) => numberOf(averagePrice),
  slippage: ({ slippageBps }) => numberOf(slippageBps),
  fee: ({ fee }) => numberOf(fee?.cost),
  net: ({ netProfit }) => numberOf(netProfit),
};

/** How the address asks for the list to be laid out. */
export function parseListing(given: unknown): TradeListing {
  const { sort, order, page } = (typeof given === "object" ? given : {}) as Readonly<Record<string, unknown>>;
  return {
    sort: typeof sort === "string" && Object.hasOwn(TRADE_SORTS, sort) ? (sort as TradeSort) : "received",
    order: order === "up" ? "up" : "down",
    page: typeof page === "string" && /^[1-9]\d{0,6}$/.test(page) ? Number.parseInt(page, 10) : 1,
  };
}

/** One page of the trades read so far. */
export function tradesPageOf(
  book: TradeBook,
  { query, listing, now }: { readonly query: TradeQuery; readonly listing: TradeListing; readonly now: UnixMs },
): Omit<TradesData, "source"> {
  const sorted = sortRows(book.rows().filter(tradeMatcher(query, now)), listing);
  const { page, pages, from } = placeOf(listing, sorted.length);
  return {
    query,
    choices: book.choices(),
    listing: { ...listing, page },
    rows: sorted.slice(from, from + PAGE),
    count: sorted.length,
    pages,
    ...defined({ reading: readingOf(book, spanOf(query, now).since), problem: book.progress.problem }),
  };
}

/** Where a page is among so many trades. */
export function placeOf({ page: asked }: Pick<TradeListing, "page">, count: number) {
  const pages = Math.max(1, Math.ceil(count / PAGE));
  const page = Math.min(asked, pages);
  return { page, pages, from: (page - 1) * PAGE };
}

export function sortRows(rows: readonly TradeRow[], { sort, order }: TradeListing): readonly TradeRow[] {
  const keyOf = SORT_KEYS[sort];
  const turn = order === "up" ? 1 : -1;
  return rows
    .map((row) => ({ row, key: keyOf(row) }))
    .sort((a, b) => {
      if (a.key === b.key) return a.row.orderId < b.row.orderId ? 1 : -1;
      if (a.key === undefined) return 1;
      if (b.key === undefined) return -1;
      return a.key < b.key ? -turn : turn;
    })
    .map(({ row }) => row);
}

function numberOf(amount: string | undefined): number | undefined {
  return amount === undefined ? undefined : Number(amount);
}
