// The simulator's own checks, by plain HTTP: it must be as strict as Kraken, or tests against it prove nothing.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Simulator } from "../simulator.ts";
import { authentOf } from "./authenticate.ts";
import { SIMULATED_KEYS, startKrakenSimulator } from "./start-kraken-simulator.ts";

type Params = Readonly<Record<string, string>>;
interface Answer {
  readonly result?: string;
  readonly error?: string;
  readonly errors?: readonly { readonly code: number; readonly message: string }[];
  readonly sendStatus?: { readonly status: string };
  readonly cancelStatus?: { readonly status: string };
  readonly orders?: readonly { readonly status: string; readonly order: Record<string, unknown> }[];
  readonly [part: string]: unknown;
}
interface Sender {
  readonly apiKey?: string;
  readonly secret?: string;
  readonly authent?: string;
}

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startKrakenSimulator();
});
afterAll(() => simulator.stop());

async function send(method: string, path: string, params: Params = {}, sender: Sender = {}): Promise<Answer> {
  const { apiKey, secret } = { ...SIMULATED_KEYS, ...sender };
  const postData = new URLSearchParams(params).toString();
  const authent = sender.authent ?? authentOf(secret, { postData, endpoint: path.replace("/derivatives", "") });
  const url = `${simulator.url}${path}${postData === "" ? "" : `?${postData}`}`;
  const response = await fetch(url, { method, headers: { APIKey: apiKey, Authent: authent } });
  return (await response.json()) as Answer;
}

const api = (path: string) => `/derivatives/api/v3/${path}`;
const ORDER = { symbol: "PF_XBTUSD", side: "buy", orderType: "mkt", size: "0.01" };
const LIMIT = { ...ORDER, orderType: "lmt", limitPrice: "58000" };

/** The status of the order, else the error. */
async function order(change: Params): Promise<string | undefined> {
  const answer = await send("POST", api("sendorder"), { ...ORDER, ...change });
  return answer.sendStatus?.status ?? answer.error;
}

describe("who asks", () => {
  test.each<[string, Sender]>([
    ["no key", { apiKey: "" }],
    ["an unknown key", { apiKey: "some-other-key" }],
    ["another secret", { secret: "d3Jvbmc=" }],
    ["no signature", { authent: "" }],
  ])("%s", async (_name, sender) => {
    expect(await send("GET", api("accounts"), {}, sender)).toMatchObject({ error: "authenticationError" });
  });

  test("parameters that are not the signed ones", async () => {
    const postData = new URLSearchParams(ORDER).toString();
    const authent = authentOf(SIMULATED_KEYS.secret, { postData, endpoint: "/api/v3/sendorder" });
    expect(await send("POST", api("sendorder"), { ...ORDER, size: "9" }, { authent })).toMatchObject({
      error: "authenticationError",
    });
  });

  test("a path Kraken does not have", async () => {
    expect(await send("GET", api("nothing"))).toMatchObject({ error: "notFound" });
  });

  test("anyone may read the markets, several hundred of them, with indices and dated futures among them", async () => {
    const response = await fetch(`${simulator.url}${api("instruments")}`);
    const { instruments } = (await response.json()) as { instruments: { type: string }[] };
    expect(instruments.length).toBeGreaterThan(300);
    expect(new Set(instruments.map(({ type }) => type))).toEqual(
      new Set(["flexible_futures", "futures_inverse", "spot index"]),
    );
  });
});

