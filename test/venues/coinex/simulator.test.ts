// The simulator's own checks, by plain HTTP: it must be as strict as CoinEx, or tests against it prove nothing.
import { createHash, createHmac } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Simulator } from "../simulator.ts";
import { SIMULATED_KEYS, startCoinexSimulator } from "./start-coinex-simulator.ts";

type Fields = Readonly<Record<string, string | number>>;
interface Answer {
  readonly code: number;
  readonly data: unknown;
  readonly pagination?: { readonly has_next: boolean };
}
interface Sender {
  readonly apiKey?: string;
  readonly secret?: string;
  readonly timestamp?: number;
  readonly isSigned?: boolean;
  readonly sign?: (text: string, secret: string) => string;
}

const keyed = (text: string, secret: string) => createHmac("sha256", secret).update(text).digest("hex");
const appended = (text: string, secret: string) => createHash("sha256").update(`${text}${secret}`).digest("hex");

let simulator: Simulator;

beforeAll(async () => {
  simulator = await startCoinexSimulator();
});
afterAll(() => simulator.stop());

async function send(method: "GET" | "POST", path: string, fields: Fields, sender: Sender = {}): Promise<Answer> {
  const { apiKey, secret, timestamp = Date.now(), isSigned = true, sign = keyed } = { ...SIMULATED_KEYS, ...sender };
  const query = new URLSearchParams(
    Object.entries(fields).map(([name, value]): [string, string] => [name, String(value)]),
  ).toString();
  const target = `/v2${path}${method === "GET" && query !== "" ? `?${query}` : ""}`;
  const body = method === "POST" ? JSON.stringify(fields) : "";
  const signature = sign(`${method}${target}${body}${timestamp}`, secret);
  const response = await fetch(`${simulator.url}${target}`, {
    method,
    headers: {
      "content-type": "application/json",
      "X-COINEX-KEY": apiKey,
      "X-COINEX-TIMESTAMP": String(timestamp),
      ...(isSigned ? { "X-COINEX-SIGN": signature } : {}),
    },
    ...(method === "POST" ? { body } : {}),
  });
  return (await response.json()) as Answer;
}

const FUTURES = { market_type: "FUTURES" };
const ORDER = { ...FUTURES, market: "BTCUSDT", side: "buy", type: "market", amount: "0.01" };
const LIMIT = { type: "limit", price: "58000" };

function order(change: Fields): Promise<Answer> {
  return send("POST", "/futures/order", { ...ORDER, ...change });
}

function close(change: Fields): Promise<Answer> {
  const { side: _none, ...closing } = ORDER;
  return send("POST", "/futures/close-position", { ...closing, ...change });
}

async function rows(path: string, fields: Fields): Promise<readonly Readonly<Record<string, unknown>>[]> {
  return (await send("GET", path, { ...FUTURES, ...fields })).data as readonly Readonly<Record<string, unknown>>[];
}

describe("who asks", () => {
  test.each([
    ["an unknown key", { apiKey: "some-other-key" }, 4005],
    ["another secret", { secret: "wrong" }, 4006],
    ["no signature", { isSigned: false }, 4008],
    ["a time ahead", { timestamp: Date.now() + 60_000 }, 4010],
    ["a time long past", { timestamp: Date.now() - 60_000 }, 4010],
    ["the signature of today", { sign: keyed }, 0],
    ["the signature of before", { sign: appended }, 0],
  ] as const)("%s", async (_name, sender, code) => {
    expect((await send("GET", "/futures/pending-position", FUTURES, sender)).code).toBe(code);
  });

  test("a path CoinEx does not have", async () => {
    expect((await send("GET", "/futures/nothing", {})).code).toBe(4009);
  });

  test("anyone may read the markets, hundreds of them", async () => {
    const response = await fetch(`${simulator.url}/v2/futures/market`);
    expect(((await response.json()) as { data: unknown[] }).data.length).toBeGreaterThan(200);
  });
});

describe("what an order must keep to", () => {
  test.each([
    ["a market there is not", { market: "NOPEUSDT" }, 3639],
    ["a side there is not", { side: "hold" }, 3639],
    ["a type there is not", { type: "odd" }, 3639],
    ["another kind of market", { market_type: "SPOT" }, 3639],
    ["a field nobody reads", { clientOrderId: "one" }, 3639],
    ["no amount", { amount: "" }, 3639],
    ["an amount below the least", { amount: "0.00001" }, 3127],
    ["too many decimals", { amount: "0.010000001" }, 3639],
    ["more than the margin", { amount: "90", market: "BTCUSDC" }, 3109],
    ["more than may be held", { amount: "101" }, 3108],
    ["an id too long", { client_id: "x".repeat(33) }, 4004],
    ["an id with a dot", { client_id: "a.b" }, 4004],
    ["a market that is closed", { market: "OLDUSDT", amount: "10" }, 4130],
    ["a limit without its price", { ...LIMIT, price: "" }, 3639],
    ["a price off the grid", { ...LIMIT, price: "58000.005" }, 3128],
    ["a price far above", { ...LIMIT, price: "70000" }, 3606],
    ["a sale far below", { ...LIMIT, side: "sell", price: "50000" }, 3606],
  ] as const)("%s", async (_name, change, code) => {
    expect((await order(change)).code).toBe(code);
  });

  test("the same client id is taken again, also while it rests", async () => {
    const named = { ...LIMIT, client_id: "twice" };
    expect([(await order(named)).code, (await order(named)).code]).toEqual([0, 0]);
    expect(await rows("/futures/pending-order", { client_id: "twice" })).toHaveLength(2);
    const cancelled = await send("POST", "/futures/cancel-order-by-client-id", { ...FUTURES, client_id: "twice" });
    expect(cancelled.data).toHaveLength(2);
  });
});

