// Answers that are not what was asked for: a gateway's no in the venue's envelope, a success without its content, an address
// that is refused. Run for each EXCHANGE name of a profile.
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { loadVenue } from "../../lib/adapters/ccxt/load-venue.ts";
import { decimal, formatDecimal } from "../../lib/core/decimal.ts";
import type { OrderFailure } from "../../lib/core/failure.ts";
import { unixMs } from "../../lib/core/ids.ts";
import type { PlaceStep } from "../../lib/core/order/plan.ts";
import type { Result } from "../../lib/core/result.ts";
import type { Exchange } from "../../lib/ports/exchange.ts";
import { carriedWithOrder } from "../support/carried-with-order.ts";
import { openSimulated } from "./open-simulated.ts";
import type { VenueProfile } from "./profile.ts";
import type { Simulator } from "./simulator.ts";

/** What markets are read from: hundreds of rows, not worth reading for other routes. */
const MARKET_ROUTES = /exchangeInfo|leverageBracket|instruments|risk-limit|contracts|products|futures\/market/;

const PRICES = /ticker|depth|orderbook|market\/books/i;
const MARKET_LISTS = /exchangeInfo|instruments|contracts|products|futures\/market/;

/** What venues call it, with its value. */
const POSITION_MODE =
  /"(dualSidePosition|positionIdx|posSide|posMode|holdMode|positionMode|position_mode)":("[^"]*"|[^,}\]]+)/g;

type Call = readonly [string, () => Promise<Result<unknown, OrderFailure>>];

