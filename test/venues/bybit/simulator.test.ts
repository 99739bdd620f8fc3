// The simulator's own checks, by plain HTTP: it must be as strict as Bybit, or tests against it prove nothing.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Simulator } from "../simulator.ts";
import { type BybitAnswer, type Sender, sendSigned } from "./sign.ts";
import { startBybitSimulator } from "./start-bybit-simulator.ts";

let simulator: Simulator;
let count = 0;

beforeAll(async () => {
  simulator = await startBybitSimulator();
});
afterAll(() => simulator.stop());
beforeEach(() => {
  simulator.journal.clear();
});
afterEach(() => {
  simulator.control.clearFaults();
});

const get = (path: string, params: object, sender?: Sender) =>
  sendSigned(simulator.url, { method: "GET", path, params }, sender);
const post = (path: string, params: object, sender?: Sender) =>
  sendSigned(simulator.url, { method: "POST", path, params }, sender);

const MARKET = { category: "linear", symbol: "BTCUSDT" };
const ORDER = { ...MARKET, side: "Buy", orderType: "Market", qty: "0.01" };
const LIMIT = { ...ORDER, orderType: "Limit", price: "58000" };
const order = (change: object) => post("/v5/order/create", { ...ORDER, ...change });

function rowsOf({ result }: BybitAnswer): readonly Readonly<Record<string, unknown>>[] {
  return result.list as readonly Readonly<Record<string, unknown>>[];
}

describe("who asks", () => {
  test.each([
    ["an unknown key", { apiKey: "someOtherKey" }, 10_003, 200],
    ["another secret", { secret: "wrong" }, 10_004, 200],
    ["a time ahead", { timestamp: Date.now() + 60_000 }, 10_002, 200],
    ["a time long past", { timestamp: Date.now() - 60_000 }, 10_002, 200],
    ["no key", { apiKey: "" }, 10_001, 401],
  ])("%s", async (_name, sender, code, status) => {
    const answer = await get("/v5/account/info", {}, sender);
    expect([answer.retCode, answer.status]).toEqual([code, status]);
  });

  test("a key that may only read places nothing", async () => {
    const keys = { apiKey: "readOnlyKey", secret: "secret" };
    const own = await startBybitSimulator({ accounts: [{ ...keys, key: { isReadOnly: true } }] });
    const placed = await sendSigned(own.url, { method: "POST", path: "/v5/order/create", params: ORDER }, keys);
    expect(placed.retCode).toBe(10_005);
    await own.stop();
  });

  test("a path Bybit does not have", async () => {
    expect(await get("/v5/nothing", {})).toMatchObject({ status: 404, retCode: 10_017 });
  });
});

describe("the markets", () => {
  test("come in pages, several hundred, those before their launch only when asked for", async () => {
    const first = await get("/v5/market/instruments-info", { category: "linear" });
    expect(rowsOf(first)).toHaveLength(500);
    const cursor = String(first.result.nextPageCursor);
    const second = await get("/v5/market/instruments-info", { category: "linear", cursor });
    const symbols = [...rowsOf(first), ...rowsOf(second)].map(({ symbol }) => symbol);
    expect(new Set(symbols).size).toBeGreaterThan(550);
    expect(symbols).not.toContain("NEWUSDT");
    const early = await get("/v5/market/instruments-info", { category: "linear", status: "PreLaunch" });
    expect(rowsOf(early)).toMatchObject([{ symbol: "NEWUSDT" }]);
  });
});

