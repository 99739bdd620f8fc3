// The simulator's own checks, by plain HTTP: it must be as strict as KuCoin, or tests against it prove nothing.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Simulator } from "../simulator.ts";
import { type Sender, signedHeaders } from "./sign-request.ts";
import { SIMULATED_KEYS, startKucoinSimulator } from "./start-kucoin-simulator.ts";

type Fields = Readonly<Record<string, unknown>>;
interface Answer {
  readonly status: number;
  readonly body: { readonly code: string; readonly data?: Fields };
}

let simulator: Simulator;

beforeAll(async () => {
  simulator = await startKucoinSimulator({
    accounts: [
      SIMULATED_KEYS,
      { ...SIMULATED_KEYS, apiKey: "hedged", isHedged: true },
      { ...SIMULATED_KEYS, apiKey: "crossed", marginMode: "cross" },
    ],
  });
});
afterAll(() => simulator.stop());
beforeEach(() => simulator.journal.clear());

async function send(method: string, target: string, fields?: Fields, sender?: Sender): Promise<Answer> {
  const body = fields === undefined ? "" : JSON.stringify(fields);
  const response = await fetch(`${simulator.url}${target}`, {
    method,
    headers: signedHeaders(method, target, body, sender),
    ...(fields === undefined ? {} : { body }),
  });
  return { status: response.status, body: (await response.json()) as Answer["body"] };
}

const ORDER = { clientOid: "mine", symbol: "XBTUSDTM", side: "buy", type: "market", size: 1, leverage: 5 };
const LIMIT = { ...ORDER, type: "limit", price: "58000" };
const order = (change: Fields, sender?: Sender) => send("POST", "/api/v1/orders", { ...ORDER, ...change }, sender);

describe("who asks", () => {
  const OVERVIEW = "/api/v1/account-overview?currency=USDT";
  test.each<[string, Sender, string]>([
    ["an unknown key", { apiKey: "some-other-key" }, "400003"],
    ["another passphrase", { password: "wrong" }, "400004"],
    ["a key of version 1", { version: "1" }, "400009"],
    ["a time ahead", { timestamp: Date.now() + 6_000 }, "400002"],
    ["a time past", { timestamp: Date.now() - 6_000 }, "400002"],
  ])("%s", async (_name, sender, code) => {
    const answer = await send("GET", OVERVIEW, undefined, sender);
    expect([answer.body.code, answer.status]).toEqual([code, 401]);
  });

  test("a signature of something else", async () => {
    const headers = signedHeaders("GET", "/api/v1/positions", "");
    const response = await fetch(`${simulator.url}${OVERVIEW}`, { headers });
    expect(await response.json()).toMatchObject({ code: "400005" });
  });

  test("a passphrase in plain text, or no header at all", async () => {
    const headers = { ...signedHeaders("GET", OVERVIEW, ""), "KC-API-PASSPHRASE": SIMULATED_KEYS.password };
    expect(await (await fetch(`${simulator.url}${OVERVIEW}`, { headers })).json()).toMatchObject({ code: "400004" });
    expect(await (await fetch(`${simulator.url}${OVERVIEW}`)).json()).toMatchObject({ code: "400001" });
  });

  test("a path KuCoin does not have", async () => {
    expect(await send("GET", "/api/v9/nothing")).toMatchObject({ status: 404, body: { code: "404000" } });
  });
});

