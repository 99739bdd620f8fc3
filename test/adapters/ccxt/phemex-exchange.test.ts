// The adapter against the Phemex simulator over real HTTP: what only this venue does.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { unixMs } from "../../../lib/core/ids.ts";
import type { PlaceStep } from "../../../lib/core/order/plan.ts";
import type { Account } from "../../../lib/ports/account-store.ts";
import type { Exchange } from "../../../lib/ports/exchange.ts";
import { openSimulated } from "../../venues/open-simulated.ts";
import { SIMULATED_KEYS, startPhemexSimulator } from "../../venues/phemex/start-phemex-simulator.ts";
import type { AccountSetup } from "../../venues/simulated-account.ts";
import type { Simulator } from "../../venues/simulator.ts";

const ETH = "ETH/USDT:USDT";
const REPORT = "/api-data/g-futures/orders/by-order-id";
let simulator: Simulator;

beforeEach(async () => {
  simulator = await startPhemexSimulator({
    accounts: [{ ...SIMULATED_KEYS, deposits: { USDT: "10000", USDC: "5000" } }],
  });
  simulator.control.setBook("ETHUSDT", { bid: "1999", ask: "2001" });
});
afterEach(() => simulator.stop());

function open(change: Partial<Account> = {}): Promise<Exchange> {
  return openSimulated(simulator.url, { account: { exchange: "phemex", ...change }, keys: SIMULATED_KEYS });
}

function step(change: Partial<PlaceStep> = {}): PlaceStep {
  return { kind: "place", side: "buy", orderType: "market", contracts: "0.5", reduceOnly: false, ...change };
}

function find(exchange: Exchange, clientOrderId: string, symbol = ETH): ReturnType<Exchange["findOrder"]> {
  return exchange.findOrder({ symbol, clientOrderId, since: unixMs(0) });
}

test("markets carry the smallest size and value, which ccxt leaves out", async () => {
  const exchange = await open();
  expect(await exchange.findInstrument(ETH)).toMatchObject({
    value: { contractSize: "1", minContracts: "0.01", minNotional: "1", maxContracts: "10000", maxLeverage: 100 },
  });
});

test("an order carries nothing it should not", async () => {
  const exchange = await open();
  await exchange.placeOrder({ symbol: ETH, step: step({ reduceOnly: true, side: "sell" }), clientOrderId: "one" });
  expect(simulator.journal.find("POST", "/g-orders")[0]?.params).toEqual({
    symbol: "ETHUSDT",
    side: "Sell",
    ordType: "Market",
    orderQtyRq: "0.5",
    clOrdID: "one",
    posSide: "Merged",
    reduceOnly: "true",
  });
});

describe("settings", () => {
  test("the sign of the leverage is the margin mode; a mode without a leverage keeps the one that is set", async () => {
    const exchange = await open();
    expect(await exchange.readSnapshot(ETH)).toMatchObject({ value: { leverage: 20, marginMode: "cross" } });
    expect(await exchange.setMarginMode(ETH, "isolated")).toMatchObject({ ok: true });
    expect(await exchange.readSnapshot(ETH)).toMatchObject({ value: { leverage: 20, marginMode: "isolated" } });
    expect(await exchange.setMarginMode(ETH, "cross", 7)).toMatchObject({ ok: true });
    expect(await exchange.setLeverage(ETH, 9, "cross")).toMatchObject({ ok: true });
    expect(simulator.journal.find("PUT", "/g-positions/leverage").map(({ params }) => params.leverageRr)).toEqual([
      "20",
      "-7",
      "-9",
    ]);
    expect(await exchange.readSnapshot(ETH)).toMatchObject({ value: { leverage: 9, marginMode: "cross" } });
  });

  test("flat rows are settings, not positions", async () => {
    const exchange = await open();
    expect(await exchange.listPositions()).toEqual({ ok: true, value: [] });
    await exchange.placeOrder({ symbol: ETH, step: step({ side: "sell" }), clientOrderId: "one" });
    expect(await exchange.listPositions()).toMatchObject({
      value: [
        { symbol: ETH, positionSide: "short", contracts: "0.5", entryPrice: "1999", leverage: 20, marginMode: "cross" },
      ],
    });
  });
});

test("equity has the unrealised profit in it, though Phemex's wallet has not", async () => {
  const exchange = await open();
  await exchange.placeOrder({ symbol: ETH, step: step(), clientOrderId: "one" });
  await exchange.placeOrder({
    symbol: "BTC/USDT:USDT",
    step: step({ side: "sell", contracts: "0.01" }),
    clientOrderId: "two",
  });
  simulator.control.setBook("ETHUSDT", { bid: "2101", ask: "2101" });
  simulator.control.setBook("BTCUSDT", { bid: "61000", ask: "61000" });
  // 0.5 ETH gained 50, 0.01 BTC sold at 60,000 lost 10; fees 0.06 % of 1,000.5 and 600.
  expect(await exchange.readBalance()).toMatchObject({ value: { equity: "10039.0397" } });
});

