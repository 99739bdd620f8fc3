// The adapter against the Kraken simulator over real HTTP: the traps that a table of answers cannot show.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { unixMs } from "../../../lib/core/ids.ts";
import type { PlaceStep } from "../../../lib/core/order/plan.ts";
import type { Account } from "../../../lib/ports/account-store.ts";
import type { Exchange } from "../../../lib/ports/exchange.ts";
import type { KrakenSetup } from "../../venues/krakenfutures/kraken-account.ts";
import { SIMULATED_KEYS, startKrakenSimulator } from "../../venues/krakenfutures/start-kraken-simulator.ts";
import { openSimulated } from "../../venues/open-simulated.ts";
import type { Simulator } from "../../venues/simulator.ts";

const SYMBOL = "BTC/USD:USD";
const STATUS = "/derivatives/api/v3/orders/status";
const HISTORY = "/api/history/v2/orders";
const FILLS = "/derivatives/api/v3/fills";
const LOG = "/api/history/v3/account-log";
const PREFERENCES = "/derivatives/api/v3/leveragepreferences";
/** The status of a finished order is forgotten after 5 s. */
const LATER_MS = 6_000;

let simulator: Simulator;
let exchange: Exchange;

beforeEach(async () => {
  simulator = await startKrakenSimulator();
  exchange = await open();
});
afterEach(() => simulator.stop());

function open(account: Partial<Account> = {}): Promise<Exchange> {
  const exchangeName = { exchange: "krakenfutures", settle: "USD" };
  return openSimulated(simulator.url, { keys: SIMULATED_KEYS, account: { ...exchangeName, ...account } });
}

function market(side: "buy" | "sell", contracts: string, change: Partial<PlaceStep> = {}): PlaceStep {
  return { kind: "place", purpose: "open", side, orderType: "market", contracts, reduceOnly: false, ...change };
}

function place(clientOrderId: string, step: PlaceStep, symbol = SYMBOL): ReturnType<Exchange["placeOrder"]> {
  return exchange.placeOrder({ symbol, step, clientOrderId });
}

async function find(clientOrderId: string) {
  const found = await exchange.findOrder({ symbol: SYMBOL, clientOrderId, since: unixMs(0) });
  if (!found.ok) throw new Error(found.error.message);
  return found.value;
}

async function snapshot(symbol = SYMBOL) {
  const read = await exchange.readSnapshot(symbol);
  if (!read.ok) throw new Error(read.error.message);
  return read.value;
}

describe("placing", () => {
  test("sends size, name and nothing else; a market order comes back filled", async () => {
    expect(await place("exact", market("buy", "0.0001"))).toMatchObject({
      ok: true,
      value: { status: "filled", filledContracts: "0.0001", averagePrice: "60001" },
    });
    const [sent] = simulator.journal.find("POST", "/derivatives/api/v3/sendorder");
    expect(sent?.params).toEqual({
      symbol: "PF_XBTUSD",
      side: "buy",
      size: "0.0001",
      orderType: "mkt",
      cliOrdId: "exact",
    });
  });

  test("more dollars than Kraken takes in one order is too large, in its one word for any size", async () => {
    expect(await place("large", market("buy", "334"))).toMatchObject({
      error: { code: "SIZE_ABOVE_MAXIMUM", remedy: "shrink", venueCode: "invalidSize" },
    });
    const limit = { orderType: "limit", price: "59000" } as const;
    expect(await place("resting", market("buy", "339", limit))).toMatchObject({
      error: { code: "SIZE_ABOVE_MAXIMUM" },
    });
    expect(await place("odd", market("buy", "333.00001"))).toMatchObject({ error: { code: "ORDER_INVALID" } });
  });

  test("a refusal ccxt does not know is one all the same, in Kraken's words", async () => {
    const sendStatus = { status: "someNewRule", receivedTime: "2026-01-01T00:00:00.000Z", orderEvents: [] };
    const body = { result: "success", sendStatus, serverTime: "2026-01-01T00:00:00.000Z" };
    simulator.control.inject({ kind: "reply", status: 200, body, path: "/derivatives/api/v3/sendorder" });
    expect(await place("one", market("buy", "0.01"))).toMatchObject({
      ok: false,
      error: {
        code: "VENUE_REJECTED",
        outcome: "rejected",
        message: 'krakenfutures says "some new rule" (someNewRule)',
      },
    });
  });
});

