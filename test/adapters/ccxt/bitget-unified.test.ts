// Bitget's unified accounts over real HTTP: how one is told from a classic one, and what its API does otherwise.
import { afterEach, describe, expect, test } from "vitest";
import { unixMs } from "../../../lib/core/ids.ts";
import type { PlaceStep } from "../../../lib/core/order/plan.ts";
import type { Account } from "../../../lib/ports/account-store.ts";
import { Crash, Process } from "../../simulation/crashes.ts";
import { MemoryCache } from "../../support/memory-cache.ts";
import type { BitgetSetup } from "../../venues/bitget/bitget-account.ts";
import { SIMULATED_KEYS, startBitgetSimulator } from "../../venues/bitget/start-bitget-simulator.ts";
import { BITGET_UNIFIED } from "../../venues/bitget/unified/profile.ts";
import { openSimulated } from "../../venues/open-simulated.ts";
import { SimulatedEngine } from "../../venues/simulated-engine.ts";
import type { Simulator } from "../../venues/simulator.ts";

const SYMBOL = "ETH/USDT:USDT";
const ASSETS = "/api/v3/account/assets";
const PLACING = { method: "POST", path: "/api/v3/trade/place-order" };

const running: Simulator[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((simulator) => simulator.stop()));
});

function start(setup: Partial<BitgetSetup> = { isUnified: true }): Promise<Simulator> {
  return startWith({ ...SIMULATED_KEYS, ...setup });
}

async function startWith(setup: BitgetSetup): Promise<Simulator> {
  const simulator = await startBitgetSimulator({ accounts: [setup] });
  running.push(simulator);
  simulator.control.setBook("ETHUSDT", { bid: "1999", ask: "2001" });
  return simulator;
}

function open({ url }: Simulator, account: Partial<Account> = {}, marketCache = new MemoryCache()) {
  return openSimulated(url, { keys: SIMULATED_KEYS, account: { exchange: "bitget", ...account }, marketCache });
}

const STEP: PlaceStep = {
  kind: "place",
  purpose: "open",
  side: "buy",
  orderType: "market",
  contracts: "0.5",
  reduceOnly: false,
  marginMode: "isolated",
};

function pathsOf(simulator: Simulator): readonly string[] {
  return simulator.journal.entries.map(({ path }) => path);
}

