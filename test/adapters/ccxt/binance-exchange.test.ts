// The adapter against the Binance simulator over real HTTP: the traps that a table of answers cannot show.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { unixMs } from "../../../lib/core/ids.ts";
import type { PlaceStep } from "../../../lib/core/order/plan.ts";
import type { Exchange } from "../../../lib/ports/exchange.ts";
import { MemoryCache } from "../../support/memory-cache.ts";
import { SIMULATED_KEYS, startBinanceSimulator } from "../../venues/binance/start-binance-simulator.ts";
import type { FaultKind } from "../../venues/faults.ts";
import { type OpenOptions, openSimulated, REAL_CLOCK } from "../../venues/open-simulated.ts";
import type { Simulator } from "../../venues/simulator.ts";

const SYMBOL = "BTC/USDT:USDT";
const ORDER_PATH = "/fapi/v1/order";
/** Long enough that requests sent together overlap. */
const LATENCY_MS = 40;

let simulator: Simulator;
let exchange: Exchange;
let nextId = 0;

beforeAll(async () => {
  simulator = await startBinanceSimulator();
  exchange = await open(simulator.url);
  await exchange.listInstruments();
});

afterAll(() => simulator.stop());

beforeEach(() => {
  simulator.journal.clear();
});

afterEach(() => {
  simulator.control.clearFaults();
  simulator.control.setLatency(0);
  simulator.control.setLookUpLag(0);
  simulator.control.setClockOffset(0);
});

function open(url: string, options: Partial<OpenOptions> = {}): Promise<Exchange> {
  return openSimulated(url, { keys: SIMULATED_KEYS, ...options });
}

function newId(): string {
  nextId += 1;
  return `order${nextId}`;
}

function market(side: "buy" | "sell", contracts: string, change: Partial<PlaceStep> = {}): PlaceStep {
  return { kind: "place", purpose: "open", side, orderType: "market", contracts, reduceOnly: false, ...change };
}

function place(clientOrderId: string, step: PlaceStep): ReturnType<Exchange["placeOrder"]> {
  return exchange.placeOrder({ symbol: SYMBOL, step, clientOrderId });
}

function find(clientOrderId: string, venueOrderId?: string): ReturnType<Exchange["findOrder"]> {
  const known = venueOrderId === undefined ? {} : { venueOrderId };
  return exchange.findOrder({ symbol: SYMBOL, clientOrderId, since: unixMs(0), ...known });
}

describe("round trips", () => {
  test("warm: everything a plan needs takes one, then the order one", async () => {
    simulator.control.setLatency(LATENCY_MS);
    await Promise.all([exchange.findInstrument(SYMBOL), exchange.readSnapshot(SYMBOL)]);
    expect(simulator.journal.roundTrips()).toBe(1);
    expect(simulator.journal.entries.map(({ path }) => path).toSorted()).toEqual([
      "/fapi/v1/positionSide/dual",
      "/fapi/v1/symbolConfig",
      "/fapi/v1/ticker/bookTicker",
      "/fapi/v3/account",
      "/fapi/v3/positionRisk",
    ]);
    await place(newId(), market("buy", "0.01"));
    expect(simulator.journal.roundTrips()).toBe(2);
  });

  test("cold: one more for the markets; with the cache of an earlier start, none", async () => {
    const marketCache = new MemoryCache();
    simulator.control.setLatency(LATENCY_MS);
    const cold = await open(simulator.url, { marketCache });
    await Promise.all([cold.findInstrument(SYMBOL), cold.readSnapshot(SYMBOL)]);
    expect(simulator.journal.roundTrips()).toBe(2);

    simulator.journal.clear();
    const restarted = await open(simulator.url, { marketCache });
    const [instrument] = await Promise.all([restarted.findInstrument(SYMBOL), restarted.readSnapshot(SYMBOL)]);
    expect(simulator.journal.roundTrips()).toBe(1);
    expect(instrument).toEqual(await exchange.findInstrument(SYMBOL));
    expect(
      await restarted.placeOrder({ symbol: SYMBOL, step: market("buy", "0.01"), clientOrderId: newId() }),
    ).toMatchObject({ ok: true });
  });

  test("a known order and its fills are read side by side", async () => {
    const id = newId();
    const placed = await place(id, market("buy", "0.01"));
    if (!placed.ok) throw new Error(placed.error.message);
    simulator.journal.clear();
    simulator.control.setLatency(LATENCY_MS);
    const found = await find(id, placed.value.venueOrderId);
    expect(simulator.journal.roundTrips()).toBe(1);
    expect(found).toMatchObject({ ok: true, value: { fee: { currency: "USDT" } } });
  });
});

