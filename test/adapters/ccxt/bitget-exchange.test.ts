// The adapter against the Bitget simulator over real HTTP: the traps that a table of answers cannot show.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { unixMs } from "../../../lib/core/ids.ts";
import type { MarginMode } from "../../../lib/core/market/modes.ts";
import type { PlaceStep } from "../../../lib/core/order/plan.ts";
import type { Account } from "../../../lib/ports/account-store.ts";
import type { Exchange } from "../../../lib/ports/exchange.ts";
import type { BitgetSetup } from "../../venues/bitget/bitget-account.ts";
import { SIMULATED_KEYS, startBitgetSimulator } from "../../venues/bitget/start-bitget-simulator.ts";
import { openSimulated } from "../../venues/open-simulated.ts";
import type { Simulator } from "../../venues/simulator.ts";

const SYMBOL = "BTC/USDT:USDT";
const PLACING = { method: "POST", path: "/api/v2/mix/order/place-order" };

let simulator: Simulator;
let exchange: Exchange;

beforeAll(async () => {
  simulator = await startBitgetSimulator();
  exchange = await open(simulator.url);
  await exchange.listInstruments();
});
afterAll(() => simulator.stop());
beforeEach(() => {
  simulator.journal.clear();
});
afterEach(() => {
  simulator.control.clearFaults();
});

function open(url: string, account: Partial<Account> = {}): Promise<Exchange> {
  return openSimulated(url, { keys: SIMULATED_KEYS, account: { exchange: "bitget", ...account } });
}

async function openOwn(setup: Partial<BitgetSetup>, account: Partial<Account> = {}) {
  const own = await startBitgetSimulator({ accounts: [{ ...SIMULATED_KEYS, ...setup }] });
  return { own, exchange: await open(own.url, account) };
}

function market(contracts: string, marginMode: MarginMode, change: Partial<PlaceStep> = {}): PlaceStep {
  return {
    kind: "place",
    purpose: "open",
    side: "buy",
    orderType: "market",
    contracts,
    reduceOnly: false,
    marginMode,
    ...change,
  };
}

async function must<T>(read: Promise<{ readonly ok: true; readonly value: T } | { readonly ok: false }>): Promise<T> {
  const result = await read;
  if (!result.ok) throw new Error(JSON.stringify(result));
  return result.value;
}

describe("placing", () => {
  test("sends size, price, name and margin mode as they are, and nothing that leaks", async () => {
    const limit = market("0.25", "isolated", { orderType: "limit", price: "59000.1", customId: "dip" });
    await exchange.placeOrder({ symbol: SYMBOL, step: limit, clientOrderId: "dip" });
    expect(simulator.journal.find("POST", PLACING.path)[0]?.params).toEqual({
      symbol: "BTCUSDT",
      productType: "USDT-FUTURES",
      marginCoin: "USDT",
      marginMode: "isolated",
      side: "buy",
      orderType: "limit",
      force: "GTC",
      price: "59000.1",
      size: "0.25",
      clientOid: "dip",
    });
    await exchange.cancelAllOrders(SYMBOL);
  });

  test("an answer without an id is unknown, and the look-up by our name finds the order", async () => {
    const { own, exchange: asked } = await openOwn({});
    await asked.placeOrder({ symbol: SYMBOL, step: market("0.02", "isolated"), clientOrderId: "open" });
    const reduce = { side: "sell", reduceOnly: true } as const;
    const resting = market("0.02", "isolated", { ...reduce, orderType: "limit", price: "62000" });
    await asked.placeOrder({ symbol: SYMBOL, step: resting, clientOrderId: "resting" });
    const close = await asked.placeOrder({
      symbol: SYMBOL,
      step: market("0.02", "isolated", reduce),
      clientOrderId: "close",
    });
    expect(close).toMatchObject({ ok: false, error: { outcome: "unknown", remedy: "look-up" } });
    const found = await must(asked.findOrder({ symbol: SYMBOL, clientOrderId: "close", since: unixMs(0) }));
    expect(found).toMatchObject({ status: "filled", side: "sell", filledContracts: "0.02" });
    await own.stop();
  });

  test('"request timed out" may have landed, though ccxt takes it for a wrong signature', async () => {
    simulator.control.inject({ kind: "unknown-error", isTaken: true, ...PLACING });
    const placed = await exchange.placeOrder({
      symbol: SYMBOL,
      step: market("0.01", "isolated"),
      clientOrderId: "late",
    });
    expect(placed).toMatchObject({ ok: false, error: { outcome: "unknown", remedy: "look-up", venueCode: "40010" } });
    const found = await must(exchange.findOrder({ symbol: SYMBOL, clientOrderId: "late", since: unixMs(0) }));
    expect(found).toMatchObject({ status: "filled" });
  });
});