describe("E1: which type an account is", () => {
  test("is asked once, and kept: neither later calls nor a later start ask again", async () => {
    const simulator = await start();
    const cache = new MemoryCache();
    const exchange = await open(simulator, {}, cache);
    expect(await exchange.readSnapshot(SYMBOL)).toMatchObject({ ok: true, value: { equity: "10000" } });
    expect(await exchange.placeOrder({ symbol: SYMBOL, step: STEP, clientOrderId: "one" })).toMatchObject({ ok: true });
    // Once to ask, once as the balance of the snapshot; and no classic call but what anybody may ask.
    expect(simulator.journal.find("GET", ASSETS)).toHaveLength(2);
    expect(pathsOf(simulator).filter((path) => path.startsWith("/api/v2/"))).toEqual(["/api/v2/mix/market/contracts"]);

    simulator.journal.clear();
    const restarted = await open(simulator, {}, cache);
    expect(await restarted.readBalance()).toMatchObject({ ok: true });
    expect(pathsOf(simulator)).toEqual([ASSETS]);
  });

  test("a classic account's key is answered 40084 there, and goes on as it did", async () => {
    const simulator = await start({});
    const exchange = await open(simulator);
    expect(await exchange.readSnapshot(SYMBOL)).toMatchObject({ ok: true, value: { equity: "10000" } });
    expect(simulator.journal.find("GET", ASSETS)).toMatchObject([{ answer: { code: "40084" } }]);
    await exchange.readSnapshot(SYMBOL);
    expect(simulator.journal.find("GET", ASSETS)).toHaveLength(1);
  });

  test("is not asked of an account that names it", async () => {
    const simulator = await start({});
    await (await open(simulator, { accountType: "classic" })).readSnapshot(SYMBOL);
    expect(simulator.journal.find("GET", ASSETS)).toEqual([]);
  });

  test.each([
    ["classic", { isUnified: true }, "40085", /unified one: take ACCOUNT_TYPE away/],
    ["unified", {}, "40084", /classic one: take ACCOUNT_TYPE away/],
  ] as const)("an account that wrongly names itself %s is told", async (accountType, setup, venueCode, words) => {
    const exchange = await open(await start(setup), { accountType });
    const refused = await exchange.readSnapshot(SYMBOL);
    expect(refused).toMatchObject({ ok: false, error: { code: "PERMISSION_DENIED", remedy: "abort", venueCode } });
    expect(refused).toMatchObject({ error: { message: expect.stringMatching(words) } });
    const checked = await exchange.checkAccount();
    if (!checked.ok) throw new Error(checked.error.message);
    expect(checked.value).toContainEqual({ level: "problem", message: expect.stringMatching(words) });
  });

  test.each([
    ["a time-out", { kind: "drop-before" } as const],
    ["a gateway's page", { kind: "reply", status: 502, body: "<html>" } as const],
    ["a rate limit", { kind: "rate-limit" } as const],
    ["zero bytes", { kind: "reply", status: 200, body: "" } as const],
  ])("no answer is not classic: %s, and it is asked again", async (_what, fault) => {
    const simulator = await start();
    const exchange = await open(simulator);
    simulator.control.inject({ ...fault, method: "GET", path: ASSETS });
    expect(await exchange.readSnapshot(SYMBOL)).toMatchObject({ ok: false, error: { remedy: "retry" } });
    expect(await exchange.readSnapshot(SYMBOL)).toMatchObject({ ok: true });
    expect(pathsOf(simulator)).not.toContain("/api/v2/mix/account/accounts");
  });

  test("that changes while an order waits: it goes out once, over the new API", async () => {
    const type = { isUnified: false };
    const simulator = await startWith({
      ...SIMULATED_KEYS,
      get isUnified() {
        return type.isUnified;
      },
    });
    const engine = await SimulatedEngine.open(BITGET_UNIFIED, "bitget", simulator);
    expect((await engine.execute(`${SYMBOL} buy 0.5 x5`)).state.status).toBe("filled");
    expect((await engine.execute(`${SYMBOL} close`)).state.status).toBe("filled");
    const waiting = await engine.accept(`${SYMBOL} buy 0.3 x5`);
    type.isUnified = true;
    expect(await engine.attempt(waiting, 1)).toBeUndefined();
    const { state } = await engine.record(waiting);
    expect(state).toMatchObject({ status: "filled", fills: { contracts: "0.3" } });
    expect(simulator.control.orders().map(({ contracts }) => contracts)).toEqual(["0.5", "0.5", "0.3"]);
    expect(simulator.journal.find("POST", PLACING.path)).toHaveLength(1);
  });

  describe("that changes once an order was sent, its answer lost", () => {
    const LOOK = { method: "GET", path: "/api/v3/trade/order-info" };
    const UNKNOWN = { code: "25204", msg: "Order does not exist", data: null };

    async function sendAndChange(line: string) {
      const type = { isUnified: false };
      const simulator = await startWith({
        ...SIMULATED_KEYS,
        get isUnified() {
          return type.isUnified;
        },
      });
      const engine = await SimulatedEngine.open(BITGET_UNIFIED, "bitget", simulator);
      await engine.execute(`${SYMBOL} buy 0.5 x5`);
      const orderId = await engine.accept(`${SYMBOL} ${line}`);
      const dying = new Process({ diesAt: (point) => point === "after exchange.placeOrder" });
      await expect(engine.attempt(orderId, 1, dying)).rejects.toBeInstanceOf(Crash);
      type.isUnified = true;
      await engine.clock.sleep(14_000);
      return { simulator, engine, orderId };
    }

    test("it is adopted where the new API lists it", async () => {
      const { simulator, engine, orderId } = await sendAndChange("buy 0.3 x5");
      expect((await engine.finish(orderId)).state).toMatchObject({ status: "filled", fills: { contracts: "0.3" } });
      expect(simulator.journal.find("POST", PLACING.path)).toEqual([]);
    });

    test.each(["buy 0.3 x5", "buy 0.3 x5 limit:d1:1500"])("%s is not sent again where it does not", async (line) => {
      const { simulator, engine, orderId } = await sendAndChange(line);
      simulator.control.inject({ kind: "reply", status: 400, body: UNKNOWN, ...LOOK, times: 1_000 });
      const { state } = await engine.finish(orderId);
      expect(state).toMatchObject({ status: "expired", code: "OUTCOME_UNKNOWN" });
      expect(state.reason).toContain(`was a classic one when ${state.clientOrderIds[0]} went out`);
      expect(simulator.journal.find("POST", PLACING.path)).toEqual([]);
      expect(simulator.control.orders().map(({ contracts }) => contracts)).toEqual(["0.5", "0.3"]);
      // The next order goes out as ever.
      simulator.control.clearFaults();
      expect((await engine.execute(`${SYMBOL} buy 0.1 x5`)).state.status).toBe("filled");
    });
  });

  test("whose type is found out for the first time: what never arrived is sent again", async () => {
    const simulator = await start();
    const engine = await SimulatedEngine.open(BITGET_UNIFIED, "bitget", simulator);
    simulator.control.inject({ kind: "drop-before", ...PLACING });
    expect((await engine.execute(`${SYMBOL} buy 0.3 x5`)).state).toMatchObject({ status: "filled" });
    expect(simulator.control.orders()).toHaveLength(1);
  });
});

