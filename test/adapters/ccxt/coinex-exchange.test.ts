// The adapter against the CoinEx simulator over real HTTP: what only this venue does.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { unixMs } from "../../../lib/core/ids.ts";
import type { PlaceStep } from "../../../lib/core/order/plan.ts";
import type { Exchange } from "../../../lib/ports/exchange.ts";
import { COINEX } from "../../venues/coinex/profile.ts";
import { SIMULATED_KEYS, startCoinexSimulator } from "../../venues/coinex/start-coinex-simulator.ts";
import { openSimulated } from "../../venues/open-simulated.ts";
import { SimulatedEngine } from "../../venues/simulated-engine.ts";
import type { Simulator } from "../../venues/simulator.ts";

const SYMBOL = "ETH/USDT:USDT";
const FINISHED = "/v2/futures/finished-order";
const CLOSING = { method: "POST", path: "/v2/futures/close-position" };

let simulator: Simulator;
let exchange: Exchange;
let cleanUps = 0;

beforeAll(async () => {
  simulator = await startCoinexSimulator({
    accounts: [{ ...SIMULATED_KEYS, deposits: { USDT: "100000", BTC: "1" } }],
  });
  exchange = await open();
});
afterAll(() => simulator.stop());
beforeEach(() => {
  simulator.journal.clear();
  simulator.control.setClockOffset(0);
  simulator.control.setBook("ETHUSDT", { bid: "2999", ask: "3001" });
});
afterEach(async () => {
  simulator.control.clearFaults();
  simulator.control.setLookUpLag(0);
  await exchange.cancelAllOrders(SYMBOL);
  const position = await positionNow();
  if (position !== "0")
    await place(`end${++cleanUps}`, market(position.startsWith("-") ? "buy" : "sell", "1000", true));
});

function open(settle = "USDT"): Promise<Exchange> {
  return openSimulated(simulator.url, { account: { exchange: "coinex", settle }, keys: SIMULATED_KEYS });
}

function market(side: "buy" | "sell", contracts: string, reduceOnly = false): PlaceStep {
  return { kind: "place", purpose: reduceOnly ? "close" : "open", side, orderType: "market", contracts, reduceOnly };
}

function limit(side: "buy" | "sell", contracts: string, price: string, reduceOnly = false): PlaceStep {
  return {
    kind: "place",
    purpose: reduceOnly ? "close" : "open",
    side,
    orderType: "limit",
    contracts,
    price,
    reduceOnly,
    customId: "ignored",
  };
}

function place(clientOrderId: string, step: PlaceStep): ReturnType<Exchange["placeOrder"]> {
  return exchange.placeOrder({ symbol: SYMBOL, step, clientOrderId });
}

function find(clientOrderId: string): ReturnType<Exchange["findOrder"]> {
  return exchange.findOrder({ symbol: SYMBOL, clientOrderId, since: unixMs(0) });
}

async function positionNow(): Promise<string> {
  const snapshot = await exchange.readSnapshot(SYMBOL);
  if (!snapshot.ok) throw new Error(snapshot.error.message);
  return snapshot.value.position;
}

test("an order carries its size, price and name as they are, and nothing else", async () => {
  simulator.journal.clear();
  await place("exact1", limit("buy", "0.12", "2800.01"));
  expect(simulator.journal.find("POST", "/v2/futures/order").map(({ params }) => params)).toEqual([
    {
      market: "ETHUSDT",
      market_type: "FUTURES",
      side: "buy",
      type: "limit",
      amount: "0.12",
      price: "2800.01",
      client_id: "exact1",
    },
  ]);
  await exchange.cancelAllOrders(SYMBOL);
});

