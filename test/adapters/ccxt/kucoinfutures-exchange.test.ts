// The adapter against the KuCoin simulator over real HTTP: what only this venue does.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { unixMs } from "../../../lib/core/ids.ts";
import type { PlaceStep } from "../../../lib/core/order/plan.ts";
import type { Account } from "../../../lib/ports/account-store.ts";
import type { Exchange } from "../../../lib/ports/exchange.ts";
import type { KucoinSetup } from "../../venues/kucoinfutures/kucoin-account.ts";
import { KUCOINFUTURES } from "../../venues/kucoinfutures/profile.ts";
import { SIMULATED_KEYS, startKucoinSimulator } from "../../venues/kucoinfutures/start-kucoin-simulator.ts";
import { openSimulated } from "../../venues/open-simulated.ts";
import { SimulatedEngine } from "../../venues/simulated-engine.ts";
import type { Simulator } from "../../venues/simulator.ts";

const ETH = "ETH/USDT:USDT";
let simulator: Simulator;

beforeEach(async () => {
  simulator = await startKucoinSimulator({
    accounts: [{ ...SIMULATED_KEYS, deposits: { USDT: "10000", USDC: "5000", XBT: "2" } }],
  });
  simulator.control.setBook("ETHUSDTM", { bid: "1999", ask: "2001" });
});
afterEach(() => simulator.stop());

function open(change: Partial<Account> = {}): Promise<Exchange> {
  return openSimulated(simulator.url, { account: { exchange: "kucoinfutures", ...change }, keys: SIMULATED_KEYS });
}

function step(change: Partial<PlaceStep> = {}): PlaceStep {
  return {
    kind: "place",
    purpose: "open",
    side: "buy",
    orderType: "market",
    contracts: "10",
    reduceOnly: false,
    leverage: 5,
    marginMode: "isolated",
    ...change,
  };
}

describe("leverage", () => {
  test("goes with isolated orders, and growth keeps what the position was opened at", async () => {
    const exchange = await open();
    expect(await exchange.readSnapshot(ETH)).toMatchObject({ value: { marginMode: "isolated" } });
    expect(await exchange.setLeverage(ETH, 7, "isolated")).toMatchObject({
      error: { remedy: "abort", outcome: "denied" },
    });
    await exchange.placeOrder({ symbol: ETH, step: step({ leverage: 7 }), clientOrderId: "one" });
    // The real leverage has moved with the price by now.
    simulator.control.setBook("ETHUSDTM", { bid: "2099", ask: "2101" });
    expect(await exchange.readSnapshot(ETH)).toMatchObject({ value: { leverage: 7, position: "10" } });
    expect(await exchange.listPositions()).toMatchObject({ value: [{ leverage: 7, marginMode: "isolated" }] });
  });

  test("is a setting with cross margin", async () => {
    const exchange = await open({ marginMode: "cross" });
    expect(await exchange.setMarginMode(ETH, "cross")).toMatchObject({ ok: true });
    for (const leverage of [8, 8])
      expect(await exchange.setLeverage(ETH, leverage, "cross")).toMatchObject({ ok: true });
    expect(await exchange.readSnapshot(ETH)).toMatchObject({ value: { leverage: 8, marginMode: "cross" } });
    expect(await exchange.setLeverage(ETH, 101, "cross")).toMatchObject({
      error: { code: "LEVERAGE_REFUSED", remedy: "abort" },
    });
    const { leverage: _setting, ...cross } = step({ marginMode: "cross" });
    await exchange.placeOrder({ symbol: ETH, step: cross, clientOrderId: "one" });
    expect(await exchange.readSnapshot(ETH)).toMatchObject({ value: { leverage: 8, position: "10" } });
  });
});

test("an order says the margin mode and its own size: nothing is cut in silence", async () => {
  const exchange = await open();
  await exchange.placeOrder({ symbol: ETH, step: step({ contracts: "3" }), clientOrderId: "one" });
  const odd = await exchange.placeOrder({ symbol: ETH, step: step({ contracts: "3.5" }), clientOrderId: "two" });
  expect(odd).toMatchObject({ error: { code: "ORDER_INVALID", venueCode: "100001" } });
  expect(simulator.journal.find("POST", "/api/v1/orders").map(({ params }) => params)).toEqual([
    {
      clientOid: "one",
      side: "buy",
      symbol: "ETHUSDTM",
      type: "market",
      leverage: "5",
      marginMode: "ISOLATED",
      size: "3",
    },
    {
      clientOid: "two",
      side: "buy",
      symbol: "ETHUSDTM",
      type: "market",
      leverage: "5",
      marginMode: "ISOLATED",
      size: "3.5",
    },
  ]);
});

