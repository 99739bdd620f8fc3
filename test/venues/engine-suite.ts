// What every venue must do with whook's own planning, retries and record in front of it: alerts in, orders on the
// simulator and in the ledger out. Run for each EXCHANGE name of a profile.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { decimal, formatDecimal } from "../../lib/core/decimal.ts";
import { defined } from "../../lib/core/defined.ts";
import type { OrderRecord } from "../../lib/core/execution/order-record.ts";
import { type OrderId, unixMs } from "../../lib/core/ids.ts";
import type { MarginMode } from "../../lib/core/market/modes.ts";
import { findVenue } from "../../lib/core/market/venue-table.ts";
import type { PlaceStep } from "../../lib/core/order/plan.ts";
import { tradeOf } from "../../lib/core/trade/trade.ts";
import { openAccount } from "../../lib/index.ts";
import { Crash, Process } from "../simulation/crashes.ts";
import { openSimulated, simulatedAccount } from "./open-simulated.ts";
import { entryOf, type VenueProfile } from "./profile.ts";
import { SimulatedEngine } from "./simulated-engine.ts";
import type { Simulator } from "./simulator.ts";
import { startShort } from "./start-short.ts";

/** What Amazon's gateway answers for Bybit and others: https://github.com/hummingbot/deploy/issues/28 */
const BLOCKED_PAGE = `<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN" "http://www.w3.org/TR/html4/loose.dtd">
<HTML><HEAD><TITLE>ERROR: The request could not be satisfied</TITLE></HEAD><BODY><H1>403 ERROR</H1>
<HR noshade size="1px">The Amazon CloudFront distribution is configured to block access from your country.
<BR clear="all"></BODY></HTML>`;
const BOOK = { bid: "1999", ask: "2001" };