describe("what only reduces goes to an endpoint without a side", () => {
  test("never to the wrong side of the position: nothing is sent", async () => {
    await place("open1", market("buy", "1"));
    simulator.journal.clear();
    expect(await place("wrong1", market("buy", "0.5", true))).toMatchObject({
      ok: false,
      error: { code: "NOTHING_TO_REDUCE", outcome: "denied", remedy: "nothing-to-reduce" },
    });
    expect(simulator.journal.find(CLOSING.method, CLOSING.path)).toEqual([]);
    expect(await positionNow()).toBe("1");
  });

  test("no more than the position, which the endpoint would refuse", async () => {
    await place("open2", market("sell", "1"));
    expect(await place("over2", market("buy", "5", true))).toMatchObject({ ok: true, value: { contracts: "1" } });
    expect(await positionNow()).toBe("0");
  });

  test("the size of a position is all of it, also what resting orders hold", async () => {
    await place("open3", market("buy", "1"));
    await place("top3", limit("sell", "0.4", "3200", true));
    expect(await positionNow()).toBe("1");
    expect(await exchange.listPositions()).toMatchObject({ ok: true, value: [{ contracts: "1" }] });
    expect(await place("rest3", market("sell", "1", true))).toMatchObject({
      ok: false,
      error: { code: "REDUCTION_BLOCKED", venueCode: "3136" },
    });
  });

  test("an answer that is lost is looked up, and the position reduced once", async () => {
    await place("open4", market("buy", "1"));
    simulator.control.inject({ kind: "drop-after", ...CLOSING });
    expect(await place("lost4", market("sell", "0.4", true))).toMatchObject({
      ok: false,
      error: { outcome: "unknown", remedy: "look-up" },
    });
    expect(await find("lost4")).toMatchObject({ ok: true, value: { status: "filled", side: "sell" } });
    expect(await positionNow()).toBe("0.6");
  });
});

describe("looking an order up", () => {
  test("among all that were done since it was placed, page by page, whoever placed them", async () => {
    await place("first5", market("buy", "0.01"));
    for (let n = 1; n <= 101; n++) await place(`later5x${n}`, market("buy", "0.01"));
    simulator.journal.clear();
    expect(await find("first5")).toMatchObject({ ok: true, value: { clientOrderId: "first5", status: "filled" } });
    expect(simulator.journal.find("GET", FINISHED)).toHaveLength(2);
    simulator.journal.clear();
    const later = unixMs(Date.now() + 600_000);
    const none = await exchange.findOrder({ symbol: SYMBOL, clientOrderId: "none5", since: later });
    expect(none).toEqual({ ok: true, value: undefined });
    expect(simulator.journal.find("GET", FINISHED)).toHaveLength(1);
  });

  test("is not given up as absent where the list is too long to be read", async () => {
    const data = [{ client_id: "other", updated_at: Date.now() }];
    const body = { code: 0, data, message: "OK", pagination: { has_next: true } };
    simulator.control.inject({ kind: "reply", status: 200, body, method: "GET", path: FINISHED, times: 100 });
    expect(await find("none6")).toMatchObject({ ok: false, error: { remedy: "retry" } });
  });

  test("asks for resting ones first: what fills in between is among the done ones after", async () => {
    const placed = await place("rest6", limit("buy", "0.5", "2900"));
    if (!placed.ok) throw new Error(placed.error.message);
    simulator.journal.clear();
    await find("none6");
    const asked = new Set(simulator.journal.entries.map(({ path }) => path));
    expect([...asked]).toEqual(["/v2/futures/pending-order", FINISHED]);
    simulator.journal.clear();
    const { venueOrderId } = placed.value;
    const query = { symbol: SYMBOL, clientOrderId: "rest6", since: unixMs(Date.now()), venueOrderId };
    expect(await exchange.findOrder(query)).toMatchObject({ value: { status: "open", limitPrice: "2900" } });
    expect(simulator.journal.find("GET", FINISHED)).toEqual([]);
  });

  test("M27: an order whose fills are listed is not gone, though the list of done ones is behind", async () => {
    const placed = await place("behind", market("buy", "0.1"));
    if (!placed.ok) throw new Error(placed.error.message);
    const body = { code: 0, data: [], message: "OK", pagination: { has_next: false } };
    const asked = { symbol: SYMBOL, clientOrderId: "behind", since: unixMs(Date.now()) };
    const { venueOrderId } = placed.value;
    // A process that did not see the answer to placing it.
    const later = await open();
    simulator.control.inject({ kind: "reply", status: 200, body, method: "GET", path: FINISHED });
    expect(await later.findOrder({ ...asked, venueOrderId })).toMatchObject({ ok: false });
    expect(await later.findOrder({ ...asked, venueOrderId })).toMatchObject({ value: { status: "filled" } });
  });

  test("M11: of orders of one name it is the one of the venue's id, else the youngest, open or done", async () => {
    const asked = { symbol: SYMBOL, clientOrderId: "again", since: unixMs(Date.now()) };
    const ids: string[] = [];
    for (const [index, [contracts, price]] of [
      ["0.1", "2800"] as const,
      ["0.2", "3100"] as const,
      ["0.3", "2900"] as const,
      ["0.4", "3100"] as const,
    ].entries()) {
      // None in the millisecond of another.
      simulator.control.setClockOffset(index);
      const placed = await place("again", limit("buy", contracts, price));
      if (!placed.ok) throw new Error(placed.error.message);
      ids.push(placed.value.venueOrderId);
    }
    expect(await exchange.findOrder(asked)).toMatchObject({ value: { contracts: "0.4", status: "filled" } });
    for (const [index, [contracts, status]] of [
      ["0.1", "open"],
      ["0.2", "filled"],
      ["0.3", "open"],
    ].entries()) {
      const found = await exchange.findOrder({ ...asked, venueOrderId: String(ids[index]) });
      expect(found).toMatchObject({ value: { contracts, status } });
    }
    await exchange.cancelAllOrders(SYMBOL);
    expect(await exchange.findOrder({ ...asked, venueOrderId: String(ids[0]) })).toEqual({
      ok: true,
      value: undefined,
    });
  });

  test("knows in part filled and cancelled from filled, though neither comes with a status", async () => {
    simulator.control.setBook("ETHUSDT", { bid: "2999", ask: "3001", liquidity: "0.2" });
    await place("part7", market("buy", "0.5"));
    expect(await find("part7")).toMatchObject({
      ok: true,
      value: { status: "canceled", contracts: "0.5", filledContracts: "0.2", averagePrice: "3001" },
    });
  });
});

