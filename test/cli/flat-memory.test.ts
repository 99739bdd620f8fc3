// How far reading may run ahead of writing: what lies between is all that an export holds, however many rows it has.
import { beforeEach, expect, test } from "vitest";
import type { CliIo, CommandContext } from "../../lib/cli/command.ts";
import { trades } from "../../lib/cli/commands/trades.ts";
import { tradeOf } from "../../lib/core/trade/trade.ts";
import { cellsOf } from "../../lib/core/trade/trade-cells.ts";
import type { Ledger, TradeFilter } from "../../lib/ports/ledger.ts";
import { orderRecord } from "../core/execution/order-fixture.ts";

const ROWS = 20_000;
const TRADE = tradeOf(orderRecord());

/** Rows that were read, and of those the ones that were written: let go. */
let read: number;
let written: number;
let mostHeld: number;
beforeEach(() => {
  [read, written, mostHeld] = [0, 0, 0];
});

/** The same row on every page of a listing. */
function listing<T>(row: T) {
  return async ({ limit = 100, cursor = "0" }: TradeFilter) => {
    const from = Number(cursor);
    const found = Math.min(limit, ROWS - from);
    read += found;
    mostHeld = Math.max(mostHeld, read - written);
    const trades: readonly T[] = Array.from({ length: found }, () => row);
    return { trades, ...(from + found < ROWS ? { cursor: String(from + found) } : {}) };
  };
}

const ledger: Pick<Ledger, "listTrades" | "listTradeCells"> = {
  listTrades: listing(TRADE),
  listTradeCells: listing(cellsOf(TRADE)),
};

/** An export whose output is taken so many rows at a time. */
async function exportAs(format: string, rowsAtOnce: number): Promise<void> {
  const io: Pick<CliIo, "out" | "drained"> = {
    out: () => {},
    drained: async () => {
      // Whoever reads on while nobody takes what was written shows here.
      for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
      written = Math.min(written + rowsAtOnce, read);
    },
  };
  const backend = { ledger: async () => ledger };
  const context = { io, backend, isJson: false } as unknown as CommandContext;
  await trades.run(context, { args: [], options: { format }, flags: new Set() });
}

/** The page that is worked on, the next one, and what is written at a time. */
test.each([
  ["csv", 200, 1_000],
  ["json", 200, 1_000],
  ["parquet", 5_000, 5_800],
])("an export as %s holds a few rows at a time, however many there are", async (format, rowsAtOnce, bound) => {
  await exportAs(format, rowsAtOnce);
  expect(read).toBe(ROWS);
  expect(mostHeld).toBeLessThanOrEqual(bound);
});
