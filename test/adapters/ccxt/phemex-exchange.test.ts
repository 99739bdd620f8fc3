// The adapter against the Phemex simulator over real HTTP: what only this venue does.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { unixMs } from "../../../lib/core/ids.ts";
import type { PlaceStep } from "../../../lib/core/order/plan.ts";
import type { Account } from "../../../lib/ports/account-store.ts";
import type { Exchange } from "../../../lib/ports/exchange.ts";
import { MemoryCache } from "../../support/memory-cache.ts";
import { openSimulated } from "../../venues/open-simulated.ts";
import { PHEMEX, switchToHedgeMode } from "../../venues/phemex/profile.ts";
import { SIMULATED_KEYS, startPhemexSimulator } from "../../venues/phemex/start-phemex-simulator.ts";
import type { AccountSetup } from "../../venues/simulated-account.ts";
import { SimulatedEngine } from "../../venues/simulated-engine.ts";
import type { Simulator } from "../../venues/simulator.ts";

const ETH = "ETH/USDT:USDT";
const REPORT = "/api-data/g-futures/orders/by-order-id";
const TRADES = "/api-data/g-futures/trades";
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
  return {
    kind: "place",
    purpose: "open",
    side: "buy",
    orderType: "market",
    contracts: "0.5",
    reduceOnly: false,
    ...change,
  };
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

  test("so is one the reports refuse to know", async () => {
    const exchange = await open();
    const resting = step({ orderType: "limit", price: "1900" });
    await exchange.placeOrder({ symbol: ETH, step: resting, clientOrderId: "dip1" });
    const body = { code: 10_002, msg: "OM_ORDER_NOT_FOUND", data: null };
    simulator.control.inject({ kind: "reply", status: 200, body, method: "GET", path: REPORT, times: 2 });
    expect(await find(exchange, "dip1")).toMatchObject({ value: { status: "open" } });
    expect(await find(exchange, "never")).toEqual({ ok: true, value: undefined });
  });

  test.each(["bare", "data", "rows"] as const)(
    "M4: reports in the shape `%s` are read, in both APIs",
    async (reportShape) => {
      const deposits = { USDT: "10000", BTC: "1" };
      const shaped = await startPhemexSimulator({ accounts: [{ ...SIMULATED_KEYS, deposits }], reportShape });
      try {
        shaped.control.setBook("ETHUSDT", { bid: "1999", ask: "2001" });
        shaped.control.setBook("BTCUSD", { bid: "59999.5", ask: "60000.5" });
        for (const [settle, symbol, contracts, averagePrice, limit] of [
          ["USDT", ETH, "0.5", "2001", "1900"],
          ["BTC", "BTC/USD:BTC", "600", "60000.5", "59000"],
        ] as const) {
          const account = { exchange: "phemex", settle };
          const exchange = await openSimulated(shaped.url, { account, keys: SIMULATED_KEYS });
          await exchange.placeOrder({ symbol, step: step({ contracts }), clientOrderId: "one" });
          const filled = { status: "filled", averagePrice, filledContracts: contracts, fee: { currency: settle } };
          expect(await find(exchange, "one", symbol)).toMatchObject({ value: filled });
          const resting = step({ contracts, orderType: "limit", price: limit });
          await exchange.placeOrder({ symbol, step: resting, clientOrderId: "dip1" });
          await exchange.cancelOrder(symbol, "dip1");
          expect(await find(exchange, "dip1", symbol)).toMatchObject({ value: { status: "canceled" } });
        }
      } finally {
        await shaped.stop();
      }
    },
  );

  test.each([[null], [{}], [{ rows: null }], ["OK"]])("M4: an answer with the data %j proves nothing", async (data) => {
    const exchange = await open();
    const body = { code: 0, msg: "OK", data };
    for (const path of [REPORT, TRADES]) {
      simulator.control.inject({ kind: "reply", status: 200, body, method: "GET", path });
    }
    expect(await find(exchange, "one")).toMatchObject({ ok: false, error: { remedy: "retry" } });
  });

  test("M5: one report tells all of a filled order that Phemex has named", async () => {
    const exchange = await open();
    const placed = await exchange.placeOrder({ symbol: ETH, step: step(), clientOrderId: "one" });
    const venueOrderId = placed.ok ? placed.value.venueOrderId : "";
    simulator.journal.clear();
    const found = await exchange.findOrder({ symbol: ETH, clientOrderId: "one", venueOrderId, since: unixMs(0) });
    expect(found).toMatchObject({ value: { status: "filled", fee: { currency: "USDT" } } });
    expect(simulator.journal.entries.map(({ path }) => path)).toEqual([TRADES]);
  });

  test("M31: open orders answered by an object without rows are no list: the order may be in it", async () => {
    const exchange = await open();
    simulator.control.inject({
      kind: "reply",
      status: 200,
      body: { code: 0, msg: "", data: {} },
      method: "GET",
      path: "/g-orders/activeList",
      times: 2,
    });
    expect(await find(exchange, "nowhere")).toMatchObject({
      ok: false,
      error: { outcome: "unknown", remedy: "retry" },
    });
    expect(await exchange.cancelAllOrders(ETH)).toMatchObject({ ok: false, error: { outcome: "unknown" } });
    expect(simulator.journal.find("GET", "/g-orders/activeList")).toHaveLength(2);
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

describe("an account in a coin", () => {
  const BTC = "BTC/USD:BTC";
  const fundedIn = (deposits: Readonly<Record<string, string>>) =>
    startPhemexSimulator({ accounts: [{ ...SIMULATED_KEYS, deposits }] });
  let own: Simulator;
  let exchange: Exchange;
  beforeEach(async () => {
    own = await fundedIn({ BTC: "1", USD: "5000" });
    own.control.setBook("BTCUSD", { bid: "59999.5", ask: "60000.5" });
    exchange = await openSimulated(own.url, { account: { exchange: "phemex", settle: "BTC" }, keys: SIMULATED_KEYS });
  });
  afterEach(() => own.stop());

  test("trades its inverse market: contracts of one dollar", async () => {
    expect(await exchange.findInstrument(BTC)).toMatchObject({
      value: {
        venueSymbol: "BTCUSD",
        inverse: true,
        contractSize: "1",
        contractStep: "1",
        priceTick: "0.5",
        minContracts: "1",
        maxContracts: "1000000",
        maxLeverage: 100,
      },
    });
    expect(await exchange.findInstrument("BTC/USDT:USDT")).toEqual({ ok: true, value: undefined });
  });

  test("prices go out scaled, sizes whole, and a fraction of a contract is refused rather than cut", async () => {
    const limit = step({ contracts: "600", orderType: "limit", price: "59000.5" });
    await exchange.placeOrder({ symbol: BTC, step: limit, clientOrderId: "dip1" });
    expect(own.journal.find("POST", "/orders")[0]?.params).toEqual({
      symbol: "BTCUSD",
      side: "Buy",
      ordType: "Limit",
      posSide: "Merged",
      clOrdID: "dip1",
      orderQty: "600",
      priceEp: "590005000",
    });
    const half = step({ contracts: "600.5" });
    expect(await exchange.placeOrder({ symbol: BTC, step: half, clientOrderId: "half1" })).toMatchObject({
      ok: false,
      error: { outcome: "rejected", venueCode: "30000" },
    });
    expect(own.journal.find("POST", "/orders")[1]?.params.orderQty).toBe("600.5");
  });

  test("a reduction says so: with nothing to reduce, and on the wrong side, nothing opens", async () => {
    const place = (change: Partial<PlaceStep>, clientOrderId: string) =>
      exchange.placeOrder({ symbol: BTC, step: step(change), clientOrderId });
    const nothing = { ok: false, error: { code: "NOTHING_TO_REDUCE" } };
    expect(await place({ side: "sell", contracts: "600", reduceOnly: true }, "flat1")).toMatchObject(nothing);
    await place({ contracts: "600" }, "open1");
    expect(await place({ contracts: "600", reduceOnly: true }, "wrong1")).toMatchObject(nothing);
    expect(await place({ side: "sell", contracts: "400", reduceOnly: true }, "part1")).toMatchObject({ ok: true });
    expect(await exchange.readSnapshot(BTC)).toMatchObject({ value: { position: "200" } });
  });

  test("from an earlier start's cache the markets have their scales", async () => {
    const options = {
      account: { exchange: "phemex", settle: "BTC" },
      keys: SIMULATED_KEYS,
      marketCache: new MemoryCache(),
    } as const;
    await (await openSimulated(own.url, options)).listInstruments();
    own.journal.clear();
    const restarted = await openSimulated(own.url, options);
    expect(await restarted.readSnapshot(BTC)).toMatchObject({ value: { bid: "59999.5", ask: "60000.5", free: "1" } });
    const limit = step({ contracts: "600", orderType: "limit", price: "59000" });
    expect(await restarted.placeOrder({ symbol: BTC, step: limit, clientOrderId: "dip1" })).toMatchObject({ ok: true });
    expect(own.journal.find("GET", "/public/products")).toEqual([]);
    expect(own.journal.find("POST", "/orders")[0]?.params.priceEp).toBe("590000000");
  });

  test("money, profit and fee are in the coin", async () => {
    await exchange.setLeverage(BTC, 5, "isolated");
    await exchange.placeOrder({ symbol: BTC, step: step({ contracts: "6000" }), clientOrderId: "one" });
    expect(await find(exchange, "one", BTC)).toMatchObject({
      // 0.06 % of 6,000 dollars in coins at 60,000.5, as the eight digits of Phemex's scale hold it.
      value: { status: "filled", averagePrice: "60000.5", fee: { cost: "0.00005999", currency: "BTC" } },
    });
    own.control.setBook("BTCUSD", { bid: "66000", ask: "66000" });
    // 6,000 dollars were 0.0999992 coins at 60,000.5 and are 0.0909091 at 66,000.
    const balance = await exchange.readBalance();
    if (!balance.ok) throw new Error(balance.error.message);
    expect(Number(balance.value.equity)).toBeCloseTo(1 - 0.00006 + 0.0090901, 6);
    expect(Number(balance.value.free)).toBeCloseTo(1 - 0.00006 - 0.0199998, 6);
    expect(await exchange.listPositions()).toMatchObject({
      value: [{ symbol: BTC, positionSide: "long", contracts: "6000", leverage: 5, marginMode: "isolated" }],
    });
  });

  test("cross margin is a leverage of zero there, so it has none to set", async () => {
    expect(await exchange.setMarginMode(BTC, "isolated", 7)).toMatchObject({ ok: true });
    expect(await exchange.readSnapshot(BTC)).toMatchObject({ value: { leverage: 7, marginMode: "isolated" } });
    expect(await exchange.setMarginMode(BTC, "cross")).toMatchObject({ ok: true });
    const asked = own.journal.find("PUT", "/positions/leverage").map(({ params }) => params.leverage);
    expect(asked).toEqual(["7", "0"]);
    const snapshot = await exchange.readSnapshot(BTC);
    expect(snapshot).toMatchObject({ value: { marginMode: "cross", positionMode: "one-way" } });
    expect(snapshot.ok && snapshot.value.leverage).toBeUndefined();
    expect(exchange.traits).toMatchObject({ leverageInCross: false, lookUpGraceMs: 10_000 });
  });

  test("M2: fills that come after their order are not waited for, though they alone tell the price", async () => {
    await exchange.placeOrder({ symbol: BTC, step: step({ contracts: "600" }), clientOrderId: "late1" });
    own.control.tellFills("none");
    const found = await find(exchange, "late1", BTC);
    expect(found).toMatchObject({ value: { status: "filled", filledContracts: "600" } });
    expect(found).not.toHaveProperty("value.averagePrice");
    own.control.tellFills("all");
    expect(await find(exchange, "late1", BTC)).toMatchObject({
      value: { averagePrice: "60000.5", fee: { currency: "BTC" } },
    });
  });

  test("an order that is not in the database yet is found among the open ones, as a limit order", async () => {
    own.control.setLookUpLag(60_000);
    const limit = step({ contracts: "600", orderType: "limit", price: "59000" });
    await exchange.placeOrder({ symbol: BTC, step: limit, clientOrderId: "dip1" });
    expect(await find(exchange, "dip1", BTC)).toMatchObject({
      value: { status: "open", orderType: "limit", limitPrice: "59000", contracts: "600" },
    });
  });

  test("one in USD trades linear contracts of a fraction of a coin, with values of its own scale", async () => {
    const usd = await openSimulated(own.url, { account: { exchange: "phemex", settle: "USD" }, keys: SIMULATED_KEYS });
    const symbol = "ETH/USD:USD";
    own.control.setBook("ETHUSD", { bid: "3000", ask: "3000" });
    expect(await usd.findInstrument(symbol)).toMatchObject({ value: { inverse: false, contractSize: "0.005" } });
    await usd.placeOrder({ symbol, step: step({ contracts: "100" }), clientOrderId: "one" });
    // 100 contracts are half a coin, 1,500 dollars.
    expect(await find(usd, "one", symbol)).toMatchObject({
      value: { averagePrice: "3000", fee: { cost: "0.9", currency: "USD" } },
    });
    own.control.setBook("ETHUSD", { bid: "3100", ask: "3100" });
    expect(await usd.readBalance()).toMatchObject({ value: { equity: "5049.1" } });
  });

  test("its check knows the money before the markets were read", async () => {
    const checked = await exchange.checkAccount();
    const messages = checked.ok ? checked.value.map(({ message }) => message) : [];
    expect(messages).toEqual(
      expect.arrayContaining(["1 markets settle in BTC", "one-way position mode", "1 BTC free in the futures wallet"]),
    );
  });
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
    ["a settle coin it has none of", {}, { settle: "DOGE" }, "problem", /^no market of phemex .* settles in DOGE/],
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

describe("W6: hedge mode belongs to a symbol", () => {
  const SWITCH = "/g-positions/switch-pos-mode-sync";
  const SOL = "SOL/USDT:USDT";
  let engine: SimulatedEngine;

  beforeEach(async () => {
    simulator.control.setBook("SOLUSDT", { bid: "149.99", ask: "150.01" });
    engine = await SimulatedEngine.open(PHEMEX, "phemex", simulator);
    await engine.execute(`${ETH} buy 0.5`);
    await switchToHedgeMode(simulator, "SOLUSDT");
    simulator.journal.clear();
  });

  test("hedged and flat while another is open: it is switched alone, and the order goes out", async () => {
    expect(await engine.execute(`${SOL} buy 1`)).toMatchObject({ state: { status: "filled" } });
    expect(simulator.journal.find("PUT", SWITCH).map(({ params }) => params)).toEqual([
      { symbol: "SOLUSDT", targetPosMode: "OneWay" },
    ]);
    expect(await engine.execute(`${ETH} close`)).toMatchObject({ state: { status: "filled" } });
  });

  test("what keeps it from being switched is told by the symbol's name", async () => {
    const refused = { code: 30_000, msg: "Please double check input arguments", data: null };
    simulator.control.inject({ kind: "reply", status: 200, body: refused, method: "PUT", path: SWITCH, times: 9 });
    const { state } = await engine.execute(`${SOL} buy 1`);
    expect(state).toMatchObject({ status: "rejected", code: "HEDGE_MODE", reason: expect.stringContaining(SOL) });
  });
});
