import { expect, onTestFinished, test } from "vitest";
import { systemClock } from "../../lib/adapters/local/system-clock.ts";
import { BackendLease } from "../../lib/cli/dashboard/backend-lease.ts";
import { earlyTradesOf } from "../../lib/cli/dashboard/early-trades.ts";
import { overviewOf } from "../../lib/cli/dashboard/overview-of.ts";
import { TradeBook } from "../../lib/cli/dashboard/trade-book.ts";
import { parseListing, tradesPageOf } from "../../lib/cli/dashboard/trades-of.ts";
import { unixMs } from "../../lib/core/ids.ts";
import { computeStats } from "../../lib/core/trade/stats.ts";
import { parseTradeQuery } from "../../lib/dashboard/trade-query.ts";
import type { TradeFilter } from "../../lib/ports/ledger.ts";
import { madeUp, seededBackend } from "../browser/seeded-backend.ts";
import { SeededRandom } from "../support/seeded-random.ts";
import { VirtualClock } from "../support/virtual-clock.ts";

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
  book.look();
  onTestFinished(() => book.stop());
  await expect.poll(() => book.progress.isWhole, { interval: 5, timeout: 15_000 }).toBe(true);

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
  await expect
    .poll(() => overviewOf(book, { range: "7d" }, now).failures[0]?.what.length, { interval: 5, timeout: 15_000 })
    .toBe(301);
  expect(overviewOf(book, { range: "all" }, now).failureCount).toBe(await failed(60));
});

test("what nobody looks at for minutes is forgotten, and read again when somebody does", async () => {
  const clock = new VirtualClock(systemClock.now());
  const { backend, ledger } = seededBackend({ orders: 50, now: clock.now(), spanMs: DAY_MS });
  const everyMs = 1_000;
  const book = new TradeBook({
    lease: new BackendLease(() => backend),
    clock,
    isLive: async () => true,
    everyMs,
    keptMs: 60_000,
  });
  onTestFinished(() => book.stop());
  const isRead = () =>
    expect
      .poll(
        () => {
          // It rests while somebody looks.
          if (!book.progress.isWhole) clock.advance(10);
          return book.progress.isWhole && clock.nextWakeAt();
        },
        { timeout: 15_000 },
      )
      .toBeTruthy();
  book.look();
  await isRead();
  const known = book.rows().length;
  expect(known).toBeGreaterThan(40);

  clock.advance(59_000);
  await isRead();
  expect(book.rows().length).toBe(known);
  clock.advance(1_000);
  await expect.poll(() => book.progress, { timeout: 15_000 }).toEqual({ trades: 0, isWhole: false });
  expect([book.rows(), [...book.refusedLines()], book.choices().accounts]).toEqual([[], [], []]);

  const { alert, order } = madeUp({ at: clock.now(), index: 90_001, random: new SeededRandom(3) });
  ledger.add(alert, order);
  book.look();
  await isRead();
  expect(book.rows().length).toBe(known + 1);
});

test("an order that ends while somebody looks is seen to, and so are its figures", async () => {
  const now = systemClock.now();
  const { backend, ledger } = seededBackend({ orders: 40, now, spanMs: DAY_MS });
  const { alert, order } = madeUp({ at: now, index: 90_001, random: new SeededRandom(3) });
  if (order === undefined) throw new Error("the made up alert has an order");
  const { filledAt: _filledAt, ...queued } = { ...order.state, executions: [] };
  ledger.add(alert, { ...order, state: { ...queued, status: "queued", fills: { contracts: "0", value: "0" } } });
  const lease = new BackendLease(() => backend);
  const book = new TradeBook({ lease, clock: systemClock, isLive: async () => true, everyMs: 5 });
  book.look();
  onTestFinished(() => book.stop());
  await expect.poll(() => book.progress.isWhole, { interval: 5, timeout: 15_000 }).toBe(true);
  const before = overviewOf(book, { range: "all" }, now).summary;

  ledger.change(order);
  await expect
    .poll(() => overviewOf(book, { range: "all" }, now).summary.filled, { interval: 5, timeout: 15_000 })
    .toBe(before.filled + 1);
  const { trades } = await ledger.listTrades({ limit: 10_000 });
  expect(overviewOf(book, { range: "all" }, now).summary).toEqual(computeStats(trades).total);
});