describe("closing a position", () => {
  test("takes whichever side is open, no more of it, and nothing when there is none", async () => {
    const sol = { market: "SOLUSDT", amount: "2" };
    expect((await close(sol)).code).toBe(3120);
    await order({ ...sol, side: "sell" });
    expect((await close({ ...sol, amount: "3" })).code).toBe(3136);
    expect((await close({ ...sol, amount: "0.5" })).data).toMatchObject({ side: "buy", filled_amount: "0.5" });
    const resting = { ...sol, amount: "1", type: "limit", price: "140" };
    expect((await close(resting)).data).toMatchObject({ unfilled_amount: "1" });
    expect(await rows("/futures/pending-position", { market: "SOLUSDT" })).toMatchObject([
      { side: "short", open_interest: "1.5", close_avbl: "0.5" },
    ]);
    expect((await close({ ...sol, amount: "1" })).code).toBe(3136);
    await send("POST", "/futures/cancel-all-order", { ...FUTURES, market: "SOLUSDT" });
  });
});

describe("lists", () => {
  test("come in pages of 10 unless told otherwise, the newest first, at most 100", async () => {
    for (let n = 1; n <= 12; n++) await order({ market: "XRPUSDT", amount: "10", client_id: `page${n}` });
    const ids = async (fields: Fields) =>
      (await rows("/futures/finished-order", { market: "XRPUSDT", ...fields })).map(({ client_id: id }) => id);
    expect(await ids({})).toHaveLength(10);
    expect((await ids({}))[0]).toBe("page12");
    expect(await ids({ page: 2 })).toEqual(["page2", "page1"]);
    expect((await send("GET", "/futures/finished-order", { ...FUTURES, limit: 101 })).code).toBe(3639);
  });

  test("have no order that was cancelled before it filled", async () => {
    const placed = (await order({ ...LIMIT, client_id: "gone" })).data as { readonly order_id: number };
    const asked = { market: "BTCUSDT", order_id: placed.order_id };
    expect((await send("GET", "/futures/order-status", asked)).data).toMatchObject({ status: "open" });
    await send("POST", "/futures/cancel-order-by-client-id", { ...FUTURES, client_id: "gone" });
    expect((await send("GET", "/futures/order-status", asked)).code).toBe(3600);
    const done = await rows("/futures/finished-order", { market: "BTCUSDT", limit: 100 });
    expect(done.filter(({ client_id: id }) => id === "gone")).toEqual([]);
  });
});

describe("settings", () => {
  const set = (change: Fields) =>
    send("POST", "/futures/adjust-position-leverage", {
      ...FUTURES,
      market: "LTCUSDT",
      margin_mode: "cross",
      leverage: 5,
      ...change,
    });

  test.each([
    ["a leverage of its list", { leverage: 8 }, 0],
    ["one between", { leverage: 7 }, 3113],
    ["one above the market's", { leverage: 100 }, 3113],
    ["what is so already", { leverage: 8 }, 0],
    ["a mode there is not", { margin_mode: "both" }, 3639],
  ])("%s", async (_name, change, code) => {
    expect((await set(change)).code).toBe(code);
  });

  test("the margin mode of an open position can be changed, not while orders rest", async () => {
    await order({ market: "LTCUSDT", amount: "1" });
    expect((await set({ margin_mode: "isolated" })).code).toBe(0);
    await order({ market: "LTCUSDT", amount: "1", type: "limit", price: "75" });
    expect((await set({ margin_mode: "cross" })).code).toBe(3122);
  });
});

describe("faults", () => {
  test.each([
    ["busy", 3007],
    ["rate-limit", 4213],
    ["maintenance", 4001],
  ] as const)("%s is a refusal", async (kind, code) => {
    const taken = simulator.control.orders().length;
    simulator.control.inject({ kind });
    expect((await order({})).code).toBe(code);
    expect(simulator.control.orders()).toHaveLength(taken);
  });

  test("an unknown error may have been carried out", async () => {
    const taken = simulator.control.orders().length;
    simulator.control.inject({ kind: "unknown-error", isTaken: true });
    expect((await order({})).code).toBe(3008);
    expect(simulator.control.orders()).toHaveLength(taken + 1);
  });
});