describe("look-up", () => {
  test("an order the reports do not show yet is found among the open ones", async () => {
    const exchange = await open();
    simulator.control.setLookUpLag(60_000);
    await exchange.placeOrder({
      symbol: ETH,
      step: step({ orderType: "limit", price: "1900" }),
      clientOrderId: "dip1",
    });
    expect(await find(exchange, "dip1")).toMatchObject({
      value: { status: "open", orderType: "limit", limitPrice: "1900" },
    });
  });

  test("a bare list is read as well, and an answer without a list proves nothing", async () => {
    const exchange = await open();
    const row = {
      orderId: "ab90",
      clOrdId: "one",
      symbol: "ETHUSDT",
      side: "Buy",
      ordType: "Market",
      ordStatus: "Filled",
    };
    const body = [
      { ...row, orderQtyRq: "0.5", cumQtyRq: "0.5", cumValueRv: "1000.5", closedPnlRv: "0", reduceOnly: false },
    ];
    simulator.control.inject({ kind: "reply", status: 200, body, method: "GET", path: REPORT });
    expect(await find(exchange, "one")).toMatchObject({ value: { status: "filled", averagePrice: "2001" } });
    simulator.control.inject({
      kind: "reply",
      status: 200,
      body: { code: 0, data: null },
      method: "GET",
      path: REPORT,
    });
    expect(await find(exchange, "one")).toMatchObject({ ok: false, error: { remedy: "retry" } });
  });

  test("of several orders of one name the latest is told", async () => {
    const exchange = await open();
    const dip = (price: string) => step({ orderType: "limit", price });
    await exchange.placeOrder({ symbol: ETH, step: dip("1900"), clientOrderId: "dip1" });
    await exchange.cancelOrder(ETH, "dip1");
    simulator.control.setClockOffset(1_000);
    await exchange.placeOrder({ symbol: ETH, step: dip("1850"), clientOrderId: "dip1" });
    expect(await find(exchange, "dip1")).toMatchObject({ value: { status: "open", limitPrice: "1850" } });
  });

  test("fills tell the fee", async () => {
    const exchange = await open();
    await exchange.placeOrder({ symbol: ETH, step: step(), clientOrderId: "one" });
    await exchange.placeOrder({ symbol: ETH, step: step(), clientOrderId: "two" });
    expect(await find(exchange, "one")).toMatchObject({
      value: { averagePrice: "2001", filledContracts: "0.5", fee: { cost: "0.6003", currency: "USDT" } },
    });
  });
});

test("an account in USDC trades its own markets with its own money", async () => {
  const exchange = await open({ settle: "USDC" });
  const symbol = "ETH/USDC:USDC";
  expect(await exchange.findInstrument(symbol)).toMatchObject({ value: { settle: "USDC", contractSize: "1" } });
  expect(await exchange.readBalance()).toMatchObject({ value: { settle: "USDC", equity: "5000", free: "5000" } });
  expect(await exchange.setLeverage(symbol, 5, "isolated")).toMatchObject({ ok: true });
  expect(await exchange.placeOrder({ symbol, step: step(), clientOrderId: "one" })).toMatchObject({ ok: true });
  expect(await find(exchange, "one", symbol)).toMatchObject({ value: { status: "filled", fee: { currency: "USDC" } } });
  expect(await exchange.readSnapshot(symbol)).toMatchObject({
    value: { position: "0.5", leverage: 5, othersOpen: false },
  });
  expect(await exchange.setPositionMode(symbol, "one-way")).toMatchObject({ ok: true });
});

test("after too many requests it says when to come back, in Phemex's own header", async () => {
  const exchange = await open();
  simulator.control.inject({ kind: "rate-limit", retryAfterS: 7, times: 10 });
  expect(await exchange.readBalance()).toMatchObject({ error: { code: "RATE_LIMITED", retryAfterMs: 7_000 } });
});

test("a request from a clock that is behind has expired: refused once, then it carries the venue's time", async () => {
  const exchange = await open();
  await exchange.listInstruments();
  simulator.control.setClockOffset(90_000);
  expect(await exchange.readBalance()).toMatchObject({ error: { code: "CLOCK_SKEW", remedy: "retry" } });
  expect(await exchange.readBalance()).toMatchObject({ ok: true });
});

describe("the account's check", () => {
  test.each<[string, Partial<AccountSetup>, Partial<Account>, "problem" | "warning", RegExp]>([
    ["hedge mode", { isHedged: true }, {}, "warning", /^hedge mode is on for BTCUSDT, .* and others/],
    ["no money", { deposits: { USDT: "0" } }, {}, "warning", /^no free USDT/],
    ["another settle coin", {}, { settle: "BTC" }, "problem", /^BTC is no settle coin/],
    ["what cannot be asked", {}, {}, "warning", /^Phemex does not tell/],
  ])("%s", async (_name, setup, change, level, message) => {
    const own = await startPhemexSimulator({ accounts: [{ ...SIMULATED_KEYS, ...setup }] });
    const exchange = await openSimulated(own.url, { account: { exchange: "phemex", ...change }, keys: SIMULATED_KEYS });
    const checked = await exchange.checkAccount();
    await own.stop();
    if (!checked.ok) throw new Error(checked.error.message);
    expect(checked.value).toContainEqual(expect.objectContaining({ level, message: expect.stringMatching(message) }));
  });
});
