// The adapter against the BingX simulator over real HTTP: what only this venue does.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { unixMs } from "../../../lib/core/ids.ts";
import type { PlaceStep } from "../../../lib/core/order/plan.ts";
import type { Exchange } from "../../../lib/ports/exchange.ts";
import { SIMULATED_KEYS, startBingxSimulator } from "../../venues/bingx/start-bingx-simulator.ts";
import { openSimulated, REAL_CLOCK } from "../../venues/open-simulated.ts";
import type { Simulator } from "../../venues/simulator.ts";

const SYMBOL = "ETH/USDT:USDT";
const ORDER = { method: "POST", path: "/openApi/swap/v2/trade/order" };
const DAY_MS = 86_400_000;

let simulator: Simulator;
let exchange: Exchange;

beforeAll(async () => {
  simulator = await startBingxSimulator();
});
afterAll(() => simulator.stop());
beforeEach(async () => {
  simulator.journal.clear();
  // A new one each time: a client that has corrected its clock keeps the difference.
  exchange = await open();
});
afterEach(() => {
  simulator.control.clearFaults();
  simulator.control.setClockOffset(0);
});

function open(settle = "USDT", keys = SIMULATED_KEYS): Promise<Exchange> {
  return openSimulated(simulator.url, { account: { exchange: "bingx", settle }, keys });
}

function limit(contracts: string, price: string): PlaceStep {
  return {
    kind: "place",
    purpose: "open",
    side: "buy",
    orderType: "limit",
    contracts,
    price,
    reduceOnly: false,
    customId: "ignored",
  };
}

function place(clientOrderId: string, step: PlaceStep): ReturnType<Exchange["placeOrder"]> {
  return exchange.placeOrder({ symbol: SYMBOL, step, clientOrderId });
}

describe("a limit order of yesterday, which BingX no longer finds by our id", () => {
  test("is found, and cancelled by its name", async () => {
    await place("dip1", limit("0.5", "2800"));
    simulator.control.setClockOffset(DAY_MS);
    // The first request is refused for its time, and corrects it.
    await exchange.readBalance();
    expect(await exchange.findOrder({ symbol: SYMBOL, clientOrderId: "dip1", since: unixMs(0) })).toMatchObject({
      ok: true,
      value: { clientOrderId: "dip1", status: "open", limitPrice: "2800" },
    });
    expect(await exchange.cancelOrder(SYMBOL, "dip1")).toEqual({ ok: true, value: undefined });
    expect(await exchange.cancelOrder(SYMBOL, "dip1")).toMatchObject({
      ok: false,
      error: { code: "ORDER_NOT_FOUND", venueCode: "80016" },
    });
  });
});

describe("W5: settings that BingX lets be read twice a second", () => {
  const READS = ["/openApi/swap/v2/trade/marginType", "/openApi/swap/v1/positionSide/dual"] as const;
  const reads = () => READS.map((path) => simulator.journal.find("GET", path).length);

  test("are read once for all that is asked within seconds, side by side or one after another", async () => {
    await Promise.all(Array.from({ length: 6 }, () => exchange.readSnapshot(SYMBOL)));
    expect(await exchange.readSnapshot(SYMBOL)).toMatchObject({
      ok: true,
      value: { marginMode: expect.any(String), positionMode: "one-way" },
    });
    expect(reads()).toEqual([1, 1]);
  });

  test("of several symbols go two at a time, never more than two a second", async () => {
    const account = { exchange: "bingx" };
    exchange = await openSimulated(simulator.url, { account, keys: SIMULATED_KEYS, clock: REAL_CLOCK });
    const symbols = ["ETH/USDT:USDT", "BTC/USDT:USDT", "SOL/USDT:USDT"];
    const began = performance.now();
    for (const read of await Promise.all(symbols.map((symbol) => exchange.readSnapshot(symbol))))
      expect(read).toMatchObject({ ok: true });
    expect(performance.now() - began).toBeGreaterThan(990);
    expect(reads()).toEqual([3, 1]);
  });

  test("are not read for what only reduces, but for the mode that would deny it", async () => {
    const read = await exchange.readSnapshot(SYMBOL, { toReduce: true });
    expect(read).toMatchObject({ ok: true, value: { positionMode: "one-way" } });
    expect(reads()).toEqual([0, 1]);
  });

  test("that could not be read are asked for again", async () => {
    simulator.control.inject({ kind: "reply", path: READS[0], status: 500, body: "{}" });
    expect(await exchange.readSnapshot(SYMBOL)).toMatchObject({ ok: false });
    expect(await exchange.readSnapshot(SYMBOL)).toMatchObject({ ok: true });
  });
});

