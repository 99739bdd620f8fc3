// The simulator's own checks, by plain HTTP: it must be as strict as BingX, or tests against it prove nothing.
import { createHmac } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Simulator } from "../simulator.ts";
import { SIMULATED_KEYS, startBingxSimulator } from "./start-bingx-simulator.ts";

type Params = Readonly<Record<string, string>>;
interface Answer {
  readonly code: number;
  readonly data: Readonly<Record<string, unknown>>;
}

const HOUR_MS = 3_600_000;

let simulator: Simulator;

beforeAll(async () => {
  simulator = await startBingxSimulator();
});
afterAll(() => simulator.stop());

async function send(
  method: string,
  path: string,
  params: Params,
  sender: { readonly apiKey?: string; readonly secret?: string; readonly isSigned?: boolean } = {},
): Promise<Answer> {
  const { apiKey, secret, isSigned = true } = { ...SIMULATED_KEYS, ...sender };
  const query = new URLSearchParams({ timestamp: String(Date.now()), ...params }).toString();
  const signature = createHmac("sha256", secret).update(query).digest("hex");
  const url = `${simulator.url}/openApi${path}?${query}${isSigned ? `&signature=${signature}` : ""}`;
  const response = await fetch(url, { method, headers: { "X-BX-APIKEY": apiKey } });
  return (await response.json()) as Answer;
}

const ORDER = { symbol: "BTC-USDT", side: "BUY", positionSide: "BOTH", type: "MARKET", quantity: "0.01" };
const LIMIT = { ...ORDER, type: "LIMIT", price: "58000" };

function order(change: Params): Promise<Answer> {
  return send("POST", "/swap/v2/trade/order", { ...ORDER, ...change });
}

describe("who asks", () => {
  test.each([
    ["no key", { apiKey: "" }, {}, 100413],
    ["an unknown key", { apiKey: "some-other-key" }, {}, 100413],
    ["another secret", { secret: "wrong" }, {}, 100001],
    ["no signature", { isSigned: false }, {}, 100412],
    ["a time ahead", {}, { timestamp: String(Date.now() + 60_000) }, 100421],
    ["a time long past", {}, { timestamp: String(Date.now() - 60_000) }, 100421],
    ["a path BingX does not have", {}, {}, 100400, "/swap/v9/nothing"],
  ])("%s", async (_name, sender, params, code, path = "/swap/v2/user/positions") => {
    expect((await send("GET", path, params, sender)).code).toBe(code);
  });

  test("anyone may read the markets, several hundred of them", async () => {
    const response = await fetch(`${simulator.url}/openApi/swap/v2/quote/contracts`);
    const { data } = (await response.json()) as { data: unknown[] };
    expect(data.length).toBeGreaterThan(500);
  });
});

describe("what an order must keep to", () => {
  test.each([
    ["a market there is not", { symbol: "NOPE-USDT" }, 109425],
    ["a side there is not", { side: "HOLD" }, 109400],
    ["a type there is not", { type: "ODD" }, 109400],
    ["no quantity", { quantity: "" }, 109400],
    ["a quantity below the least", { quantity: "0.00001" }, 110422],
    ["too many decimals", { quantity: "0.01005" }, 110425],
    ["a notional too small", { symbol: "XRP-USDT", quantity: "4", price: "0.45", type: "LIMIT" }, 110425],
    ["more than the margin", { quantity: "9", symbol: "BTC-USDC" }, 101204],
    ["more than its leverage allows", { quantity: "100" }, 101209],
    ["an id too long", { clientOrderId: "x".repeat(41) }, 109400],
    ["a reduction of nothing", { symbol: "SOL-USDT", quantity: "1", reduceOnly: "true" }, 101205],
    ["a side of hedge mode", { positionSide: "LONG" }, 109400],
    ["no position side, which means LONG", { positionSide: "" }, 109400],
    ["a market that is closing", { symbol: "OLD-USDT", quantity: "10" }, 101415],
    ["a limit without its price", { ...LIMIT, price: "" }, 109400],
    ["a price off the grid", { ...LIMIT, price: "58000.05" }, 109400],
    ["a price far above", { ...LIMIT, price: "70000" }, 101211],
    ["a sale far below", { ...LIMIT, side: "SELL", price: "50000" }, 101211],
  ])("%s", async (_name, change, code) => {
    expect((await order(change)).code).toBe(code);
  });

  test("an id is lowered, and taken for good: with a code of its own for a second, then as a busy system", async () => {
    const named = { ...LIMIT, clientOrderID: "DIP1" };
    expect((await order(named)).data.order).toMatchObject({ clientOrderID: "dip1" });
    expect((await order(named)).code).toBe(109201);
    await send("DELETE", "/swap/v2/trade/order", { symbol: "BTC-USDT", clientOrderId: "dip1" });
    simulator.control.setClockOffset(1_500);
    expect((await order(named)).code).toBe(101500);
    simulator.control.setClockOffset(0);
  });

  test("an order is found by its id for two hours, by BingX's own for longer", async () => {
    const placed = (await order({ ...LIMIT, clientOrderID: "old1" })).data.order as { readonly orderId: number };
    const found = (change: Params, timestamp = Date.now()) =>
      send("GET", "/swap/v2/trade/order", { symbol: "BTC-USDT", timestamp: String(timestamp), ...change });
    expect((await found({ clientOrderId: "old1" })).code).toBe(0);
    simulator.control.setClockOffset(3 * HOUR_MS);
    expect((await found({ clientOrderId: "old1" }, Date.now() + 3 * HOUR_MS)).code).toBe(80016);
    simulator.control.setClockOffset(0);
    // Too large for a double: whoever reads it as a number asks for another order.
    expect((await found({ orderId: String(placed.orderId) })).code).toBe(80016);
  });

  test("a filled order cannot be cancelled", async () => {
    await order({ clientOrderID: "done1" });
    const cancelled = await send("DELETE", "/swap/v2/trade/order", { symbol: "BTC-USDT", clientOrderId: "done1" });
    expect(cancelled.code).toBe(80018);
  });
});

