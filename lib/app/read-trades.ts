import type { Trade } from "../core/trade/trade.ts";
import type { Ledger, TradeFilter } from "../ports/ledger.ts";

/** Trades read at a time. */
const PAGE = 400;

/** The filter's trades, newest first, a page at a time while they are asked for: any number takes the memory of one page. */
export async function* readTrades(
  ledger: Pick<Ledger, "listTrades">,
  filter: TradeFilter,
  limit = Number.POSITIVE_INFINITY,
): AsyncGenerator<Trade> {
  let left = limit;
  let { cursor } = filter;
  do {
    const page = await ledger.listTrades({
      ...filter,
      limit: Math.min(PAGE, left),
      ...(cursor === undefined ? {} : { cursor }),
    });
    yield* page.trades;
    left -= page.trades.length;
    cursor = page.cursor;
  } while (cursor !== undefined && left > 0);
}
