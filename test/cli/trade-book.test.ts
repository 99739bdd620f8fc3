import { expect, onTestFinished, test } from "vitest";
import { systemClock } from "../../lib/adapters/local/system-clock.ts";
import { BackendLease } from "../../lib/cli/dashboard/backend-lease.ts";
import { overviewOf } from "../../lib/cli/dashboard/overview-of.ts";
import { TradeBook } from "../../lib/cli/dashboard/trade-book.ts";
import { unixMs } from "../../lib/core/ids.ts";
import { madeUp, seededBackend } from "../browser/seeded-backend.ts";
import { SeededRandom } from "../support/seeded-random.ts";

const DAY_MS = 24 * 60 * 60 * 1_000;

test("failures are all those of the time that is shown, however many alerts came since, new ones included", async () => {
  const now = systemClock.now();
  const { ledger, backend } = seededBackend({ orders: 2_000, now, spanMs: 60 * DAY_MS });
  const book = new TradeBook({
    lease: new BackendLease(() => backend),
    clock: systemClock,
    isLive: async () => true,
    everyMs: 5,
  });
  book.start();
  onTestFinished(() => book.stop());
  await expect.poll(() => book.progress.isWhole, { interval: 5 }).toBe(true);

  const failed = async (days: number) => {
    const since = now - days * DAY_MS;
    const { alerts } = await ledger.listAlerts({ limit: 10_000 });
    const { trades } = await ledger.listTrades({ limit: 10_000 });
    const refused = alerts.filter(({ receivedAt, rejected }) => receivedAt >= since && rejected.length > 0).length;
    return (
      refused +
      trades.filter(({ status, receivedAt }) => status === "rejected" && Date.parse(receivedAt) >= since).length
    );
  };
  expect(overviewOf(book, { range: "all" }, now).failureCount).toBe(await failed(60));
  expect(overviewOf(book, { range: "30d" }, now).failureCount).toBe(await failed(30));
  expect(await failed(60)).toBeGreaterThan(await failed(30));

  const { alert } = madeUp({ at: unixMs(now + 1), index: 900_001, random: new SeededRandom(2) });
  const long = "x".repeat(60_000);
  ledger.add(
    { ...alert, accepted: [], rejected: [{ line: 1, text: long, code: "UNKNOWN_WORD", message: long }] },
    undefined,
  );
  await expect.poll(() => overviewOf(book, { range: "7d" }, now).failures[0]?.what.length, { interval: 5 }).toBe(301);
  expect(overviewOf(book, { range: "all" }, now).failureCount).toBe(await failed(60));
});
