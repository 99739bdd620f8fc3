// The simulator's own checks, by plain HTTP: it must be as strict as Phemex, or tests against it prove nothing.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Simulator } from "../simulator.ts";
import { type Sender, signedHeaders } from "./sign-request.ts";
import { SIMULATED_KEYS, startPhemexSimulator } from "./start-phemex-simulator.ts";

type Fields = Readonly<Record<string, unknown>>;
interface Answer {
  readonly status: number;
  readonly body: { readonly code: number | string; readonly msg: string; readonly data: unknown };
}

let simulator: Simulator;

beforeAll(async () => {
  simulator = await startPhemexSimulator({
    accounts: [
      { ...SIMULATED_KEYS, deposits: { BTC: "0.5" } },
      { ...SIMULATED_KEYS, apiKey: "hedged", isHedged: true },
    ],
  });
});
afterAll(() => simulator.stop());
beforeEach(() => simulator.journal.clear());

async function send(
  method: string,
  path: string,
  { query = "", fields, sender }: { readonly query?: string; readonly fields?: Fields; readonly sender?: Sender } = {},
): Promise<Answer> {
  const body = fields === undefined ? "" : JSON.stringify(fields);
  const response = await fetch(`${simulator.url}${path}${query === "" ? "" : `?${query}`}`, {
    method,
    headers: signedHeaders(path, query, body, sender),
    ...(fields === undefined ? {} : { body }),
  });
  return { status: response.status, body: (await response.json()) as Answer["body"] };
}

const ACCOUNT = "/g-accounts/accountPositions";
const ORDER = {
  clOrdID: "mine",
  symbol: "BTCUSDT",
  side: "Buy",
  ordType: "Market",
  orderQtyRq: "0.01",
  posSide: "Merged",
};
const LIMIT = { ...ORDER, ordType: "Limit", priceRp: "58000" };
const order = async (change: Fields, sender?: Sender) =>
  (await send("POST", "/g-orders", { fields: { ...ORDER, ...change }, ...(sender === undefined ? {} : { sender }) }))
    .body;

describe("who asks", () => {
  const query = "currency=USDT";
  test.each<[string, Sender, string, number]>([
    ["an unknown key", { apiKey: "some-other-key" }, "401 Failed to load API KEY.", 401],
    ["a request that has expired", { expiresIn: -1 }, "401 Request Expired at", 401],
    ["a request that lives too long", { expiresIn: 130 }, "401 Request Expired at", 401],
    ["another secret", { secret: "wrong" }, "API Signature verification failed.", 200],
  ])("%s", async (_name, sender, message, status) => {
    const answer = await send("GET", ACCOUNT, { query, sender });
    expect([answer.body.msg.slice(0, message.length), answer.status]).toEqual([message, status]);
  });

  test("a signature of another query or body", async () => {
    const headers = signedHeaders(ACCOUNT, "currency=USDC", "");
    const response = await fetch(`${simulator.url}${ACCOUNT}?${query}`, { headers });
    expect(await response.json()).toMatchObject({ code: 10_500 });
    const body = JSON.stringify({ ...ORDER, orderQtyRq: "1" });
    const placed = await fetch(`${simulator.url}/g-orders`, {
      method: "POST",
      body,
      headers: signedHeaders("/g-orders", "", JSON.stringify(ORDER)),
    });
    expect(await placed.json()).toMatchObject({ code: 10_500 });
  });

  test("a path Phemex does not have", async () => {
    expect(await send("GET", "/nothing")).toMatchObject({ status: 404 });
  });
});