describe("an id that is taken", () => {
  test("is told the code of a busy system: unknown, and the look-up finds the order", async () => {
    await place("same1", limit("0.5", "2800"));
    simulator.control.setClockOffset(2_000);
    expect(await place("same1", limit("0.5", "2800"))).toMatchObject({
      ok: false,
      error: { code: "OUTCOME_UNKNOWN", outcome: "unknown", remedy: "look-up", venueCode: "101500" },
    });
    expect(simulator.control.orders().filter(({ clientOrderId }) => clientOrderId === "same1")).toHaveLength(1);
    await exchange.cancelAllOrders(SYMBOL);
  });
});

describe("codes that stand for several things", () => {
  test.each(['{"Code":101253,"Msg":"margin is not enough"}', '{"code":"101253","msg":"margin is not enough"}'])(
    "M23: 80012 is the wrapping of another service's code, as %s",
    async (msg) => {
      simulator.control.inject({ kind: "reply", status: 200, body: { code: 80012, msg, data: {} }, ...ORDER });
      expect(await place("any1", limit("0.5", "2800"))).toMatchObject({
        ok: false,
        error: {
          code: "FUNDS_INSUFFICIENT",
          venueCode: "101253",
          message: 'bingx says "margin is not enough" (101253)',
        },
      });
    },
  );

  test.each(["109400", "109414", "109421"])("%s to a look-up: not there, unless it rests", async (code) => {
    const asked = { method: "GET", path: ORDER.path };
    const body = { code: Number(code), msg: "order not exist", data: {} };
    const find = () => exchange.findOrder({ symbol: SYMBOL, clientOrderId: `rest${code}`, since: unixMs(0) });
    simulator.control.inject({ kind: "reply", status: 200, body, ...asked });
    expect(await find()).toEqual({ ok: true, value: undefined });
    await place(`rest${code}`, limit("0.5", "2800"));
    simulator.control.inject({ kind: "reply", status: 200, body, ...asked });
    expect(await find()).toMatchObject({ ok: true, value: { status: "open" } });
    await exchange.cancelAllOrders(SYMBOL);
  });
});

describe("M23: other words under the code of an unknown order", () => {
  test.each(["timestamp is invalid", "API orders are temporarily disabled", "who knows"])(
    "%s: a look-up that failed is not an order that is not there",
    async (msg) => {
      const body = { code: 109400, msg, data: {} };
      simulator.control.inject({ kind: "reply", status: 200, body, method: "GET", path: ORDER.path });
      const found = await exchange.findOrder({ symbol: SYMBOL, clientOrderId: "rest1", since: unixMs(0) });
      expect(found).toMatchObject({ ok: false, error: { remedy: "retry", venueCode: "109400" } });
    },
  );
});

describe("M24: a name with capitals, which BingX lowers", () => {
  const ASKED = { symbol: SYMBOL, clientOrderId: "MyTp5", since: unixMs(0) };

  test("is one name for placing, finding and cancelling, of an old order too", async () => {
    await place("MyTp5", limit("0.5", "2800"));
    expect(await exchange.findOrder(ASKED)).toMatchObject({ ok: true, value: { status: "open" } });
    simulator.control.setClockOffset(DAY_MS);
    await exchange.readBalance();
    expect(await exchange.findOrder(ASKED)).toMatchObject({ ok: true, value: { status: "open" } });
    expect(await exchange.cancelOrder(SYMBOL, "MYTP5")).toEqual({ ok: true, value: undefined });
  });

  test("a lost answer to its cancel: the cancel again finds it gone, and a look-up says that it was cancelled", async () => {
    await place("MyTp6", limit("0.5", "2800"));
    simulator.control.inject({ kind: "drop-after", method: "DELETE", path: ORDER.path });
    expect(await exchange.cancelOrder(SYMBOL, "MyTp6")).toMatchObject({ ok: false, error: { remedy: "retry" } });
    expect(await exchange.cancelOrder(SYMBOL, "MyTp6")).toMatchObject({ error: { code: "ORDER_NOT_FOUND" } });
    expect(await exchange.findOrder({ ...ASKED, clientOrderId: "MyTp6" })).toMatchObject({
      ok: true,
      value: { status: "canceled" },
    });
  });
});