describe("what an order must keep to", () => {
  test.each<[string, Params, string]>([
    ["a market there is not", { symbol: "PF_NOPEUSD" }, "contractNotFound"],
    ["a side there is not", { side: "hold" }, "invalidSide"],
    ["a type there is not", { orderType: "odd" }, "invalidOrderType"],
    ["no size", { size: "" }, "requiredArgumentMissing"],
    ["a size of zero", { size: "0" }, "invalidSize"],
    ["off the grid", { size: "0.00015" }, "invalidSize"],
    ["more than 20,000,000 dollars", { size: "334" }, "invalidSize"],
    ["more than the margin", { size: "4" }, "insufficientAvailableFunds"],
    ["more than a position may hold", { symbol: "PF_LTCUSD", size: "1001" }, "maxPositionViolation"],
    ["a name too long", { cliOrdId: "x".repeat(101) }, "clientOrderIdTooLong"],
    ["a market that is closed", { symbol: "PF_OLDUSD", size: "10" }, "marketInactive"],
    ["a limit without its price", { ...LIMIT, limitPrice: "" }, "invalidPrice"],
    ["a price off the grid", { ...LIMIT, limitPrice: "58000.5" }, "invalidPrice"],
    ["a buy far above", { ...LIMIT, limitPrice: "70000" }, "outsidePriceCollar"],
    ["a sale far below", { ...LIMIT, side: "sell", limitPrice: "50000" }, "outsidePriceCollar"],
    ["a reduction of nothing", { symbol: "PF_SOLUSD", size: "1", reduceOnly: "true" }, "wouldNotReducePosition"],
  ])("%s", async (_name, change, status) => {
    expect(await order(change)).toBe(status);
  });

  test("an empty book executes nothing", async () => {
    simulator.control.setBook("PF_XRPUSD", { bid: "0.5", ask: "0.50001", liquidity: "0" });
    expect(await order({ symbol: "PF_XRPUSD", size: "10" })).toBe("iocWouldNotExecute");
  });

  test("a name is taken for good", async () => {
    expect(await order({ ...LIMIT, cliOrdId: "once" })).toBe("placed");
    expect(await order({ ...LIMIT, cliOrdId: "once" })).toBe("clientOrderIdAlreadyExist");
    const cancel = () => send("POST", api("cancelorder"), { cliOrdId: "once" });
    expect((await cancel()).cancelStatus).toMatchObject({ status: "cancelled" });
    expect((await cancel()).cancelStatus).toMatchObject({ status: "notFound" });
    expect(await order({ cliOrdId: "once" })).toBe("clientOrderIdAlreadyExist");
  });
});

describe("the status of orders", () => {
  test("knows open ones, and those done in the last 5 seconds", async () => {
    await order({ cliOrdId: "done" });
    await order({ ...LIMIT, cliOrdId: "open" });
    const statusOf = async (id: string) =>
      (await send("POST", api("orders/status"), { cliOrdIds: id })).orders?.map(({ status }) => status);
    expect(await statusOf("done")).toEqual(["FULLY_EXECUTED"]);
    expect(await statusOf("open")).toEqual(["ENTERED_BOOK"]);
    simulator.control.setClockOffset(6_000);
    expect(await statusOf("done")).toEqual([]);
    expect(await statusOf("open")).toEqual(["ENTERED_BOOK"]);
    simulator.control.setClockOffset(0);
  });

  test("does not read ids that are encoded as a list", async () => {
    await order({ cliOrdId: "listed" });
    expect((await send("POST", api("orders/status"), { "cliOrdIds[0]": "listed" })).orders).toEqual([]);
  });
});

describe("settings", () => {
  const prefer = (params: Params) => send("PUT", api("leveragepreferences"), params);

  test.each<[string, Params, number]>([
    ["leverage above the most", { symbol: "PF_LTCUSD", maxLeverage: "26" }, 98],
    ["leverage below one", { symbol: "PF_LTCUSD", maxLeverage: "0.5" }, 98],
    ["an inverse market", { symbol: "PI_XBTUSD", maxLeverage: "5" }, 88],
  ])("%s", async (_name, params, code) => {
    expect((await prefer(params)).errors).toMatchObject([{ code }]);
  });

  test("an open position needs the margin of its new leverage", async () => {
    expect(await order({ symbol: "PF_ETHUSD", size: "20" })).toBe("placed");
    expect((await prefer({ symbol: "PF_ETHUSD", maxLeverage: "2" })).errors).toMatchObject([
      { code: 92, message: "INSUFFICIENT_MARGIN" },
    ]);
    expect(await prefer({ symbol: "PF_ETHUSD", maxLeverage: "15" })).toMatchObject({ result: "success" });
    const { openPositions } = await send("GET", api("openpositions"));
    expect(openPositions).toContainEqual(expect.objectContaining({ symbol: "PF_ETHUSD", maxFixedLeverage: 15 }));
  });
});

test.each([
  ["busy", "unavailable"],
  ["rate-limit", "apiLimitExceeded"],
  ["unknown-error", "Server Error"],
] as const)("%s is worded as Kraken does, with HTTP 200", async (kind, error) => {
  simulator.control.inject(kind === "unknown-error" ? { kind, isTaken: false } : { kind });
  const response = await fetch(`${simulator.url}${api("instruments")}`);
  expect([response.status, ((await response.json()) as Answer).error]).toEqual([200, error]);
});