describe("what an order must keep to", () => {
  test.each<[string, Fields, number]>([
    ["a market there is not", { symbol: "NOPEUSDT" }, 11_027],
    ["a market that is gone", { symbol: "OLDUSDT" }, 11_027],
    ["a side there is not", { side: "Hold" }, 11_034],
    ["a type there is not", { ordType: "Odd" }, 11_035],
    ["no quantity", { orderQtyRq: "" }, 10_500],
    ["a quantity too small", { orderQtyRq: "0.0001" }, 11_058],
    ["a quantity off the grid", { orderQtyRq: "0.0105" }, 30_000],
    ["more than the most", { orderQtyRq: "1001" }, 11_056],
    ["a value too small", { symbol: "XRPUSDT", orderQtyRq: "0.1" }, 11_115],
    ["more than the margin", { orderQtyRq: "10" }, 11_001],
    ["more than the risk limit", { symbol: "COIN001USDT", orderQtyRq: "20001" }, 11_081],
    ["no id", { clOrdID: "" }, 10_500],
    ["an id too long", { clOrdID: "x".repeat(41) }, 30_000],
    ["no position side", { posSide: "" }, 10_500],
    ["a side of hedge mode", { posSide: "Long" }, 20_004],
    ["a reduction of nothing", { symbol: "SOLUSDT", orderQtyRq: "1", reduceOnly: true }, 11_057],
    ["a limit without its price", { ...LIMIT, priceRp: "" }, 10_500],
    ["a price off the grid", { ...LIMIT, priceRp: "58000.05" }, 30_000],
    ["a price far above", { ...LIMIT, priceRp: "100000" }, 11_053],
    ["a price far below", { ...LIMIT, priceRp: "10000" }, 11_055],
  ])("%s", async (_name, change, code) => {
    expect((await order(change)).code).toBe(code);
  });

  test("in hedge mode an order for one-way mode is refused, and so is its leverage", async () => {
    const sender = { apiKey: "hedged" };
    expect((await order({}, sender)).code).toBe(20_004);
    const query = "leverageRr=5&symbol=BTCUSDT";
    expect((await send("PUT", "/g-positions/leverage", { query, sender })).body.code).toBe(20_004);
  });

  test("a market order is only taken at first; the reports tell what it filled, and its fills the fee", async () => {
    const placed = await order({ clOrdID: "taken" });
    expect(placed.data).toMatchObject({ ordStatus: "Created", cumQtyRq: "0", orderType: "Market", clOrdID: "taken" });
    const query = "clOrdID=taken&symbol=BTCUSDT";
    const found = await send("GET", "/api-data/g-futures/orders/by-order-id", { query });
    expect(found.body.data).toMatchObject({
      rows: [{ ordStatus: "Filled", cumQtyRq: "0.01", ordType: "Market", clOrdId: "taken" }],
    });
    const fills = await send("GET", "/api-data/g-futures/trades", { query: "limit=1&symbol=BTCUSDT" });
    expect(fills.body.data).toMatchObject({
      rows: [{ execQtyRq: "0.01", orderQtyRq: "0.01", execFeeRv: "0.3600006", currency: "USDT", clOrdID: "taken" }],
    });
    expect((await send("GET", "/api-data/g-futures/trades", { query: "limit=201&symbol=BTCUSDT" })).body.code).toBe(
      30_018,
    );
  });

  test("an id is taken while its order rests; cancelled by it once", async () => {
    const named = { ...LIMIT, clOrdID: "again" };
    expect((await order(named)).code).toBe(0);
    expect((await order(named)).code).toBe(11_085);
    const open = await send("GET", "/g-orders/activeList", { query: "symbol=BTCUSDT" });
    expect(open.body.data).toMatchObject({ rows: [{ clOrdID: "again", ordStatus: "New", priceRp: "58000" }] });
    const cancel = (id: string) =>
      send("DELETE", "/g-orders/cancel", { query: `clOrdID=${id}&posSide=Merged&symbol=BTCUSDT` });
    expect((await cancel("again")).body.data).toMatchObject({ ordStatus: "Canceled" });
    expect((await cancel("again")).body.code).toBe(11_062);
    expect((await cancel("never")).body.code).toBe(10_002);
    expect((await send("GET", "/g-orders/activeList", { query: "symbol=BTCUSDT" })).body.code).toBe(10_002);
  });
});

describe("settings", () => {
  const lever = async (symbol: string, leverageRr: string) =>
    (await send("PUT", "/g-positions/leverage", { query: `leverageRr=${leverageRr}&symbol=${symbol}` })).body.code;
  const rowOf = async (symbol: string) => {
    const { data } = (await send("GET", ACCOUNT, { query: "currency=USDT" })).body;
    return (data as { positions: { symbol: string }[] }).positions.find((row) => row.symbol === symbol);
  };

  test("the sign of the leverage is the margin mode, also of a flat symbol", async () => {
    expect(await lever("ETHUSDT", "7")).toBe(0);
    expect(await rowOf("ETHUSDT")).toMatchObject({ leverageRr: "7", crossMargin: false, size: "0", side: "None" });
    expect(await lever("ETHUSDT", "-9")).toBe(0);
    expect(await rowOf("ETHUSDT")).toMatchObject({ leverageRr: "-9", crossMargin: true });
  });

  test("leverage above the most, and the mode of an open position", async () => {
    expect(await lever("DOGEUSDT", "51")).toBe(11_004);
    await order({ symbol: "DOGEUSDT", orderQtyRq: "100" });
    expect(await lever("DOGEUSDT", "5")).not.toBe(0);
    expect(await lever("DOGEUSDT", "-5")).toBe(0);
  });

  test("a currency it does not know", async () => {
    expect((await send("GET", ACCOUNT, { query: "currency=NOPE" })).body.code).toBe(11_028);
  });
});

