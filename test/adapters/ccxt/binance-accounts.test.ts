// Binance's accounts that are not the plain one: multi-assets mode, portfolio margin, contracts to agree to. Over real HTTP.
import { afterEach, describe, expect, test } from "vitest";
import type { PlaceStep } from "../../../lib/core/order/plan.ts";
import type { Account } from "../../../lib/ports/account-store.ts";
import { Crash, Process } from "../../simulation/crashes.ts";
import { MemoryCache } from "../../support/memory-cache.ts";
import type { BinanceSetup } from "../../venues/binance/binance-account.ts";
import { BINANCE, BINANCE_PORTFOLIO } from "../../venues/binance/profile.ts";
import { SIMULATED_KEYS, startBinanceSimulator } from "../../venues/binance/start-binance-simulator.ts";
import { openSimulated } from "../../venues/open-simulated.ts";
import { SimulatedEngine } from "../../venues/simulated-engine.ts";
import type { Simulator } from "../../venues/simulator.ts";

const SYMBOL = "ETH/USDT:USDT";

const running: Simulator[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((simulator) => simulator.stop()));
});

async function start(setup: Partial<BinanceSetup>): Promise<Simulator> {
  const simulator = await startBinanceSimulator({ accounts: [{ ...SIMULATED_KEYS, ...setup }] });
  running.push(simulator);
  simulator.control.setBook("ETHUSDT", { bid: "1999", ask: "2001" });
  return simulator;
}

function open({ url }: Simulator, account: Partial<Account> = {}, marketCache = new MemoryCache()) {
  return openSimulated(url, { keys: SIMULATED_KEYS, account: { exchange: "binance", ...account }, marketCache });
}

describe("E3: multi-assets mode", () => {
  const MIXED = { isMultiAssets: true, deposits: { USDT: "2500" }, collateralUsd: "7500" };

  test("equity and free balance are the account's: 10 % at 3x of 10,000, a quarter of it in USDT, are 3,000", async () => {
    const simulator = await start(MIXED);
    const exchange = await open(simulator, { marginMode: "cross" });
    expect(await exchange.readSnapshot(SYMBOL)).toMatchObject({ value: { equity: "10000", free: "10000" } });
    const engine = await SimulatedEngine.open(BINANCE, "binance", simulator, "cross");
    const { state } = await engine.execute(`${SYMBOL} buy 10% x3`);
    // 3,000 at 2,000
    expect(state).toMatchObject({ status: "filled", fills: { contracts: "1.5" } });
  });

  test("what it opens is margined by all of its coins: 15,000 at 3x, of which 2,500 are in USDT", async () => {
    const simulator = await start(MIXED);
    const engine = await SimulatedEngine.open(BINANCE, "binance", simulator, "cross");
    const { state } = await engine.execute(`${SYMBOL} buy 50% x3`);
    expect(state).toMatchObject({ status: "filled", code: "FILLED", fills: { contracts: "7.5" } });
    const exchange = await open(simulator, { marginMode: "cross" });
    const balance = await exchange.readBalance();
    if (!balance.ok) throw new Error(balance.error.message);
    expect(Number(balance.value.equity) - Number(balance.value.free)).toBeCloseTo(5_002.5, 1);
  });

  test.each([
    [true, "10000"],
    [false, "500"],
  ])("of an account in USDC the mode decides: %o", async (isMultiAssets, equity) => {
    const simulator = await start({ ...MIXED, isMultiAssets, deposits: { USDT: "2500", USDC: "500" } });
    const exchange = await open(simulator, { settle: "USDC" });
    expect(await exchange.readBalance()).toMatchObject({ value: { equity, free: equity } });
  });

  test("in single-asset mode they are USDT's, as they were", async () => {
    const exchange = await open(await start({ collateralUsd: "7500" }));
    expect(await exchange.readBalance()).toMatchObject({ value: { equity: "10000", free: "10000" } });
  });
});