test("one code for every bad parameter means the size where that is above the market's largest", async () => {
  const exchange = await open();
  const limit = { orderType: "limit", price: "1990" } as const;
  const place = (change: Partial<PlaceStep>) =>
    exchange.placeOrder({ symbol: ETH, step: step(change), clientOrderId: "one" });
  const tooLarge = { code: "SIZE_ABOVE_MAXIMUM", remedy: "shrink", venueCode: "100001" };
  expect(await place({ contracts: "100001" })).toMatchObject({ error: tooLarge });
  expect(await place({ ...limit, contracts: "1000001" })).toMatchObject({ error: tooLarge });
  expect(await place({ ...limit, contracts: "100001" })).toMatchObject({ error: { code: "POSITION_TOO_LARGE" } });
  expect(await place({ contracts: "100001", reduceOnly: true })).toMatchObject({ error: tooLarge });
});

test("W10: all orders of a symbol are cancelled over the route KuCoin has now", async () => {
  const exchange = await open();
  const limit = step({ orderType: "limit", price: "1990", contracts: "3" });
  await exchange.placeOrder({ symbol: ETH, step: limit, clientOrderId: "one" });
  expect(await exchange.cancelAllOrders(ETH)).toEqual({ ok: true, value: 1 });
  expect(simulator.journal.find("DELETE", "/api/v3/orders").map(({ params }) => params)).toEqual([
    { symbol: "ETHUSDTM" },
  ]);
});

test("an invalid look-up is not an order that is not there", async () => {
  const exchange = await open();
  const body = { code: "100001", msg: "Parameter invalid." };
  const path = "/api/v1/orders/byClientOid";
  simulator.control.inject({ kind: "reply", status: 200, body, method: "GET", path });
  expect(await exchange.findOrder({ symbol: ETH, clientOrderId: "one", since: unixMs(0) })).toMatchObject({
    ok: false,
    error: { venueCode: "100001" },
  });
});

test("another margin mode than the symbol's is refused for good", async () => {
  const exchange = await open();
  const placed = await exchange.placeOrder({ symbol: ETH, step: step({ marginMode: "cross" }), clientOrderId: "one" });
  expect(placed).toMatchObject({ error: { code: "MARGIN_MODE_REFUSED", venueCode: "330005", remedy: "abort" } });
});

test("equity has the unrealised profit in it, and fills tell the fee", async () => {
  const exchange = await open();
  await exchange.placeOrder({ symbol: ETH, step: step(), clientOrderId: "one" });
  const found = await exchange.findOrder({ symbol: ETH, clientOrderId: "one", since: unixMs(0) });
  // 10 lots of 0.01 ETH at 2,001, taker 0.06 %.
  expect(found).toMatchObject({ value: { averagePrice: "2001", fee: { cost: "0.12006", currency: "USDT" } } });
  simulator.control.setBook("ETHUSDTM", { bid: "2101", ask: "2101" });
  expect(await exchange.readBalance()).toMatchObject({ value: { equity: "10009.87994" } });
});

test.each([
  ["USDC", "ETH/USDC:USDC", "5000", { inverse: false, contractSize: "0.01" }],
  ["BTC", "BTC/USD:BTC", "2", { inverse: true, contractSize: "1" }],
])("an account in %s trades its own markets with its own money", async (settle, symbol, equity, market) => {
  const exchange = await open({ settle });
  expect(await exchange.findInstrument(symbol)).toMatchObject({ value: { symbol, settle, ...market } });
  expect(await exchange.readBalance()).toMatchObject({ value: { settle, equity, free: equity } });
  expect(await exchange.placeOrder({ symbol, step: step(), clientOrderId: "one" })).toMatchObject({ ok: true });
  expect(await exchange.findOrder({ symbol, clientOrderId: "one", since: unixMs(0) })).toMatchObject({
    value: { status: "filled", filledContracts: "10", fee: { currency: settle } },
  });
  expect(await exchange.readSnapshot(symbol)).toMatchObject({ value: { position: "10", othersOpen: false } });
});

