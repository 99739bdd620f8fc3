// The adapter against the Bybit simulator over real HTTP: the traps that a table of answers cannot show.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { decodeMarkets, encodeMarkets } from "../../../lib/adapters/ccxt/map-market.ts";
import { unixMs } from "../../../lib/core/ids.ts";
import type { PlaceStep } from "../../../lib/core/order/plan.ts";
import type { Account } from "../../../lib/ports/account-store.ts";
import type { Exchange } from "../../../lib/ports/exchange.ts";
import { MemoryCache } from "../../support/memory-cache.ts";
import type { BybitSetup } from "../../venues/bybit/bybit-account.ts";
import { SIMULATED_KEYS, startBybitSimulator } from "../../venues/bybit/start-bybit-simulator.ts";
import { openSimulated } from "../../venues/open-simulated.ts";
import type { Simulator } from "../../venues/simulator.ts";

const SYMBOL = "BTC/USDT:USDT";
const PLACING = { method: "POST", path: "/v5/order/create" };
const REALTIME = { method: "GET", path: "/v5/order/realtime" };

let simulator: Simulator;
let exchange: Exchange;
let count = 0;

beforeAll(async () => {
  simulator = await startBybitSimulator();
  exchange = await open(simulator.url);
  await exchange.listInstruments();
});
afterAll(() => simulator.stop());
beforeEach(() => {
  simulator.journal.clear();
});
afterEach(() => {
  simulator.control.clearFaults();
});

function open(url: string, account: Partial<Account> = {}, marketCache = new MemoryCache()): Promise<Exchange> {
  return openSimulated(url, { keys: SIMULATED_KEYS, account: { exchange: "bybit", ...account }, marketCache });
}

async function openOwn(setup: Partial<BybitSetup>, account: Partial<Account> = {}) {
  const own = await startBybitSimulator({ accounts: [{ ...SIMULATED_KEYS, ...setup }] });
  return { own, exchange: await open(own.url, account) };
}

function market(contracts: string, change: Partial<PlaceStep> = {}): PlaceStep {
  return { kind: "place", purpose: "open", side: "buy", orderType: "market", contracts, reduceOnly: false, ...change };
}

function place(on: Exchange, step: PlaceStep, symbol = SYMBOL): ReturnType<Exchange["placeOrder"]> {
  return on.placeOrder({ symbol, step, clientOrderId: `order${++count}` });
}

async function must<T>(read: Promise<{ readonly ok: true; readonly value: T } | { readonly ok: false }>): Promise<T> {
  const result = await read;
  if (!result.ok) throw new Error(JSON.stringify(result));
  return result.value;
}

describe("placing", () => {
  test("sends size, price and name as they are, and nothing that leaks", async () => {
    const limit = market("0.25", { orderType: "limit", price: "59000.1", customId: "dip", reduceOnly: false });
    await exchange.placeOrder({ symbol: SYMBOL, step: limit, clientOrderId: "dip" });
    expect(simulator.journal.find("POST", PLACING.path)[0]?.params).toEqual({
      category: "linear",
      symbol: "BTCUSDT",
      side: "Buy",
      orderType: "Limit",
      orderLinkId: "dip",
      price: "59000.1",
      qty: "0.25",
    });
  });

  test("one code for every bad parameter means the size where that is above the market's largest", async () => {
    const limit = { orderType: "limit", price: "59000" } as const;
    const invalid = { code: "ORDER_INVALID", remedy: "abort", venueCode: "10001" };
    const tooLarge = { code: "SIZE_ABOVE_MAXIMUM", remedy: "shrink", venueCode: "10001" };
    // 500 at the most in a market order, 1,190 in a limit order.
    expect(await place(exchange, market("500.001"))).toMatchObject({ error: tooLarge });
    expect(await place(exchange, market("1190.001", limit))).toMatchObject({ error: tooLarge });
    expect(await place(exchange, market("600", { ...limit, price: "59000.05" }))).toMatchObject({ error: invalid });
    expect(await place(exchange, market("0.0001"))).toMatchObject({ error: invalid });
  });

  test("of markets that are out of date, what holds now decides", async () => {
    const marketCache = new MemoryCache();
    await (await open(simulator.url, {}, marketCache)).listInstruments();
    for (const [key, { value, writtenAt }] of marketCache.written) {
      const old = decodeMarkets(value)?.map((each) => ({
        ...each,
        limits: { ...each.limits, market: { max: "900" } },
      }));
      marketCache.written.set(key, { value: encodeMarkets(old ?? []), writtenAt: unixMs(writtenAt - 3_600_000) });
    }
    const stale = await open(simulator.url, {}, marketCache);
    expect(await must(stale.findInstrument(SYMBOL))).toMatchObject({ maxContracts: "900" });
    expect(await place(stale, market("600"))).toMatchObject({ error: { code: "SIZE_ABOVE_MAXIMUM" } });
    expect(await must(stale.findInstrument(SYMBOL))).toMatchObject({ maxContracts: "500" });
  });

  test("a rate limit says when to come back", async () => {
    simulator.control.inject({ kind: "rate-limit", retryAfterS: 3, ...PLACING });
    const placed = await place(exchange, market("0.01"));
    expect(placed).toMatchObject({
      ok: false,
      error: { code: "RATE_LIMITED", retryAfterMs: 3_000, venueCode: "10006" },
    });
  });

  test("a refusal with HTTP 200 among good answers is the one that is told", async () => {
    const body = { retCode: 10_005, retMsg: "Permission denied", result: {}, time: 1 };
    simulator.control.inject({ kind: "reply", status: 200, body, method: "GET", path: "/v5/account/wallet-balance" });
    expect(await exchange.readSnapshot(SYMBOL)).toMatchObject({ ok: false, error: { code: "PERMISSION_DENIED" } });
  });
});