describe("what an order must keep to", () => {
  test.each<[string, Fields, string]>([
    ["a market there is not", { symbol: "NOPEUSDTM" }, "100003"],
    ["a side there is not", { side: "hold" }, "400100"],
    ["a type there is not", { type: "odd" }, "400100"],
    ["no size", { size: "" }, "400100"],
    ["a size of zero", { size: 0 }, "100001"],
    ["a part of a lot", { size: 1.5 }, "100001"],
    ["more than the most", { size: 1_000_001 }, "100001"],
    ["more than the margin", { size: 1_000 }, "300003"],
    ["more than the risk limit", { symbol: "COIN001USDTM", size: 3_000, leverage: 50 }, "300005"],
    ["no leverage", { leverage: "" }, "100001"],
    ["leverage above the most", { leverage: 126 }, "100001"],
    ["no id", { clientOid: "" }, "400100"],
    ["an id too long", { clientOid: "x".repeat(41) }, "400100"],
    ["an id with a dot", { clientOid: "a.b" }, "400100"],
    ["a reduction of nothing", { symbol: "SOLUSDTM", reduceOnly: true }, "300009"],
    ["another margin mode than selected", { marginMode: "CROSS" }, "330005"],
    ["a side of hedge mode", { positionSide: "LONG" }, "330011"],
    ["a market that is being settled", { symbol: "OLDUSDTM" }, "300015"],
    ["a limit without its price", { ...LIMIT, price: "" }, "400100"],
    ["a price off the grid", { ...LIMIT, price: "58000.05" }, "100001"],
    ["a price far above", { ...LIMIT, price: "70000" }, "300011"],
    ["a sale far below", { ...LIMIT, side: "sell", price: "50000" }, "300012"],
  ])("%s", async (_name, change, code) => {
    expect((await order(change)).body.code).toBe(code);
  });

  test("the modes are the account's: without a margin mode an order is isolated, without a side one-way", async () => {
    expect((await order({}, { apiKey: "hedged" })).body.code).toBe("330011");
    expect((await order({}, { apiKey: "crossed" })).body.code).toBe("330005");
    expect((await order({ marginMode: "CROSS" }, { apiKey: "crossed" })).body.code).toBe("200000");
  });

  test("a refused order leaves the leverage as it was", async () => {
    expect((await order({ symbol: "ETHUSDTM", clientOid: "kept1", leverage: 4 })).body.code).toBe("200000");
    expect((await order({ symbol: "ETHUSDTM", clientOid: "kept2", leverage: 2, size: 900_000 })).body.code).not.toBe(
      "200000",
    );
    const { settings } = simulator.control.state("USDT");
    expect(settings.ETHUSDTM).toMatchObject({ leverage: 4 });
  });

  test("an id is taken while its order rests; the order is found by it, then cancelled by it once", async () => {
    const named = { ...LIMIT, clientOid: "again" };
    expect((await order(named)).body.data).toMatchObject({ clientOid: "again" });
    expect((await order(named)).body.code).toBe("300018");
    const look = () => send("GET", "/api/v1/orders/byClientOid?clientOid=again");
    expect((await look()).body.data).toMatchObject({ isActive: true, status: "open", price: "58000", filledSize: 0 });
    const cancel = () => send("DELETE", "/api/v1/orders/client-order/again?symbol=XBTUSDTM");
    expect((await cancel()).body.data).toEqual({ clientOid: "again" });
    expect((await cancel()).body.code).toBe("100004");
    expect((await look()).body.data).toMatchObject({ isActive: false, status: "done", cancelExist: true });
    expect((await send("GET", "/api/v1/orders/byClientOid?clientOid=never")).body.code).toBe("100001");
  });

  test("active orders come in pages", async () => {
    for (const clientOid of ["page1", "page2", "page3"])
      await order({ ...LIMIT, symbol: "SOLUSDTM", price: "149", clientOid });
    const page = await send("GET", "/api/v1/orders?status=active&symbol=SOLUSDTM&pageSize=2&currentPage=2");
    expect(page.body.data).toMatchObject({ totalNum: 3, totalPage: 2, items: [{ clientOid: "page1" }] });
    expect((await send("GET", "/api/v1/orders?status=active&pageSize=1001")).body.code).toBe("400100");
  });
});

describe("settings", () => {
  const mode = (symbol: string, marginMode: string) =>
    send("POST", "/api/v2/position/changeMarginMode", { symbol, marginMode });
  const leverage = (symbol: string, value: string) =>
    send("POST", "/api/v2/changeCrossUserLeverage", { symbol, leverage: value });

  test("the margin mode is the symbol's, and stays while anything is open", async () => {
    expect((await mode("XRPUSDTM", "CROSS")).body.data).toEqual({ symbol: "XRPUSDTM", marginMode: "CROSS" });
    expect((await mode("XRPUSDTM", "CROSS")).body.code).toBe("200000");
    await order({ symbol: "XRPUSDTM", marginMode: "CROSS", clientOid: "open1" });
    expect((await mode("XRPUSDTM", "ISOLATED")).body.code).not.toBe("200000");
  });

  test("leverage can be set with cross margin only", async () => {
    expect((await leverage("DOGEUSDTM", "5")).body.code).toBe("330006");
    await mode("DOGEUSDTM", "CROSS");
    expect((await leverage("DOGEUSDTM", "76")).body.code).toBe("300016");
    expect((await leverage("DOGEUSDTM", "5")).body).toEqual({ code: "200000", data: true });
    expect((await send("GET", "/api/v2/getCrossUserLeverage?symbol=DOGEUSDTM")).body.data).toMatchObject({
      leverage: "5",
    });
  });
});
