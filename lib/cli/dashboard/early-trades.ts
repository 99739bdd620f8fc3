// A page of the list before every trade is read: which trades are on it is known from the outline, and they alone are asked for.
import { readTrades } from "../../app/read-trades.ts";
import { defined } from "../../core/defined.ts";
import { type UnixMs, unixMs } from "../../core/ids.ts";
import type { TradeListing, TradesData } from "../../dashboard/render-trades.ts";
import { spanOf, type TradeQuery, tradeMatcher } from "../../dashboard/trade-query.ts";
import { rowOf, type TradeRow } from "../../dashboard/trade-row.ts";
import type { Ledger } from "../../ports/ledger.ts";
import { readingOf } from "./reading-of.ts";
import type { TradeBook } from "./trade-book.ts";
import { PAGE, placeOf, sortRows } from "./trades-of.ts";

/** What is asked of the list. */
interface Asked {
  readonly query: TradeQuery;
  readonly listing: TradeListing;
  readonly now: UnixMs;
}

/** Whether the outline tells which trades are on the page: it has their times, and neither their words nor all that they can be sorted by. */
export function isOutlinedPage({ query, listing }: Pick<Asked, "query" | "listing">): boolean {
  return query.q === undefined && listing.sort === "received";
}

/** @returns undefined when every trade is read already. */
export async function earlyTradesOf(
  book: TradeBook,
  ledger: Pick<Ledger, "listTrades">,
  { query, listing, now }: Asked,
): Promise<Omit<TradesData, "source"> | undefined> {
  const matches = tradeMatcher(query, now);
  const turn = listing.order === "up" ? 1 : -1;
  const times = book
    .outlined()
    ?.filter(matches)
    .map(({ receivedAt }) => receivedAt)
    .sort((a, b) => turn * (a - b));
  if (times === undefined) return undefined;
  const { page, pages, from } = placeOf(listing, times.length);
  const wanted = times.slice(from, from + PAGE);
  const found: TradeRow[] = [];
  for (const at of new Set(wanted))
    for await (const trade of readTrades(ledger, { since: at, until: unixMs(at + 1) })) found.push(rowOf(trade));
  // Of those of one moment the first may be on the page before.
  const before = from - times.indexOf(wanted[0] ?? now);
  const rows = sortRows(found.filter(matches), listing).slice(before, before + PAGE);
  const reading = readingOf(book, spanOf(query, now).since, "figures");
  return {
    query,
    choices: book.choices(),
    listing: { ...listing, page },
    rows,
    count: times.length,
    pages,
    ...defined({ reading, problem: book.progress.problem }),
  };
}
