// An account in a coin trades Binance's COIN-M API: over the simulator, and with answers as the documentation has them.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createNodeFetch } from "../../../lib/adapters/ccxt/node-fetch.ts";
import { unixMs } from "../../../lib/core/ids.ts";
import type { PlaceStep } from "../../../lib/core/order/plan.ts";
import type { Exchange } from "../../../lib/ports/exchange.ts";
import { SIMULATED_KEYS, startBinanceSimulator } from "../../venues/binance/start-binance-simulator.ts";
import { openSimulated } from "../../venues/open-simulated.ts";
import type { Simulator } from "../../venues/simulator.ts";

const BTC = "BTC/USD:BTC";
const BOOK = { bid: "60000", ask: "60000.1" };
const ORDER = { method: "POST", path: "/dapi/v1/order" } as const;
const POSITIONS = "/dapi/v1/positionRisk";

let simulator: Simulator;
let exchange: Exchange;
let nextId = 0;

beforeAll(async () => {
  simulator = await startBinanceSimulator({ accounts: [{ ...SIMULATED_KEYS, deposits: { BTC: "1", ETH: "5" } }] });
  exchange = await openIn("BTC");
});
afterAll(() => simulator.stop());
beforeEach(() => {
  simulator.control.setBook("BTCUSD_PERP", BOOK);
  simulator.journal.clear();
});
afterEach(async () => {
  simulator.control.clearFaults();
  const snapshot = await exchange.readSnapshot(BTC);
  const position = snapshot.ok ? snapshot.value.position : "0";
  if (position === "0") return;
  const side = position.startsWith("-") ? "buy" : "sell";
  await place({ side, contracts: position.replace("-", ""), reduceOnly: true });
});

function openIn(settle: string, keys = SIMULATED_KEYS): Promise<Exchange> {
  return openSimulated(simulator.url, { account: { settle }, keys });
}

function place(change: Partial<PlaceStep>, clientOrderId = `coin${++nextId}`): ReturnType<Exchange["placeOrder"]> {
  const step: PlaceStep = {
    kind: "place",
    purpose: "open",
    side: "buy",
    orderType: "market",
    contracts: "60",
    reduceOnly: false,
    ...change,
  };
  return exchange.placeOrder({ symbol: BTC, step, clientOrderId });
}

function refuse(code: number, msg: string, where: { readonly method?: string; readonly path: string } = ORDER): void {
  simulator.control.inject({ kind: "reply", status: 400, body: { code, msg }, ...where });
}

test("its market is the inverse perpetual, in contracts of a hundred dollars; dated and linear ones are not offered", async () => {
  expect(await exchange.listInstruments()).toEqual({
    ok: true,
    value: [
      {
        symbol: BTC,
        venueSymbol: "BTCUSD_PERP",
        base: "BTC",
        quote: "USD",
        settle: "BTC",
        inverse: true,
        contractSize: "100",
        contractStep: "1",
        priceTick: "0.1",
        minContracts: "1",
        maxContracts: "60000",
        maxLimitContracts: "1000000",
        maxLeverage: 125,
      },
    ],
  });
  const eth = await (await openIn("ETH")).findInstrument("ETH/USD:ETH");
  expect(eth).toMatchObject({ value: { contractSize: "10", maxLeverage: 100 } });
});

describe("orders", () => {
  test("are counted in contracts; the look-up tells the average price and the fee in the coin", async () => {
    expect(await place({}, "named")).toMatchObject({ value: { status: "filled", filledContracts: "60" } });
    const [sent] = simulator.journal.find(ORDER.method, ORDER.path);
    expect(sent?.params).toMatchObject({
      symbol: "BTCUSD_PERP",
      quantity: "60",
      newClientOrderId: "named",
      newOrderRespType: "RESULT",
    });
    const found = await exchange.findOrder({ symbol: BTC, clientOrderId: "named", since: unixMs(0) });
    // 0.05 % of 6,000 dollars in coins at 60,000.1.
    expect(found).toMatchObject({
      value: { status: "filled", averagePrice: "60000.1", fee: { cost: "0.000049999917", currency: "BTC" } },
    });
  });

  test("a fraction of a contract is refused by the venue rather than cut", async () => {
    expect(await place({ contracts: "60.5" })).toMatchObject({ error: { outcome: "rejected", venueCode: "-1111" } });
  });

  test("a resting one's id is a duplicate to adopt", async () => {
    const resting = { orderType: "limit", price: "59000", customId: "dip" } as const;
    await place(resting, "dip");
    expect(await place(resting, "dip")).toMatchObject({ error: { code: "DUPLICATE_ORDER", remedy: "adopt" } });
    expect(await exchange.cancelAllOrders(BTC)).toEqual({ ok: true, value: 1 });
  });

  test.each([
    // ccxt's own word, out of the table it picks by the host: ENDPOINT must not lose it.
    [-4089, "User can only place reduce only order.", "VENUE_REJECTED", "abort"],
    [
      -4113,
      "The counterparty's best price does not meet the PERCENT_PRICE filter limit.",
      "PRICE_UNAVAILABLE",
      "retry",
    ],
    [
      -4178,
      "Order's notional must be no smaller than one (unless you choose reduce only)",
      "BELOW_MINIMUM_NOTIONAL",
      "abort",
    ],
    [-2027, "Exceeded the maximum allowable position at current leverage.", "POSITION_TOO_LARGE", "shrink"],
    [-2022, "ReduceOnly Order is rejected.", "NOTHING_TO_REDUCE", "nothing-to-reduce"],
  ])("%i: %s", async (code, msg, failure, remedy) => {
    refuse(code, msg);
    expect(await place({})).toMatchObject({
      error: { code: failure, remedy, outcome: "rejected", venueCode: String(code) },
    });
  });
});

