// The list of trades from memory: filtered, sorted, one page of it.
import { defined } from "../../core/defined.ts";
import type { UnixMs } from "../../core/ids.ts";
import type { Trade } from "../../core/trade/trade.ts";
import { TRADE_SORTS, type TradeListing, type TradeSort, type TradesData } from "../../dashboard/render-trades.ts";
import { spanOf, strategyOf, type TradeQuery, tradeMatcher, tradeSide } from "../../dashboard/trade-query.ts";
import { choicesOf } from "./choices-of.ts";
import { readingOf } from "./reading-of.ts";
import type { TradeBook } from "./trade-book.ts";

const PAGE = 50;

/** Only the order of rows: where an amount decides, a float is exact enough. Nothing: last, whichever way. */
const SORT_KEYS: Readonly<Record<TradeSort, (trade: Trade) => string | number | undefined>> = {
  received: ({ receivedAt }) => receivedAt,
  account: ({ account }) => account.toLowerCase(),
  strategy: (trade) => strategyOf(trade).toLowerCase() || undefined,
  symbol: ({ symbol }) => symbol,
  order: (trade) => `${trade.command} ${tradeSide(trade)}`,
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
  const found = [...book.trades()].filter(tradeMatcher(query, now));
  const sorted = sortTrades(found, listing);
  const pages = Math.max(1, Math.ceil(sorted.length / PAGE));
  const page = Math.min(listing.page, pages);
  return {
    query,
    choices: choicesOf(book),
    listing: { ...listing, page },
    trades: sorted.slice((page - 1) * PAGE, page * PAGE),
    count: sorted.length,
    pages,
    ...defined({ reading: readingOf(book, spanOf(query, now).since), problem: book.progress.problem }),
  };
}

function sortTrades(trades: readonly Trade[], { sort, order }: TradeListing): readonly Trade[] {
  const keyOf = SORT_KEYS[sort];
  const turn = order === "up" ? 1 : -1;
  return trades
    .map((trade) => ({ trade, key: keyOf(trade) }))
    .sort((a, b) => {
      if (a.key === b.key) return a.trade.orderId < b.trade.orderId ? 1 : -1;
      if (a.key === undefined) return 1;
      if (b.key === undefined) return -1;
      return a.key < b.key ? -turn : turn;
    })
    .map(({ trade }) => trade);
}

function numberOf(amount: string | undefined): number | undefined {
  return amount === undefined ? undefined : Number(amount);
}
