// The simulator's own checks, by plain HTTP: it must be as strict as OKX, or tests against it prove nothing.
import { createHmac } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Simulator } from "../simulator.ts";
import { SIMULATED_KEYS, startOkxSimulator } from "./start-okx-simulator.ts";

interface Answer {
  readonly status: number;
  readonly body: { readonly code: string; readonly data: readonly Readonly<Record<string, string>>[] };
}
interface Sender {
  readonly apiKey?: string;
  readonly secret?: string;
  readonly password?: string;
  readonly timestamp?: string;
  readonly signature?: string;
  readonly demo?: string;
}

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startOkxSimulator();
});
afterAll(() => simulator.stop());

async function send(method: string, path: string, payload?: unknown, sender: Sender = {}): Promise<Answer> {
  const { apiKey, secret, password } = { ...SIMULATED_KEYS, ...sender };
  const { timestamp = new Date().toISOString(), demo } = sender;
  const body = payload === undefined ? "" : JSON.stringify(payload);
  const signed = createHmac("sha256", secret).update(`${timestamp}${method}${path}${body}`).digest("base64");
  const response = await fetch(`${simulator.url}${path}`, {
    method,
    ...(body === "" ? {} : { body }),
    headers: {
      "content-type": "application/json",
      "OK-ACCESS-KEY": apiKey,
      "OK-ACCESS-PASSPHRASE": password,
      "OK-ACCESS-TIMESTAMP": timestamp,
      "OK-ACCESS-SIGN": sender.signature ?? signed,
      ...(demo === undefined ? {} : { "x-simulated-trading": demo }),
    },
  });
  return { status: response.status, body: (await response.json()) as Answer["body"] };
}

const get = (path: string, sender?: Sender) => send("GET", `/api/v5${path}`, undefined, sender);
const post = (path: string, payload: unknown, sender?: Sender) => send("POST", `/api/v5${path}`, payload, sender);

const ORDER = { instId: "BTC-USDT-SWAP", tdMode: "isolated", side: "buy", ordType: "market", sz: "0.1" };
const LIMIT = { ...ORDER, ordType: "limit", px: "58000" };

/** The order's own code, else the envelope's. */
async function codeOf(answer: Promise<Answer>): Promise<string | undefined> {
  const { body } = await answer;
  return body.data[0]?.sCode ?? body.code;
}
const order = (change: object) => codeOf(post("/trade/order", { ...ORDER, ...change }));

describe("who asks", () => {
  const at = (ms: number) => new Date(Date.now() + ms).toISOString();
  test.each<[string, Sender, string, number]>([
    ["no key", { apiKey: "" }, "50103", 401],
    ["no passphrase", { password: "" }, "50104", 401],
    ["no signature", { signature: "" }, "50106", 401],
    ["no time", { timestamp: "" }, "50107", 401],
    ["an unknown key", { apiKey: "some-other-key" }, "50111", 401],
    ["another passphrase", { password: "wrong" }, "50105", 401],
    ["another secret", { secret: "wrong" }, "50113", 401],
    ["a time ahead", { timestamp: at(60_000) }, "50102", 401],
    ["a time long past", { timestamp: at(-60_000) }, "50102", 401],
    ["a time in another format", { timestamp: String(Date.now()) }, "50112", 401],
  ])("%s", async (_name, sender, code, status) => {
    const answer = await get("/account/balance", sender);
    expect([answer.body.code, answer.status]).toEqual([code, status]);
  });

  test("a body that is not the signed one", async () => {
    const timestamp = new Date().toISOString();
    const signature = createHmac("sha256", SIMULATED_KEYS.secret)
      .update(`${timestamp}POST/api/v5/trade/order${JSON.stringify(ORDER)}`)
      .digest("base64");
    expect(await codeOf(post("/trade/order", { ...ORDER, sz: "9" }, { timestamp, signature }))).toBe("50113");
  });

  test.each([
    [true, undefined, "50101"],
    [true, "1", "0"],
    [false, "1", "50101"],
    [false, undefined, "0"],
  ])("keys of demo trading: %s, with the header %s", async (isDemo, demo, code) => {
    const own = await startOkxSimulator({ accounts: [{ ...SIMULATED_KEYS, isDemo }] });
    const [shared, sender] = [simulator, demo === undefined ? {} : { demo }];
    simulator = own;
    expect((await get("/account/balance", sender)).body.code).toBe(code);
    simulator = shared;
    await own.stop();
  });

  test("anyone may read the markets, several hundred of them", async () => {
    const response = await fetch(`${simulator.url}/api/v5/public/instruments?instType=SWAP`);
    const { data } = (await response.json()) as Answer["body"];
    expect(data.length).toBeGreaterThan(300);
  });
});