describe("positions", () => {
  test("a short one, with its profit in the coin", async () => {
    await exchange.setLeverage(BTC, 5, "cross");
    await place({ side: "sell" });
    simulator.control.setBook("BTCUSD_PERP", { bid: "48000", ask: "48000" });
    expect(await exchange.listPositions()).toMatchObject({
      value: [
        { symbol: BTC, positionSide: "short", contracts: "60", entryPrice: "60000", leverage: 5, marginMode: "cross" },
      ],
    });
    const snapshot = await exchange.readSnapshot(BTC);
    expect(snapshot).toMatchObject({ value: { position: "-60", leverage: 5, marginMode: "cross", othersOpen: false } });
    // 6,000 dollars were 0.1 coins at 60,000 and are 0.125 at 48,000; fees of some dollars were paid.
    expect(snapshot.ok && Number(snapshot.value.equity)).toBeCloseTo(1.025, 3);
  });

  test("those of another coin are another account's", async () => {
    const eth = await openIn("ETH");
    const step: PlaceStep = {
      kind: "place",
      purpose: "open",
      side: "buy",
      orderType: "market",
      contracts: "30",
      reduceOnly: false,
    };
    await eth.placeOrder({ symbol: "ETH/USD:ETH", step, clientOrderId: "eth1" });
    expect(await eth.listPositions()).toMatchObject({ value: [{ symbol: "ETH/USD:ETH", contracts: "30" }] });
    expect(await exchange.listPositions()).toEqual({ ok: true, value: [] });
  });

  test("as documented, in hedge mode, of a dated contract: the side is the sign of the size", async () => {
    const row = { symbol: "BTCUSD_201225", breakEvenPrice: "0.0", maxQty: "50", leverage: "125", marginType: "cross" };
    const shared = { ...row, isolatedMargin: "0.00000000", isAutoAddMargin: "false" };
    const flat = {
      ...shared,
      positionAmt: "0",
      entryPrice: "0.0",
      markPrice: "0.00000000",
      unRealizedProfit: "0.00000000",
      liquidationPrice: "0",
      updateTime: 1_627_026_881_327,
    };
    const open = {
      ...flat,
      entryPrice: "11707.70000003",
      markPrice: "11788.66626667",
      unRealizedProfit: "0.00005866",
      liquidationPrice: "11667.63509587",
    };
    const body = [
      { ...flat, positionSide: "BOTH" },
      { ...open, positionSide: "LONG", positionAmt: "1" },
      // Live answers have been seen to carry a notional, in base coins.
      { ...open, positionSide: "SHORT", positionAmt: "-2", notionalValue: "-0.01696" },
    ];
    simulator.control.inject({ kind: "reply", status: 200, body, path: POSITIONS });
    const common = { symbol: "BTCUSD_201225", entryPrice: "11707.70000003", leverage: 125, marginMode: "cross" };
    expect(await exchange.listPositions()).toMatchObject({
      value: [
        { ...common, positionSide: "long", contracts: "1" },
        { ...common, positionSide: "short", contracts: "2" },
      ],
    });
    simulator.control.inject({ kind: "reply", status: 200, body, path: POSITIONS });
    expect(await exchange.readSnapshot(BTC)).toMatchObject({ value: { position: "0", othersOpen: false } });
  });

  test("an answer without a list is no answer", async () => {
    simulator.control.inject({ kind: "reply", status: 200, body: {}, path: POSITIONS });
    expect(await exchange.readSnapshot(BTC)).toMatchObject({ ok: false });
  });
});