describe("what an order must keep to", () => {
  test.each([
    ["a market there is not", { symbol: "NOPEUSDT" }, 10_001],
    ["a market of the other category", { category: "inverse" }, 10_001],
    ["a side there is not", { side: "BUY" }, 10_001],
    ["a type there is not", { orderType: "MARKET" }, 10_001],
    ["no quantity", { qty: "" }, 10_001],
    ["a quantity of zero", { qty: "0" }, 10_001],
    ["a quantity off the grid", { qty: "0.0105" }, 10_001],
    ["more than one market order may hold", { qty: "501" }, 10_001],
    ["a notional too small", { symbol: "COIN001USDT", qty: "4" }, 110_094],
    ["more than the margin", { qty: "10" }, 110_007],
    ["more than the risk limit at 20x allows", { qty: "200" }, 110_090],
    ["an id too long", { orderLinkId: "x".repeat(37) }, 10_001],
    ["an id with a dot", { orderLinkId: "a.b" }, 10_001],
    ["a reduction of nothing", { symbol: "SOLUSDT", qty: "1", reduceOnly: true }, 110_017],
    ["a side of hedge mode", { positionIdx: 1 }, 10_001],
    ["a market that is closing", { symbol: "OLDUSDT", qty: "10" }, 110_074],
    ["a limit without its price", { ...LIMIT, price: "" }, 10_001],
    ["a price off the grid", { ...LIMIT, price: "58000.05" }, 10_001],
    ["a price far above", { ...LIMIT, price: "70000" }, 110_003],
    ["a sale far below", { ...LIMIT, side: "Sell", price: "50000" }, 110_003],
  ])("%s", async (_name, change, code) => {
    expect((await order(change)).retCode).toBe(code);
  });

  test("an answer only names the order: what it filled must be asked for", async () => {
    const { result } = await order({ orderLinkId: "named" });
    expect(Object.keys(result)).toEqual(["orderId", "orderLinkId"]);
    const found = await get("/v5/order/realtime", { ...MARKET, orderLinkId: "named" });
    expect(rowsOf(found)).toMatchObject([{ orderStatus: "Filled", cumExecQty: "0.01", avgPrice: "60000.1" }]);
  });

  test("an id stays taken when its order is done", async () => {
    await order({ ...LIMIT, orderLinkId: "once" });
    expect((await post("/v5/order/cancel", { ...MARKET, orderLinkId: "once" })).retCode).toBe(0);
    expect((await post("/v5/order/cancel", { ...MARKET, orderLinkId: "once" })).retCode).toBe(110_001);
    expect((await order({ ...LIMIT, orderLinkId: "once" })).retCode).toBe(110_072);
  });

  test("open orders come twenty at a time unless more are asked for, closed ones in the history", async () => {
    for (let index = 0; index < 25; index++) await order({ ...LIMIT, orderLinkId: `page${++count}` });
    expect(rowsOf(await get("/v5/order/realtime", MARKET))).toHaveLength(20);
    expect(rowsOf(await get("/v5/order/realtime", { ...MARKET, limit: 50 }))).toHaveLength(25);
    expect((await get("/v5/order/realtime", { category: "linear" })).retCode).toBe(10_001);
    expect(rowsOf(await post("/v5/order/cancel-all", MARKET))).toHaveLength(25);
    expect(rowsOf(await get("/v5/order/history", { ...MARKET, limit: 50 })).length).toBeGreaterThan(25);
  });
});

describe("settings", () => {
  const leverage = (value: string) =>
    post("/v5/position/set-leverage", { ...MARKET, buyLeverage: value, sellLeverage: value });

  test.each([
    ["leverage above the most", () => leverage("101"), 110_013],
    ["the leverage it has", () => leverage("20"), 110_043],
    ["the margin mode it has", () => post("/v5/account/set-margin-mode", { setMarginMode: "REGULAR_MARGIN" }), 110_026],
    [
      "a margin mode with a position",
      () => post("/v5/account/set-margin-mode", { setMarginMode: "ISOLATED_MARGIN" }),
      3_400_045,
    ],
    ["the position mode it has", () => post("/v5/position/switch-mode", { ...MARKET, mode: 0 }), 110_025],
    ["the position mode with a position", () => post("/v5/position/switch-mode", { ...MARKET, mode: 3 }), 110_024],
    [
      "a hedge mode for USDC",
      () => post("/v5/position/switch-mode", { category: "linear", symbol: "BTCPERP", mode: 3 }),
      110_029,
    ],
  ])("%s", async (_name, send, code) => {
    await order({});
    expect((await send()).retCode).toBe(code);
  });

  test("positions are told of a coin when open, of a symbol always", async () => {
    const flat = await get("/v5/position/list", { category: "linear", symbol: "XRPUSDT" });
    expect(rowsOf(flat)).toMatchObject([{ symbol: "XRPUSDT", size: "0", side: "", leverage: "20", positionIdx: 0 }]);
    expect((await get("/v5/position/list", { category: "linear" })).retCode).toBe(10_001);
    const open = await get("/v5/position/list", { category: "linear", settleCoin: "USDT" });
    expect(rowsOf(open).map(({ symbol }) => symbol)).not.toContain("XRPUSDT");
  });
});

describe("faults", () => {
  test("a rate limit says when it ends, in the venue's own header", async () => {
    simulator.control.inject({ kind: "rate-limit", retryAfterS: 4 });
    const response = await fetch(`${simulator.url}/v5/market/time`);
    const { retCode, time } = (await response.json()) as { retCode: number; time: number };
    expect(retCode).toBe(10_006);
    expect(Number(response.headers.get("x-bapi-limit-reset-timestamp")) - time).toBe(4_000);
  });

  test.each([
    ["busy", 200, 429],
    ["unknown-error", 200, 10_000],
  ] as const)("%s is told with HTTP 200", async (kind, status, code) => {
    simulator.control.inject(kind === "busy" ? { kind } : { kind, isTaken: false });
    expect(await order({})).toMatchObject({ status, retCode: code });
  });
});