test("figures of all time are there, and right, before a single trade that filled was read", async () => {
  const now = systemClock.now();
  const { ledger, backend } = seededBackend({ orders: 1_500, now, spanMs: 200 * DAY_MS });
  const gate = Promise.withResolvers<void>();
  const listTrades = ledger.listTrades.bind(ledger);
  Object.assign(ledger, {
    listStatsTrades: listTrades,
    listTrades: async (filter: TradeFilter) => {
      if (filter.status === undefined) await gate.promise;
      return listTrades(filter);
    },
  });
  const book = new TradeBook({
    lease: new BackendLease(() => backend),
    clock: systemClock,
    isLive: async () => true,
    everyMs: 5,
    figures: "first",
  });
  book.look();
  onTestFinished(() => book.stop());
  const views = [
    { range: "30d" },
    { range: "all" },
    { range: "all", account: "myBinance", weekday: "Monday" },
  ] as const;
  await expect.poll(() => book.covers(unixMs(0), "figures"), { interval: 5, timeout: 15_000 }).toBe(true);
  const early = views.map((query) => overviewOf(book, query, now));
  expect(book.covers(unixMs(0), "trades")).toBe(false);
  expect(early.map(({ reading }) => reading)).toEqual([undefined, undefined, undefined]);
  expect(overviewOf(book, { range: "all", q: "trend" }, now).reading).toContain("Reading the ledger");
  gate.resolve();
  await expect.poll(() => book.progress.isWhole, { interval: 5, timeout: 15_000 }).toBe(true);
  const late = views.map((query) => overviewOf(book, query, now));
  expect(early).toEqual(late);
  expect(late[1]?.summary.filled).toBeGreaterThan(1_000);
  expect(late[1]?.failureCount).toBeGreaterThan(late[0]?.failureCount ?? 0);
});

test.each([
  ["one every few hours", 200 * DAY_MS],
  ["several at once", 300],
])(
  "the list is there before a single trade that filled was read, and is what it is afterwards: %s",
  async (_, spanMs) => {
    const now = systemClock.now();
    const { ledger, backend } = seededBackend({ orders: 1_500, now, spanMs });
    const gate = Promise.withResolvers<void>();
    const listTrades = ledger.listTrades.bind(ledger);
    Object.assign(ledger, {
      listStatsTrades: listTrades,
      listTrades: async (filter: TradeFilter) => {
        if (filter.status === undefined && filter.until === undefined) await gate.promise;
        return listTrades(filter);
      },
    });
    const lease = new BackendLease(() => backend);
    const book = new TradeBook({ lease, clock: systemClock, isLive: async () => true, everyMs: 5, figures: "first" });
    book.look();
    onTestFinished(() => book.stop());
    await expect.poll(() => book.covers(unixMs(0), "figures"), { interval: 5, timeout: 15_000 }).toBe(true);
    const queries = [
      "range=all",
      "range=all&side=sell&hour=09:00",
      "range=all&status=rejected",
      "range=7d&strategy=trend",
    ];
    const listings = ["", "page=2", "page=4&order=up", "page=9999"];
    const asked = queries.flatMap((query) =>
      listings.map((listing) => {
        const given = Object.fromEntries(new URLSearchParams(`${query}&${listing}`));
        return { query: parseTradeQuery(given), listing: parseListing(given), now };
      }),
    );
    const early = await Promise.all(asked.map((one) => earlyTradesOf(book, ledger, one)));
    gate.resolve();
    await expect.poll(() => book.progress.isWhole, { interval: 5, timeout: 15_000 }).toBe(true);
    expect(early).toEqual(asked.map((one) => tradesPageOf(book, one)));
    expect(early[1]?.rows.length).toBe(50);
    expect(
      await earlyTradesOf(book, ledger, { query: { range: "all" }, listing: parseListing({}), now }),
    ).toBeUndefined();
  },
);

test("a page waits for its figures a moment, not for all of them, and not for a ledger that does not answer", async () => {
  const now = systemClock.now();
  const { ledger, backend } = seededBackend({ orders: 1_500, now, spanMs: 200 * DAY_MS });
  const gate = Promise.withResolvers<void>();
  const listTrades = ledger.listTrades.bind(ledger);
  const pages: TradeFilter[] = [];
  Object.assign(ledger, {
    listTrades,
    listStatsTrades: async (filter: TradeFilter) => {
      pages.push(filter);
      if (pages.length > 2) await gate.promise;
      return listTrades(filter);
    },
  });
  const clock = new VirtualClock(now);
  const book = new TradeBook({
    lease: new BackendLease(() => backend),
    clock,
    isLive: async () => true,
    everyMs: 1_000,
    figures: "first",
  });
  onTestFinished(async () => {
    gate.resolve();
    await book.stop();
  });
  book.look();
  // The newest hundred days are two pages of 400 orders; a month is what the overview begins with.
  await book.figuresSince(unixMs(now - 30 * DAY_MS));
  const { trades } = await listTrades({ limit: 10_000, since: unixMs(now - 30 * DAY_MS) });
  expect(overviewOf(book, { range: "30d" }, now)).toMatchObject({ summary: { orders: trades.length } });
  const waits = book.figuresSince(unixMs(0));
  await expect.poll(() => clock.nextWakeAt(), { timeout: 15_000 }).toBe(now + 250);
  clock.advance(250);
  await waits;
  expect(overviewOf(book, { range: "all" }, now).reading).toContain("Reading the ledger");
});