describe("finding an order by our id", () => {
  test("its status first, encoded as Kraken reads it", async () => {
    await place("fresh", market("buy", "0.01"));
    simulator.journal.clear();
    expect(await find("fresh")).toMatchObject({ status: "filled", averagePrice: "60001", side: "buy" });
    expect(simulator.journal.find("POST", STATUS)[0]?.params).toEqual({ cliOrdIds: "fresh" });
    expect(simulator.journal.find("GET", HISTORY)).toEqual([]);
  });

  test.each([
    ["filled at once", async () => place("old", market("buy", "0.01")), { status: "filled", orderType: "market" }],
    [
      "partly filled, the rest gone",
      async () => {
        simulator.control.setBook("PF_XBTUSD", { bid: "60000", ask: "60001", liquidity: "0.004" });
        await place("old", market("buy", "0.01"));
      },
      { status: "canceled", contracts: "0.01", filledContracts: "0.004", averagePrice: "60001" },
    ],
    [
      "filled after it rested",
      async () => {
        await place("old", market("buy", "0.01", { orderType: "limit", price: "59000" }));
        simulator.control.setBook("PF_XBTUSD", { bid: "58999", ask: "59000" });
      },
      { status: "filled", orderType: "limit", limitPrice: "59000", averagePrice: "59000" },
    ],
    [
      "cancelled",
      async () => {
        await place("old", market("buy", "0.01", { orderType: "limit", price: "59000" }));
        await exchange.cancelOrder(SYMBOL, "old");
      },
      { status: "canceled", filledContracts: "0" },
    ],
  ])("what the status has forgotten is in the history: %s", async (_name, happen, expected) => {
    await happen();
    simulator.control.setClockOffset(LATER_MS);
    simulator.journal.clear();
    expect(await find("old")).toMatchObject({ clientOrderId: "old", side: "buy", ...expected });
    expect(simulator.journal.find("GET", HISTORY)).toHaveLength(1);
    expect(await find("never")).toBeUndefined();
  });

  test.each([
    ["0", "ENTERED_BOOK"],
    ["0.004", "PARTIALLY_FILLED"],
  ])("W15: a limit wholly filled, whose status still says %s filled, is filled", async (filled, status) => {
    const placed = await place("lags", market("buy", "0.01", { orderType: "limit", price: "59000" }));
    if (!placed.ok) throw new Error(placed.error.message);
    const { venueOrderId } = placed.value;
    simulator.control.setBook("PF_XBTUSD", { bid: "58999", ask: "59000" });
    const [type, symbol, side] = ["lmt", "PF_XBTUSD", "buy"];
    const [quantity, limitPrice, reduceOnly] = [0.01, 59000, false];
    const at = new Date().toISOString();
    const times = { timestamp: at, lastUpdateTimestamp: at };
    const row = { type, orderId: venueOrderId, cliOrdId: "lags", symbol, side, quantity, limitPrice, reduceOnly };
    const orders = [{ order: { ...row, filled: Number(filled), ...times }, status, updateReason: null, error: null }];
    const body = { result: "success", serverTime: at, orders };
    simulator.control.inject({ kind: "reply", status: 200, body, method: "POST", path: STATUS });
    const asked = { symbol: SYMBOL, clientOrderId: "lags", since: unixMs(0), venueOrderId };
    expect(await exchange.findOrder(asked)).toMatchObject({
      ok: true,
      value: { status: "filled", filledContracts: "0.01", averagePrice: "59000" },
    });
  });

  test("however much was traded since: history, fills and log are read back to it", async () => {
    await place("old", market("buy", "0.01"));
    for (let n = 1; n <= 101; n++) await place(`later${n}`, market("buy", "0.0001"));
    simulator.control.setClockOffset(LATER_MS);
    simulator.journal.clear();
    const fee = { cost: "0.300005", currency: "USD" };
    expect(await find("old")).toMatchObject({ status: "filled", averagePrice: "60001", fee });
    const asked = [HISTORY, FILLS, LOG].map((path) => simulator.journal.find("GET", path).length);
    expect(asked).toEqual([2, 2, 2]);
    simulator.journal.clear();
    const later = unixMs(Date.now() + 600_000);
    const none = await exchange.findOrder({ symbol: SYMBOL, clientOrderId: "never", since: later });
    expect(none).toEqual({ ok: true, value: undefined });
    expect(simulator.journal.find("GET", HISTORY)).toHaveLength(1);
  });

  test("is not given up as absent where the history is too long to be read", async () => {
    const elements = Array.from({ length: 100 }, () => ({ event: {} }));
    const body = { elements, continuationToken: "more" };
    simulator.control.inject({ kind: "reply", status: 200, body, method: "GET", path: HISTORY, times: 100 });
    const found = await exchange.findOrder({ symbol: SYMBOL, clientOrderId: "never", since: unixMs(0) });
    expect(found).toMatchObject({ ok: false, error: { remedy: "retry" } });
  });

  test.each(["coin", "contract"] as const)(
    "M32: the fee in the log's row of the %s is paid in the settle coin",
    async (feeRow) => {
      const other = await startKrakenSimulator({ accounts: [{ ...SIMULATED_KEYS, feeRow }] });
      try {
        other.control.setBook("PF_XBTUSD", { bid: "60000", ask: "60001" });
        const account = { exchange: "krakenfutures", settle: "USD" };
        const traded = await openSimulated(other.url, { keys: SIMULATED_KEYS, account });
        await traded.placeOrder({ symbol: SYMBOL, step: market("buy", "0.01"), clientOrderId: "fee" });
        const found = await traded.findOrder({ symbol: SYMBOL, clientOrderId: "fee", since: unixMs(0) });
        expect(found).toMatchObject({ value: { averagePrice: "60001", fee: { cost: "0.300005", currency: "USD" } } });
      } finally {
        await other.stop();
      }
    },
  );

  test("the fee is the account log's; without the log the order is found without it", async () => {
    await place("fee", market("buy", "0.01"));
    expect(await find("fee")).toMatchObject({ fee: { cost: "0.300005", currency: "USD" } });
    simulator.control.inject({ kind: "rate-limit", path: LOG });
    const found = await find("fee");
    expect(found).toMatchObject({ status: "filled", averagePrice: "60001" });
    expect(found).not.toHaveProperty("fee");
  });
});

