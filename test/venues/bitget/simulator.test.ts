// The simulator's own checks, by plain HTTP: it must be as strict as Bitget, or tests against it prove nothing.
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Simulator } from "../simulator.ts";
import { type BitgetAnswer, type Sender, sendSigned } from "./sign.ts";
import { startBitgetSimulator } from "./start-bitget-simulator.ts";

let simulator: Simulator;

beforeAll(async () => {
  simulator = await startBitgetSimulator();
});
afterAll(() => simulator.stop());
afterEach(() => {
  simulator.control.clearFaults();
});

const get = (path: string, params: object, sender?: Sender) =>
  sendSigned(simulator.url, { method: "GET", path: `/api/v2${path}`, params }, sender);
const post = (path: string, params: object, sender?: Sender) =>
  sendSigned(simulator.url, { method: "POST", path: `/api/v2${path}`, params }, sender);

const FUTURES = { productType: "USDT-FUTURES" };
const MARKET = { ...FUTURES, symbol: "BTCUSDT" };
const ACCOUNT = { ...MARKET, marginCoin: "USDT" };
const ORDER = { ...ACCOUNT, marginMode: "crossed", side: "buy", orderType: "market", size: "0.01" };
const LIMIT = { ...ORDER, orderType: "limit", price: "58000" };
const order = (change: object) => post("/mix/order/place-order", { ...ORDER, ...change });

function fieldOf({ data }: BitgetAnswer, name: string): unknown {
  return (data as Readonly<Record<string, unknown>>)[name];
}

describe("who asks", () => {
  test.each([
    ["no key", { apiKey: "" }, "40001"],
    ["an unknown key", { apiKey: "bg_other" }, "40037"],
    ["another passphrase", { password: "wrong" }, "40012"],
    ["another secret", { secret: "wrong" }, "40009"],
    ["a time ahead", { timestamp: Date.now() + 60_000 }, "40008"],
    ["a time long past", { timestamp: Date.now() - 60_000 }, "40008"],
  ])("%s", async (_name, sender, code) => {
    const answer = await get("/mix/account/accounts", FUTURES, sender);
    expect([answer.code, answer.status]).toEqual([code, 400]);
  });

  test("a key that may only read places nothing", async () => {
    const keys = { apiKey: "bg_reader", secret: "secret", password: "word" };
    const own = await startBitgetSimulator({ accounts: [{ ...keys, authorities: ["readonly"] }] });
    const path = "/api/v2/mix/order/place-order";
    expect((await sendSigned(own.url, { method: "POST", path, params: ORDER }, keys)).code).toBe("40014");
    await own.stop();
  });

  test("a path Bitget does not have", async () => {
    expect(await get("/nothing", {})).toMatchObject({ status: 404, code: "40404" });
  });
});

