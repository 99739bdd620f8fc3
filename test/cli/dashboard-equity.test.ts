// Equity on the page: what was read of the exchange, and what of its change the orders explain.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { systemClock } from "../../lib/adapters/local/system-clock.ts";
import { localDashboard } from "../../lib/cli/dashboard/local-dashboard.ts";
import { type DashboardOptions, startDashboard } from "../../lib/cli/dashboard/start-dashboard.ts";
import { EQUITY_LOOK_MS } from "../../lib/config/limits.ts";
import { unixMs } from "../../lib/core/ids.ts";
import { wholeUnits } from "../../lib/core/trade/decimal-sum.ts";
import type { EquitySnapshot } from "../../lib/core/trade/equity-snapshot.ts";
import { equitySeries } from "../../lib/dashboard/equity-series.ts";
import { openLocalData } from "../../lib/runtime/local-data.ts";
import { startRuntime } from "../../lib/runtime/start-runtime.ts";
import { seededBackend } from "../browser/seeded-backend.ts";
import { FixedFeed } from "../support/fixed-feed.ts";
import { RecordingTelemetry } from "../support/recording-telemetry.ts";
import { runCli } from "../support/run-cli.ts";

const DAY_MS = 24 * 60 * 60 * 1_000;

async function open(options: Omit<DashboardOptions, "port" | "clock">) {
  const { address, stop } = await startDashboard({ ...options, port: 0, clock: systemClock });
  onTestFinished(stop);
  const [cookie = ""] = (await fetch(address)).headers.getSetCookie();
  return async (path: string) =>
    (await fetch(new URL(path, address), { headers: { cookie: cookie.split(";")[0] ?? "" } })).text();
}

test("the change, its drawdown and what orders do not explain come out to the last digit", () => {
  const snapshot = (minute: number, equity: string): EquitySnapshot => ({
    account: "main",
    at: unixMs(DAY_MS + minute * 60_000),
    settle: "USDT",
    equity,
    free: "1",
  });
  const readings = [snapshot(0, "1000.1"), snapshot(15, "1200.3"), snapshot(30, "900.2"), snapshot(45, "1100.15")];
  const trade = (minute: number, netProfit: string | undefined, { account = "Main", settle = "USDT" } = {}) => {
    const profit = netProfit === undefined ? undefined : { settle, result: wholeUnits(netProfit) };
    // Only what the series reads of a trade.
    return { account, at: DAY_MS + minute * 60_000, figures: { profit } } as never;
  };
  const trades = [
    trade(0, "7"),
    trade(1, "40.01"),
    trade(45, "-0.001"),
    trade(46, "7"),
    trade(20, "7", { account: "other" }),
    trade(20, "7", { settle: "USDC" }),
    trade(20, undefined),
  ];
  expect(equitySeries(readings, trades, 100)).toMatchObject({
    readings: 4,
    change: "100.05",
    largestDrawdown: "300.1",
    net: "40.009",
    unexplained: "60.041",
    curve: [
      { equity: "1000.1", drawdown: "0", free: "1" },
      { equity: "1200.3", drawdown: "0" },
      { equity: "900.2", drawdown: "-300.1" },
      { equity: "1100.15", drawdown: "-100.15" },
    ],
  });
  expect(equitySeries([], trades, 100)).toBeUndefined();
});

test("funding and transfers are told apart as far as the exchange told them, and what is not told is said", () => {
  const reading = (minute: number, equity: string, moved?: readonly [string, string]): EquitySnapshot => ({
    account: "main",
    at: unixMs(DAY_MS + minute * 60_000),
    settle: "USDT",
    equity,
    free: "1",
    ...(moved === undefined
      ? {}
      : { moved: { since: unixMs(DAY_MS + (minute - 16) * 60_000), funding: moved[0], transfers: moved[1] } }),
  });
  const readings = [
    reading(0, "1000", ["-5", "500"]),
    reading(15, "1099.5", ["-0.5", "100"]),
    reading(30, "1099.25", ["0.125", "0"]),
  ];
  expect(equitySeries(readings, [], 100)).toMatchObject({
    change: "99.25",
    told: { funding: "-0.375", transfers: "100", isPartly: false },
    unexplained: "-0.375",
  });
  const partly = [...readings, reading(45, "1200")];
  expect(equitySeries(partly, [], 100)).toMatchObject({
    told: { transfers: "100", isPartly: true },
    unexplained: "100.375",
  });
  const untold = readings.map(({ moved: _moved, ...one }) => one);
  expect(equitySeries(untold, [], 100)).toMatchObject({ unexplained: "99.25" });
  expect(equitySeries(untold, [], 100)?.told).toBeUndefined();
});

