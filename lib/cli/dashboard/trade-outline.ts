// Every trade as far as figures, curves and calendar read it. A ledger on this machine keeps that apart, in a tenth of the time that
// the trades whole take: a view of all time shows its figures while the trades behind them are still being read.
import { readPages } from "../../app/read-trades.ts";
import type { UnixMs } from "../../core/ids.ts";
import { type OutlineRow, outlineOf } from "../../dashboard/trade-row.ts";
import type { Ledger } from "../../ports/ledger.ts";

/** From the newest back; kept only until the trades themselves are read. */
export class TradeOutline {
  readonly #rows: OutlineRow[] = [];
  #page = Promise.withResolvers<void>();
  #inOrder: readonly OutlineRow[] | undefined;
  #isWhole = false;

  /** Reads all, unless it has. `onPage` is told what is new, and reading goes on when it has done. */
  async read(
    ledger: Pick<Ledger, "listStatsTrades">,
    signal: AbortSignal,
    onPage: (rows: readonly OutlineRow[]) => Promise<void>,
  ): Promise<void> {
    if (this.#isWhole) return;
    this.clear();
    for await (const trades of readPages((filter) => ledger.listStatsTrades(filter), {})) {
      if (signal.aborted) return;
      const rows = trades.map(outlineOf);
      this.#rows.push(...rows);
      this.#inOrder = undefined;
      this.#wake();
      await onPage(rows);
    }
    this.#isWhole = true;
    this.#wake();
    await onPage([]);
  }

  /** In the order in which they made what they made: of two at the same time the newer first, as they were read. */
  rows(): readonly OutlineRow[] {
    this.#inOrder ??= this.#rows.toSorted((a, b) => a.at - b.at);
    return this.#inOrder;
  }

  /** Whether all since then are read. */
  covers(since: UnixMs): boolean {
    const oldest = this.#rows.at(-1)?.receivedAt;
    return this.#isWhole || (oldest !== undefined && oldest < since);
  }

  /** Resolves when more is read, or all is forgotten. */
  nextPage(): Promise<void> {
    return this.#page.promise;
  }

  clear(): void {
    this.#rows.length = 0;
    this.#inOrder = undefined;
    this.#isWhole = false;
    this.#wake();
  }

  #wake(): void {
    this.#page.resolve();
    this.#page = Promise.withResolvers<void>();
  }
}
