// What every venue must do over real ccxt and real HTTP: the contract of all exchanges, then what only a network shows.
// Run for each EXCHANGE name of a profile.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createNodeFetch } from "../../lib/adapters/ccxt/node-fetch.ts";
import { decimal, formatDecimal } from "../../lib/core/decimal.ts";
import { unixMs } from "../../lib/core/ids.ts";
import { findVenue } from "../../lib/core/market/venue-table.ts";
import type { PlaceStep } from "../../lib/core/order/plan.ts";
import type { Exchange } from "../../lib/ports/exchange.ts";
import { describeExchange } from "../contract/exchange-contract.ts";
import { carriedWithOrder } from "../support/carried-with-order.ts";
import { MemoryCache } from "../support/memory-cache.ts";
import { describeAnswers } from "./answers-suite.ts";
import { describeEngine } from "./engine-suite.ts";
import type { FaultKind } from "./faults.ts";
import { describeGuards } from "./guards-suite.ts";
import { describeMovements } from "./movements-suite.ts";
import { openSimulated } from "./open-simulated.ts";
import type { VenueProfile } from "./profile.ts";
import type { Simulator } from "./simulator.ts";
import { startShort } from "./start-short.ts";
import { describeSupplements } from "./supplement-suite.ts";

/** Long enough that requests sent together overlap. */
const LATENCY_MS = 40;
const BOOK = { bid: "1999", ask: "2001" };

export function describeVenue(plain: VenueProfile): void {
  for (const name of plain.names) {
    const isDemo = name !== plain.names[0];
    const profile = isDemo && plain.startDemo !== undefined ? { ...plain, start: plain.startDemo } : plain;
    const title = profile.accountType === undefined ? name : `${name} ${profile.accountType}`;
    describeExchange(title, () => openForContract(profile, name));
    describe(`${title} over HTTP`, () => describeNetwork(profile, name));
    describe(`${title} and answers that say too little`, () => describeAnswers(profile, name));
    describe(`${title} through the whole engine`, () => describeEngine(profile, name));
    describe(`${title} without its supplements`, () => describeSupplements(profile, name));
    describe(`${title} and what is only looked at`, () => describeMovements(profile, name));
    describe(`${title} and the panic button`, () => describeGuards(profile, name));
  }
}

/**
 * The same over a market that settles in its own coin, where the venue speaks another dialect for those. The account holds
 * 5 ETH, which pay for as much at 5x as 10,000 dollars do. Left out is the exchange contract, whose money is in dollars.
 */
export function describeCoinMargined(profile: VenueProfile, name: string): void {
  describe(`${name} in ${profile.settle} over HTTP`, () => describeNetwork(profile, name));
  describe(`${name} in ${profile.settle} and answers that say too little`, () => describeAnswers(profile, name));
  describe(`${name} in ${profile.settle} through the whole engine`, () => describeEngine(profile, name));
  describe(`${name} in ${profile.settle} without its supplements`, () => describeSupplements(profile, name));
  describe(`${name} in ${profile.settle} and what is only looked at`, () => describeMovements(profile, name));
  describe(`${name} in ${profile.settle} and the panic button`, () => describeGuards(profile, name));
}

async function openForContract(
  profile: VenueProfile,
  name: string,
): ReturnType<Parameters<typeof describeExchange>[1]> {
  const { symbol, venueSymbol, settle, contractSize, without } = profile;
  const simulator = await startShort(profile);
  let prices = BOOK;
  let liquidity: string | undefined;
  const setBook = () =>
    simulator.control.setBook(venueSymbol, { ...prices, ...(liquidity === undefined ? {} : { liquidity }) });
  setBook();
  return {
    exchange: await openSimulated(simulator.url, {
      account: { exchange: name, settle, ...profile.account },
      keys: profile.keys,
    }),
    symbol,
    settle,
    contractSize,
    ...(without === undefined ? {} : { without }),
    control: {
      setPrice: (bid, ask) => {
        prices = { bid, ask };
        setBook();
      },
      setLiquidity: (contracts) => {
        liquidity = contracts;
        setBook();
      },
      setHedgeMode: () => profile.switchToHedgeMode?.(simulator),
    },
    close: () => simulator.stop(),
  };
}

