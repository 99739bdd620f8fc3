// The adapter against the OKX simulator over real HTTP: the traps that a table of answers cannot show.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { unixMs } from "../../../lib/core/ids.ts";
import type { MarginMode } from "../../../lib/core/market/modes.ts";
import type { PlaceStep } from "../../../lib/core/order/plan.ts";
import type { Account } from "../../../lib/ports/account-store.ts";
import type { Exchange } from "../../../lib/ports/exchange.ts";
import type { OkxSetup } from "../../venues/okx/okx-account.ts";
import { SIMULATED_KEYS, startOkxSimulator } from "../../venues/okx/start-okx-simulator.ts";
import { openSimulated } from "../../venues/open-simulated.ts";
import type { Simulator } from "../../venues/simulator.ts";

const SYMBOL = "BTC/USDT:USDT";
const PENDING = "/api/v5/trade/orders-pending";
const CANCEL_BATCH = "/api/v5/trade/cancel-batch-orders";
const SET_LEVERAGE = "/api/v5/account/set-leverage";

let simulator: Simulator;
let exchange: Exchange;

beforeAll(async () => {
  simulator = await startOkxSimulator();
  exchange = await open(simulator.url);
});
afterAll(() => simulator.stop());
beforeEach(() => {
  simulator.journal.clear();
});
afterEach(() => {
  simulator.control.clearFaults();
});

function open(url: string, account: Partial<Account> = {}): Promise<Exchange> {
  return openSimulated(url, { keys: SIMULATED_KEYS, account: { exchange: "okx", ...account } });
}

function market(side: "buy" | "sell", contracts: string, change: Partial<PlaceStep> = {}): PlaceStep {
  return {
    kind: "place",
    purpose: "open",
    side,
    orderType: "market",
    contracts,
    reduceOnly: false,
    marginMode: "isolated",
    ...change,
  };
}

let count = 0;
function place(
  step: PlaceStep,
  symbol = SYMBOL,
  clientOrderId = `order${++count}`,
): ReturnType<Exchange["placeOrder"]> {
  return exchange.placeOrder({ symbol, step, clientOrderId });
}

async function snapshotOf(asked: Exchange, symbol = SYMBOL) {
  const read = await asked.readSnapshot(symbol);
  if (!read.ok) throw new Error(read.error.message);
  return read.value;
}

describe("placing", () => {
  test("sends contracts, mode and name as they are, and nothing else", async () => {
    await place(market("buy", "0.25"), SYMBOL, "exact");
    const [sent] = simulator.journal.find("POST", "/api/v5/trade/order");
    expect(sent?.params).toEqual({
      instId: "BTC-USDT-SWAP",
      side: "buy",
      ordType: "market",
      sz: "0.25",
      tdMode: "isolated",
      clOrdId: "exact",
    });
    await place(market("sell", "0.25", { reduceOnly: true }));
    expect((await snapshotOf(exchange)).position).toBe("0");
  });

  test("a name with other characters than OKX takes is refused by it", async () => {
    expect(await place(market("buy", "0.25"), SYMBOL, "a-b")).toMatchObject({
      ok: false,
      error: { code: "ORDER_INVALID", outcome: "rejected", venueCode: "51000" },
    });
  });

  test("of two orders of one name the latest is found", async () => {
    await place(market("buy", "0.25"), SYMBOL, "twice");
    await place(market("sell", "0.2", { reduceOnly: true }), SYMBOL, "twice");
    const found = await exchange.findOrder({ symbol: SYMBOL, clientOrderId: "twice", since: unixMs(0) });
    expect(found).toMatchObject({ ok: true, value: { side: "sell", filledContracts: "0.2" } });
    await place(market("sell", "0.05", { reduceOnly: true }));
  });

  test("the fee of an order with more fills than a page holds is complete", async () => {
    const path = "/api/v5/trade/fills";
    const fills = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, index) => ({
        ...{ side: "buy", fillSz: "0.01", fillPx: "60000.1", fee: "-0.003", feeCcy: "USDT", instType: "SWAP" },
        ...{ instId: "BTC-USDT-SWAP", billId: String(1_000 - from - index), tradeId: String(from + index), ts: "1" },
      }));
    await place(market("buy", "1.02"), SYMBOL, "split");
    // The order does not tell its fee yet.
    await exchange.findOrder({ symbol: SYMBOL, clientOrderId: "split", since: unixMs(0) });
    const order = { method: "GET", path: "/api/v5/trade/order" };
    const told = simulator.journal.find(order.method, order.path).at(-1)?.answer as {
      readonly data: readonly object[];
    };
    const untold = { ...told, data: told.data.map((row) => ({ ...row, fee: "0" })) };
    simulator.control.inject({ kind: "reply", ...order, status: 200, body: untold });
    simulator.journal.clear();
    for (const data of [fills(0, 100), fills(100, 102)]) {
      simulator.control.inject({ kind: "reply", path, status: 200, body: { code: "0", msg: "", data } });
    }
    const found = await exchange.findOrder({ symbol: SYMBOL, clientOrderId: "split", since: unixMs(0) });
    expect(found).toMatchObject({ ok: true, value: { averagePrice: "60000.1", fee: { cost: "0.306" } } });
    expect(simulator.journal.find("GET", path)[1]?.params).toMatchObject({ after: "901" });
    await place(market("sell", "1.02", { reduceOnly: true }));
  });
});

