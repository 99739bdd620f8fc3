// 100,000 seeded trades on disk: each query timed; then statistics and exports by the real
// CLI, their time and the most memory their process held, for a tenth of the rows and for all.
import { systemClock } from "../lib/adapters/local/system-clock.ts";
import { readTrades } from "../lib/app/read-trades.ts";
import { unixMs } from "../lib/core/ids.ts";
import type { Ledger, TradeFilter } from "../lib/ports/ledger.ts";
import { openLocalData } from "../lib/runtime/local-data.ts";
import { orderAt } from "../test/contract/ledger-contract.ts";
import { readCount } from "./bench-words.ts";
import { describeMachine, report } from "./machine.ts";
import { openHistory } from "./seeded-history.ts";
import { runWhook, type WhookRun } from "./whook-run.ts";

const TRADES = readCount("queries, statistics and exports of a history", { of: "TRADES", usual: 100_000 });
const DAY_MS = 86_400_000;
/** For 100,000 rows that were collected it is too small by far. */
const SMALL_HEAP = ["--max-old-space-size=64", "--max-semi-space-size=4"];

const { dataDir, first, last, seededIn, remove } = await openHistory(TRADES);
process.stdout.write(`history, ${TRADES} trades\n  ${describeMachine()}\n`);
report({ "seeded in": seededIn });
report(await measureQueries());
report({
  "whook trades --limit 1": await measureCommand("trades", "--limit", "1"),
  "whook stats --json": await measureCommand("stats", "--json"),
  "whook stats": await measureCommand("stats"),
  "whook trades --format csv": await measureExport("csv"),
  "whook trades --format json": await measureExport("json"),
  "whook trades --format parquet": await measureExport("parquet"),
});
await remove();

async function measureQueries(): Promise<Readonly<Record<string, string>>> {
  const { ledger, close } = await openLocalData(dataDir, { use: "read", clock: systemClock });
  const measured = async (work: (ledger: Ledger) => Promise<unknown>): Promise<string> => {
    await work(ledger);
    const began = performance.now();
    await work(ledger);
    return `${(performance.now() - began).toFixed(1)} ms`;
  };
  const page = (filter: TradeFilter) => measured((ledger) => ledger.listTrades({ ...filter, limit: 50 }));
  const account = "cleo";
  const symbol = "ETH/USDT:USDT";
  const day = { since: unixMs(last - 10 * DAY_MS), until: unixMs(last - 9 * DAY_MS) };
  try {
    return {
      "newest 50": await page({}),
      "50 of an account": await page({ account }),
      "50 of a symbol": await page({ symbol }),
      "50 of an account and symbol": await page({ account, symbol }),
      "50 of a status (1 % of all)": await page({ status: "rejected" }),
      "50 of a strategy (a third of all)": await page({ tag: "rsi" }),
      "none of a strategy nobody uses": await page({ tag: "none" }),
      "a whole day": await measured((ledger) => count(readTrades(ledger, day))),
      "one order": await measured((ledger) => ledger.getOrder(orderAt(first).orderId)),
      "50 alerts": await measured((ledger) => ledger.listAlerts({ limit: 50 })),
      "100 alerts with a refused line": await measured((ledger) => ledger.listAlerts({ refused: true, limit: 100 })),
      "every trade": await measured((ledger) => count(readTrades(ledger, {}))),
    };
  } finally {
    close();
  }
}

/** The quietest of three runs. */
async function measureCommand(...command: string[]): Promise<string> {
  const runs = [await runWhook(dataDir, command), await runWhook(dataDir, command), await runWhook(dataDir, command)];
  return summaryOf(runs.reduce((best, run) => (run.cpuSeconds < best.cpuSeconds ? run : best)));
}

/** Time and memory as it is; then the memory in a small heap, which V8 fills with garbage no further than that. */
async function measureExport(format: string): Promise<string> {
  const command = ["trades", "--format", format];
  const free = await measureCommand(...command);
  const all = await runWhook(dataDir, command, SMALL_HEAP);
  const some = await runWhook(dataDir, [...command, "--limit", String(Math.ceil(TRADES / 10))], SMALL_HEAP);
  const ratio = (all.peakMb / some.peakMb).toFixed(2);
  const inSmallHeap = `${all.peakMb.toFixed(0)} MB, for a tenth of the rows ${some.peakMb.toFixed(0)} MB`;
  return `${free}; in a heap of 64 MB ${inSmallHeap}: ${ratio} times`;
}

function summaryOf({ seconds, cpuSeconds, peakMb }: WhookRun): string {
  return `${seconds.toFixed(2)} s, processor ${cpuSeconds.toFixed(2)} s, ${peakMb.toFixed(0)} MB`;
}

async function count(items: AsyncIterable<unknown>): Promise<number> {
  let counted = 0;
  for await (const _item of items) counted++;
  return counted;
}