test("after too many requests it says when to come back, in KuCoin's own header of milliseconds", async () => {
  const exchange = await open();
  simulator.control.inject({ kind: "rate-limit", retryAfterS: 7, times: 10 });
  expect(await exchange.readBalance()).toMatchObject({ error: { code: "RATE_LIMITED", retryAfterMs: 7_000 } });
});

test("cancelling all says how many there were", async () => {
  const exchange = await open();
  const limit = step({ orderType: "limit", price: "1950" });
  for (const id of ["a1", "a2"]) await exchange.placeOrder({ symbol: ETH, step: limit, clientOrderId: id });
  expect(await exchange.cancelAllOrders(ETH)).toEqual({ ok: true, value: 2 });
  expect(await exchange.cancelAllOrders(ETH)).toEqual({ ok: true, value: 0 });
});

describe("the account's check", () => {
  test.each<[string, Partial<KucoinSetup>, "problem" | "warning", string]>([
    ["a key that may not trade", { permission: "General,Spot" }, "problem", "the key may not trade futures"],
    ["a key that may withdraw", { permission: "General,Futures,Withdrawal" }, "warning", "the key may withdraw money"],
    ["a key for any address", { ipWhitelist: "" }, "warning", "the key works from any IP address"],
    ["a unified account", { isUnified: true }, "problem", "the account is a unified trading account"],
    ["hedge mode", { isHedged: true }, "warning", "hedge mode is on: orders are denied while anything is open"],
    ["no money", { deposits: { USDT: "0" } }, "warning", "no free USDT in the futures wallet"],
  ])("%s", async (_name, setup, level, message) => {
    const own = await startKucoinSimulator({ accounts: [{ ...SIMULATED_KEYS, ...setup }] });
    const exchange = await openSimulated(own.url, { account: { exchange: "kucoinfutures" }, keys: SIMULATED_KEYS });
    const checked = await exchange.checkAccount();
    await own.stop();
    expect(checked).toMatchObject({
      ok: true,
      value: expect.arrayContaining([expect.objectContaining({ level, message })]),
    });
  });
});

describe("W9: above the risk limit, whose tiers anyone may read", () => {
  const TIERS = "/api/v1/contracts/risk-limit/COIN001USDTM";
  const COIN = "COIN001/USDT:USDT";
  const refused = (code: string) => ({ ok: false, error: { code, remedy: "shrink" } });
  const openLarge = (exchange: Exchange, contracts: string, change: Partial<PlaceStep> = {}) =>
    exchange.placeOrder({ symbol: COIN, step: step({ contracts, leverage: 50, ...change }), clientOrderId: "large" });

  test("what fits is sent at once: of 30,000 USD at most 20,000", async () => {
    simulator.control.setBook("COIN001USDTM", { bid: "0.9999", ask: "1.0001" });
    const engine = await SimulatedEngine.open(KUCOINFUTURES, "kucoinfutures", simulator);
    const { state } = await engine.execute(`${COIN} buy 30000 x50`);
    expect(state).toMatchObject({ status: "filled", code: "PARTLY_FILLED", fills: { contracts: "1970" } });
    expect(simulator.journal.find("POST", "/api/v1/orders")).toHaveLength(2);
  });

  test("what is open counts, a tier of a lower leverage only for that, and no tier above what was refused", async () => {
    simulator.control.setBook("COIN001USDTM", { bid: "0.9999", ask: "1.0001" });
    const exchange = await open();
    await exchange.placeOrder({ symbol: COIN, step: step({ contracts: "1000", leverage: 50 }), clientOrderId: "held" });
    expect(await openLarge(exchange, "2000")).toMatchObject({ error: { mostOpening: "970" } });
    expect(await openLarge(exchange, "4000", { leverage: 25 })).toMatchObject({ error: { mostOpening: "2940" } });
    expect(await openLarge(exchange, "2000", { leverage: 25 })).toMatchObject({ error: { mostOpening: "970" } });
  });

  test("where they cannot be read, or are none, it is made smaller step by step", async () => {
    const exchange = await open();
    for (const body of ["<html>", { code: "200000", data: null }]) {
      simulator.control.inject({ kind: "reply", status: 200, body, method: "GET", path: TIERS });
      const answer = await openLarge(exchange, "3000");
      expect(answer).toMatchObject(refused("POSITION_TOO_LARGE"));
      expect(answer.ok ? {} : answer.error).not.toHaveProperty("mostOpening");
    }
  });
});