describe("placing", () => {
  test("a market order comes back filled, with an id beyond a JavaScript number kept exactly", async () => {
    const id = newId();
    const placed = await place(id, market("buy", "0.01"));
    expect(placed).toMatchObject({
      ok: true,
      value: {
        clientOrderId: id,
        status: "filled",
        contracts: "0.01",
        filledContracts: "0.01",
      },
    });
    // The look-up tells the price: Binance's answer to placing no longer does.
    expect(placed.ok && placed.value.averagePrice).toBeUndefined();
    const [sent] = simulator.journal.find("POST", ORDER_PATH);
    const { timestamp: _timestamp, ...params } = sent?.params ?? {};
    expect(params).toEqual({
      symbol: "BTCUSDT",
      side: "BUY",
      type: "MARKET",
      quantity: "0.01",
      newClientOrderId: id,
      newOrderRespType: "RESULT",
      recvWindow: "10000",
    });
    if (!placed.ok) throw new Error(placed.error.message);
    expect(BigInt(placed.value.venueOrderId)).toBeGreaterThan(BigInt(Number.MAX_SAFE_INTEGER));
    expect(await find(id, placed.value.venueOrderId)).toMatchObject({
      value: {
        venueOrderId: placed.value.venueOrderId,
        averagePrice: "60000.1",
        fee: { cost: "0.3000005", currency: "USDT" },
      },
    });
  });

  test("a size off the grid is sent as it is, and refused by the venue: nothing is cut in silence", async () => {
    const placed = await place(newId(), market("buy", "0.0123"));
    expect(placed).toMatchObject({ ok: false, error: { code: "ORDER_INVALID", venueCode: "-1111" } });
    expect(simulator.journal.find("POST", ORDER_PATH)[0]?.params.quantity).toBe("0.0123");
  });

  test("what finds too little in the book ends cancelled with what it filled", async () => {
    simulator.control.setBook("BTCUSDT", { bid: "60000", ask: "60000.1", liquidity: "0.004" });
    const placed = await place(newId(), market("buy", "0.01"));
    simulator.control.setBook("BTCUSDT", { bid: "60000", ask: "60000.1" });
    expect(placed).toMatchObject({
      ok: true,
      value: { status: "canceled", contracts: "0.01", filledContracts: "0.004" },
    });
  });

  test("a limit order rests under its own name, is found, and is cancelled by it", async () => {
    const id = "My.Limit_1";
    const step = market("buy", "0.01", { orderType: "limit", price: "58000", customId: id });
    expect(await place(id, step)).toMatchObject({ ok: true, value: { status: "open", limitPrice: "58000" } });
    expect(await find(id)).toMatchObject({
      ok: true,
      value: { status: "open", limitPrice: "58000", contracts: "0.01" },
    });
    expect(await exchange.cancelOrder(SYMBOL, id)).toEqual({ ok: true, value: undefined });
    expect(await find(id)).toMatchObject({ ok: true, value: { status: "canceled" } });
    expect(await exchange.cancelOrder(SYMBOL, id)).toMatchObject({ ok: false, error: { code: "ORDER_NOT_FOUND" } });
  });

  test("a second resting order of the same id is a duplicate to adopt; a done one's id is taken again", async () => {
    const id = newId();
    const resting = market("buy", "0.01", { orderType: "limit", price: "58000", customId: id });
    await place(id, resting);
    expect(await place(id, resting)).toMatchObject({ ok: false, error: { code: "DUPLICATE_ORDER", remedy: "adopt" } });
    expect(await exchange.cancelAllOrders(SYMBOL)).toEqual({ ok: true, value: 1 });
    expect(await exchange.cancelAllOrders(SYMBOL)).toEqual({ ok: true, value: 0 });
    expect(await place(id, market("buy", "0.01"))).toMatchObject({ ok: true });
  });
});

