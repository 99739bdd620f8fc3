import type { Trade } from "../core/trade/trade.ts";
import type { Ledger, TradeFilter } from "../ports/ledger.ts";

/** Trades read at a time. */
const PAGE = 400;
/** Trades worked on before what comes over the network is looked at. */
const SLICE = 200;

/** One page of a listing, as its ledger gives it. */
interface Page<T> {
  readonly trades: readonly T[];
  readonly cursor?: string;
}

/**
 * What `list` gives of the filter's trades, newest first, in pieces. The next page is read while one is worked on: any number
 * takes the memory of two pages, and whoever stops early has read one too many at most.
 */
export async function* readPages<T>(
  list: (filter: TradeFilter) => Promise<Page<T>>,
  filter: TradeFilter,
  limit = Number.POSITIVE_INFINITY,
): AsyncGenerator<readonly T[]> {
  let left = limit;
  const readPage = (cursor: string | undefined) =>
    list({ ...filter, limit: Math.min(PAGE, left), ...(cursor === undefined ? {} : { cursor }) });
  let page: Page<T> | undefined = await readPage(filter.cursor);
  while (page !== undefined) {
    left -= page.trades.length;
    const next: Promise<Page<T>> | undefined =
      page.cursor === undefined || left <= 0 ? undefined : readPage(page.cursor);
    // Its failure is thrown when its turn comes, not while nobody waits for it.
    next?.catch(() => undefined);
    for (let from = 0; from < page.trades.length; from += SLICE) {
      if (next !== undefined) await breath();
      yield page.trades.slice(from, from + SLICE);
    }
    page = await next;
  }
}

/** The filter's trades one by one, as `readPages`. */
export async function* readTrades(
  ledger: Pick<Ledger, "listTrades">,
  filter: TradeFilter,
  limit?: number,
): AsyncGenerator<Trade> {
  for await (const trades of readPages((page) => ledger.listTrades(page), filter, limit)) yield* trades;
}

/** Whoever works through a page without ever waiting would keep the request for the next from being sent. */
function breath(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