test("an exchange that does not tell of funding and transfers is said to, on the page", async () => {
  const seeded = seededBackend({ orders: 5, now: systemClock.now(), spanMs: DAY_MS });
  seeded.equity = seeded.equity.map(({ moved: _moved, ...one }) => one);
  const get = await open({
    source: "a test",
    openBackend: () => seeded.backend,
    isLive: async () => true,
    everyMs: 50,
  });
  await expect.poll(() => get("/equity")).not.toContain('class="notice wait"');
  const page = await get("/equity");
  expect(page).toContain(
    "This exchange does not tell whook of funding and transfers: they are in what is not explained",
  );
  expect(page).not.toContain("<dt>Funding</dt>");
});

test("the page and the file hold the same readings, narrowed by account and days", async () => {
  const now = systemClock.now();
  const seeded = seededBackend({ orders: 200, now, spanMs: 20 * DAY_MS });
  const get = await open({
    source: "a test",
    openBackend: () => seeded.backend,
    isLive: async () => true,
    everyMs: 50,
  });
  await expect.poll(() => get("/equity")).not.toContain('class="notice wait"');
  const all = JSON.parse(await get("/export/equity.json?range=all"));
  expect(all).toEqual(seeded.equity.map((one) => ({ ...one, at: new Date(one.at).toISOString() })));
  const week = JSON.parse(await get("/export/equity.json?range=7d"));
  const page = await get("/equity?range=7d");
  expect(page).toContain(`from ${week.length} readings`);
  expect(week.length).toBeLessThan(all.length);
  expect(JSON.parse(await get("/export/equity.json?account=nobody"))).toEqual([]);
  expect(await get("/equity?account=nobody")).toContain("No equity was read in these days");
  const cents = (kind: "funding" | "transfers") =>
    week
      .slice(1)
      .reduce((sum: number, { moved }: EquitySnapshot) => sum + Math.round(Number(moved?.[kind] ?? 0) * 100), 0);
  expect(/<dt>Funding<\/dt><dd>.*?([\d.]+)/.exec(page)?.[1]).toBe((-cents("funding") / 100).toFixed(2));
  expect(page).toContain("<dt>Transfers</dt>");
  expect(page).not.toContain("This exchange does not tell");
});

test("a whook that runs notes what balance --json says, and the page shows it", async () => {
  const folder = await mkdtemp(join(tmpdir(), "whook-equity-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const places = { dataDir: join(folder, ".whook"), accountsFile: join(folder, "accounts.json") };
  await writeFile(places.accountsFile, JSON.stringify([{ ACCOUNT_ID: "demo", EXCHANGE: "paper" }]), { mode: 0o600 });
  const telemetry = new RecordingTelemetry();
  // Looks at once whether it is time to.
  const sleep = (ms: number, signal?: AbortSignal) => systemClock.sleep(ms === EQUITY_LOOK_MS ? 20 : ms, signal);
  const clock = { now: () => systemClock.now(), sleep };
  const runtime = await startRuntime({ port: 0, ...places, clock, telemetry, paperFeed: new FixedFeed() });
  onTestFinished(() => runtime.stop());
  const read = async () => {
    const data = await openLocalData(places.dataDir, { use: "read", clock: systemClock });
    const noted = await data.equity.listEquity({ account: "demo", since: unixMs(0) });
    data.close();
    return noted;
  };
  await expect.poll(async () => (await read()).length, { timeout: 10_000 }).toBeGreaterThan(0);
  const env = { WHOOK_DATA_DIR: places.dataDir, WHOOK_ACCOUNTS: places.accountsFile };
  const [balance] = JSON.parse((await runCli(["balance", "--json"], { env })).out);
  const [noted] = await read();
  expect({ ...noted, at: 0 }).toEqual({ ...balance, at: 0 });
  const get = await open(localDashboard(places));
  const [shown] = JSON.parse(await get("/export/equity.json"));
  expect(shown).toEqual({ ...balance, at: new Date(noted?.at ?? 0).toISOString() });
});