describe("settings", () => {
  test("the leverage told is that of the mode the account wants, and is set in that mode", async () => {
    const { own, exchange: asked } = await openOwn({ leverage: 20, marginMode: "cross" }, { marginMode: "isolated" });
    await must(asked.setLeverage(SYMBOL, 7, "isolated"));
    expect(await must(asked.readSnapshot(SYMBOL))).toMatchObject({ leverage: 7, marginMode: "isolated" });
    await must(asked.setMarginMode(SYMBOL, "cross"));
    expect(await must(asked.readSnapshot(SYMBOL))).toMatchObject({ leverage: 7, marginMode: "cross" });
    await asked.placeOrder({ symbol: SYMBOL, step: market("0.01", "cross"), clientOrderId: "cross" });
    expect(await must(asked.readSnapshot(SYMBOL))).toMatchObject({ leverage: 20, marginMode: "cross" });
    await own.stop();
  });

  test("what opens positions is free, not what may be transferred out", async () => {
    const { own, exchange: asked } = await openOwn({});
    expect(await must(asked.readBalance())).toMatchObject({ free: "10000", equity: "10000" });
    await own.stop();
  });
});

describe("the account", () => {
  test("one that settles in USDC trades its markets, and asks for no others", async () => {
    const { own, exchange: asked } = await openOwn({ deposits: { USDC: "5000" } }, { settle: "USDC" });
    const symbol = "BTC/USDC:USDC";
    await asked.placeOrder({ symbol, step: market("0.01", "isolated"), clientOrderId: "one" });
    expect(await must(asked.readSnapshot(symbol))).toMatchObject({ position: "0.01", othersOpen: false });
    const listed = own.journal.find("GET", "/api/v2/mix/market/contracts").map(({ params }) => params.productType);
    expect(listed).toEqual(["USDC-FUTURES"]);
    const order = await must(asked.findOrder({ symbol, clientOrderId: "one", since: unixMs(0) }));
    expect(order).toMatchObject({ averagePrice: "60000.1", fee: { currency: "USDC" } });
    await own.stop();
  });

  test("one that settles in a coin trades its contracts, counted in the coin, with that coin's positions and money", async () => {
    const { own, exchange: asked } = await openOwn({ deposits: { BTC: "1", ETH: "10" } }, { settle: "ETH" });
    const symbol = "ETH/USD:ETH";
    expect(await must(asked.listInstruments())).toMatchObject([
      { symbol, venueSymbol: "ETHUSD", inverse: true, countedInBase: true, contractSize: "1", contractStep: "0.01" },
    ]);
    const btc = await open(own.url, { settle: "BTC" });
    await btc.placeOrder({ symbol: "BTC/USD:BTC", step: market("0.01", "isolated"), clientOrderId: "other" });
    await must(asked.setLeverage(symbol, 5, "isolated"));
    expect(await asked.placeOrder({ symbol, step: market("2", "isolated"), clientOrderId: "coin" })).toMatchObject({
      ok: true,
    });
    own.control.setBook("ETHUSD", { bid: "3300", ask: "3300" });
    // 2 ETH at 3000.01 tie up 0.4 and cost 0.0012; at 3300 they gain 2 · 299.99 / 3300 coins.
    expect(await must(asked.readSnapshot(symbol))).toEqual({
      position: "2",
      equity: "10.180612121212",
      free: "9.5988",
      bid: "3300",
      ask: "3300",
      leverage: 5,
      marginMode: "isolated",
      positionMode: "one-way",
      othersOpen: false,
    });
    expect(await must(asked.listPositions())).toMatchObject([
      { symbol, positionSide: "long", contracts: "2", entryPrice: "3000.01", unrealizedProfit: "0.181812121212" },
    ]);
    expect(await must(asked.findOrder({ symbol, clientOrderId: "coin", since: unixMs(0) }))).toMatchObject({
      averagePrice: "3000.01",
      fee: { cost: "0.0012", currency: "ETH" },
    });
    const problems = (await must(asked.checkAccount())).filter(({ level }) => level === "problem");
    expect(problems).toEqual([]);
    await own.stop();
  });

  test.each([
    ["a key that may only read", { authorities: ["readonly"] }, "problem", "the key may not trade futures"],
    ["a key that may withdraw", { authorities: ["coow", "cpow", "wwow"] }, "warning", "the key may withdraw money"],
    ["a key for any address", { ips: "" }, "warning", "the key works from any IP address"],
    ["no money", { deposits: { USDT: "0" } }, "warning", "no free USDT in the futures wallet"],
    ["hedge mode", { isHedged: true }, "warning", "hedge mode is on: orders are denied while anything is open"],
    [
      "multi-assets mode",
      { isMultiAsset: true },
      "problem",
      "multi-assets mode is on: isolated margin is not possible",
    ],
  ] as const)("%s is found", async (_name, setup, level, message) => {
    const { own, exchange: asked } = await openOwn(setup);
    const findings = await must(asked.checkAccount());
    expect(findings).toContainEqual(expect.objectContaining({ level, message, advice: expect.any(String) }));
    await own.stop();
  });
});