describe("E1: a unified account", () => {
  test("an order carries its margin mode, and nothing of the classic API", async () => {
    const simulator = await start();
    const exchange = await open(simulator);
    await exchange.placeOrder({ symbol: SYMBOL, step: STEP, clientOrderId: "mine" });
    const reduction = { ...STEP, side: "sell", reduceOnly: true } as const;
    await exchange.placeOrder({ symbol: SYMBOL, step: reduction, clientOrderId: "out" });
    const order = { category: "USDT-FUTURES", symbol: "ETHUSDT", qty: "0.5", marginMode: "isolated" };
    const sent = { ...order, orderType: "market", timeInForce: "gtc" };
    expect(simulator.journal.find("POST", PLACING.path).map(({ params }) => params)).toEqual([
      { ...sent, side: "buy", clientOid: "mine" },
      { ...sent, side: "sell", clientOid: "out", reduceOnly: "yes" },
    ]);
  });

  test("its equity and free balance are those of all its coins", async () => {
    const exchange = await open(await start({ isUnified: true, collateralUsd: "5000" }));
    expect(await exchange.readBalance()).toMatchObject({ ok: true, value: { equity: "15000", free: "15000" } });
    await exchange.placeOrder({
      symbol: SYMBOL,
      step: { ...STEP, marginMode: "cross", contracts: "2" },
      clientOrderId: "c",
    });
    const held = await exchange.readBalance();
    if (!held.ok) throw new Error(held.error.message);
    // 2 x 2,000 at 20x hold 200 of margin, which a coin's own "available" would not tell; the fee and the spread are the rest.
    expect(Number(held.value.equity)).toBeCloseTo(14_995.6, 1);
    expect(Number(held.value.equity) - Number(held.value.free)).toBeCloseTo(200, 0);
  });

  test("a fee that was paid is above zero", async () => {
    const exchange = await open(await start());
    await exchange.placeOrder({ symbol: SYMBOL, step: STEP, clientOrderId: "fee" });
    const found = await exchange.findOrder({ symbol: SYMBOL, clientOrderId: "fee", since: unixMs(Date.now()) });
    expect(found).toMatchObject({ value: { averagePrice: "2001", fee: { cost: "0.6003", currency: "USDT" } } });
  });

  test.each([null, ""])("a full page of fills whose cursor is %o is the last one", async (cursor) => {
    const simulator = await start();
    const exchange = await open(simulator);
    const placed = await exchange.placeOrder({ symbol: SYMBOL, step: STEP, clientOrderId: "many" });
    if (!placed.ok) throw new Error(placed.error.message);
    const { venueOrderId } = placed.value;
    const feeDetail = [{ feeCoin: "USDT", fee: "0.006" }];
    const list = Array(100).fill({ orderId: venueOrderId, execQty: "0.005", execPrice: "2001", feeDetail });
    const [method, path] = ["GET", "/api/v3/trade/fills"];
    const body = { code: "00000", msg: "success", data: { list, cursor } };
    simulator.control.inject({ kind: "reply", status: 200, body, method, path, times: 3 });
    const found = await exchange.findOrder({ symbol: SYMBOL, clientOrderId: "many", since: unixMs(Date.now()) });
    expect(found).toMatchObject({ value: { filledContracts: "0.5", fee: { cost: "0.6", currency: "USDT" } } });
    expect(simulator.journal.find(method, path)).toHaveLength(1);
  });

  test("an isolated leverage that is asked for by side is set for both", async () => {
    const simulator = await start({ isUnified: true, leverageNeedsSide: true });
    const exchange = await open(simulator);
    expect(await exchange.setLeverage(SYMBOL, 7, "isolated")).toEqual({ ok: true, value: undefined });
    const sides = simulator.journal.find("POST", "/api/v3/account/set-leverage").map(({ params }) => params.posSide);
    expect(sides).toEqual([undefined, "long", "short"]);
    expect(await exchange.readSnapshot(SYMBOL)).toMatchObject({ value: { leverage: 7 } });
  });

  test("of a name that came again, the order of the venue's id is found", async () => {
    const simulator = await start();
    const exchange = await open(simulator);
    const first = await exchange.placeOrder({ symbol: SYMBOL, step: STEP, clientOrderId: "dip" });
    await exchange.placeOrder({ symbol: SYMBOL, step: { ...STEP, contracts: "0.2" }, clientOrderId: "dip" });
    if (!first.ok) throw new Error(first.error.message);
    const query = { symbol: SYMBOL, clientOrderId: "dip", since: unixMs(Date.now()) };
    expect(await exchange.findOrder({ ...query, venueOrderId: first.value.venueOrderId })).toMatchObject({
      value: { contracts: "0.5" },
    });
    expect(await exchange.findOrder(query)).toMatchObject({ value: { contracts: "0.2" } });
  });

  test.each([
    ["25000", "OUTCOME_UNKNOWN unknown look-up"],
    ["25001", "OUTCOME_UNKNOWN unknown look-up"],
    ["25004", "RATE_LIMITED rejected retry"],
    ["25202", "FUNDS_INSUFFICIENT rejected shrink"],
    ["25203", "FUNDS_INSUFFICIENT rejected shrink"],
    ["25230", "POSITION_TOO_LARGE rejected shrink"],
    ["25212", "DUPLICATE_ORDER unknown adopt"],
    ["25100", "MARKET_NOT_FOUND rejected abort"],
    ["25205", "ORDER_INVALID rejected abort"],
    ["25236", "ORDER_INVALID rejected abort"],
    ["25611", "BELOW_MINIMUM_AMOUNT rejected abort"],
    ["25620", "PERMISSION_DENIED rejected abort"],
    ["40762", "FUNDS_INSUFFICIENT rejected shrink"],
  ])("an order answered %s comes to %s", async (code, expected) => {
    const simulator = await start();
    const exchange = await open(simulator);
    simulator.control.inject({ kind: "reply", status: 400, body: { code, msg: "no", data: null }, ...PLACING });
    const placed = await exchange.placeOrder({ symbol: SYMBOL, step: STEP, clientOrderId: "x" });
    if (placed.ok) throw new Error("it was placed");
    expect(`${placed.error.code} ${placed.error.outcome} ${placed.error.remedy}`).toBe(expected);
  });

  test.each([
    [{}, []],
    [{ authorities: ["uta_trade"] }, [/may not trade, or not manage/]],
    [{ authorities: ["uta_mgt", "uta_trade", "withdraw"], ips: "" }, [/may withdraw/, /any IP/]],
    [{ isHedged: true }, [/hedge mode is on/]],
  ] as const)("%o: the check says what is wrong", async (setup, words) => {
    const exchange = await open(await start({ isUnified: true, ...setup }));
    const checked = await exchange.checkAccount();
    if (!checked.ok) throw new Error(checked.error.message);
    expect(checked.value).toContainEqual({ level: "ok", message: "a unified account: traded over Bitget's v3 API" });
    const wrong = checked.value.filter(({ level }) => level !== "ok").map(({ message }) => message);
    expect(wrong).toEqual(words.map((word) => expect.stringMatching(word)));
  });
});