describe("E3: portfolio margin", () => {
  const PAPI = "/papi/v1/account";
  const isPortfolio = { isPortfolio: true, collateralUsd: "5000" };

  test("is found out after a refusal, kept, and its equity is the whole account's", async () => {
    const simulator = await start(isPortfolio);
    const cache = new MemoryCache();
    const exchange = await open(simulator, {}, cache);
    expect(await exchange.readSnapshot(SYMBOL)).toMatchObject({
      ok: true,
      value: { equity: "15000", free: "15000", marginMode: "cross", leverage: 20, positionMode: "one-way" },
    });
    simulator.journal.clear();
    const restarted = await open(simulator, {}, cache);
    expect(await restarted.readBalance()).toMatchObject({ ok: true });
    expect(simulator.journal.entries.map(({ path }) => path)).toEqual([PAPI]);
  });

  test("a classic account is not asked about it", async () => {
    const simulator = await start({});
    await (await open(simulator)).readSnapshot(SYMBOL);
    expect(simulator.journal.entries.map(({ path }) => path).filter((path) => path.startsWith("/papi"))).toEqual([]);
  });

  test("a key that is wrong stays a wrong key", async () => {
    const simulator = await start({});
    const keys = { ...SIMULATED_KEYS, apiKey: `${SIMULATED_KEYS.apiKey.slice(0, -4)}9999` };
    const exchange = await openSimulated(simulator.url, { keys, account: { exchange: "binance" } });
    expect(await exchange.readBalance()).toMatchObject({
      ok: false,
      error: { code: "AUTHENTICATION_FAILED", venueCode: "-2015", message: expect.stringContaining("check API_KEY") },
    });
  });

  test("that cannot be asked about now is tried again, not refused for good", async () => {
    const simulator = await start(isPortfolio);
    const exchange = await open(simulator);
    simulator.control.inject({
      kind: "reply",
      path: PAPI,
      status: 502,
      body: "<html>502 Bad Gateway</html>",
    });
    expect(await exchange.readBalance()).toMatchObject({ ok: false, error: { remedy: "retry" } });
    expect(await exchange.readBalance()).toMatchObject({ ok: true });
  });

  test("buy, reverse and close go out over papi, each with its fee, whatever mode the account wants", async () => {
    const simulator = await start({ isPortfolio: true });
    const engine = await SimulatedEngine.open(BINANCE_PORTFOLIO, "binance", simulator);
    for (const line of ["buy 0.5 x5", "position -0.3", "close"]) {
      const { state } = await engine.execute(`${SYMBOL} ${line}`);
      expect(state).toMatchObject({ status: "filled", fills: { feeCurrency: "USDT" } });
    }
    expect(simulator.journal.find("POST", "/fapi/v1/order")).toEqual([]);
    expect(simulator.control.state().positions).toEqual({});
  });

  test("the check says which account it is, and what isolated margin comes to", async () => {
    const checked = await (await open(await start(isPortfolio))).checkAccount();
    if (!checked.ok) throw new Error(checked.error.message);
    expect(checked.value).toContainEqual({
      level: "ok",
      message: "a portfolio margin account: traded over Binance's papi",
    });
    expect(checked.value.filter(({ level }) => level !== "ok").map(({ message }) => message)).toEqual([
      "portfolio margin knows no isolated margin: orders go out with cross",
    ]);
  });

  test.each([
    ["portfolio", { method: "GET", path: "/papi/v1/um/order" }, "POST /papi/v1/um/order"],
    ["classic", { method: "GET", path: "/fapi/v1/order" }, "POST /fapi/v1/order"],
  ])("an account that became %s once an order was sent: it is not sent again", async (becomes, look, placing) => {
    const setup = { isPortfolio: becomes === "classic" };
    const simulator = await startBinanceSimulator({
      accounts: [
        {
          ...SIMULATED_KEYS,
          get isPortfolio() {
            return setup.isPortfolio;
          },
        },
      ],
    });
    running.push(simulator);
    simulator.control.setBook("ETHUSDT", { bid: "1999", ask: "2001" });
    const { accountType: _found, ...account } = BINANCE_PORTFOLIO.account ?? {};
    const engine = await SimulatedEngine.open({ ...BINANCE_PORTFOLIO, account }, "binance", simulator, "cross");
    await engine.execute(`${SYMBOL} buy 0.5 x5`);
    const orderId = await engine.accept(`${SYMBOL} buy 0.3 x5 limit:d1:1500`);
    const dying = new Process({ diesAt: (point) => point === "after exchange.placeOrder" });
    await expect(engine.attempt(orderId, 1, dying)).rejects.toBeInstanceOf(Crash);
    setup.isPortfolio = !setup.isPortfolio;
    await engine.clock.sleep(14_000);
    const body = { code: -2013, msg: "Order does not exist." };
    simulator.control.inject({ kind: "reply", status: 400, body, ...look, times: 1_000 });
    const { state } = await engine.finish(orderId);
    expect(state).toMatchObject({ status: "expired", code: "OUTCOME_UNKNOWN" });
    expect(state.reason).toContain(`the account is a ${becomes} one now`);
    const [method = "", path = ""] = placing.split(" ");
    expect(simulator.journal.find(method, path)).toEqual([]);
    expect(simulator.control.orders().map(({ contracts }) => contracts)).toEqual(["0.5", "0.3"]);
  });

  test("an account whose type is found out for the first time: what never arrived is sent again", async () => {
    const simulator = await start(isPortfolio);
    const { accountType: _found, ...account } = BINANCE_PORTFOLIO.account ?? {};
    const engine = await SimulatedEngine.open({ ...BINANCE_PORTFOLIO, account }, "binance", simulator, "cross");
    simulator.control.inject({ kind: "drop-before", ...BINANCE_PORTFOLIO.placing });
    expect((await engine.execute(`${SYMBOL} buy 0.3 x5`)).state).toMatchObject({ status: "filled" });
    expect(simulator.control.orders()).toHaveLength(1);
  });

  test("an account that says it is classic is told", async () => {
    const checked = await (await open(await start(isPortfolio), { accountType: "classic" })).checkAccount();
    if (!checked.ok) throw new Error(checked.error.message);
    expect(checked.value).toContainEqual(expect.objectContaining({ advice: expect.stringContaining("ACCOUNT_TYPE") }));
  });
});

test.each([
  ["-4411", "Please sign TradFi-Perps agreement contract fapi."],
  ["-4531", "This account is not eligible."],
])("E7: %s says what to do", async (code, msg) => {
  const simulator = await start({});
  const exchange = await open(simulator);
  simulator.control.inject({ kind: "reply", status: 400, body: { code: Number(code), msg }, ...BINANCE.placing });
  const step: PlaceStep = {
    kind: "place",
    purpose: "open",
    side: "buy",
    orderType: "market",
    contracts: "0.1",
    reduceOnly: false,
  };
  expect(await exchange.placeOrder({ symbol: SYMBOL, step, clientOrderId: "x" })).toMatchObject({
    ok: false,
    error: { code: "PERMISSION_DENIED", remedy: "abort", message: expect.stringContaining("agree to the terms") },
  });
});
