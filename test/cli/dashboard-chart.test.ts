// An order on its chart: the position's fills, and the candles of the feed that the paper account trades by.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { systemClock } from "../../lib/adapters/local/system-clock.ts";
import { SyntheticFeed } from "../../lib/adapters/paper/synthetic-feed.ts";
import type { BackendLease } from "../../lib/cli/dashboard/backend-lease.ts";
import { CandleCache } from "../../lib/cli/dashboard/candle-cache.ts";
import { localDashboard } from "../../lib/cli/dashboard/local-dashboard.ts";
import { startDashboard } from "../../lib/cli/dashboard/start-dashboard.ts";
import { unixMs } from "../../lib/core/ids.ts";
import type { Candle } from "../../lib/core/market/candle.ts";
import { startRuntime } from "../../lib/runtime/start-runtime.ts";
import { RecordingTelemetry } from "../support/recording-telemetry.ts";
import { runCli } from "../support/run-cli.ts";
import { VirtualClock } from "../support/virtual-clock.ts";

test("the page draws what trades --json tells, on candles that hold the price it filled at", async () => {
  const folder = await mkdtemp(join(tmpdir(), "whook-chart-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const places = { dataDir: join(folder, ".whook"), accountsFile: join(folder, "accounts.json") };
  await writeFile(places.accountsFile, JSON.stringify([{ ACCOUNT_ID: "demo", EXCHANGE: "paper" }]), { mode: 0o600 });
  const [telemetry, paperFeed] = [new RecordingTelemetry(), new SyntheticFeed({ clock: systemClock })];
  const runtime = await startRuntime({ port: 0, ...places, clock: systemClock, telemetry, paperFeed });
  onTestFinished(() => runtime.stop());
  const env = { WHOOK_DATA_DIR: places.dataDir, WHOOK_ACCOUNTS: places.accountsFile };
  const whook = (...argv: string[]) => runCli(argv, { env });
  await whook("send", "demo ETH/USDT buy 0.5 x5");
  await whook("send", "demo ETH/USDT close");
  await whook("send", "demo ETH/USDT sell 1 limit:far:99999");
  const told = JSON.parse((await whook("trades", "--json")).out) as {
    orderId: string;
    status: string;
    [key: string]: unknown;
  }[];
  const filled = told.filter(({ status }) => status === "filled").sort((a, b) => (a.orderId < b.orderId ? -1 : 1));
  expect(filled).toHaveLength(2);

  const { address, stop } = await startDashboard({ ...localDashboard(places), port: 0, clock: systemClock });
  onTestFinished(stop);
  const [cookie = ""] = (await fetch(address)).headers.getSetCookie();
  const get = (path: string) => fetch(new URL(path, address), { headers: { cookie: cookie.split(";")[0] ?? "" } });
  const id = filled[0]?.orderId;
  await expect.poll(async () => (await get("/trades")).text()).not.toContain('class="notice wait"');
  const page = await (await get(`/orders/${id}`)).text();
  expect(page).toContain(`data-url="/orders/${id}/candles.json"`);
  expect(page).toMatch(/The position <small>closed<\/small>/);
  for (const { averagePrice, filledContracts } of filled) {
    expect(page).toContain(`<td data-title="Price" class="right">${averagePrice}</td>`);
    expect(page).toContain(`<td data-title="Contracts" class="right">${filledContracts}</td>`);
  }
  // The thread's own paper feed looks for live prices first; without a network it is the same waves.
  const answer = await get(`/orders/${id}/candles.json`);
  const { step, marks, candles } = (await answer.json()) as {
    step: string;
    marks: { orderId: string }[];
    candles: Candle[];
  };
  expect([answer.status, step, candles.length > 20]).toEqual([200, "1m", true]);
  expect(marks).toEqual(
    filled.map((trade) => ({
      at: Date.parse(String(trade.filledAt)),
      orderId: trade.orderId,
      side: trade.side,
      contracts: trade.filledContracts,
      price: trade.averagePrice,
    })),
  );
  const resting = told.find(({ status }) => status === "placed")?.orderId;
  expect((await get(`/orders/${resting}/candles.json`)).status).toBe(404);
  expect(await (await get(`/orders/${resting}`)).text()).not.toContain("candles.json");
  expect((await get("/orders/nothing/candles.json")).status).toBe(404);
});

test("made-up candles hold the price of each moment and join", async () => {
  const clock = new VirtualClock(Date.parse("2026-11-30T12:00:30Z"));
  const feed = new SyntheticFeed({ clock });
  const listed = await feed.listInstruments("USDT");
  const eth = listed.ok ? listed.value.find(({ base }) => base === "ETH") : undefined;
  if (eth === undefined) throw new Error("no ETH");
  const since = unixMs(Date.parse("2026-11-30T11:00:10Z"));
  const read = await feed.readCandles(eth, { symbol: eth.symbol, step: "1m", since, count: 200 });
  const candles = read.ok ? read.value : [];
  expect([candles.length, candles[0]?.at, candles.at(-1)?.at]).toEqual([
    61,
    Date.parse("2026-11-30T11:00:00Z"),
    Date.parse("2026-11-30T12:00:00Z"),
  ]);
  for (const [index, { low, high, open, close }] of candles.entries()) {
    expect(
      Number(low) <= Math.min(Number(open), Number(close)) && Number(high) >= Math.max(Number(open), Number(close)),
    ).toBe(true);
    if (index > 0) expect(open).toBe(candles[index - 1]?.close);
  }
  const quote = await feed.readQuote(eth);
  const [bid, ask] = quote.ok ? [Number(quote.value.bid), Number(quote.value.ask)] : [0, 0];
  expect(Number(candles.at(-1)?.close)).toBeCloseTo((bid + ask) / 2, 1);
});

test("an exchange is asked once for however many look, again while candles move, and anew after it failed", async () => {
  const clock = new VirtualClock(Date.parse("2026-11-30T12:00:00Z"));
  let asked = 0;
  let fails = false;
  // Only what the cache asks for.
  const lease = {
    use: async () => {
      asked += 1;
      if (fails) throw new Error("asked too often");
      return [];
    },
  } as unknown as BackendLease;
  const cache = new CandleCache(lease, clock);
  const moving = { symbol: "ETH/USDT:USDT", step: "1m", since: unixMs(clock.now() - 60_000), count: 50 } as const;
  const over = { ...moving, since: unixMs(clock.now() - 3 * 3_600_000) };
  await Promise.all([cache.read("a", moving), cache.read("a", moving), cache.read("a", over)]);
  expect(asked).toBe(2);
  clock.advance(31_000);
  await Promise.all([cache.read("a", moving), cache.read("a", over)]);
  expect(asked).toBe(3);
  fails = true;
  await expect(cache.read("b", over)).rejects.toThrow("asked too often");
  fails = false;
  await cache.read("b", over);
  expect(asked).toBe(5);
});