describe("an order whose answer is lost", () => {
  const TAKEN: readonly FaultKind[] = [
    { kind: "drop-after" },
    { kind: "cut-body" },
    { kind: "html", isTaken: true },
    { kind: "unknown-error", isTaken: true },
  ];
  const NOT_TAKEN: readonly FaultKind[] = [
    { kind: "drop-before" },
    { kind: "html", isTaken: false },
    { kind: "unknown-error", isTaken: false },
    { kind: "maintenance" },
  ];

  test.each(TAKEN)("$kind: unknown, and the look-up finds it", async (fault) => {
    const id = newId();
    simulator.control.inject({ ...fault, method: "POST", path: ORDER_PATH });
    expect(await place(id, market("buy", "0.01"))).toMatchObject({
      ok: false,
      error: { code: "OUTCOME_UNKNOWN", outcome: "unknown", remedy: "look-up" },
    });
    expect(await find(id)).toMatchObject({ ok: true, value: { clientOrderId: id, status: "filled" } });
    expect(simulator.journal.find("POST", ORDER_PATH)).toHaveLength(1);
  });

  test.each(NOT_TAKEN)("$kind: unknown, and the look-up does not find it", async (fault) => {
    const id = newId();
    simulator.control.inject({ ...fault, method: "POST", path: ORDER_PATH });
    expect(await place(id, market("buy", "0.01"))).toMatchObject({ ok: false, error: { outcome: "unknown" } });
    expect(await find(id)).toEqual({ ok: true, value: undefined });
  });

  test("a look-up that lags denies the order first and finds it later", async () => {
    const id = newId();
    simulator.control.setLookUpLag(60_000);
    await place(id, market("buy", "0.01"));
    expect(await find(id)).toEqual({ ok: true, value: undefined });
    simulator.control.setLookUpLag(0);
    expect(await find(id)).toMatchObject({ ok: true, value: { status: "filled" } });
  });

  test.each([
    [{ kind: "busy" } as const, "VENUE_BUSY"],
    [{ kind: "rate-limit", retryAfterS: 3 } as const, "RATE_LIMITED"],
    [{ kind: "banned", retryAfterS: 3 } as const, "RATE_LIMITED"],
  ])("%o is a refusal that will pass", async (fault, code) => {
    simulator.control.inject({ ...fault, path: ORDER_PATH });
    const placed = await place(newId(), market("buy", "0.01"));
    expect(placed).toMatchObject({ ok: false, error: { code, outcome: "rejected", remedy: "retry" } });
    if (fault.kind !== "busy") expect(placed).toMatchObject({ error: { retryAfterMs: 3_000 } });
  });
});

describe("a reduction that is refused", () => {
  // https://developers.binance.com/docs/derivatives/usds-margined-futures/error-code: an open order may be in the way, too.
  const refusal = { kind: "reply", status: 400, body: { code: -2022, msg: "ReduceOnly Order is rejected." } } as const;
  const ETH = "ETH/USDT:USDT";
  let own: Simulator;
  let fresh: Exchange;
  beforeAll(async () => {
    own = await startBinanceSimulator();
    fresh = await open(own.url);
    await fresh.placeOrder({ symbol: ETH, step: market("buy", "0.1"), clientOrderId: newId() });
  });
  afterAll(() => own.stop());
  afterEach(() => own.control.clearFaults());
  const reduce = (side: "buy" | "sell") =>
    fresh.placeOrder({ symbol: ETH, step: market(side, "0.1", { reduceOnly: true }), clientOrderId: newId() });

  test("while the position is open: tried again, not done", async () => {
    own.control.inject({ ...refusal, method: "POST", path: ORDER_PATH });
    expect(await reduce("sell")).toMatchObject({
      error: {
        code: "REDUCTION_BLOCKED",
        remedy: "make-way",
        message: expect.stringContaining("but the position is 0.1"),
      },
    });
    expect(await fresh.readSnapshot(ETH)).toMatchObject({ value: { position: "0.1" } });
  });

  test("while nobody knows the position: tried again", async () => {
    own.control.inject({ ...refusal, method: "POST", path: ORDER_PATH });
    own.control.inject({ kind: "drop-before", path: "/fapi/v3/positionRisk", times: 10 });
    expect(await reduce("sell")).toMatchObject({ error: { remedy: "retry" } });
  });

  test("with none on the order's other side: nothing to reduce", async () => {
    expect(await reduce("buy")).toMatchObject({ error: { code: "NOTHING_TO_REDUCE", venueCode: "-2022" } });
  });
});

describe("a clock that is off", () => {
  test("refused once, then requests carry the venue's time", async () => {
    simulator.control.setClockOffset(60_000);
    const slow = await open(simulator.url);
    expect(await slow.readBalance()).toMatchObject({ ok: false, error: { code: "CLOCK_SKEW", remedy: "retry" } });
    expect(await slow.readBalance()).toMatchObject({ ok: true });
  });
});

