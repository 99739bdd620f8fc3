import type { Trade } from "../core/trade/trade.ts";
import type { Ledger, TradeFilter, TradePage } from "../ports/ledger.ts";

/** Trades read at a time. */
const PAGE = 400;
/** Trades worked on before what comes over the network is looked at. */
const SLICE = 50;

/**
 * The filter's trades, newest first. The next page is read while one is worked on: any number takes the memory of two pages,
 * and whoever stops early has read one too many at most.
 */
export async function* readTrades(
  ledger: Pick<Ledger, "listTrades">,
  filter: TradeFilter,
  limit = Number.POSITIVE_INFINITY,
): AsyncGenerator<Trade> {
  let left = limit;
  const readPage = (cursor: string | undefined) =>
    ledger.listTrades({ ...filter, limit: Math.min(PAGE, left), ...(cursor === undefined ? {} : { cursor }) });
  let page: TradePage | undefined = await readPage(filter.cursor);
  while (page !== undefined) {
    left -= page.trades.length;
    const next: Promise<TradePage> | undefined =
      page.cursor === undefined || left <= 0 ? undefined : readPage(page.cursor);
    // Its failure is thrown when its turn comes, not while nobody waits for it.
    next?.catch(() => undefined);
    for (const [index, trade] of page.trades.entries()) {
      if (next !== undefined && index % SLICE === 0) await breath();
      yield trade;
    }
    page = await next;
  }
}

/** Whoever works through a page without ever waiting would keep the request for the next from being sent. */
function breath(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