function describeNetwork(profile: VenueProfile, name: string): void {
  const { symbol, venueSymbol, settle, placing, codes } = profile;
  const account = { exchange: name, settle, ...profile.account };
  let simulator: Simulator;
  let exchange: Exchange;
  let count = 0;

  beforeAll(async () => {
    simulator = await profile.start();
    simulator.control.setBook(venueSymbol, BOOK);
    exchange = await openSimulated(simulator.url, { account, keys: profile.keys });
    await exchange.listInstruments();
  });
  afterAll(() => simulator.stop());
  beforeEach(() => simulator.journal.clear());
  afterEach(() => {
    simulator.control.clearFaults();
    simulator.control.setLatency(0);
    simulator.control.setLookUpLag(0);
    simulator.control.setClockOffset(0);
  });

  const newId = () => `net${++count}`;
  const step = (change: Partial<PlaceStep> = {}): PlaceStep => ({
    kind: "place",
    purpose: "open",
    side: "buy",
    orderType: "market",
    contracts: formatDecimal(decimal("0.1").div(profile.contractSize)),
    reduceOnly: false,
    ...carriedWithOrder(exchange.traits, { leverage: 5, marginMode: "isolated" }),
    ...change,
  });
  const place = (clientOrderId: string, change?: Partial<PlaceStep>) =>
    exchange.placeOrder({ symbol, step: step(change), clientOrderId });
  const find = (clientOrderId: string) =>
    exchange.findOrder({ symbol, clientOrderId, since: unixMs(Date.now() - 60_000) });
  const placed = () => simulator.control.orders().length;

  describe("an order whose answer is lost", () => {
    const TAKEN: readonly (readonly [string, FaultKind])[] = [
      ["no answer comes", { kind: "drop-after" }],
      ["half an answer comes", { kind: "cut-body" }],
      ["a gateway's page comes", { kind: "html", isTaken: true }],
      ["the venue says nobody knows", { kind: "unknown-error", isTaken: true }],
    ];
    const NOT_TAKEN: readonly (readonly [string, FaultKind])[] = [
      ["no answer comes", { kind: "drop-before" }],
      ["a gateway's page comes", { kind: "html", isTaken: false }],
      ["the venue says nobody knows", { kind: "unknown-error", isTaken: false }],
      ["a 502 comes", { kind: "reply", status: 502, body: "<html>Bad Gateway</html>" }],
    ];

    test.each(TAKEN)("it was taken, %s: unknown, and the look-up finds it", async (_what, fault) => {
      const id = newId();
      simulator.control.inject({ ...fault, ...placing });
      expect(await place(id)).toMatchObject({ ok: false, error: { outcome: "unknown", remedy: "look-up" } });
      expect(await find(id)).toMatchObject({ ok: true, value: { clientOrderId: id, status: "filled" } });
      expect(simulator.journal.find(placing.method, placing.path)).toHaveLength(1);
    });

    test.each(NOT_TAKEN)("it was not taken, %s: unknown, and the look-up does not find it", async (_what, fault) => {
      const id = newId();
      simulator.control.inject({ ...fault, ...placing });
      expect(await place(id)).toMatchObject({ ok: false, error: { outcome: "unknown", remedy: "look-up" } });
      expect(await find(id)).toEqual({ ok: true, value: undefined });
    });

    test("a look-up that lags denies the order first and finds it later", async () => {
      const id = newId();
      simulator.control.setLookUpLag(60_000);
      await place(id);
      expect(await find(id)).toEqual({ ok: true, value: undefined });
      simulator.control.setLookUpLag(0);
      expect(await find(id)).toMatchObject({ ok: true, value: { status: "filled" } });
    });
  });

  describe("the venue's own word for no", () => {
    test.each([
      ["busy", { kind: "busy" } as const, "VENUE_BUSY"],
      ["too many requests", { kind: "rate-limit", retryAfterS: 3 } as const, "RATE_LIMITED"],
    ])("%s: a refusal that will pass", async (_what, fault, code) => {
      const before = placed();
      simulator.control.inject({ ...fault, ...placing });
      expect(await place(newId())).toMatchObject({
        ok: false,
        error: { code, outcome: "rejected", remedy: "retry" },
      });
      expect(placed()).toBe(before);
    });

    test.each(["maintenance", "banned"] as const)("%s: nothing is placed, and no exit given up", async (kind) => {
      const before = placed();
      simulator.control.inject({ kind, ...placing });
      const answer = await place(newId());
      expect(["retry", "retry-if-reducing", "look-up"]).toContain(answer.ok ? "placed" : answer.error.remedy);
      expect(placed()).toBe(before);
    });

    test("too little money: to be made smaller", async () => {
      const contracts = formatDecimal(decimal("100").div(profile.contractSize));
      expect(await place(newId(), { contracts })).toMatchObject({
        ok: false,
        error: { code: "FUNDS_INSUFFICIENT", remedy: "shrink", venueCode: codes.fundsInsufficient },
      });
    });

    test("wrong keys: for good, in one finding of the account's check", async () => {
      const keys = { ...profile.keys, apiKey: `${profile.keys.apiKey.slice(0, -4)}9999` };
      const wrong = await openSimulated(simulator.url, { account, keys });
      expect(await wrong.readBalance()).toMatchObject({
        ok: false,
        error: { code: "AUTHENTICATION_FAILED", remedy: "abort", venueCode: codes.wrongKey },
      });
      // Markets are read as anybody may: a key that is no good hinders nothing.
      expect(await wrong.listInstruments()).toMatchObject({ ok: true });
      const checked = await wrong.checkAccount();
      if (!checked.ok) throw new Error(checked.error.message);
      expect(checked.value.filter(({ level }) => level === "problem")).toHaveLength(1);
    });
  });

  test("takes every character that lint lets into the ID of a limit order, finds and cancels by it", async () => {
    const { pattern, lowerCase } = findVenue(name)?.customId ?? {};
    const visible = Array.from({ length: 94 }, (_, index) => String.fromCharCode(33 + index));
    const allowed = visible.filter((character) => pattern?.test(`a${character}z`)).join("");
    expect(allowed).toContain("abc");
    for (const part of allowed.match(/.{1,30}/g) ?? []) {
      const id = lowerCase === true ? part.toLowerCase().padEnd(2, "0") : part.padEnd(2, "0");
      expect(await place(id, { orderType: "limit", price: "1900" })).toMatchObject({ ok: true });
      expect(await find(id)).toMatchObject({ ok: true, value: { clientOrderId: id, status: "open" } });
      expect(await exchange.cancelOrder(symbol, id)).toMatchObject({ ok: true });
    }
  });

  describe("round trips", () => {
    test("warm: everything a plan needs takes one, then the order one", async () => {
      simulator.control.setLatency(LATENCY_MS);
      await Promise.all([exchange.findInstrument(symbol), exchange.readSnapshot(symbol)]);
      expect(simulator.journal.roundTrips()).toBe(1);
      await place(newId());
      expect(simulator.journal.roundTrips()).toBe(2);
    });

    test("cold: one more for the markets; with the cache of an earlier start, none", async () => {
      const marketCache = new MemoryCache();
      simulator.control.setLatency(LATENCY_MS);
      const cold = await openSimulated(simulator.url, { account, keys: profile.keys, marketCache });
      await Promise.all([cold.findInstrument(symbol), cold.readSnapshot(symbol)]);
      expect(simulator.journal.roundTrips()).toBe(profile.coldRoundTrips ?? 2);

      simulator.journal.clear();
      const restarted = await openSimulated(simulator.url, { account, keys: profile.keys, marketCache });
      const [instrument] = await Promise.all([restarted.findInstrument(symbol), restarted.readSnapshot(symbol)]);
      expect(simulator.journal.roundTrips()).toBe(1);
      expect(instrument).toEqual(await exchange.findInstrument(symbol));
      expect(await restarted.placeOrder({ symbol, step: step(), clientOrderId: newId() })).toMatchObject({ ok: true });
    });
  });

  test("a clock that is off is refused at most once, then requests carry the venue's time", async () => {
    simulator.control.setClockOffset(60_000);
    const slow = await openSimulated(simulator.url, { account, keys: profile.keys });
    const first = await slow.readBalance();
    if (!first.ok) expect(first.error).toMatchObject({ code: "CLOCK_SKEW", remedy: "retry" });
    expect(await slow.readBalance()).toMatchObject({ ok: true });
  });

  test("speaks to its own hosts only", async () => {
    const asked: { readonly url: string; readonly headers: unknown }[] = [];
    const send = createNodeFetch();
    const watched = await openSimulated(undefined, {
      account,
      keys: profile.keys,
      fetch: (url, request) => {
        asked.push({ url, headers: request.headers });
        return send(`${simulator.url}${new URL(url).pathname}${new URL(url).search}`, request);
      },
    });
    await watched.readSnapshot(symbol);
    await watched.placeOrder({ symbol, step: step(), clientOrderId: newId() });
    expect([...new Set(asked.map(({ url }) => new URL(url).host))]).toEqual(profile.hosts[name]?.split(" "));
    for (const [header, value] of Object.entries(profile.demoHeaders ?? {})) {
      const isDemo = name !== profile.names[0];
      const sent = asked.map(({ headers }) => new Headers(headers as Record<string, string>).get(header));
      // On a host that both environments share, one request without it would be an order for real money.
      expect(new Set(sent)).toEqual(new Set([isDemo ? value : null]));
    }
  });

  test("offers the venue's markets of the settle coin, all of them, and no other", async () => {
    const listed = await exchange.listInstruments();
    if (!listed.ok) throw new Error(listed.error.message);
    expect(listed.value.length).toBeGreaterThanOrEqual(profile.leastMarkets ?? 101);
    expect(listed.value.filter((instrument) => instrument.settle !== settle)).toEqual([]);
  });

  describe("secrets", () => {
    const { apiKey, secret, password } = profile.keys;
    const echo = `<html>${apiKey} ${secret} ${password ?? ""}</html>`;
    const FAULTS: readonly (readonly [string, FaultKind])[] = [
      ["no answer", { kind: "drop-before" }],
      ["a gateway's page", { kind: "html", isTaken: false }],
      ["too many requests", { kind: "rate-limit" }],
      ["a gateway that repeats what it was sent", { kind: "reply", status: 400, body: echo }],
    ];

    test.each(FAULTS)("are in no failure, whatever is called: %s", async (_what, fault) => {
      const calls: readonly (() => Promise<unknown>)[] = [
        () => place(newId()),
        () => exchange.readSnapshot(symbol),
        () => exchange.readBalance(),
        () => exchange.cancelOrder(symbol, "nothing"),
        () => exchange.setMarginMode(symbol, "cross", 5),
        () => exchange.checkAccount(),
      ];
      for (const call of calls) {
        simulator.control.clearFaults();
        simulator.control.inject({ ...fault, times: 10 });
        const text = JSON.stringify(await call());
        expect(text).not.toMatch(/https?:/);
        for (const word of [apiKey, secret, password ?? secret]) expect(text).not.toContain(word);
      }
    });
  });
}