describe("markets", () => {
  test("only the settle coin's perpetuals that trade are offered", async () => {
    const listed = await exchange.listInstruments();
    if (!listed.ok) throw new Error(listed.error.message);
    const symbols = listed.value.map(({ symbol }) => symbol);
    expect(symbols).toContain("1000PEPE/USDT:USDT");
    expect(symbols.filter((symbol) => !symbol.endsWith("/USDT:USDT"))).toEqual([]);
    expect(symbols).not.toContain("OLD/USDT:USDT");
  });

  test("a failed first load is forgotten: the next call asks again", async () => {
    simulator.control.inject({ kind: "drop-before", path: "/fapi/v1/exchangeInfo" });
    const fresh = await open(simulator.url);
    expect(await fresh.findInstrument(SYMBOL)).toMatchObject({ ok: false, error: { remedy: "retry" } });
    expect(await fresh.findInstrument(SYMBOL)).toMatchObject({ ok: true, value: { symbol: SYMBOL } });
  });

  test("a key without the right to read brackets only loses the largest leverage", async () => {
    simulator.control.inject({
      kind: "reply",
      status: 400,
      body: { code: -4400, msg: "No." },
      path: "/fapi/v1/leverageBracket",
    });
    const found = await (await open(simulator.url)).findInstrument(SYMBOL);
    expect(found).toMatchObject({ ok: true, value: { symbol: SYMBOL, minNotional: "100" } });
    expect(found.ok && found.value && "maxLeverage" in found.value).toBe(false);
  });
});

describe("settings", () => {
  test("one-way mode, margin mode and leverage are set and read back", async () => {
    const keys = { apiKey: "another-key", secret: "another-secret" };
    const other = await startBinanceSimulator({ accounts: [{ ...keys, isHedged: true }] });
    const fresh = await open(other.url, { keys });
    expect(await fresh.readSnapshot(SYMBOL)).toMatchObject({
      value: { positionMode: "hedge", marginMode: "cross", leverage: 20 },
    });
    expect(await fresh.setPositionMode(SYMBOL, "one-way")).toMatchObject({ ok: true });
    expect(await fresh.setMarginMode(SYMBOL, "isolated")).toMatchObject({ ok: true });
    expect(await fresh.setLeverage(SYMBOL, 7, "isolated")).toMatchObject({ ok: true });
    expect(await fresh.readSnapshot(SYMBOL)).toMatchObject({
      value: { positionMode: "one-way", marginMode: "isolated", leverage: 7, position: "0", othersOpen: false },
    });
    await other.stop();
  });

  test("a position in another market of the settle coin is seen", async () => {
    await exchange.placeOrder({ symbol: "ETH/USDT:USDT", step: market("sell", "0.1"), clientOrderId: newId() });
    expect(await exchange.readSnapshot(SYMBOL)).toMatchObject({ value: { othersOpen: true } });
    expect(await exchange.readSnapshot("ETH/USDT:USDT")).toMatchObject({ value: { position: "-0.1" } });
    const listed = await exchange.listPositions();
    expect(listed.ok && listed.value.find(({ symbol }) => symbol === "ETH/USDT:USDT")).toMatchObject({
      positionSide: "short",
      contracts: "0.1",
      entryPrice: "3000",
      leverage: 20,
      marginMode: "cross",
    });
  });

  test("a position of another settle coin is listed, but is not one of ours", async () => {
    const rich = await startBinanceSimulator({ accounts: [{ ...SIMULATED_KEYS, deposits: { USDC: "1000" } }] });
    const usdc = await open(rich.url, { account: { settle: "USDC" } });
    const placed = await usdc.placeOrder({
      symbol: "BTC/USDC:USDC",
      step: market("buy", "0.01"),
      clientOrderId: newId(),
    });
    expect(placed).toMatchObject({ ok: true, value: { status: "filled" } });
    expect(await usdc.readSnapshot("BTC/USDC:USDC")).toMatchObject({ value: { position: "0.01", leverage: 20 } });
    const usdt = await open(rich.url);
    expect(await usdt.listPositions()).toMatchObject({ ok: true, value: [{ symbol: "BTCUSDC", leverage: 20 }] });
    expect(await usdt.readSnapshot(SYMBOL)).toMatchObject({ value: { othersOpen: false, equity: "10000" } });
    await rich.stop();
  });

  test("a coin the account never had is a balance of zero", async () => {
    const usdc = await open(simulator.url, { account: { settle: "USDC" } });
    expect(await usdc.readBalance()).toEqual({ ok: true, value: { settle: "USDC", equity: "0", free: "0" } });
  });
});