describe("settings", () => {
  test.each([
    [
      "leverage above the most",
      "/swap/v2/trade/leverage",
      { symbol: "BTC-USDT", side: "BOTH", leverage: "126" },
      101414,
    ],
    ["leverage of one side", "/swap/v2/trade/leverage", { symbol: "BTC-USDT", side: "LONG", leverage: "5" }, 109400],
    ["the margin mode it has", "/swap/v2/trade/marginType", { symbol: "ETH-USDT", marginType: "CROSSED" }, 0],
    [
      "the margin mode with a position",
      "/swap/v2/trade/marginType",
      { symbol: "BTC-USDT", marginType: "ISOLATED" },
      109400,
    ],
    ["the position mode with a position", "/swap/v1/positionSide/dual", { dualSidePosition: "true" }, 104103],
  ])("%s", async (_name, path, params, code) => {
    await order({ quantity: "0.01" });
    expect((await send("POST", path, params)).code).toBe(code);
  });
});

describe("fills", () => {
  test("are asked for with a range and a unit, and counted in it", async () => {
    await order({ symbol: "ETH-USDT", quantity: "0.5" });
    const range = { startTs: String(Date.now() - 60_000), endTs: String(Date.now() + 1_000), symbol: "ETH-USDT" };
    const volume = async (tradingUnit: string) => {
      const { data } = await send("GET", "/swap/v2/trade/allFillOrders", { ...range, tradingUnit });
      return (data.fill_orders as readonly { readonly volume: string }[])[0]?.volume;
    };
    expect([await volume("COIN"), await volume("CONT")]).toEqual(["0.5", "50"]);
    expect((await send("GET", "/swap/v2/trade/allFillOrders", { tradingUnit: "COIN" })).code).toBe(109400);
  });
});

describe("the fund flow", () => {
  const flow = (params: Params) => send("GET", "/swap/v2/user/income", params);

  test("is of a type and between two times, oldest first; null where nothing is", async () => {
    const move = (at: number, kind: "funding" | "transfer") =>
      simulator.control.move({ at, kind, settle: "USDT", amount: "1" });
    for (const at of [5_000, 3_000, 2_000]) move(at, "funding");
    move(4_000, "transfer");
    const { data } = await flow({ startTime: "2000", endTime: "5001", incomeType: "FUNDING_FEE" });
    expect(data).toMatchObject([{ time: 3_000 }, { time: 5_000 }]);
    expect((await flow({ startTime: "3000", endTime: "4000" })).data).toBeNull();
  });

  test("lists a thousand at most", async () => {
    expect((await flow({ limit: "1001" })).code).toBe(109400);
  });
});

describe("faults", () => {
  test("a rate limit tells when its window ends", async () => {
    simulator.control.inject({ kind: "rate-limit", retryAfterS: 4 });
    const response = await fetch(`${simulator.url}/openApi/swap/v2/server/time`);
    expect([response.status, response.headers.get("x-ratelimit-requests-expire")]).toEqual([429, "4000"]);
  });

  test("busy is a refusal, an unknown error is not", async () => {
    simulator.control.inject({ kind: "busy" });
    expect((await order({})).code).toBe(109415);
    simulator.control.inject({ kind: "unknown-error", isTaken: true });
    const taken = simulator.control.orders().length;
    expect((await order({})).code).toBe(100500);
    expect(simulator.control.orders()).toHaveLength(taken + 1);
  });
});