describe("a mode that is changed while something is open", () => {
  const MARGIN = { method: "POST", path: "/openApi/swap/v2/trade/marginType" };
  const POSITION = { method: "POST", path: "/openApi/swap/v1/positionSide/dual" };
  /** The older code, which stands for a busy system as well. */
  const refuse = (where: typeof MARGIN) =>
    simulator.control.inject({ kind: "reply", status: 200, body: { code: 80001, msg: "refused", data: {} }, ...where });
  afterEach(() => exchange.cancelAllOrders(SYMBOL));

  test.each([
    ["with its own code", 104103, () => undefined],
    ["with a code of many meanings", 80001, () => refuse(POSITION)],
  ])("position mode, %s: refused for good", async (_name, code, inject) => {
    await place(`rest${code}`, limit("0.5", "2800"));
    inject();
    expect(await exchange.setPositionMode(SYMBOL, "one-way")).toMatchObject({
      ok: false,
      error: {
        code: "HEDGE_MODE",
        outcome: "rejected",
        remedy: "abort",
        venueCode: String(code),
        message: expect.stringMatching(/close the positions and cancel the open orders first$/),
      },
    });
  });

  test.each([
    ["with its own code", 109400, () => undefined],
    ["with a code of many meanings", 80001, () => refuse(MARGIN)],
  ])("margin mode, %s: refused for good", async (_name, code, inject) => {
    await place(`mode${code}`, limit("0.5", "2800"));
    inject();
    expect(await exchange.setMarginMode(SYMBOL, "isolated")).toMatchObject({
      ok: false,
      error: { code: "MARGIN_MODE_REFUSED", outcome: "rejected", remedy: "abort", venueCode: String(code) },
    });
  });

  test.each([
    ["nothing is open", () => refuse(POSITION), false],
    ["what is open cannot be read", () => refuse(POSITION), true],
    ["the answer is lost", () => simulator.control.inject({ kind: "drop-before", ...POSITION }), false],
  ])("%s: it is tried again", async (_name, inject, isBlind) => {
    if (isBlind) {
      await place("blind1", limit("0.5", "2800"));
      simulator.control.inject({ kind: "maintenance", method: "GET", path: "/openApi/swap/v2/trade/openOrders" });
    }
    inject();
    expect(await exchange.setPositionMode(SYMBOL, "one-way")).toMatchObject({
      ok: false,
      error: { code: "VENUE_UNREACHABLE", outcome: "unknown", remedy: "retry" },
    });
    expect(await exchange.setPositionMode("BTC/USDT:USDT", "one-way")).toMatchObject({ ok: !isBlind });
  });

  test("another symbol's orders do not hinder a margin mode: the refusal was a passing one", async () => {
    await place("other1", limit("0.5", "2800"));
    refuse(MARGIN);
    expect(await exchange.setMarginMode("BTC/USDT:USDT", "isolated")).toMatchObject({ error: { remedy: "retry" } });
  });
});

describe("when to come back", () => {
  test("is the end of the rate limit's window, told in milliseconds", async () => {
    simulator.control.inject({ kind: "rate-limit", retryAfterS: 7 });
    expect(await exchange.readBalance()).toMatchObject({ ok: false, error: { retryAfterMs: 7_000 } });
  });

  test("W4: is the end of a ban where the words name one, not the end of the window", async () => {
    const msg = `code:100410:The endpoint trigger frequency limit rule is currently in the disabled period and will be unblocked after ${Date.now() + 600_000}`;
    simulator.control.inject({ kind: "reply", status: 200, body: { code: 100410, msg, data: {} } });
    const read = await exchange.readBalance();
    expect(read).toMatchObject({ ok: false, error: { code: "RATE_LIMITED", remedy: "retry" } });
    expect(read.ok ? 0 : read.error.retryAfterMs).toBeGreaterThan(590_000);
  });

  test("is not read off a refusal that waiting does not cure", async () => {
    const refused = await place("big1", limit("1000", "2800"));
    expect(refused).toMatchObject({ ok: false, error: { code: "POSITION_TOO_LARGE" } });
    expect(refused.ok ? {} : refused.error).not.toHaveProperty("retryAfterMs");
  });
});