describe("checkAccount", () => {
  test("a sound account has no problem and no warning", async () => {
    const checked = await exchange.checkAccount();
    expect(checked.ok && checked.value.filter(({ level }) => level !== "ok")).toEqual([]);
  });

  test("each thing that is wrong is one finding with advice", async () => {
    const bad = await startBinanceSimulator({
      accounts: [
        {
          ...SIMULATED_KEYS,
          deposits: { USDT: "0" },
          isHedged: true,
          isMultiAssets: true,
          canTrade: false,
          permissions: { enableFutures: false, enableWithdrawals: true, ipRestrict: false },
        },
      ],
    });
    const checked = await (await open(bad.url)).checkAccount();
    if (!checked.ok) throw new Error(checked.error.message);
    const wrong = checked.value.filter(({ level }) => level !== "ok");
    expect(wrong.map(({ level, message }) => `${level}: ${message}`)).toEqual([
      "problem: the account may not trade futures",
      "problem: multi-assets mode is on: isolated margin is not possible",
      "problem: the key may not trade futures",
      "warning: the key may withdraw money",
      "warning: the key works from any IP address",
      "warning: hedge mode is on: orders are denied while anything is open",
      "warning: no free USDT in the futures wallet",
    ]);
    expect(wrong.filter(({ advice }) => advice === undefined)).toEqual([]);
    await bad.stop();
  });

  test("wrong keys are said once, and do not hide the rest", async () => {
    const wrong = await open(simulator.url, { keys: { apiKey: "not-a-known-key", secret: "nothing" } });
    const checked = await wrong.checkAccount();
    if (!checked.ok) throw new Error(checked.error.message);
    const problems = checked.value.filter(({ level }) => level === "problem");
    expect(problems).toHaveLength(1);
    expect(problems[0]?.message).toContain("check API_KEY");
    expect(checked.value.map(({ message }) => message)).toContain("the clock agrees with Binance");
  });

  test("a clock that is off is told by how much", async () => {
    simulator.control.setClockOffset(30_000);
    const fresh = await open(simulator.url, { clock: REAL_CLOCK });
    const checked = await fresh.checkAccount();
    const messages = checked.ok ? checked.value.map(({ message }) => message) : [];
    expect(messages.find((message) => message.includes("behind Binance"))).toMatch(/clock is \d+ ms behind/);
  });
});

describe("secrets", () => {
  const FAULTS: readonly FaultKind[] = [
    { kind: "drop-before" },
    { kind: "cut-body" },
    { kind: "html", isTaken: false },
    { kind: "maintenance" },
    { kind: "rate-limit" },
    // A gateway that repeats what it was sent.
    {
      kind: "reply",
      status: 400,
      body: { code: -1, msg: `bad key ${SIMULATED_KEYS.apiKey} https://x.invalid/?signature=abcdef&timestamp=1` },
    },
    { kind: "reply", status: 502, body: `<html>${SIMULATED_KEYS.secret}</html>` },
  ];

  test.each(FAULTS)("are in no failure, whatever is called: %o", async (fault) => {
    const calls: readonly (() => Promise<unknown>)[] = [
      () => place(newId(), market("buy", "0.01")),
      () => find("nothing"),
      () => exchange.readSnapshot(SYMBOL),
      () => exchange.readBalance(),
      () => exchange.listPositions(),
      () => exchange.cancelOrder(SYMBOL, "nothing"),
      () => exchange.cancelAllOrders(SYMBOL),
      () => exchange.setLeverage(SYMBOL, 5, "cross"),
      () => exchange.setMarginMode(SYMBOL, "cross"),
      () => exchange.setPositionMode(SYMBOL, "one-way"),
      () => exchange.checkAccount(),
    ];
    for (const call of calls) {
      simulator.control.clearFaults();
      simulator.control.inject({ ...fault, times: 10 });
      const text = JSON.stringify(await call());
      expect(text).toMatch(/"ok":false|"problem"|"warning"/);
      expect(text).not.toMatch(/signature=|abcdef|http:|https:/);
      expect(text).not.toContain(SIMULATED_KEYS.apiKey);
      expect(text).not.toContain(SIMULATED_KEYS.secret);
    }
  });
});

describe("EXCHANGE names", () => {
  test("a venue no module speaks to is refused, naming what is supported", async () => {
    await expect(open(simulator.url, { account: { exchange: "nowhere" } })).rejects.toThrow(
      /EXCHANGE can be paper, binance, binancedemo/,
    );
  });

  test("binancedemo speaks to the demo hosts with the same dialect and error codes", async () => {
    const demo = await open(simulator.url, { account: { exchange: "binancedemo" } });
    expect(await demo.readSnapshot(SYMBOL)).toMatchObject({ ok: true });
    const placed = await demo.placeOrder({ symbol: SYMBOL, step: market("buy", "119"), clientOrderId: newId() });
    expect(placed).toMatchObject({ ok: false, error: { code: "FUNDS_INSUFFICIENT", remedy: "shrink" } });
  });
});