describe("cancelling", () => {
  test("an order that is filled, or was never there, is not found", async () => {
    await place("done", market("buy", "0.01"));
    for (const [id, venueCode] of [
      ["done", "filled"],
      ["never", "notFound"],
    ] as const) {
      expect(await exchange.cancelOrder(SYMBOL, id)).toMatchObject({
        ok: false,
        error: { code: "ORDER_NOT_FOUND", venueCode },
      });
    }
  });

  test("all of a symbol in one request, and how many they were", async () => {
    for (const [id, price] of [
      ["a", "59000"],
      ["b", "58000"],
    ] as const) {
      await place(id, market("buy", "0.01", { orderType: "limit", price }));
    }
    await place("other", market("buy", "1", { orderType: "limit", price: "2900" }), "ETH/USD:USD");
    simulator.journal.clear();
    expect(await exchange.cancelAllOrders(SYMBOL)).toEqual({ ok: true, value: 2 });
    expect(simulator.journal.entries).toHaveLength(1);
    expect(await exchange.cancelAllOrders(SYMBOL)).toEqual({ ok: true, value: 0 });
    expect(await exchange.cancelAllOrders("ETH/USD:USD")).toEqual({ ok: true, value: 1 });
  });
});

describe("margin modes", () => {
  test("a leverage means isolated, none means cross", async () => {
    expect(await snapshot()).toMatchObject({ marginMode: "cross", positionMode: "one-way" });
    expect(await snapshot()).not.toHaveProperty("leverage");
    await exchange.setMarginMode(SYMBOL, "isolated", 7);
    expect(await snapshot()).toMatchObject({ marginMode: "isolated", leverage: 7 });
    await exchange.setLeverage(SYMBOL, 9, "isolated");
    expect(await snapshot()).toMatchObject({ marginMode: "isolated", leverage: 9 });
    await exchange.setMarginMode(SYMBOL, "cross", 9);
    expect(await snapshot()).toMatchObject({ marginMode: "cross" });
    expect(simulator.journal.find("PUT", PREFERENCES).map(({ params }) => params)).toEqual([
      { symbol: "PF_XBTUSD", maxLeverage: "7" },
      { symbol: "PF_XBTUSD", maxLeverage: "9" },
      { symbol: "PF_XBTUSD" },
    ]);
  });

  test("positions tell theirs", async () => {
    await exchange.setMarginMode(SYMBOL, "isolated", 7);
    await place("btc", market("buy", "0.01"));
    await place("eth", market("sell", "1"), "ETH/USD:USD");
    const listed = await exchange.listPositions();
    expect(listed.ok ? listed.value : listed.error).toMatchObject([
      { symbol: SYMBOL, positionSide: "long", marginMode: "isolated", leverage: 7, entryPrice: "60001" },
      { symbol: "ETH/USD:USD", positionSide: "short", marginMode: "cross", entryPrice: "3000" },
    ]);
  });

  test("a leverage above the market's is refused for good, with Kraken's word for it", async () => {
    expect(await exchange.setLeverage(SYMBOL, 51, "isolated")).toMatchObject({
      ok: false,
      error: { code: "LEVERAGE_REFUSED", remedy: "abort", venueCode: "MAX_LEVERAGE_OUT_OF_BOUNDS" },
    });
  });
});