describe("what an order must keep to", () => {
  test.each<[string, object, string]>([
    ["a market there is not", { instId: "NOPE-USDT-SWAP" }, "51001"],
    ["a side there is not", { side: "hold" }, "51000"],
    ["a type there is not", { ordType: "odd" }, "51000"],
    ["no margin mode", { tdMode: undefined }, "51000"],
    ["spot's mode", { tdMode: "cash" }, "51000"],
    ["no size", { sz: "" }, "50014"],
    ["a size of zero", { sz: "0" }, "51000"],
    ["less than the least", { sz: "0.001" }, "51020"],
    ["off the lot size", { sz: "0.105" }, "51121"],
    ["more than a market order may", { sz: "12001" }, "51202"],
    ["more than the margin", { sz: "400" }, "51008"],
    ["more than the leverage allows", { instId: "COIN001-USDT-SWAP", sz: "10001", tdMode: "cross" }, "51004"],
    ["a name too long", { clOrdId: "x".repeat(33) }, "51000"],
    ["a name with a dash", { clOrdId: "a-b" }, "51000"],
    ["a side of hedge mode", { posSide: "long" }, "51000"],
    ["a market that is suspended", { instId: "OLD-USDT-SWAP", sz: "10" }, "51022"],
    ["a limit without its price", { ...LIMIT, px: undefined }, "51000"],
    ["a buy far above", { ...LIMIT, px: "70000" }, "51006"],
    ["a sale far below", { ...LIMIT, side: "sell", px: "50000" }, "51006"],
    ["a reduction of nothing", { instId: "SOL-USDT-SWAP", sz: "1", reduceOnly: true }, "51169"],
  ])("%s", async (_name, change, code) => {
    expect(await order(change)).toBe(code);
  });

  test("a reduction needs the position's own margin mode and the other side", async () => {
    const eth = { instId: "ETH-USDT-SWAP", sz: "1" };
    expect(await order({ ...eth, tdMode: "cross" })).toBe("0");
    expect(await order({ ...eth, side: "sell", reduceOnly: true })).toBe("51169");
    expect(await order({ ...eth, tdMode: "cross", reduceOnly: true })).toBe("51170");
    expect(await order({ ...eth, tdMode: "cross", side: "sell", reduceOnly: true })).toBe("0");
  });

  test("a name is taken while its order rests, and free once it is done; the latest answers", async () => {
    const named = { ...LIMIT, clOrdId: "again" };
    const { instId, clOrdId } = named;
    expect(await order(named)).toBe("0");
    expect(await order(named)).toBe("51016");
    expect(await codeOf(post("/trade/cancel-order", { instId, clOrdId }))).toBe("0");
    expect(await codeOf(post("/trade/cancel-order", { instId, clOrdId }))).toBe("51400");
    expect(await order({ clOrdId })).toBe("0");
    const [found] = (await get(`/trade/order?instId=${instId}&clOrdId=${clOrdId}`)).body.data;
    expect(found).toMatchObject({ state: "filled", ordType: "market", avgPx: "60000.1" });
    expect(await codeOf(get(`/trade/order?instId=${instId}&clOrdId=never`))).toBe("51603");
  });
});

describe("settings", () => {
  test.each<[string, string, object, string]>([
    ["leverage above the most", "set-leverage", { instId: ORDER.instId, mgnMode: "cross", lever: "101" }, "59102"],
    ["leverage below one", "set-leverage", { instId: ORDER.instId, mgnMode: "cross", lever: "0" }, "59105"],
    ["no margin mode", "set-leverage", { instId: ORDER.instId, lever: "5" }, "51000"],
    ["hedge mode with a position", "set-position-mode", { posMode: "long_short_mode" }, "59000"],
    ["the position mode it has", "set-position-mode", { posMode: "net_mode" }, "0"],
  ])("%s", async (_name, path, payload, code) => {
    await order({});
    expect(await codeOf(post(`/account/${path}`, payload))).toBe(code);
  });

  test("leverage waits for the open orders of its mode", async () => {
    const set = { instId: "LTC-USDT-SWAP", mgnMode: "isolated", lever: "5" };
    const limit = { ...LIMIT, instId: set.instId, sz: "1", px: "79" };
    expect(await order({ ...limit, clOrdId: "ltc" })).toBe("0");
    expect(await codeOf(post("/account/set-leverage", set))).toBe("59101");
    expect(await codeOf(post("/account/set-leverage", { ...set, mgnMode: "cross" }))).toBe("0");
    await post("/trade/cancel-order", { instId: set.instId, clOrdId: "ltc" });
    expect(await codeOf(post("/account/set-leverage", set))).toBe("0");
  });
});

test("a batch of more than 20 cancellations is refused", async () => {
  const batch = Array.from({ length: 21 }, (_, index) => ({ instId: ORDER.instId, ordId: String(index) }));
  expect(await codeOf(post("/trade/cancel-batch-orders", batch))).toBe("51111");
});

test("a resting order fills when the price reaches it, and pays the maker's fee", async () => {
  const instId = "XRP-USDT-SWAP";
  expect(await order({ ...LIMIT, instId, sz: "1", px: "0.49", clOrdId: "rest" })).toBe("0");
  simulator.control.setBook(instId, { bid: "0.4899", ask: "0.49" });
  const [found] = (await get(`/trade/order?instId=${instId}&clOrdId=rest`)).body.data;
  expect(found).toMatchObject({ state: "filled", avgPx: "0.49", fee: "-0.0098" });
});

test.each([
  ["busy", 429, "50013"],
  ["rate-limit", 429, "50011"],
  ["unknown-error", 400, "50004"],
  ["maintenance", 503, "50001"],
] as const)("%s is worded as OKX does", async (kind, status, code) => {
  simulator.control.inject(kind === "unknown-error" ? { kind, isTaken: false } : { kind });
  const answer = await get("/account/balance");
  expect([answer.status, answer.body.code]).toEqual([status, code]);
});