describe("margin modes", () => {
  let own: Simulator;
  let isolated: Exchange;
  let cross: Exchange;
  beforeEach(async () => {
    own = await startOkxSimulator();
    [isolated, cross] = (await Promise.all(
      (["isolated", "cross"] as const).map((marginMode) => open(own.url, { marginMode })),
    )) as [Exchange, Exchange];
  });
  afterEach(() => own.stop());

  const send = (asked: Exchange, step: PlaceStep) =>
    asked.placeOrder({ symbol: SYMBOL, step, clientOrderId: `mode${++count}` });

  test("each has its own leverage: that of the mode the account wants is read while flat", async () => {
    await isolated.setLeverage(SYMBOL, 7, "isolated");
    await cross.setLeverage(SYMBOL, 3, "cross");
    expect(await snapshotOf(isolated)).toMatchObject({ leverage: 7, positionMode: "one-way" });
    expect(await snapshotOf(cross)).toMatchObject({ leverage: 3, positionMode: "one-way" });
    expect(await snapshotOf(cross)).not.toHaveProperty("marginMode");
    expect(own.journal.find("POST", SET_LEVERAGE).map(({ params }) => params.mgnMode)).toEqual(["isolated", "cross"]);
  });

  test("a position tells its own, whatever the account wants; a close in the other mode is refused", async () => {
    await cross.setLeverage(SYMBOL, 3, "cross");
    await send(cross, market("buy", "1", { marginMode: "cross" }));
    expect(await snapshotOf(isolated)).toMatchObject({ position: "1", leverage: 3, marginMode: "cross" });
    const close = (marginMode: MarginMode) => send(isolated, market("sell", "1", { reduceOnly: true, marginMode }));
    expect(await close("isolated")).toMatchObject({
      ok: false,
      error: { code: "REDUCTION_BLOCKED", remedy: "make-way", venueCode: "51169" },
    });
    expect(await close("cross")).toMatchObject({ ok: true });
    expect((await snapshotOf(isolated)).position).toBe("0");
  });

  test("an order without a mode goes in the one the account wants", async () => {
    const { marginMode: _mode, ...step } = market("buy", "1");
    await send(cross, step);
    expect(own.journal.find("POST", "/api/v5/trade/order")[0]?.params).toMatchObject({ tdMode: "cross" });
  });

  test("a position in each of them is said: no order could mean both", async () => {
    const row = (mgnMode: MarginMode, pos: string) => ({
      ...{ instId: "BTC-USDT-SWAP", instType: "SWAP", mgnMode, pos, posSide: "net", lever: "5", avgPx: "60000" },
      ...{ upl: "0", imr: "0", margin: "0", mmr: "0", notionalUsd: "600", markPx: "60000", cTime: "1", uTime: "1" },
    });
    const body = { code: "0", msg: "", data: [row("isolated", "1"), row("cross", "2")] };
    own.control.inject({ kind: "reply", path: "/api/v5/account/positions", status: 200, body });
    expect(await snapshotOf(isolated)).toMatchObject({ position: "3", isSplit: true });
    expect(await snapshotOf(isolated)).not.toHaveProperty("isSplit");
  });

  test("leverage cannot be changed while orders of its mode are open, and the message says what to do", async () => {
    await send(isolated, market("buy", "1", { orderType: "limit", price: "59000" }));
    const set = await isolated.setLeverage(SYMBOL, 9, "isolated");
    expect(set).toMatchObject({ ok: false, error: { code: "LEVERAGE_REFUSED", remedy: "abort" } });
    expect(set.ok ? "" : set.error.message).toContain("cancel the open orders first");
  });
});

describe("cancelling all", () => {
  test("goes over every page of open orders, in batches that OKX takes", async () => {
    for (let each = 0; each < 105; each += 1) {
      await place(market("buy", "0.01", { orderType: "limit", price: "58000" }));
    }
    simulator.journal.clear();
    expect(await exchange.cancelAllOrders(SYMBOL)).toEqual({ ok: true, value: 105 });
    expect(simulator.journal.find("GET", PENDING)).toHaveLength(2);
    expect(simulator.journal.find("POST", CANCEL_BATCH)).toHaveLength(6);
    expect(await exchange.cancelAllOrders(SYMBOL)).toEqual({ ok: true, value: 0 });
  });

  const row = (sCode: string) => ({ clOrdId: "", ordId: "1", sCode, sMsg: "said", tag: "" });
  test.each([
    ["all were done in the meantime", { code: "1", data: [row("51400")], msg: "" }, { ok: true, value: 1 }],
    ["some were", { code: "2", data: [row("51400"), row("0")], msg: "" }, { ok: true, value: 1 }],
    [
      "one stays open",
      { code: "2", data: [row("50013"), row("0")], msg: "" },
      { ok: false, error: { remedy: "retry" } },
    ],
  ])("%s", async (_name, body, expected) => {
    await place(market("buy", "0.01", { orderType: "limit", price: "58000" }));
    simulator.control.inject({ kind: "reply", path: CANCEL_BATCH, status: 200, body });
    expect(await exchange.cancelAllOrders(SYMBOL)).toMatchObject(expected);
    await exchange.cancelAllOrders(SYMBOL);
  });
});