describe("markets", () => {
  test("only dollar perpetuals that trade are offered, with the largest leverage of their first margin level", async () => {
    const listed = await exchange.listInstruments();
    if (!listed.ok) throw new Error(listed.error.message);
    expect(listed.value).toHaveLength(316);
    const named = (symbol: string) => listed.value.find((instrument) => instrument.symbol === symbol);
    expect(named(SYMBOL)).toEqual({
      symbol: SYMBOL,
      venueSymbol: "PF_XBTUSD",
      base: "BTC",
      quote: "USD",
      settle: "USD",
      inverse: false,
      contractSize: "1",
      contractStep: "0.0001",
      priceTick: "1",
      maxNotional: "20000000",
      maxLeverage: 50,
    });
    expect(named("LTC/USD:USD")).toMatchObject({ maxLeverage: 25 });
    // Some sizes are counted in thousands, and ticks are smaller than a number is written.
    expect(named("PEPE/USD:USD")).toMatchObject({ contractStep: "1000", priceTick: "0.0000000001" });
  });

  test("an account in a coin trades its inverse market, with the money of that market's own account", async () => {
    await simulator.stop();
    simulator = await startKrakenSimulator({ accounts: [{ ...SIMULATED_KEYS, deposits: { BTC: "2" } }] });
    exchange = await open({ settle: "BTC" });
    const symbol = "BTC/USD:BTC";
    expect(await exchange.findInstrument(symbol)).toMatchObject({
      value: { venueSymbol: "PI_XBTUSD", inverse: true, contractSize: "1", contractStep: "1" },
    });
    await place("coin", market("buy", "30000"), symbol);
    // 30,000 dollars at 20x tie up 0.025 BTC.
    expect(await snapshot(symbol)).toMatchObject({ position: "30000", free: expect.stringMatching(/^1\.974/) });
    expect((await snapshot(symbol)).equity).toMatch(/^1\.99/);
    // Nothing to set there: an order is sized by the leverage it names, and one to set is refused without asking.
    expect(await snapshot(symbol)).toMatchObject({ marginMode: "cross", positionMode: "one-way" });
    expect(exchange.traits).toMatchObject({ marginMode: "fixed", leverageInCross: false });
    expect(await exchange.setLeverage(symbol, 5, "isolated")).toMatchObject({
      ok: false,
      error: { code: "VENUE_UNSUPPORTED", outcome: "denied", message: expect.stringContaining("leave it out") },
    });
  });

  test("a coin without an account is a balance of zero", async () => {
    const sol = await open({ settle: "SOL" });
    expect(await sol.readBalance()).toEqual({ ok: true, value: { settle: "SOL", equity: "0", free: "0" } });
  });
});

describe("checkAccount", () => {
  const findings = async (exchangeName = "krakenfutures") => {
    const checked = await (await open({ exchange: exchangeName })).checkAccount();
    if (!checked.ok) throw new Error(checked.error.message);
    return checked.value;
  };

  test("a sound account", async () => {
    const told = await findings();
    expect(told.filter(({ level }) => level !== "ok")).toEqual([]);
    expect(told.map(({ message }) => message)).toContain("the key may trade futures");
    expect(told.map(({ message }) => message)).toContain("10000 USD free in the futures wallet");
    expect((await findings("krakendemo")).map(({ message }) => message)).toContain(
      "demo keys: they hold no real money",
    );
  });

  test.each<[string, Partial<KrakenSetup>, "problem" | "warning", string]>([
    [
      "a key that may only read",
      { permissions: { general: "READ_ONLY", transfer: "NO_ACCESS" } },
      "problem",
      "the key may not trade futures",
    ],
    [
      "a key that may withdraw",
      { permissions: { general: "FULL_ACCESS", transfer: "FULL_ACCESS" } },
      "warning",
      "the key may withdraw money",
    ],
    ["a key for any address", { allowedCidrBlocks: [] }, "warning", "the key works from any IP address"],
    ["a key for all there are", { allowedCidrBlocks: ["0.0.0.0/0"] }, "warning", "the key works from any IP address"],
  ])("%s is found", async (_name, setup, level, message) => {
    await simulator.stop();
    simulator = await startKrakenSimulator({ accounts: [{ ...SIMULATED_KEYS, ...setup }] });
    const worries = (await findings()).filter((finding) => finding.level !== "ok");
    expect(worries).toEqual([{ level, message, advice: expect.any(String) }]);
  });

  test("no money, and a clock that is off, are warnings", async () => {
    await simulator.stop();
    simulator = await startKrakenSimulator({ accounts: [{ ...SIMULATED_KEYS, deposits: { USD: "0" } }] });
    simulator.control.setClockOffset(60_000);
    const warnings = (await findings()).filter(({ level }) => level === "warning").map(({ message }) => message);
    expect(warnings[0]).toBe("no free USD in the futures wallet");
    expect(warnings[1]).toMatch(/^this machine's clock is \d+ ms behind Kraken$/);
    // Nothing is signed with a time, so nothing is refused for it.
    exchange = await open();
    expect(await place("late", market("buy", "0.01"))).toMatchObject({
      ok: false,
      error: { code: "FUNDS_INSUFFICIENT" },
    });
  });
});