test("prices come in a list, out of which its own are taken", async () => {
  const row = { pair: "BTCUSD", bidQty: "16", askQty: "7", time: 1_591_257_300_345 };
  const body = [
    { ...row, symbol: "BTCUSD_200626", bidPrice: "9650.1", askPrice: "9650.3" },
    { ...row, symbol: "BTCUSD_PERP", bidPrice: "9640.1", askPrice: "9640.3" },
  ];
  simulator.control.inject({ kind: "reply", status: 200, body, path: "/dapi/v1/ticker/bookTicker" });
  expect(await exchange.readSnapshot(BTC)).toMatchObject({ value: { bid: "9640.1", ask: "9640.3" } });
});

describe("settings", () => {
  test("are set and read back on its own API, flat too", async () => {
    const keys = { apiKey: "hedged-account", secret: "hedged-secret" };
    const other = await startBinanceSimulator({ accounts: [{ ...keys, isHedged: true, deposits: { BTC: "1" } }] });
    const fresh = await openSimulated(other.url, { account: { settle: "BTC" }, keys });
    expect(await fresh.readSnapshot(BTC)).toMatchObject({ value: { positionMode: "hedge", marginMode: "cross" } });
    expect(await fresh.setPositionMode(BTC, "one-way")).toMatchObject({ ok: true });
    expect(await fresh.setMarginMode(BTC, "isolated")).toMatchObject({ ok: true });
    expect(await fresh.setMarginMode(BTC, "isolated")).toMatchObject({ ok: true });
    expect(await fresh.setLeverage(BTC, 7, "isolated")).toMatchObject({ ok: true });
    expect(await fresh.readSnapshot(BTC)).toMatchObject({
      value: { positionMode: "one-way", marginMode: "isolated", leverage: 7 },
    });
    expect(other.journal.entries.filter(({ path }) => !path.startsWith("/dapi/"))).toEqual([]);
    await other.stop();
  });

  test("the position mode is one for both APIs: what is open in the other one is named", async () => {
    const path = "/dapi/v1/positionSide/dual";
    refuse(-4068, "Position side cannot be changed if there exists position.", { path });
    const refused = await exchange.setPositionMode(BTC, "one-way");
    expect(refused).toMatchObject({ error: { code: "HEDGE_MODE" } });
    expect(refused.ok ? "" : refused.error.message).toContain("in USDⓈ-M and COIN-M");
  });

  test("the leverage of an isolated position is not lowered", async () => {
    refuse(-4150, "Leverage reduction is not supported.", { path: "/dapi/v1/leverage" });
    expect(await exchange.setLeverage(BTC, 2, "isolated")).toMatchObject({ error: { code: "LEVERAGE_REFUSED" } });
  });
});

describe("the account's check", () => {
  test("a sound account", async () => {
    const checked = await exchange.checkAccount();
    expect(checked.ok && checked.value.filter(({ level }) => level !== "ok")).toEqual([]);
    const messages = checked.ok ? checked.value.map(({ message }) => message) : [];
    expect(messages).toEqual(
      expect.arrayContaining(["1 markets settle in BTC", "the account may trade futures", "one-way position mode"]),
    );
  });

  test("one that may not trade there, and a coin without a market", async () => {
    const body = { canTrade: false, assets: [], positions: [] };
    simulator.control.inject({ kind: "reply", status: 200, body, path: "/dapi/v1/account", times: 2 });
    const checked = await (await openIn("DOGE")).checkAccount();
    const problems = checked.ok ? checked.value.filter(({ level }) => level === "problem") : [];
    expect(problems.map(({ message }) => message)).toEqual([
      expect.stringMatching(/settles in DOGE/),
      "the account may not trade futures",
    ]);
    expect(problems[1]?.advice).toContain("COIN-M");
  });
});

test("binancedemo speaks to the demo host of COIN-M, with its codes", async () => {
  const hosts = new Set<string>();
  const send = createNodeFetch();
  const demo = await openSimulated(undefined, {
    account: { exchange: "binancedemo", settle: "BTC" },
    keys: SIMULATED_KEYS,
    fetch: (url, request) => {
      hosts.add(new URL(url).host);
      return send(`${simulator.url}${new URL(url).pathname}${new URL(url).search}`, request);
    },
  });
  expect(await demo.readSnapshot(BTC)).toMatchObject({ ok: true });
  refuse(-4089, "User can only place reduce only order.");
  const step: PlaceStep = {
    kind: "place",
    purpose: "open",
    side: "buy",
    orderType: "market",
    contracts: "1",
    reduceOnly: false,
  };
  expect(await demo.placeOrder({ symbol: BTC, step, clientOrderId: "demo1" })).toMatchObject({
    error: { code: "VENUE_REJECTED", message: expect.stringContaining("only reduce") },
  });
  expect([...hosts]).toEqual(["demo-dapi.binance.com"]);
});
