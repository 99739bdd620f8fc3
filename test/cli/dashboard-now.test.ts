// What is under way: why each order waits, until when, and what is open.
import { describe, expect, test } from "vitest";
import { systemClock } from "../../lib/adapters/local/system-clock.ts";
import type { GuardKeeper } from "../../lib/app/guard-keeper.ts";
import { hashPassword } from "../../lib/cli/dashboard/password.ts";
import type { OrderRecord, OrderState } from "../../lib/core/execution/order-record.ts";
import { alertId, orderIdOf, timePrefix, unixMs } from "../../lib/core/ids.ts";
import { renderNow } from "../../lib/dashboard/render-now.ts";
import { renderStandings } from "../../lib/dashboard/render-standings.ts";
import { tellNow } from "../../lib/dashboard/tell-now.ts";
import { tellStanding } from "../../lib/dashboard/tell-standing.ts";
import { seededBackend } from "../browser/seeded-backend.ts";
import { BUY, orderRecord } from "../core/execution/order-fixture.ts";
import { openDashboard } from "../support/open-dashboard.ts";

const NOW = systemClock.now();
const SYMBOL = "ETH/USDT:USDT";

function order(index: number, change: Partial<OrderRecord> = {}): OrderRecord {
  const receivedAt = unixMs(NOW - 10_000 + index * 1_000);
  const id = alertId(`${timePrefix(receivedAt)}${String(index).padStart(16, "0")}`);
  const asked = { account: "myBinance", symbol: SYMBOL };
  const text = `myBinance ETH/USDT buy ${index}$`;
  const record = { ...asked, receivedAt, text, orderId: orderIdOf(id, 0), alertId: id, order: { ...BUY, ...asked } };
  return orderRecord({ ...record, events: [{ at: receivedAt, kind: "received" }], ...change });
}

const STEP = {
  kind: "place",
  purpose: "open",
  side: "buy",
  orderType: "limit",
  contracts: "1",
  price: "1999.5",
  reduceOnly: false,
} as const;
const SUBMISSION = { clientOrderId: "a", step: STEP, intentAt: unixMs(NOW), positionBefore: "0" };

function working(record: OrderRecord): OrderRecord {
  const phase = { kind: "planning" } as const;
  const work = { deadline: unixMs(NOW + 30_000) };
  const state: OrderState = { ...record.state, status: "working", phase, work };
  return { ...record, state };
}

test("each kind of order under way says why, and until when", () => {
  const queued = order(1);
  expect(tellNow(queued, NOW, 0)).toEqual({
    why: "waits for its turn",
    until: { what: "given up as stale", at: queued.receivedAt + queued.alertTimeoutMs },
  });
  expect(tellNow(queued, NOW, 2)).toEqual({ why: expect.stringContaining("behind 2 of the same account and symbol") });
  const planning = working(order(2));
  const until = { what: "given up", at: NOW + 30_000 };
  expect(tellNow(planning, NOW, 0)).toEqual({ why: "the account is read and its plan made", until });
  const wait = { at: NOW, kind: "waiting", untilMs: unixMs(NOW + 5_000), why: "the exchange is busy" } as const;
  const waiting = { ...planning, events: [...planning.events, wait] };
  expect(tellNow(waiting, NOW, 0)).toEqual({ why: "the exchange is busy; tried again in 5 s", until });
  expect(tellNow(waiting, unixMs(NOW + 6_000), 0).why).toBe("the account is read and its plan made");
  const rest = order(3);
  const state: OrderState = {
    ...rest.state,
    status: "placed",
    phase: { kind: "ended" },
    open: [{ submission: SUBMISSION }],
  };
  expect(tellNow({ ...rest, state }, NOW, 0)).toEqual({ why: "rests at 1999.5 until it fills or is cancelled" });
});

test("the page shows what is under way now, not what has ended since, and what the exchange tells of a position", async () => {
  const { ledger, backend } = seededBackend({ orders: 20, now: unixMs(NOW - 60_000), spanMs: 3_600_000 });
  for (const record of [working(order(1)), order(2), order(3)])
    ledger.add({ ...record, accepted: [], rejected: [], warnings: [] }, record);
  const address = await openDashboard(backend, { isLive: async () => true });
  const [cookie = ""] = (await fetch(address)).headers.getSetCookie();
  const get = async (path: string) =>
    (await fetch(new URL(path, address), { headers: { cookie: cookie.split(";")[0] ?? "" } })).text();
  const orders = async () => (await get("/now")).split("<h2>Switches and guards")[0] ?? "";
  const rows = async () => [...(await orders()).matchAll(/<td data-title="Why">([^<]*)/g)].map(([, why]) => why);
  await expect
    .poll(rows, { timeout: 15_000 })
    .toEqual([
      "waits behind 2 of the same account and symbol, one after another",
      "waits behind 1 of the same account and symbol, one after another",
      "the account is read and its plan made",
    ]);
  await expect.poll(async () => (await get("/now")).includes("1930.4"), { timeout: 15_000 }).toBe(true);
  const page = await get("/positions");
  expect([page.includes("2,367.75 <small>USDT</small>"), page.includes("7,256.93"), page.includes("153.68")]).toEqual([
    true,
    true,
    true,
  ]);
});