describe("the contract API", () => {
  const MARKET = { clOrdID: "coin", symbol: "BTCUSD", side: "Buy", ordType: "Market", orderQty: 6_000 };
  const place = async (change: Fields) => (await send("POST", "/orders", { fields: { ...MARKET, ...change } })).body;

  test.each<[string, Fields, number]>([
    ["a market of the other API", { symbol: "BTCUSDT" }, 11_027],
    ["no quantity under its own name", { orderQty: undefined, orderQtyRq: "6000" }, 10_500],
    ["a fraction of a contract", { orderQty: 6_000.5 }, 30_000],
    ["more than the most", { orderQty: 1_000_001 }, 11_056],
    ["more than the margin", { orderQty: 990_000 }, 11_001],
    ["a limit without its price", { ordType: "Limit" }, 10_500],
    ["a price that is not scaled", { ordType: "Limit", priceEp: 59_000.5 }, 30_000],
    ["a price off the grid", { ordType: "Limit", priceEp: 590_002_000 }, 30_000],
    ["a scaled price far below", { ordType: "Limit", priceEp: 50_000 }, 11_055],
    ["a reduction of nothing", { symbol: "cETHUSD", reduceOnly: true }, 11_057],
  ])("%s", async (_name, change, code) => {
    expect((await place(change)).code).toBe(code);
  });

  test("the other API does not take its markets either", async () => {
    expect((await order({ symbol: "BTCUSD" })).code).toBe(11_027);
    expect((await send("GET", ACCOUNT, { query: "currency=BTC" })).body.code).toBe(11_028);
    const query = "currency=USDT";
    expect((await send("GET", "/accounts/accountPositions", { query })).body.code).toBe(11_028);
  });

  test("a live order has no type and its values twice; the stored one has the type and scaled values only", async () => {
    const placed = await place({ clOrdID: "stored" });
    expect(placed.data).toMatchObject({ ordStatus: "Created", orderType: null, cumQty: 0, cumValueEv: 0, cumValue: 0 });
    const found = await send("GET", "/exchange/order", { query: "clOrdID=stored&symbol=BTCUSD" });
    expect(found.body.data).toMatchObject([
      { ordStatus: "Filled", orderType: "Market", cumQty: 6_000, cumValueEv: 9_999_916, cumValue: null, price: null },
    ]);
    const fills = await send("GET", "/exchange/order/trade", { query: "limit=1&symbol=BTCUSD" });
    expect(fills.body.data).toMatchObject({
      rows: [{ execQty: 6_000, execPriceEp: 600_005_000, execFeeEv: 5_999, currency: "BTC", tradeType: "Trade" }],
    });
  });

  test("leverage comes plain or scaled, the plain one wins; zero is cross with the most there is", async () => {
    const lever = async (query: string) => {
      await send("PUT", "/positions/leverage", { query });
      const { data } = (await send("GET", "/accounts/accountPositions", { query: "currency=ETH" })).body;
      return (data as { positions: unknown[] }).positions[0];
    };
    expect(await lever("leverageEr=700000000&symbol=cETHUSD")).toMatchObject({ leverage: 7, crossMargin: false });
    expect(await lever("leverage=9&leverageEr=700000000&symbol=cETHUSD")).toMatchObject({ leverageEr: 900_000_000 });
    expect(await lever("leverage=0&symbol=cETHUSD")).toMatchObject({ leverage: 0, leverageEr: 0, crossMargin: true });
    const below = await send("PUT", "/positions/leverage", { query: "leverage=-9&symbol=cETHUSD" });
    expect(below.body.code).toBe(11_004);
  });
});