describe("looking up", () => {
  const find = (clientOrderId: string) => exchange.findOrder({ symbol: SYMBOL, clientOrderId, since: unixMs(0) });

  test("an order that Bybit's memory lost is found in the history", async () => {
    await exchange.placeOrder({ symbol: SYMBOL, step: market("0.01"), clientOrderId: "lost" });
    const body = { retCode: 0, retMsg: "OK", result: { category: "linear", list: [], nextPageCursor: "" }, time: 1 };
    simulator.control.inject({ kind: "reply", status: 200, body, ...REALTIME });
    expect(await find("lost")).toMatchObject({ ok: true, value: { clientOrderId: "lost", status: "filled" } });
  });

  test("another order in the answer is not taken for ours", async () => {
    const row = { orderId: "1", orderLinkId: "other", symbol: "BTCUSDT", side: "Buy", orderType: "Market", qty: "1" };
    const result = { category: "linear", list: [{ ...row, cumExecQty: "1", orderStatus: "Filled" }] };
    for (const path of [REALTIME.path, "/v5/order/history"]) {
      simulator.control.inject({ kind: "reply", status: 200, body: { retCode: 0, result }, method: "GET", path });
    }
    expect(await find("mine")).toEqual({ ok: true, value: undefined });
  });
});

describe("the account", () => {
  test("equity holds the unrealised profit, under cross and isolated margin", async () => {
    for (const marginMode of ["cross", "isolated"] as const) {
      const { own, exchange: asked } = await openOwn({ marginMode });
      await place(asked, market("0.1"));
      own.control.setBook("BTCUSDT", { bid: "61000", ask: "61000.1" });
      const { equity, free } = await must(asked.readBalance());
      expect(Number(equity)).toBeCloseTo(10_000 - 3.3 + 100 - 0.005, 1);
      // 6,000 at 20x; the profit of an isolated position stays with it.
      expect(Number(free)).toBeCloseTo(10_000 - 3.3 - 300 + (marginMode === "cross" ? 100 : 0), 0);
      await own.stop();
    }
  });

  test("more positions than a page holds unasked are all listed, with the account's margin mode", async () => {
    const { own, exchange: asked } = await openOwn({});
    const symbols = Array.from({ length: 25 }, (_, index) => `COIN${String(index + 1).padStart(3, "0")}/USDT:USDT`);
    for (const symbol of symbols) await place(asked, market("10"), symbol);
    const positions = await must(asked.listPositions());
    expect(positions).toHaveLength(25);
    expect(new Set(positions.map(({ marginMode }) => marginMode))).toEqual(new Set(["cross"]));
    expect(await must(asked.readSnapshot(SYMBOL))).toMatchObject({ position: "0", othersOpen: true });
    await own.stop();
  }, 30_000);

  test.each([
    ["USDC", "BTC/USDC:USDC", "0.01", false],
    ["BTC", "BTC/USD:BTC", "600", true],
  ])("an account that settles in %s trades its markets", async (settle, symbol, contracts, inverse) => {
    const { own, exchange: asked } = await openOwn({ deposits: { USDC: "10000", BTC: "1" } }, { settle });
    expect(await must(asked.findInstrument(symbol))).toMatchObject({ inverse, contractSize: "1", settle });
    expect(await place(asked, market(contracts), symbol)).toMatchObject({ ok: true });
    expect(await must(asked.readSnapshot(symbol))).toMatchObject({ position: contracts, othersOpen: false });
    const order = await must(asked.findOrder({ symbol, clientOrderId: `order${count}`, since: unixMs(0) }));
    expect(order).toMatchObject({ status: "filled", averagePrice: "60000.1", fee: { currency: settle } });
    await own.stop();
  });

  test.each([
    ["a key that may only read", { key: { isReadOnly: true } }, "problem", "the key may only read"],
    ["a key without the right", { key: { mayTrade: false } }, "problem", "the key may not trade contracts"],
    ["a key that may withdraw", { key: { mayWithdraw: true } }, "warning", "the key may withdraw money"],
    ["a key for any address", { key: { ips: ["*"] } }, "warning", "the key works from any IP address"],
    ["a key that expires", { key: { expiredAt: "2020-01-01T00:00:00Z" } }, "warning", "the key expires on 2020-01-01"],
    ["a classic account", { isClassic: true }, "problem", "the account is a classic one"],
    ["no money", { deposits: { USDT: "0" } }, "warning", "no free USDT in the futures wallet"],
    ["hedge mode", { isHedged: true }, "warning", "hedge mode is on: orders are denied while anything is open"],
    ["another margin mode", {}, "warning", "the margin mode is cross for the whole account; MARGIN_MODE is isolated"],
  ] as const)("%s is found", async (_name, setup, level, message) => {
    const { own, exchange: asked } = await openOwn(setup);
    const findings = await must(asked.checkAccount());
    expect(findings).toContainEqual(expect.objectContaining({ level, message, advice: expect.any(String) }));
    await own.stop();
  });
});