export function describeAnswers(profile: VenueProfile, name: string): void {
  const { symbol, venueSymbol, settle, placing, refusalBody, supplements } = profile;
  let simulator: Simulator;
  let exchange: Exchange;
  let count = 0;

  beforeAll(async () => {
    simulator = await profile.start();
    simulator.control.setBook(venueSymbol, { bid: "1999", ask: "2001" });
    exchange = await openSimulated(simulator.url, {
      account: { exchange: name, settle, ...profile.account },
      keys: profile.keys,
    });
    expect(await place("known")).toMatchObject({ ok: true });
  });
  afterAll(() => simulator.stop());
  afterEach(() => simulator.control.clearFaults());

  const newId = () => `ans${++count}`;
  const step = (): PlaceStep => ({
    kind: "place",
    purpose: "open",
    side: "buy",
    orderType: "market",
    contracts: formatDecimal(decimal("0.1").div(profile.contractSize)),
    reduceOnly: false,
    ...carriedWithOrder(exchange.traits, { leverage: 5, marginMode: "isolated" }),
  });
  const place = (clientOrderId: string) => exchange.placeOrder({ symbol, step: step(), clientOrderId });
  const find = (clientOrderId: string) =>
    exchange.findOrder({ symbol, clientOrderId, since: unixMs(Date.now() - 60_000) });

  const reads: readonly Call[] = [
    ["a snapshot", () => exchange.readSnapshot(symbol)],
    ["positions", () => exchange.listPositions()],
    ["the balance", () => exchange.readBalance()],
    ["an order", () => find("known")],
    ["markets", () => exchange.findInstrument(symbol, { fresh: true })],
  ];
  const changes: readonly Call[] = [
    ["a margin mode set", () => exchange.setMarginMode(symbol, "cross", 5)],
    ["a leverage set", () => exchange.setLeverage(symbol, 5, "cross")],
    ["an order cancelled", () => exchange.cancelOrder(symbol, "nothing")],
    ["all orders cancelled", () => exchange.cancelAllOrders(symbol)],
  ];

  /** What a call fails with; undefined: it asked the venue nothing. */
  async function failureOf([what, call]: Call): Promise<OrderFailure | undefined> {
    simulator.journal.clear();
    const answer = await call();
    if (simulator.journal.entries.every(({ fault }) => fault === undefined)) return undefined;
    if (answer.ok) throw new Error(`${what}: ${JSON.stringify(answer.value)}`);
    return answer.error;
  }

  describe.each([500, 502, 503, 504, 520])("M1: HTTP %i in the venue's envelope", (status) => {
    const fault = () => ({ kind: "reply", status, body: refusalBody(status, "Gateway Time-out") }) as const;

    test("on an order that was taken: unknown, and the look-up finds it", async () => {
      const id = newId();
      simulator.control.inject({ ...fault(), isTaken: true, ...placing });
      expect(await place(id)).toMatchObject({ ok: false, error: { outcome: "unknown", remedy: "look-up" } });
      expect(await find(id)).toMatchObject({ ok: true, value: { clientOrderId: id, status: "filled" } });
    });

    test("on anything else: asked again", async () => {
      for (const call of [...reads, ...changes]) {
        simulator.control.clearFaults();
        simulator.control.inject({ ...fault(), times: 20 });
        const failure = await failureOf(call);
        if (failure !== undefined) expect(failure, call[0]).toMatchObject({ outcome: "unknown", remedy: "retry" });
      }
    });
  });

  test("M1: a 5xx whose code is in the venue's table is believed", async () => {
    simulator.control.inject({ kind: "reply", status: 503, body: profile.tooLarge.body, ...placing });
    expect(await place(newId())).toMatchObject({ ok: false, error: { outcome: "rejected", remedy: "shrink" } });
  });

  test.each([429, 418])(
    "M1: HTTP %i, whatever the body: not done, and waited for as long as it says",
    async (status) => {
      const headers = { "retry-after": "9" };
      for (const body of [
        refusalBody(99, "Too many"),
        refusalBody(status, "Too many"),
        profile.tooLarge.body,
        "<html>",
      ]) {
        for (const call of [["an order", () => place(newId())] as const, ...reads, ...changes]) {
          simulator.control.clearFaults();
          simulator.control.inject({ kind: "reply", status, body, headers, times: 20 });
          const failure = await failureOf(call);
          if (failure === undefined) continue;
          expect(failure, call[0]).toMatchObject({ code: "RATE_LIMITED", outcome: "rejected", remedy: "retry" });
          expect(failure.retryAfterMs, call[0]).toBe(9_000);
        }
      }
    },
  );

  test("M31: a success without what was asked for is asked again, wherever it stands", async () => {
    const opened = await loadVenue(name);
    if (!opened.ok) throw new Error(opened.error.message);
    const { answers } = opened.value({ ...profile.keys, settle });
    for (const [route, expected] of Object.entries(answers)) {
      const [method = "", path = ""] = route.split(" ");
      // No order waits for its fees.
      if (supplements.includes(path)) continue;
      const where = "list" in expected ? expected.list : expected.object;
      const holding = (value: unknown) => (where === "" ? value : { ...profile.success, ...nested(where, value) });
      const nulls = "nullIsEmpty" in expected ? [] : [holding(null)];
      const rows = "list" in expected ? [holding([null]), holding([{ [expected.amount ?? "id"]: null }])] : [];
      const unsized = "amount" in expected ? rows : rows.slice(0, 1);
      for (const body of [{}, profile.success, "", ...nulls, ...unsized]) {
        for (const call of MARKET_ROUTES.test(route) ? [...reads, ...changes] : [...reads.slice(0, -1), ...changes]) {
          simulator.control.clearFaults();
          simulator.control.inject({ kind: "reply", status: 200, body, method, path, times: 20 });
          const failure = await failureOf(call);
          if (failure === undefined) continue;
          expect(failure, `${call[0]}, ${route}: ${JSON.stringify(body)}`).toMatchObject({ remedy: "retry" });
        }
      }
    }
  }, 60_000);

  test("M31: a venue without any market is asked again", async () => {
    const opened = await loadVenue(name);
    if (!opened.ok) throw new Error(opened.error.message);
    const { answers } = opened.value({ ...profile.keys, settle });
    for (const [route, expected] of Object.entries(answers)) {
      const [method = "", path = ""] = route.split(" ");
      if (!MARKET_LISTS.test(path) || !("list" in expected)) continue;
      simulator.control.clearFaults();
      const body = { ...profile.success, ...nested(expected.list, []) };
      simulator.control.inject({ kind: "reply", status: 200, body, method, path, times: 20 });
      const failure = await failureOf(["markets", () => exchange.findInstrument(symbol, { fresh: true })]);
      if (failure !== undefined) expect(failure, route).toMatchObject({ remedy: "retry" });
    }
  });

  test("M31: a change that is answered by nothing is made again", async () => {
    for (const call of changes) {
      simulator.control.clearFaults();
      simulator.journal.clear();
      await call[1]();
      const changing = simulator.journal.entries.filter(({ method }) => method !== "GET");
      for (const { method, path } of changing) {
        simulator.control.inject({ kind: "reply", status: 200, body: {}, method, path, times: 20 });
      }
      const failure = await failureOf(call);
      if (failure !== undefined) expect(failure, call[0]).toMatchObject({ outcome: "unknown", remedy: "retry" });
    }
  });

  test("M31: a success without prices is no empty book", async () => {
    simulator.journal.clear();
    expect(await exchange.readSnapshot(symbol)).toMatchObject({ ok: true, value: { bid: "1999", ask: "2001" } });
    const asked = simulator.journal.entries.find(({ path }) => PRICES.test(path));
    if (asked === undefined) throw new Error("no prices were asked for");
    const { method, path } = asked;
    for (const content of [{}, [], [{}], null]) {
      const body = { ...profile.success, data: content, result: content, ticker: content };
      simulator.control.clearFaults();
      simulator.control.inject({ kind: "reply", status: 200, body, method, path });
      expect(await exchange.readSnapshot(symbol), JSON.stringify(body)).toMatchObject({
        ok: false,
        error: { remedy: "retry" },
      });
    }
  });

  test("M31: a position mode that cannot be read is asked again, and nobody guesses it", async () => {
    const open = () =>
      openSimulated(simulator.url, { account: { exchange: name, settle, ...profile.account }, keys: profile.keys });
    simulator.journal.clear();
    const known = await (await open()).readSnapshot(symbol);
    const telling = simulator.journal.entries.filter(({ answer }) => JSON.stringify(answer).search(POSITION_MODE) >= 0);
    expect(known).toMatchObject({ ok: true, value: { positionMode: "one-way" } });
    // Where there is one mode only, nothing tells it.
    for (const word of telling.length === 0 ? [] : ['"?"', "null", "7", "{}"]) {
      simulator.control.clearFaults();
      for (const { method, path, answer } of telling) {
        const body: unknown = JSON.parse(JSON.stringify(answer).replace(POSITION_MODE, `"$1":${word}`));
        simulator.control.inject({ kind: "reply", status: 200, body, method, path, times: 20 });
      }
      expect(await (await open()).readSnapshot(symbol), word).toMatchObject({ ok: false, error: { remedy: "retry" } });
    }
  });

  describe("W8: an address that is refused", () => {
    const location = "Service unavailable from a restricted location according to 'b. Eligibility'.";

    const page = "<html><head><title>403</title></head><body><h1>403&nbsp;ERROR</h1>not from here</body></html>";
    const repeated = refusalBody(403, "Forbidden");
    // Kraken's codes are words: none repeats a status.
    const repeats = JSON.stringify(repeated).includes("403");

    test.each<readonly [string, number, unknown]>([
      ["a page", 403, page],
      ["words without a code", 451, { code: 0, msg: location }],
      ...(repeats ? [["a code that repeats the status", 403, repeated] as const] : []),
    ])("%s: refused for what opens, in its own words", async (_what, status, body) => {
      const fault = { kind: "reply", status, body, times: 50 } as const;
      for (const call of [["an order", () => place(newId())] as const, ...reads, ...changes]) {
        simulator.control.clearFaults();
        simulator.control.inject(fault);
        const failure = await failureOf(call);
        if (failure === undefined) continue;
        const expected = { code: "ADDRESS_REFUSED", outcome: "rejected", remedy: "retry-if-reducing" };
        expect(failure, call[0]).toMatchObject(expected);
        expect(failure.message).toMatch(/not from here|restricted location|Forbidden/);
        expect(failure.message).toMatch(/another region.*ENDPOINT.*fewer requests/);
        expect(failure.message).not.toMatch(/[<>]|&nbsp;/);
      }
    });

    test("is one problem of the account's check", async () => {
      simulator.control.inject({ kind: "reply", status: 451, body: { code: 0, msg: location }, times: 50 });
      const fresh = await openSimulated(simulator.url, {
        account: { exchange: name, settle, ...profile.account },
        keys: profile.keys,
      });
      const checked = await fresh.checkAccount();
      if (!checked.ok) throw new Error(checked.error.message);
      const problems = checked.value.filter(({ level }) => level === "problem");
      expect(problems.map(({ message }) => message)).toEqual([expect.stringContaining("restricted location")]);
    });
  });
}

/** `value` where the names with dots say; the whole itself has no place to put it. */
function nested(where: string, value: unknown): Record<string, unknown> {
  const [name = "", ...rest] = where.split(".");
  if (name === "") return {};
  return { [name]: rest.length === 0 ? value : nested(rest.join("."), value) };
}