describe("cancelling by name", () => {
  const CANCEL = { method: "POST", path: "/v2/futures/cancel-order-by-client-id" };

  test("of none is no success", async () => {
    expect(await exchange.cancelOrder(SYMBOL, "never8")).toMatchObject({
      ok: false,
      error: { code: "ORDER_NOT_FOUND" },
    });
  });

  test("tells what became of the order itself, inside an answer that is a success", async () => {
    const row = { code: 3610, data: {}, message: "Order cancellation prohibited during the Call Auction period." };
    const body = { code: 0, data: [row], message: "OK" };
    simulator.control.inject({ kind: "reply", status: 200, body, ...CANCEL });
    expect(await exchange.cancelOrder(SYMBOL, "dip8")).toMatchObject({
      ok: false,
      error: { code: "VENUE_BUSY", remedy: "retry", venueCode: "3610" },
    });
  });
});

describe("leverage and margin mode are set together", () => {
  const SETTING = { method: "POST", path: "/v2/futures/adjust-position-leverage" };
  const sent = () => simulator.journal.find(SETTING.method, SETTING.path).map(({ params }) => params);

  test.each([
    ["leverage", () => exchange.setLeverage(SYMBOL, 5, "isolated"), { leverage: "5", margin_mode: "isolated" }],
    ["the mode", () => exchange.setMarginMode(SYMBOL, "cross", 3), { leverage: "3", margin_mode: "cross" }],
    ["the mode alone: with 1", () => exchange.setMarginMode(SYMBOL, "isolated"), { leverage: "1" }],
  ])("%s", async (_name, set, expected) => {
    expect(await set()).toEqual({ ok: true, value: undefined });
    expect(sent()).toMatchObject([expected]);
  });

  test("the market lists the leverages there are, so that a plan takes the next lower one", async () => {
    expect(await exchange.findInstrument(SYMBOL)).toMatchObject({
      ok: true,
      value: { maxLeverage: 100, leverages: [1, 2, 3, 5, 8, 10, 15, 20, 30, 50, 100] },
    });
  });

  test("of an open position they are read off it; of a flat market nobody knows", async () => {
    await exchange.setLeverage(SYMBOL, 8, "isolated");
    const flat = await exchange.readSnapshot(SYMBOL);
    expect(flat.ok ? flat.value : {}).not.toHaveProperty("leverage");
    await place("open9", market("buy", "0.1"));
    expect(await exchange.readSnapshot(SYMBOL)).toMatchObject({
      ok: true,
      value: { leverage: 8, marginMode: "isolated" },
    });
  });
});

