// The simulator's own checks, by plain HTTP: it must be as strict as Binance, or tests against it prove nothing.
import { createHmac } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Simulator } from "../simulator.ts";
import { SIMULATED_KEYS, startBinanceSimulator } from "./start-binance-simulator.ts";

type Params = Readonly<Record<string, string>>;
interface Answer {
  readonly status: number;
  readonly body: { readonly code?: number; readonly [field: string]: unknown };
}

let simulator: Simulator;

beforeAll(async () => {
  simulator = await startBinanceSimulator({ accounts: [{ ...SIMULATED_KEYS, deposits: { BTC: "1" } }] });
});
afterAll(() => simulator.stop());
beforeEach(() => {
  simulator.journal.clear();
});

async function send(
  method: string,
  path: string,
  params: Params,
  sender: { readonly apiKey?: string; readonly secret?: string; readonly isSigned?: boolean } = {},
): Promise<Answer> {
  const { apiKey, secret, isSigned = true } = { ...SIMULATED_KEYS, ...sender };
  const query = new URLSearchParams({ timestamp: String(Date.now()), ...params }).toString();
  const signature = createHmac("sha256", secret).update(query).digest("hex");
  const url = `${simulator.url}${path}?${query}${isSigned ? `&signature=${signature}` : ""}`;
  const response = await fetch(url, { method, headers: apiKey === "" ? {} : { "x-mbx-apikey": apiKey } });
  const text = await response.text();
  return { status: response.status, body: /^[{[]/.test(text) ? JSON.parse(text) : { text } };
}

const ORDER = { symbol: "BTCUSDT", side: "BUY", type: "MARKET", quantity: "0.01", newOrderRespType: "RESULT" };
const LIMIT = { ...ORDER, type: "LIMIT", timeInForce: "GTC", price: "58000" };

function order(change: Params): Promise<Answer> {
  return send("POST", "/fapi/v1/order", { ...ORDER, ...change });
}

describe("who asks", () => {
  test.each([
    ["no key", { apiKey: "" }, {}, -2014, 401],
    ["an unknown key", { apiKey: "some-other-key" }, {}, -2015, 401],
    ["another secret", { secret: "wrong" }, {}, -1022, 400],
    ["no signature", { isSigned: false }, {}, -1102, 400],
    ["a time ahead", {}, { timestamp: String(Date.now() + 5_000) }, -1021, 400],
    ["a time long past", {}, { timestamp: String(Date.now() - 20_000) }, -1021, 400],
    ["a window too long", {}, { recvWindow: "70000" }, -1131, 400],
    ["a parameter nobody reads", {}, { leverage: "3" }, -1104, 400],
  ])("%s", async (_name, options, params, code, status) => {
    const answer = await send("GET", "/fapi/v3/account", params, options);
    expect([answer.body.code, answer.status]).toEqual([code, status]);
  });

  test("a path Binance does not have", async () => {
    expect(await send("GET", "/fapi/v9/nothing", {})).toMatchObject({ status: 404 });
  });

  test("anyone may read the markets, several hundred of them", async () => {
    const response = await fetch(`${simulator.url}/fapi/v1/exchangeInfo`);
    const { symbols } = (await response.json()) as { symbols: unknown[] };
    expect(symbols.length).toBeGreaterThan(500);
  });
});

describe("what an order must keep to", () => {
  test.each([
    ["a market there is not", { symbol: "NOPEUSDT" }, -1121],
    ["a side there is not", { side: "HOLD" }, -1117],
    ["a type there is not", { type: "ODD" }, -1116],
    ["no quantity", { quantity: "" }, -1102],
    ["a quantity of zero", { quantity: "0" }, -4003],
    ["too many decimals", { quantity: "0.0105" }, -1111],
    ["more than the most", { quantity: "121" }, -4005],
    ["a notional too small", { quantity: "0.001" }, -4164],
    ["more than the margin", { quantity: "10" }, -2019],
    ["more than the bracket of 20x allows", { quantity: "100" }, -2027],
    ["an id too long", { newClientOrderId: "x".repeat(37) }, -4015],
    ["an id with a space", { newClientOrderId: "a b" }, -1100],
    ["a reduction of nothing", { symbol: "SOLUSDT", quantity: "1", reduceOnly: "true" }, -2022],
    ["a side of hedge mode", { positionSide: "LONG" }, -4061],
    ["a market that is closing", { symbol: "OLDUSDT", quantity: "10" }, -4140],
    ["a limit without its price", { ...LIMIT, price: "" }, -1102],
    ["a price off the grid", { ...LIMIT, price: "58000.05" }, -4014],
    ["a price with too many decimals", { ...LIMIT, price: "58000.001" }, -1111],
    ["a price far above", { ...LIMIT, price: "70000" }, -4016],
    ["a sale far below", { ...LIMIT, side: "SELL", price: "50000" }, -4024],
    ["a leaked parameter", { marginMode: "cross" }, -1104],
  ])("%s", async (_name, change, code) => {
    expect((await order(change)).body.code).toBe(code);
  });

  test("only an acknowledgement is given unless the result is asked for", async () => {
    const answer = await order({ newOrderRespType: "ACK" });
    expect(answer.body).toMatchObject({ status: "NEW", executedQty: "0" });
  });

  test("an id is taken while its order rests, and free once it is done", async () => {
    const named = { ...LIMIT, newClientOrderId: "again" };
    expect((await order(named)).body.status).toBe("NEW");
    expect((await order(named)).body.code).toBe(-4116);
    const cancel = { symbol: "BTCUSDT", origClientOrderId: "again" };
    expect((await send("DELETE", "/fapi/v1/order", cancel)).body.status).toBe("CANCELED");
    expect((await send("DELETE", "/fapi/v1/order", cancel)).body.code).toBe(-2011);
    expect((await order({ newClientOrderId: "again" })).body.status).toBe("FILLED");
    // The latest order of the id answers.
    expect((await send("GET", "/fapi/v1/order", cancel)).body.status).toBe("FILLED");
  });
});

describe("COIN-M", () => {
  const COIN = { symbol: "BTCUSD_PERP", side: "BUY", type: "MARKET", quantity: "6", newOrderRespType: "RESULT" };
  const PATH = "/dapi/v1/order";
  const list = async (path: string, params: Params = {}) =>
    (await send("GET", path, params)).body as unknown as readonly Readonly<Record<string, unknown>>[];

  test.each([
    ["a market of the other API", { symbol: "BTCUSDT" }, -1121],
    ["a pair, which is no market", { symbol: "BTCUSD" }, -1121],
    ["a fraction of a contract", { quantity: "6.5" }, -1111],
    ["more than the most", { quantity: "60001" }, -4005],
    ["more than the margin", { quantity: "15000" }, -2019],
    ["more coins than the bracket of 20x allows", { quantity: "40000" }, -2027],
    ["a price off the grid", { type: "LIMIT", timeInForce: "GTC", price: "58000.05" }, -1111],
    ["a reduction of nothing", { symbol: "BTCUSD_261225", reduceOnly: "true" }, -2022],
    ["a leaked parameter", { marginMode: "cross" }, -1104],
  ])("%s", async (_name, change, code) => {
    expect((await send("POST", PATH, { ...COIN, ...change })).body.code).toBe(code);
  });

  test("the other API does not take its markets either", async () => {
    expect((await order({ symbol: "BTCUSD_PERP" })).body.code).toBe(-1121);
  });

  test("placing does not tell what it was filled at; look-ups and fills do, values in base coins", async () => {
    const placed = await send("POST", PATH, { ...COIN, newClientOrderId: "told" });
    expect(placed.body).toMatchObject({ status: "FILLED", executedQty: "6", pair: "BTCUSD" });
    expect(placed.body).not.toHaveProperty("avgPrice");
    expect(placed.body).not.toHaveProperty("cumBase");
    const { body } = await send("GET", PATH, { symbol: "BTCUSD_PERP", origClientOrderId: "told" });
    expect(body).toMatchObject({ avgPrice: "60000.1", cumBase: "0.00999998" });
    const fills = await list("/dapi/v1/userTrades", { symbol: "BTCUSD_PERP" });
    expect(fills.at(-1)).toMatchObject({ baseQty: "0.00999998", marginAsset: "BTC", commissionAsset: "BTC" });
  });

  test("flat symbols have a position too, with their settings; the wallets are its own", async () => {
    const rows = await list("/dapi/v1/positionRisk");
    expect(rows.find(({ symbol }) => symbol === "ETHUSD_PERP")).toMatchObject({ positionAmt: "0", leverage: "20" });
    const account = (await send("GET", "/dapi/v1/account", {})).body as unknown as { assets: { asset: string }[] };
    expect(account.assets.map(({ asset }) => asset)).toEqual(["BTC", "ETH"]);
  });

  test("the position mode is one for both APIs", async () => {
    await order({});
    const dual = "/dapi/v1/positionSide/dual";
    expect((await send("POST", dual, { dualSidePosition: "true" })).body.code).toBe(-4068);
    expect((await send("GET", dual, {})).body).toEqual({ dualSidePosition: false });
  });
});

describe("settings", () => {
  test.each([
    ["leverage above the most", "/fapi/v1/leverage", { symbol: "BTCUSDT", leverage: "126" }, -4028],
    ["the margin mode it has", "/fapi/v1/marginType", { symbol: "ETHUSDT", marginType: "CROSSED" }, -4046],
    ["the margin mode with a position", "/fapi/v1/marginType", { symbol: "BTCUSDT", marginType: "ISOLATED" }, -4048],
    ["the position mode it has", "/fapi/v1/positionSide/dual", { dualSidePosition: "false" }, -4059],
    ["the position mode with a position", "/fapi/v1/positionSide/dual", { dualSidePosition: "true" }, -4068],
  ])("%s", async (_name, path, params, code) => {
    await order({ quantity: "0.01" });
    expect((await send("POST", path, params)).body.code).toBe(code);
  });

  test("leverage of an isolated position only goes up", async () => {
    await send("POST", "/fapi/v1/marginType", { symbol: "ETHUSDT", marginType: "ISOLATED" });
    await order({ symbol: "ETHUSDT", quantity: "0.1" });
    const lower = { symbol: "ETHUSDT", leverage: "10" };
    expect((await send("POST", "/fapi/v1/leverage", lower)).body.code).toBe(-4161);
    expect((await send("POST", "/fapi/v1/leverage", { ...lower, leverage: "30" })).body).toMatchObject({
      leverage: 30,
    });
  });
});

describe("the book", () => {
  test("a resting order fills when the price reaches it, and pays the maker's fee", async () => {
    const id = "resting";
    await order({ ...LIMIT, symbol: "LTCUSDT", quantity: "1", price: "79", newClientOrderId: id });
    simulator.control.setBook("LTCUSDT", { bid: "78.99", ask: "79" });
    const found = await send("GET", "/fapi/v1/order", { symbol: "LTCUSDT", origClientOrderId: id });
    expect(found.body).toMatchObject({ status: "FILLED", avgPrice: "79" });
    expect(simulator.control.fills().at(-1)).toMatchObject({ isMaker: true, fee: "0.0158" });
  });
});

describe("the journal", () => {
  test("keeps what was asked without the signature, and what was answered", async () => {
    await order({ quantity: "0" });
    const [entry] = simulator.journal.entries;
    expect(entry).toMatchObject({ method: "POST", path: "/fapi/v1/order", status: 400, params: { quantity: "0" } });
    expect(entry?.params).not.toHaveProperty("signature");
  });

  test("requests side by side are one round trip, one after the other two", () => {
    const at = (startedAt: number, endedAt: number) => ({ method: "GET", path: "/", params: {}, startedAt, endedAt });
    expect(simulator.journal.roundTrips([at(0, 10), at(1, 9), at(2, 12)])).toBe(1);
    expect(simulator.journal.roundTrips([at(0, 10), at(1, 9), at(11, 12)])).toBe(2);
    expect(simulator.journal.roundTrips([at(0, 10), at(10, 20), at(20, 30)])).toBe(3);
  });
});

describe("faults", () => {
  test("hit the named request as often as asked, then no more", async () => {
    simulator.control.inject({ kind: "busy", method: "POST", path: "/fapi/v1/order", times: 2 });
    expect((await send("GET", "/fapi/v3/account", {})).status).toBe(200);
    expect((await order({})).body.code).toBe(-1008);
    expect((await order({})).body.code).toBe(-1008);
    expect((await order({})).body.status).toBe("FILLED");
  });

  test.each([
    ["rate-limit", 429],
    ["banned", 418],
  ] as const)("%s says when to come back", async (kind, status) => {
    simulator.control.inject({ kind, retryAfterS: 4 });
    const response = await fetch(`${simulator.url}/fapi/v1/time`);
    expect([response.status, response.headers.get("retry-after")]).toEqual([status, "4"]);
  });

  test.each(["drop-before", "drop-after"] as const)("%s answers nothing", async (kind) => {
    const taken = simulator.control.orders().length;
    simulator.control.inject({ kind });
    await expect(order({})).rejects.toThrow();
    expect(simulator.control.orders().length - taken).toBe(kind === "drop-after" ? 1 : 0);
  });
});

describe("its own pages", () => {
  test("show the journal and take faults and prices from another process", async () => {
    await fetch(`${simulator.url}/_book`, {
      method: "POST",
      body: JSON.stringify({ symbol: "XRPUSDT", bid: "0.6", ask: "0.6001" }),
    });
    const book = await fetch(`${simulator.url}/fapi/v1/ticker/bookTicker?symbol=XRPUSDT`);
    expect(await book.json()).toMatchObject({ bidPrice: "0.6", askPrice: "0.6001" });
    const journal = (await (await fetch(`${simulator.url}/_journal`)).json()) as { path: string }[];
    expect(journal.map(({ path }) => path)).toEqual(["/fapi/v1/ticker/bookTicker"]);
  });
});