describe("what an order must keep to", () => {
  test.each([
    ["a market there is not", { symbol: "NOPEUSDT" }, "40034"],
    ["a market of another product type", { productType: "USDC-FUTURES" }, "40034"],
    ["another margin coin", { marginCoin: "USDC" }, "40020"],
    ["no margin mode", { marginMode: "" }, "40019"],
    ["a side there is not", { side: "long" }, "40020"],
    ["a size of zero", { size: "0" }, "40017"],
    ["a size off the grid", { size: "0.00005" }, "40808"],
    ["more than one market order may hold", { size: "221" }, "45112"],
    ["a notional too small", { symbol: "COIN001USDT", size: "4" }, "45110"],
    ["more than the margin", { size: "10" }, "40762"],
    ["more than the tier of 20x allows", { size: "100" }, "40921"],
    ["an id too long", { clientOid: "x".repeat(65) }, "40305"],
    ["a reduction of nothing", { symbol: "SOLUSDT", size: "1", reduceOnly: "YES" }, "22002"],
    ["a market that is gone", { symbol: "OLDUSDT", size: "10" }, "40309"],
    ["a limit without its price", { ...LIMIT, price: "" }, "40706"],
    ["a price off the grid", { ...LIMIT, price: "58000.05" }, "45115"],
    ["a price far above", { ...LIMIT, price: "70000" }, "40815"],
    ["a sale far below", { ...LIMIT, side: "sell", price: "50000" }, "40816"],
  ])("%s", async (_name, change, code) => {
    expect(await order(change)).toMatchObject({ status: 400, code });
  });

  test("an answer only names the order: what it filled must be asked for", async () => {
    const { data } = await order({ clientOid: "named" });
    expect(Object.keys(data as object)).toEqual(["orderId", "clientOid"]);
    const found = await get("/mix/order/detail", { ...MARKET, clientOid: "named" });
    expect(found.data).toMatchObject({ state: "filled", baseVolume: "0.01", priceAvg: "60000.1" });
    expect((await order({ clientOid: "named" })).code).toBe("40786");
    expect((await get("/mix/order/detail", { ...MARKET, clientOid: "never" })).code).toBe("40109");
  });

  test("a reduce-only order that pushes out an older one gets no id", async () => {
    await order({ size: "0.02" });
    const resting = { ...LIMIT, side: "sell", price: "62000", size: "0.02", reduceOnly: "YES", clientOid: "resting" };
    expect(fieldOf(await order(resting), "orderId")).toBeDefined();
    const answer = await order({ side: "sell", size: "0.02", reduceOnly: "YES", clientOid: "closing" });
    expect(answer).toMatchObject({ code: "00000", data: { clientOid: "closing" } });
    expect(fieldOf(answer, "orderId")).toBeUndefined();
    const pushed = await get("/mix/order/detail", { ...MARKET, clientOid: "resting" });
    expect(fieldOf(pushed, "state")).toBe("canceled");
  });

  test("an empty list is null, cancelling nothing a refusal", async () => {
    expect(fieldOf(await get("/mix/order/orders-pending", MARKET), "entrustedList")).toBeNull();
    expect((await post("/mix/order/batch-cancel-orders", MARKET)).code).toBe("22001");
    expect((await post("/mix/order/cancel-order", { ...MARKET, clientOid: "none" })).code).toBe("40768");
  });
});

describe("settings", () => {
  test("each margin mode keeps its own leverage", async () => {
    const eth = { ...ACCOUNT, symbol: "ETHUSDT" };
    await post("/mix/account/set-leverage", { ...eth, leverage: "7" });
    await post("/mix/account/set-margin-mode", { ...eth, marginMode: "isolated" });
    expect((await get("/mix/account/account", eth)).data).toMatchObject({
      marginMode: "isolated",
      isolatedLongLever: "20",
      crossedMarginLeverage: "7",
    });
  });

  test.each([
    ["leverage above the most", "/mix/account/set-leverage", { leverage: "126" }, "40797"],
    ["another margin mode with a position", "/mix/account/set-margin-mode", { marginMode: "isolated" }, "45117"],
    ["the position mode with a position", "/mix/account/set-position-mode", { posMode: "hedge_mode" }, "40920"],
  ])("%s", async (_name, path, params, code) => {
    await order({});
    expect((await post(path, { ...ACCOUNT, ...params })).code).toBe(code);
    expect((await order({ marginMode: "isolated" })).code).toBe("45117");
  });

  test("what it has already is no refusal", async () => {
    expect((await post("/mix/account/set-margin-mode", { ...ACCOUNT, marginMode: "crossed" })).code).toBe("00000");
    expect((await post("/mix/account/set-position-mode", { ...FUTURES, posMode: "one_way_mode" })).code).toBe("00000");
  });
});

describe("faults", () => {
  test.each([
    ["busy", 400, "40200"],
    ["rate-limit", 429, "429"],
  ] as const)("%s in Bitget's own words", async (kind, status, code) => {
    simulator.control.inject({ kind });
    expect(await order({})).toMatchObject({ status, code });
  });
});