test("M12: the margin CoinEx tells holds the unrealised profit: it is counted once", async () => {
  const coin = { ccy: "USDT", available: "9000", frozen: "100", transferrable: "9000", unrealized_pnl: "5000" };
  const body = { code: 0, data: [{ ...coin, margin: "6000" }], message: "OK" };
  simulator.control.inject({ kind: "reply", status: 200, body, method: "GET", path: "/v2/assets/futures/balance" });
  expect(await exchange.readBalance()).toMatchObject({ ok: true, value: { equity: "15100", free: "9000" } });
});

test("equity is what is available, frozen and margin together", async () => {
  const before = await exchange.readBalance();
  await place("open10", market("buy", "1"));
  await place("dip10", limit("buy", "1", "2900"));
  simulator.control.setBook("ETHUSDT", { bid: "3099", ask: "3101" });
  const after = await exchange.readBalance();
  if (!before.ok || !after.ok) throw new Error("no balance");
  // The middle of 3,100 less 3,001, less the fee of 0.05 % of 3,001.
  expect(Number(after.value.equity) - Number(before.value.equity)).toBeCloseTo(99 - 1.5005, 6);
  expect(Number(after.value.free)).toBeLessThan(Number(after.value.equity) - 99);
});

test("more positions than a page holds are all read", async () => {
  const listed = await exchange.listInstruments();
  const symbols = (listed.ok ? listed.value : []).map(({ symbol }) => symbol).filter((symbol) => /COIN/.test(symbol));
  for (const symbol of symbols.slice(0, 101)) {
    await exchange.placeOrder({ symbol, step: market("buy", "1"), clientOrderId: `many${symbol.slice(4, 7)}` });
  }
  const positions = await exchange.listPositions();
  expect(positions.ok ? positions.value : []).toHaveLength(101);
});

describe("an account in BTC", () => {
  test("trades the inverse market in whole dollars, and no other", async () => {
    const btc = await open("BTC");
    const listed = await btc.listInstruments();
    expect(listed.ok ? listed.value : []).toMatchObject([
      { symbol: "BTC/USD:BTC", inverse: true, contractSize: "1", contractStep: "1", minContracts: "10" },
    ]);
    simulator.control.setBook("BTCUSD", { bid: "59990", ask: "60000" });
    const step = market("buy", "6000");
    const [symbol, clientOrderId] = ["BTC/USD:BTC", "inverse1"];
    expect(await btc.placeOrder({ symbol, step, clientOrderId })).toMatchObject({ ok: true });
    expect(await btc.findOrder({ symbol, clientOrderId, since: unixMs(0) })).toMatchObject({
      ok: true,
      // 0.05 % of 0.1 BTC.
      value: {
        status: "filled",
        filledContracts: "6000",
        averagePrice: "60000",
        fee: { cost: "0.00005", currency: "BTC" },
      },
    });
    expect(await btc.readSnapshot(symbol)).toMatchObject({ ok: true, value: { position: "6000", free: "0.99495" } });
  });
});

describe("accounts check", () => {
  test("says what CoinEx does not tell, and that an empty wallet nothing settles in cannot trade", async () => {
    const usdc = await open("USDC");
    const checked = await usdc.checkAccount();
    const worries = checked.ok ? checked.value.filter(({ level }) => level !== "ok") : [];
    expect(worries.map(({ level, message }) => `${level}: ${message}`)).toEqual([
      "problem: no market of coinex that whook trades settles in USDC",
      "warning: CoinEx does not tell what a key may do",
      "warning: no free USDC in the futures wallet",
    ]);
    expect(worries.every(({ advice }) => advice !== undefined)).toBe(true);
  });
});