describe("markets", () => {
  test("only the settle coin's perpetuals that trade are offered, with their contract size", async () => {
    const listed = await exchange.listInstruments();
    if (!listed.ok) throw new Error(listed.error.message);
    expect(listed.value.length).toBe(307);
    expect(listed.value.find(({ symbol }) => symbol === SYMBOL)).toEqual({
      symbol: SYMBOL,
      venueSymbol: "BTC-USDT-SWAP",
      base: "BTC",
      quote: "USDT",
      settle: "USDT",
      inverse: false,
      contractSize: "0.01",
      contractStep: "0.01",
      priceTick: "0.1",
      minContracts: "0.01",
      maxContracts: "12000",
      maxLimitContracts: "100000000",
      maxLeverage: 100,
    });
  });

  test("an account in a coin trades its inverse market: contracts of 100 dollars", async () => {
    const accounts: readonly OkxSetup[] = [{ ...SIMULATED_KEYS, deposits: { BTC: "2" } }];
    const own = await startOkxSimulator({ accounts });
    const inverse = await open(own.url, { settle: "BTC" });
    const symbol = "BTC/USD:BTC";
    expect(await inverse.findInstrument(symbol)).toMatchObject({
      value: { inverse: true, contractSize: "100", contractStep: "0.1" },
    });
    await inverse.placeOrder({ symbol, step: market("buy", "300"), clientOrderId: "coin" });
    const [position] = await inverse.listPositions().then((read) => (read.ok ? read.value : []));
    expect(position).toMatchObject({ symbol, positionSide: "long", contracts: "300", entryPrice: "60000.1" });
    // 30,000 dollars at 20x tie up 0.025 BTC.
    expect(await snapshotOf(inverse, symbol)).toMatchObject({
      position: "300",
      free: expect.stringMatching(/^1\.974/),
    });
    await own.stop();
  });

  test("USDC markets are those of an account that settles in it", async () => {
    const usdc = await open(simulator.url, { settle: "USDC" });
    const listed = await usdc.listInstruments();
    expect(listed.ok ? listed.value.map(({ symbol }) => symbol) : listed.error).toEqual([
      "BTC/USDC:USDC",
      "ETH/USDC:USDC",
      "SOL/USDC:USDC",
    ]);
    expect(await usdc.readBalance()).toMatchObject({ value: { settle: "USDC", equity: "0", free: "0" } });
  });
});

describe("checkAccount", () => {
  async function problemsOf(setup: Partial<OkxSetup>, account: Partial<Account> = {}): Promise<readonly string[]> {
    const own = await startOkxSimulator({ accounts: [{ ...SIMULATED_KEYS, ...setup }] });
    const checked = await (await open(own.url, account)).checkAccount();
    await own.stop();
    if (!checked.ok) throw new Error(checked.error.message);
    for (const { level, advice } of checked.value) if (level !== "ok") expect(advice).toBeDefined();
    return checked.value.filter(({ level }) => level !== "ok").map(({ level, message }) => `${level}: ${message}`);
  }

  test.each<[string, Partial<OkxSetup>, readonly string[]]>([
    ["a sound account", {}, []],
    ["a key that may only read", { permissions: "read_only" }, ["problem: the key may not trade"]],
    ["a key that may withdraw", { permissions: "read_only,trade,withdraw" }, ["warning: the key may withdraw money"]],
    ["a key of any address", { ip: "" }, ["warning: the key works from any IP address"]],
    ["spot mode", { accountMode: "1" }, ["problem: the account is in Spot mode: it cannot trade perpetual swaps"]],
    [
      "isolated margin in an account mode without it",
      { accountMode: "3" },
      ["problem: the account mode pools all coins: OKX takes no isolated margin in it"],
    ],
    ["hedge mode", { isHedged: true }, ["warning: hedge mode is on: orders are denied while anything is open"]],
    ["no money", { deposits: { USDT: "0" } }, ["warning: no free USDT in the futures wallet"]],
  ])("%s", async (_name, setup, expected) => {
    expect(await problemsOf(setup)).toEqual(expected);
  });

  test("cross margin is fine in an account mode that pools all coins", async () => {
    expect(await problemsOf({ accountMode: "3" }, { marginMode: "cross" })).toEqual([]);
  });

  test("keys of the other environment say which EXCHANGE they need", async () => {
    const own = await startOkxSimulator({ accounts: [{ ...SIMULATED_KEYS, isDemo: true }] });
    const live = await (await open(own.url)).readBalance();
    expect(live).toMatchObject({ ok: false, error: { code: "AUTHENTICATION_FAILED", venueCode: "50101" } });
    expect(live.ok ? "" : live.error.message).toContain("okxdemo");
    expect(await (await open(own.url, { exchange: "okxdemo" })).readBalance()).toMatchObject({ ok: true });
    await own.stop();
  });
});