test("says why there is no liquidation price, and what it is on paper", async () => {
  const data = { source: "a test", hasPassword: false, orders: [] };
  const position = { account: "demo", symbol: SYMBOL, positionSide: "long", contracts: "1", notional: "2000" } as const;
  const guards = { account: "demo", limits: {}, timezone: "UTC", openings: 0 };
  const shown = (exchange: string, liquidationPrice: { readonly liquidationPrice?: string }) =>
    renderNow({
      ...data,
      accounts: [{ ...guards, exchange }],
      asked: { at: NOW, problems: [], positions: [{ ...position, ...liquidationPrice }] },
    });
  const paper = shown("paper", { liquidationPrice: "1800.123456" });
  expect(paper).toContain("Paper closes nothing by itself");
  expect(paper).toContain('<span title="1800.123456">1800.123</span>');
  expect(paper).toContain("<span>2,000.00 <small>USDT</small></span>");
  expect(paper).not.toContain("Without a liquidation price");
  expect(shown("paper", {})).toContain("Without a liquidation price: no price comes to it");
  expect(shown("binance", { liquidationPrice: "1800" })).not.toMatch(/Paper closes|Without a liquidation/);
});

test("worth in coins is not held against a guard in dollars", () => {
  const entry = { account: "a", exchange: "binance", limits: { maxTotalUsd: "5000" }, timezone: "UTC", openings: 0 };
  const held = (symbol: string) =>
    String(renderStandings([entry], { hasPassword: false, positions: [{ account: "a", symbol, notional: "0.2" }] }));
  expect(held(SYMBOL)).toContain("0.20 of 5,000.00 USD of worth");
  expect(held("BTC/USD:BTC")).toContain("at most 5,000.00 USD of worth");
});

describe("the switches and guards", () => {
  async function shown(change: (guards: GuardKeeper) => Promise<unknown>): Promise<string> {
    const { backend } = seededBackend({ orders: 1, now: NOW, spanMs: 60_000 });
    await change(await backend.guards("change"));
    const address = await openDashboard(backend, {
      isLive: async () => true,
      reach: { host: "127.0.0.1", names: [], password: await hashPassword("correct horse battery") },
    });
    const [cookie = ""] = (await fetch(address)).headers.getSetCookie();
    const headers = { cookie: cookie.split(";")[0] ?? "" };
    const read = async () => (await fetch(new URL("/now", address), { headers })).text();
    await expect.poll(async () => (await read()).includes("1930.4"), { timeout: 15_000 }).toBe(true);
    const page = await read();
    return page.slice(page.indexOf('aria-label="Switches and guards"'), page.indexOf("<h2>Open positions"));
  }
  const by = orderIdOf(alertId(`${timePrefix(NOW)}${"7".padStart(16, "0")}`), 0);

  test("say what may be done, how far each guard is used, and lead to the words that ask again", async () => {
    const page = await shown(async () => undefined);
    expect(page).toContain('<span class="status good">open</span>');
    expect(page).toContain('<td data-title="Until">–');
    for (const told of [
      "a loss of 200.00 USD a day",
      "2 of 3 positions",
      "0 of 10 orders a minute",
      "signals must be dated",
    ])
      expect(page).toContain(`<li>${told}</li>`);
    expect(page).toContain('href="/guards/confirm?word=closeall&amp;account=myBinance"');
    expect(page).toContain('href="/guards/confirm?word=pause&amp;account=myBinance"');
  });

  test("say since when, at whose word and until when an account is paused or only closes", async () => {
    const paused = await shown((guards) => guards.setSwitch("myBinance", { command: "pause", by }));
    expect(paused).toContain('<span class="status bad">paused</span>');
    expect(paused).toMatch(/nothing is sent, as <a href="\/orders\/\w+">an order<\/a> asked at <time/);
    expect(paused).toContain('<td data-title="Until">it is resumed');
    const closing = await shown((guards) => guards.setSwitch("myBinance", { command: "closeonly" }));
    expect(closing).toContain('<span class="status wait">close only</span>');
    expect(closing).toContain("nothing opens, as a command asked at");
  });

  test("say that too much was lost today, and when the day ends where the account is", () => {
    const day = { equity: "1000", lost: "251.5", ends: unixMs(Date.parse("2026-11-30T23:00:00Z")) };
    const limits = { maxDailyLossUsd: "200" };
    const standing = { account: "a", exchange: "binance", limits, timezone: "Europe/Berlin", openings: 0, day };
    const { name, why, until } = tellStanding(standing);
    expect([name, String(why)]).toEqual(["close only", "nothing opens: 251.50 USD of at most 200.00 were lost today"]);
    expect(String(until)).toMatch(/^the day ends, <time datetime="2026-11-30T23:00:00.000Z">.*, or it is resumed$/);
  });
});