describe("W11: the position mode, which is the account's", () => {
  const SETTINGS = { method: "GET", path: "/v2/account/futures-market-settings" };
  const hedged = (): Promise<Simulator> => startCoinexSimulator({ accounts: [{ ...SIMULATED_KEYS, isHedged: true }] });

  test.each(["buy 0.1 x5", "position -0.2", "changeleverage x3", "sell 0.1 limit:dip:3500"])(
    "hedge: `%s` is denied, saying what to do, and nothing is set or sent",
    async (line) => {
      const venue = await hedged();
      venue.control.setBook("ETHUSDT", { bid: "2999", ask: "3001" });
      const engine = await SimulatedEngine.open(COINEX, "coinex", venue);
      const { state } = await engine.execute(`${SYMBOL} ${line}`);
      expect(state).toMatchObject({ status: "rejected", code: "HEDGE_MODE" });
      expect(JSON.stringify(state)).toContain("switch it to one-way mode on the exchange");
      expect(venue.journal.entries.filter(({ method }) => method === "POST")).toEqual([]);
      await venue.stop();
    },
  );

  test("hedge is one problem of the account's check", async () => {
    const venue = await hedged();
    const exchangeThere = await openSimulated(venue.url, { account: { exchange: "coinex" }, keys: SIMULATED_KEYS });
    const checked = await exchangeThere.checkAccount();
    expect((checked.ok ? checked.value : []).filter(({ level }) => level === "problem")).toMatchObject([
      { message: expect.stringContaining("hedge mode"), advice: expect.stringContaining("one-way mode") },
    ]);
    await venue.stop();
  });

  test.each([
    ["one-way is told so, and asked once for minutes", { code: 0, data: { position_mode: "one_way" } }, "one-way", 1],
    ["an answer of before has none: one-way", { code: 0, data: { settle_switch: 1 } }, "one-way", 1],
    ["where it is refused, orders go on", { code: 4009, data: {}, message: "Abnormal request method" }, undefined, 1],
  ])("%s", async (_what, body, positionMode, asked) => {
    const fresh = await open();
    simulator.control.inject({ kind: "reply", status: 200, body, ...SETTINGS, times: 2 });
    simulator.journal.clear();
    for (const _ of [1, 2]) {
      const snapshot = await fresh.readSnapshot(SYMBOL);
      expect(snapshot.ok && snapshot.value.positionMode).toBe(positionMode);
    }
    expect(simulator.journal.find(SETTINGS.method, SETTINGS.path)).toHaveLength(asked);
  });

  test("an answer that is lost says nothing: the order is tried again", async () => {
    const fresh = await open();
    simulator.control.inject({ kind: "drop-before", ...SETTINGS });
    expect(await fresh.readSnapshot(SYMBOL)).toMatchObject({ ok: false, error: { remedy: "retry" } });
    expect(await fresh.readSnapshot(SYMBOL)).toMatchObject({ ok: true, value: { positionMode: "one-way" } });
  });
});

describe("W11: nothing is asked or set twice", () => {
  test("margin mode and leverage of what opens go in one call", async () => {
    const engine = await SimulatedEngine.open(COINEX, "coinex", simulator);
    await engine.execute(`${SYMBOL} buy 0.1 x5`);
    const sent = simulator.journal.find("POST", "/v2/futures/adjust-position-leverage");
    expect(sent.map(({ params }) => params)).toMatchObject([{ leverage: "5", margin_mode: "isolated" }]);
  });

  test("a close goes by the position it was planned by", async () => {
    const venue = await startCoinexSimulator();
    venue.control.setBook("ETHUSDT", { bid: "2999", ask: "3001" });
    const engine = await SimulatedEngine.open(COINEX, "coinex", venue);
    await engine.execute(`${SYMBOL} buy 1`);
    venue.journal.clear();
    expect(await engine.execute(`${SYMBOL} close`)).toMatchObject({ state: { status: "filled" } });
    expect(venue.journal.find("GET", "/v2/futures/pending-position")).toHaveLength(1);
    await venue.stop();
  });

  test("the position read for a plan is forgotten once an order has gone", async () => {
    await place("open12", market("buy", "1"));
    await exchange.readSnapshot(SYMBOL);
    await place("part12", market("sell", "0.6", true));
    expect(await place("rest12", market("sell", "1", true))).toMatchObject({ ok: true, value: { contracts: "0.4" } });
  });
});
