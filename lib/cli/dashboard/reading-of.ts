import type { UnixMs } from "../../core/ids.ts";
import { countOf } from "../../dashboard/format.ts";
import type { TradeBook } from "./trade-book.ts";

/** What is still to be read of the trades since then, in words; undefined: nothing. */
export function readingOf(book: TradeBook, since: UnixMs, what: "trades" | "figures" = "trades"): string | undefined {
  if (book.covers(since, what)) return undefined;
  const { trades, backTo } = book.progress;
  const until = backTo === undefined ? "" : `, back to ${new Date(backTo).toISOString().slice(0, 10)}`;
  return `Reading the ledger: ${countOf(trades, "order")} so far${until}. The figures grow until all are read.`;
}