export function describeEngine(profile: VenueProfile, name: string): void {
  const { symbol, venueSymbol, placing, contractSize } = profile;
  let dataDir: string;
  let venue: Simulator;
  let engine: SimulatedEngine;
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), "whook-venue-"));
    venue = await startShort(profile);
    venue.control.setBook(venueSymbol, BOOK);
    engine = await SimulatedEngine.open(profile, name, venue);
  });
  afterEach(async () => {
    await venue.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  test("buy, lose the answer, reverse, reduce and close: filled once each, flat at the end", async () => {
    const bot = await openAccount(entryOf(profile, name, venue.url), { dataDir });
    const trade = async (text: string) => (await bot.execute(`${symbol} ${text}`)).trades[0];
    /** Open positions as "long 0.5", in base units. */
    const sizes = async () =>
      (await bot.positions()).map(
        ({ positionSide, contracts }) => `${positionSide} ${formatDecimal(decimal(contracts).times(contractSize))}`,
      );
    try {
      expect(await trade("buy 0.5 x5")).toMatchObject({ status: "filled", averagePrice: "2001" });
      venue.control.inject({ kind: "drop-after", ...placing });
      expect(await trade("buy 0.5 x5")).toMatchObject({ status: "filled", averagePrice: "2001" });
      expect(await sizes()).toEqual(["long 1"]);
      venue.control.inject({ kind: "busy", ...placing });
      expect(await trade("position -0.5 x5")).toMatchObject({ status: "filled" });
      expect(await sizes()).toEqual(["short 0.5"]);
      expect(await trade("close 60%")).toMatchObject({ status: "filled" });
      expect(await sizes()).toEqual(["short 0.2"]);
      expect(await trade("close")).toMatchObject({ status: "filled" });
      expect(await sizes()).toEqual([]);
      expect(await trade("buy 0.5 limit:dip1:1900")).toMatchObject({ status: "placed" });
      expect(await trade("cancel:dip1")).toMatchObject({ status: "cancelled" });
    } finally {
      await bot.close();
    }
  }, 60_000);

  test("leverage is changed under an open position, which grows with it", async () => {
    for (const line of ["buy 0.5 x5", "buy 0.5 x8"]) expect((await execute(line)).state.status).toBe("filled");
    const isOnOrder = findVenue(name)?.traits.leverageOnOrder !== undefined;
    expect((await execute("changeleverage x10")).state).toMatchObject(
      isOnOrder ? { status: "rejected", code: "LEVERAGE_NOT_SETTABLE" } : { status: "done", code: "LEVERAGE_SET" },
    );
    const account = simulatedAccount(venue.url, { exchange: name, settle: profile.settle, ...profile.account });
    const listed = await (await openSimulated(venue.url, { account, keys: profile.keys })).listPositions();
    const contracts = formatDecimal(decimal("1").div(contractSize));
    expect(listed).toMatchObject({ ok: true, value: [{ contracts, ...(isOnOrder ? {} : { leverage: 10 }) }] });
  });

  test.each([
    ["cross", "isolated"],
    ["isolated", "cross"],
  ] as const)("M13: an order from flat has no leverage of the mode it leaves: from %s to %s", async (left, wanted) => {
    await execute("buy 500$ x7", left);
    await execute("close", left);
    const sizes: string[] = [];
    for (const _leaving of [true, false]) {
      const { state } = await execute("buy 500$", wanted);
      expect(state.status).toBe("filled");
      sizes.push(state.fills.contracts);
      expect((await execute("close", wanted)).state.status).toBe("filled");
    }
    expect(sizes[0]).toBe(sizes[1]);
  });

  test("what the balance does not pay for is shrunk until it does", async () => {
    const { state } = await execute("buy 30 x5");
    expect(state.status).toBe("filled");
    // 10,000 at 5 x 2,001 pays for 24.98 at the most.
    expect(baseFilled(state)).toBeGreaterThan(22);
    expect(baseFilled(state)).toBeLessThan(25);
  }, 60_000);

  test("what the venue calls too large is made smaller", async () => {
    venue.control.inject({ kind: "reply", ...profile.tooLarge, ...placing });
    const { state, events } = await execute("buy 2 x5");
    expect(state.status).toBe("filled");
    expect(baseFilled(state)).toBeCloseTo(1.9, 5);
    expect(events).toContainEqual(expect.objectContaining({ kind: "shrunk" }));
  });

  test("M9: nothing to reduce, said of an order that opens: planned anew once, then a refusal", async () => {
    const refused = { kind: "reply", ...profile.nothingToReduce, ...placing } as const;
    venue.control.inject(refused);
    const { state, events } = await execute("buy 0.5 x5");
    expect(state).toMatchObject({ status: "filled", code: "FILLED" });
    expect(baseFilled(state)).toBeCloseTo(0.5, 5);
    expect(events.filter(({ kind }) => kind === "planned")).toHaveLength(2);
    venue.control.inject({ ...refused, times: 2 });
    expect((await execute("buy 0.5 x5")).state).toMatchObject({ status: "rejected", code: "VENUE_REJECTED" });
    venue.control.inject(refused);
    const reversed = (await execute("position -0.5 x5")).state;
    expect(reversed).toMatchObject({ status: "filled", code: "FILLED" });
    expect(baseFilled(reversed)).toBeCloseTo(1, 5);
  });

  test("a busy venue is tried again after 1, 1 and 2 s", async () => {
    venue.control.inject({ kind: "busy", ...placing, times: 3 });
    const { state, events } = await execute("buy 0.5 x5");
    expect(state).toMatchObject({ status: "filled", attempts: 4 });
    expect(waitsOf(events).map((ms) => Math.round(ms / 1_000))).toEqual([1, 1, 2]);
  });

  test("a rate limit is waited for as long as the venue says", async (context) => {
    const reason = profile.without?.["retry-after"];
    if (reason !== undefined) context.skip(reason);
    venue.control.inject({ kind: "rate-limit", retryAfterS: 7, ...placing });
    const { state, events } = await execute("buy 0.5 x5");
    expect(state).toMatchObject({ status: "filled", attempts: 2 });
    expect(waitsOf(events)[0]).toBeGreaterThan(6_000);
  });

  test("a venue that never recovers: expired 40 s after the first attempt, and nothing sent after", async () => {
    venue.control.inject({ kind: "busy", ...placing, times: 1_000 });
    const { state } = await execute("buy 0.5 x5");
    expect(state).toMatchObject({ status: "expired", code: "DEADLINE_EXCEEDED", fills: { contracts: "0" } });
    const took = (state.endedAt ?? 0) - (state.firstAttemptAt ?? 0);
    expect(took).toBeGreaterThan(35_000);
    expect(took).toBeLessThanOrEqual(40_000);
    expect(venue.control.orders()).toEqual([]);
    // 1, 1, 2, 3, then 5 s each: the last attempt is used.
    expect(state.attempts).toBeGreaterThan(9);
  });

  test("answers that are lost until the deadline: the look-ups tell, and the order is there once", async () => {
    venue.control.inject({ kind: "drop-after", ...placing, times: 1_000 });
    const { state } = await execute("buy 0.5 x5");
    expect(state.status).toBe("filled");
    expect(venue.control.orders()).toHaveLength(1);
  });

  test.each([
    ["a success without its content", profile.success],
    ["an empty object", {}],
    ["the content null", { ...profile.success, data: null, result: null, openPositions: null }],
    ["zero bytes", ""],
    ["the content as empty text", { ...profile.success, data: "", result: "", openPositions: "" }],
    ["a list of nothing", { ...profile.success, data: [null], result: { list: [null] }, openPositions: [null] }],
  ])("M31: positions answered by %s are no positions read: the close waits for them", async (_what, body) => {
    expect((await execute("buy 0.5 x5")).state.status).toBe("filled");
    venue.control.inject({ kind: "reply", status: 200, body, method: "GET", path: profile.positionsPath, times: 2 });
    expect((await execute("close")).state.status).toBe("filled");
    expect(Object.values(venue.control.state(profile.settle).positions)).toEqual([]);
  });

  test("positions that lag: each order is sized by what the one before it left", async () => {
    venue.control.setPositionsLag(1_500);
    expect((await execute("position 0.5 x5")).state.status).toBe("filled");
    expect((await execute("position 0.5 x5")).state).toMatchObject({ status: "done", code: "NOTHING_TO_DO" });
    expect((await execute("buy 0.3 x5")).state.status).toBe("filled");
    const reversed = (await execute("position -0.5 x5")).state;
    expect(reversed.status).toBe("filled");
    expect(baseFilled(reversed)).toBeCloseTo(1.3, 5);
    const halved = (await execute("close 50%")).state;
    expect(baseFilled(halved)).toBeCloseTo(0.25, 1);
    const closed = (await execute("close")).state;
    expect(baseFilled(closed)).toBeCloseTo(0.5 - baseFilled(halved), 5);
    expect((await execute("close")).state).toMatchObject({ status: "done", code: "NOTHING_TO_DO" });
    expect(Object.values(venue.control.state(profile.settle).positions)).toEqual([]);
  }, 60_000);

  test("M3: reports that are down for a minute: filled by the position, price and fee when they come", async () => {
    const known = new Set<string>();
    let downSince: number | undefined;
    venue.control.misbehave(({ method, path }) => {
      if (method === placing.method && path === placing.path) downSince ??= engine.clock.now();
      if (method !== "GET") return undefined;
      // What was read before the order was sent is no report of it.
      if (downSince === undefined) known.add(path);
      const isDown = downSince !== undefined && engine.clock.now() < downSince + 60_000;
      return isDown && !known.has(path) ? { kind: "busy" } : undefined;
    });
    const { state, orderId } = await execute("buy 0.5 x5");
    expect(state.executions).toMatchObject([profile.fillInAnswer ? { averagePrice: "2001" } : { inferred: true }]);
    expect(state.status).toBe("filled");
    expect(baseFilled(state)).toBeCloseTo(0.5, 5);
    for (let run = 0; run < 8; run++) await follow();
    const after = await recordOf(orderId);
    expect(after.state.executions).not.toContainEqual(expect.objectContaining({ inferred: true }));
    expect(tradeOf(after)).toMatchObject({ averagePrice: "2001", fee: { currency: profile.settle } });
    expect(baseFilled(after.state)).toBeCloseTo(0.5, 5);
    expect(venue.control.orders()).toHaveLength(1);
  });

  test("M1: a gateway's time-out in the venue's envelope, after it was taken: filled, once", async () => {
    const body = profile.refusalBody(504, "Gateway Time-out");
    venue.control.inject({ kind: "reply", status: 504, body, isTaken: true, ...placing });
    expect((await execute("buy 0.5 x5")).state.status).toBe("filled");
    expect(venue.control.orders()).toHaveLength(1);
  });

  describe("W8: an address that is refused", () => {
    const refused = { kind: "reply", status: 403, body: BLOCKED_PAGE } as const;

    test("what opens is rejected at once, in the venue's words, whatever call is refused", async () => {
      for (const where of [placing, { method: "GET", path: profile.positionsPath }, {}]) {
        venue.control.clearFaults();
        venue.control.inject({ ...refused, ...where, times: 1_000 });
        const { state } = await execute("buy 0.5 x5");
        expect(state).toMatchObject({ status: "rejected", code: "ADDRESS_REFUSED", attempts: 1 });
        expect(state.reason).toContain("configured to block access from your country");
      }
      expect(venue.control.orders()).toEqual([]);
    });

    test("what only reduces is tried until it is let in", async () => {
      venue.control.clearFaults();
      expect((await execute("buy 0.5 x5")).state.status).toBe("filled");
      venue.control.inject({ ...refused, method: "GET", path: profile.positionsPath, times: 2 });
      venue.control.inject({ ...refused, ...placing, times: 2 });
      expect((await execute("position 0")).state.status).toBe("filled");
      expect(Object.values(venue.control.state(profile.settle).positions)).toEqual([]);
    });
  });

  test.each(["told", "lost"])(
    "M11: of two orders of one name each is found, the answer of the second %s",
    async (answer) => {
      const first = await execute("buy 0.5 x3 limit:d1:1900");
      await engine.clock.sleep(5_000);
      if (answer === "lost") venue.control.inject({ kind: "drop-after", ...placing });
      const second = await execute("buy 0.8 x3 limit:d1:2050");
      await follow();
      const { state } = await recordOf(second.orderId);
      const isTaken = venue.control.orders().length === 2;
      if (isTaken) expect(state).toMatchObject({ status: "filled", code: "FILLED" });
      else expect(state).toMatchObject({ status: "rejected", code: "CUSTOM_ID_TAKEN" });
      expect(baseFilled(state)).toBe(isTaken ? 0.8 : 0);
      expect((await recordOf(first.orderId)).state).toMatchObject({ status: "placed", fills: { contracts: "0" } });
      venue.control.setBook(venueSymbol, { bid: "1895", ask: "1897" });
      await follow();
      expect((await recordOf(first.orderId)).state).toMatchObject({ status: "filled", code: "FILLED" });
    },
  );

  test("M6: a full close cancels the user's own resting reduce-only order that is in its way, a partial one names it", async () => {
    const refused = { kind: "reply", ...profile.nothingToReduce, method: placing.method } as const;
    const openNames = () =>
      Object.values(venue.control.state(profile.settle).openOrders).map(({ clientOrderId }) => clientOrderId);
    await execute("buy 0.5 x3");
    expect((await execute("sell 0.1 limit:tp1:2500 reduce")).state.status).toBe("placed");
    venue.control.inject(refused);
    const partial = (await execute("close 50%")).state;
    expect(partial).toMatchObject({ status: "rejected", code: "REDUCTION_BLOCKED" });
    expect(partial.reason).toContain("resting reduce-only orders hold the position: tp1");
    expect(openNames()).toEqual(["tp1"]);
    venue.control.inject(refused);
    const { state, events } = await execute("close");
    expect(state.status).toBe("filled");
    expect(state.reason).toContain("cancelled to make way: tp1");
    expect(events).toContainEqual(expect.objectContaining({ kind: "clearing", names: ["tp1"] }));
    expect(openNames()).toEqual([]);
    expect(Object.values(venue.control.state(profile.settle).positions)).toEqual([]);
  });

  test("M8: a leverage refused under a position: closed first, then set, then opened", async (context) => {
    if (findVenue(name)?.traits.leverageOnOrder !== undefined) context.skip("the leverage goes with each order");
    await execute("buy 0.5 x20");
    const before = venue.journal.entries.length;
    await execute("changeleverage x19");
    const set = venue.journal.entries.slice(before).findLast(({ method }) => method !== "GET");
    const no = { kind: "reply", status: 400, body: profile.refusalBody(-4711, "not under an open position") } as const;
    venue.control.inject({ ...no, method: set?.method ?? "", path: set?.path ?? "" });
    const { state, events } = await execute("position -0.5 x10");
    expect(state).toMatchObject({ status: "filled", code: "FILLED" });
    expect(baseFilled(state)).toBeCloseTo(1, 5);
    const listed = events.flatMap((event) => (event.kind === "intent" ? [event.submission.step.purpose] : []));
    expect(listed).toEqual(["close", "open"]);
  });

  test("M10: a name used again: the fills of the first are its own", async () => {
    const first = await execute("buy 0.5 x3 limit:l1:1900");
    expect((await execute("cancel:all")).state.status).toBe("cancelled");
    const second = await execute("buy 0.3 x3 limit:l1:1890");
    expect(second.state.status).toBe("placed");
    venue.control.setBook(venueSymbol, { bid: "1885", ask: "1887" });
    await follow();
    expect((await recordOf(first.orderId)).state).toMatchObject({ status: "cancelled", fills: { contracts: "0" } });
    const { state } = await recordOf(second.orderId);
    expect(state).toMatchObject({ status: "filled", code: "FILLED" });
    expect(baseFilled(state)).toBeCloseTo(0.3, 1);
    venue.control.setBook(venueSymbol, BOOK);
    const third = await execute("buy 0.3 x3 limit:l1:1895");
    expect(third.state.status).toBe("placed");
    expect((await execute("cancel:l1")).state).toMatchObject({ status: "cancelled" });
    expect(Object.values(venue.control.state(profile.settle).openOrders)).toEqual([]);
  });

  test("M28: a limit order that fills at once is filled at once", async () => {
    const { state } = await execute("buy 0.5 x3 limit:now1:2050");
    expect(state).toMatchObject({ status: "filled", code: "FILLED" });
    expect(baseFilled(state)).toBeCloseTo(0.5, 1);
  });

  test.each(["cancel:all", "cancel:o1"])("M24: %s whose answer is lost is done, once", async (line) => {
    const rest = async () => expect((await execute("buy 0.5 x3 limit:o1:1900")).state.status).toBe("placed");
    await rest();
    await execute(line);
    const { method, path } = venue.journal.entries.findLast((entry) => entry.method !== "GET") ?? {};
    const isOne = path?.replace(/\d+$/, "") === path;
    for (const kind of ["drop-after", "cut-body"] as const) {
      await engine.clock.sleep(60_000);
      await rest();
      venue.control.inject({ kind, ...defined({ method }), ...(isOne ? defined({ path }) : {}) });
      expect((await execute(line)).state).toMatchObject({ status: "cancelled", code: "CANCELLED" });
      expect(Object.values(venue.control.state(profile.settle).openOrders)).toEqual([]);
    }
  });

  test("M27: an order that was cancelled unfilled ends as cancelled at the next look", async () => {
    const { orderId } = await execute("buy 0.5 x3 limit:o1:1900");
    await follow();
    expect((await recordOf(orderId)).state.status).toBe("placed");
    expect((await execute("cancel:o1")).state.status).toBe("cancelled");
    await follow();
    expect((await recordOf(orderId)).state).toMatchObject({ status: "cancelled", code: "CANCELLED" });
  });

  describe("S3: where the account's name leads to another exchange by then", () => {
    const elsewhere = name.startsWith("okx") ? "bybit" : "okx";
    const left = (orderId: OrderId) => {
      engine.moveAccount(elsewhere);
      venue.journal.clear();
      return recordOf(orderId);
    };

    test("an order whose answer was lost is neither looked for nor sent there", async () => {
      const orderId = await engine.accept(`${symbol} buy 0.5 x5`);
      const dies = new Process({ diesAt: (point) => point === "after exchange.placeOrder" });
      await expect(engine.attempt(orderId, 1, dies)).rejects.toThrow(Crash);
      await left(orderId);
      const { state } = await engine.finish(orderId);
      expect(state).toMatchObject({ status: "rejected", code: "ACCOUNT_CHANGED" });
      expect(state.reason).toMatch(new RegExp(`on ${elsewhere} now.*was placed on ${name} is not known`));
      expect(venue.journal.entries).toEqual([]);
    });

    test("an order that rests is neither followed nor cancelled there", async () => {
      const { orderId } = await execute("buy 0.5 x5 limit:dip1:1900");
      const { venueOrderId } = (await left(orderId)).state.open[0]?.submission ?? {};
      await engine.follow(60_000);
      const { state } = await recordOf(orderId);
      expect(state).toMatchObject({ status: "rejected", code: "ACCOUNT_CHANGED", open: [] });
      expect(state.reason).toContain(`${name} had taken dip1 as its order ${venueOrderId}`);
      expect(venue.journal.entries).toEqual([]);
    });
  });

  describe("pricelock", () => {
    const openOrders = () => Object.values(venue.control.state(profile.settle).openOrders);
    const intentsOf = (events: OrderRecord["events"]) =>
      events.flatMap((event) => (event.kind === "intent" ? [event.submission.step] : []));

    test("it rests as a maker at the best price of its side, and fills there", async () => {
      const orderId = await locked("buy 0.5 x5 pricelock");
      expect(openOrders()).toMatchObject([{ side: "buy", status: "open", limitPrice: "1999" }]);
      venue.control.setBook(venueSymbol, { bid: "1996", ask: "1998" });
      const { state } = await engine.finish(orderId);
      expect(state).toMatchObject({ status: "filled", executions: [{ maker: true, averagePrice: "1999" }] });
      expect(baseFilled(state)).toBeCloseTo(0.5, 5);
      expect(openOrders()).toEqual([]);
    });

    test("a close rests on the other side; moved once with the price, then the rest goes at market", async () => {
      expect((await execute("buy 0.5 x5")).state.status).toBe("filled");
      const orderId = await locked("close pricelock:12");
      expect(openOrders()).toMatchObject([{ side: "sell", reduceOnly: true, limitPrice: "2001" }]);
      venue.control.setBook(venueSymbol, { bid: "1989", ask: "1991" });
      const { state, events } = await engine.finish(orderId);
      expect(state).toMatchObject({ status: "filled", code: "FILLED" });
      expect(baseFilled(state)).toBeCloseTo(0.5, 5);
      expect(intentsOf(events)).toMatchObject([
        { orderType: "limit", price: "2001" },
        { orderType: "limit", price: "1991" },
        { orderType: "market" },
      ]);
      expect(openOrders()).toEqual([]);
      expect(Object.values(venue.control.state(profile.settle).positions)).toEqual([]);
    });

    test("what must not trade at once does not: it is refused so, or cancelled", async () => {
      const contracts = formatDecimal(decimal("0.5").div(contractSize));
      const step: PlaceStep = {
        kind: "place",
        purpose: "open",
        side: "buy",
        orderType: "limit",
        contracts,
        price: "2001",
        reduceOnly: false,
        postOnly: true,
      };
      const id = "crossing00000000000000000000001";
      const since = unixMs(engine.clock.now());
      const placed = await engine.exchange.placeOrder({ symbol, step, clientOrderId: id });
      if (!placed.ok) expect(placed.error).toMatchObject({ code: "POST_ONLY_REFUSED", remedy: "price-again" });
      const { venueOrderId } = placed.ok ? placed.value : {};
      const query = { symbol, clientOrderId: id, since, ...defined({ venueOrderId }) };
      const seen = await engine.exchange.findOrder(query);
      expect(seen.ok && (seen.value?.filledContracts ?? "0")).toBe("0");
      expect(seen.ok && (seen.value?.status ?? "canceled")).toBe("canceled");
      expect(openOrders()).toEqual([]);
    });

    test("a lost answer of placing doubles nothing", async () => {
      venue.control.inject({ kind: "drop-after", ...placing });
      const orderId = await engine.accept(`${symbol} buy 0.5 x5 pricelock:9`);
      for (let receives = 1; openOrders().length === 0; receives++) await engine.attempt(orderId, receives);
      const { state } = await engine.finish(orderId);
      expect(state).toMatchObject({ status: "filled", code: "FILLED" });
      expect(baseFilled(state)).toBeCloseTo(0.5, 5);
      expect(openOrders()).toEqual([]);
    });

    /** An order that rests since a moment. */
    async function locked(text: string): Promise<OrderId> {
      const orderId = await engine.accept(`${symbol} ${text}`);
      await engine.attempt(orderId, 1);
      expect((await recordOf(orderId)).state.phase.kind).toBe("locked");
      return orderId;
    }
  });

  /** Carries out one line to its end. */
  async function execute(text: string, marginMode: MarginMode = "isolated"): Promise<OrderRecord> {
    const isOurs = marginMode === "isolated";
    const other = isOurs ? engine : await SimulatedEngine.open(profile, name, venue, marginMode);
    return other.execute(`${symbol} ${text}`);
  }

  function recordOf(orderId: OrderId): Promise<OrderRecord> {
    return engine.record(orderId);
  }

  /** A minute later the follower looks at what is open. */
  async function follow(): Promise<void> {
    await engine.follow(60_000);
  }

  function baseFilled({ fills }: OrderRecord["state"]): number {
    return Number(formatDecimal(decimal(fills.contracts).times(contractSize)));
  }
}

/** How long each wait was, milliseconds. */
function waitsOf(events: OrderRecord["events"]): readonly number[] {
  return events.flatMap((event) => (event.kind === "waiting" ? [event.untilMs - event.at] : []));
}