test("an order carries its size, price and name as they are, and nothing else", async () => {
  await place("exact1", limit("0.12", "2800.01"));
  const {
    timestamp: _timestamp,
    signature: _signature,
    ...sent
  } = simulator.journal.find(ORDER.method, ORDER.path)[0]?.params ?? {};
  expect(sent).toEqual({
    symbol: "ETH-USDT",
    side: "BUY",
    type: "LIMIT",
    quantity: "0.12",
    price: "2800.01",
    clientOrderID: "exact1",
    positionSide: "BOTH",
  });
  await exchange.cancelAllOrders(SYMBOL);
});

test("equity has the unrealised profit in it, ccxt's total does not", async () => {
  const step: PlaceStep = {
    kind: "place",
    purpose: "open",
    side: "buy",
    orderType: "market",
    contracts: "1",
    reduceOnly: false,
  };
  simulator.control.setBook("ETH-USDT", { bid: "2999", ask: "3001" });
  await place("open1", step);
  simulator.control.setBook("ETH-USDT", { bid: "3099", ask: "3101" });
  const balance = await exchange.readBalance();
  // 10,000 less the fee of 0.05 % of 3,001, plus the middle of 3,100 less 3,001.
  expect(balance).toMatchObject({ ok: true, value: { equity: "10097.4995" } });
  await place("close1", { ...step, side: "sell", reduceOnly: true });
  simulator.control.setBook("ETH-USDT", { bid: "2999", ask: "3001" });
});

test("a USDC account sees USDC markets and money only", async () => {
  const usdc = await open("USDC");
  const listed = await usdc.listInstruments();
  expect(listed.ok ? listed.value.map(({ symbol }) => symbol) : []).toEqual(["BTC/USDC:USDC", "ETH/USDC:USDC"]);
  expect(await usdc.readBalance()).toMatchObject({ ok: true, value: { settle: "USDC", equity: "0" } });
});

describe("accounts check", () => {
  test("says why a coin-margined account is not traded", async () => {
    const checked = await (await open("BTC")).checkAccount();
    const problems = checked.ok ? checked.value.filter(({ level }) => level === "problem") : [];
    expect(problems).toMatchObject([
      { message: expect.stringMatching(/^BTC cannot be traded on bingx: .* set SETTLE_COIN to USDT or USDC$/) },
    ]);
  });

  const keysOf = (n: number) => ({ apiKey: `key-of-account-${n}`, secret: `secret-of-account-${n}` }) as const;

  test.each([
    ["a key that may not trade", { permissions: [2] }, "problem: the key may not trade perpetual futures"],
    ["a key that may withdraw", { permissions: [2, 3, 5] }, "warning: the key may withdraw money"],
    ["a key for any address", { ipAddresses: [] }, "warning: the key works from any IP address"],
    ["multi-assets mode", { isMultiAssets: true }, "problem: multi-assets mode is on: isolated margin is not possible"],
    ["hedge mode", { isHedged: true }, "warning: hedge mode is on: orders are denied while anything is open"],
    ["no money", { deposits: { USDT: "0" } }, "warning: no free USDT in the futures wallet"],
  ])("%s", async (_name, setup, expected) => {
    const keys = keysOf(1);
    const own = await startBingxSimulator({ accounts: [{ ...keys, ...setup }] });
    const checked = await (await openSimulated(own.url, { account: { exchange: "bingx" }, keys })).checkAccount();
    await own.stop();
    const worries = checked.ok ? checked.value.filter(({ level }) => level !== "ok") : [];
    expect(worries.map(({ level, message }) => `${level}: ${message}`)).toEqual([expected]);
    expect(worries.every(({ advice }) => advice !== undefined)).toBe(true);
  });
});
