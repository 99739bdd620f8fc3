import { describe, expect, test } from "vitest";
import { followOrder, MISSING_MS } from "../../../lib/core/execution/follow-order.ts";
import { isFollowed, type OrderRecord, type OrderState } from "../../../lib/core/execution/order-record.ts";
import { type UnixMs, unixMs } from "../../../lib/core/ids.ts";
import type { VenueOrder } from "../../../lib/core/order/venue-order.ts";
import { BUY, failure, followOpen, orderRecord, venueOrder, Walk } from "./order-fixture.ts";

const HOUR_MS = 3_600_000;
const FEE = { cost: "0.1", currency: "USDT" };

/** A resting limit order, `filled` of it at once. */
function resting(filled = "0"): Walk {
  const walk = new Walk(orderRecord({ order: { ...BUY, limit: { id: "dip1", price: "1900" } } })).sent();
  walk.on({ kind: "answered", order: onVenue("open", "0") });
  walk.on({ kind: "found", order: onVenue("open", filled) });
  return walk;
}

function onVenue(status: VenueOrder["status"], filledContracts: string, change: Partial<VenueOrder> = {}): VenueOrder {
  const { averagePrice: _price, fee: _fee, ...order } = venueOrder({ orderType: "limit", limitPrice: "1900", status });
  const price = filledContracts === "0" ? {} : { averagePrice: "1900", fee: FEE };
  return { ...order, ...price, filledContracts, ...change };
}

/** A market order whose outcome could not be found out in time. */
function unknown(limit = {}): Walk {
  const walk = new Walk(orderRecord({ order: { ...BUY, ...limit } })).sent();
  walk.on({ kind: "refused", failure: failure({ remedy: "look-up" }) });
  walk.on({ kind: "look-up-failed", failure: failure({ remedy: "retry" }) }, 60_000);
  expect(walk.record.state).toMatchObject({ status: "expired", code: "OUTCOME_UNKNOWN" });
  return walk;
}

/** The record after looks at the venue, an hour apart. */
function follow(record: OrderRecord, now: UnixMs, ...sights: readonly (VenueOrder | undefined)[]) {
  let followed = record;
  const events = sights.map((seen, index) => {
    const next = followOpen(followed, seen, unixMs(now + (index + 1) * HOUR_MS));
    followed = { ...followed, state: next?.state ?? followed.state };
    return next?.newEvents.map((event) => event.kind);
  });
  return { state: followed.state, events };
}

describe("a resting order", () => {
  test("is followed from the moment it rests", () => {
    expect(isFollowed(resting().record.state)).toBe(true);
    expect(isFollowed(new Walk().sent().record.state)).toBe(false);
  });

  test("that still rests has no news", () => {
    const { record, now } = resting();
    expect(followOpen(record, onVenue("open", "0"), now)).toBeUndefined();
  });

  test("that filled ends as filled, with price, fee and time", () => {
    const { record, now } = resting();
    const { state, events } = follow(record, now, onVenue("filled", "0.5"));
    expect(state).toMatchObject({
      status: "filled",
      code: "FILLED",
      reason: "dip1: 0.5 of 0.5 contracts filled",
      fills: { contracts: "0.5", value: "950", feeCost: "0.1" },
      sent: "0.5",
      filledAt: now + HOUR_MS,
      endedAt: now + HOUR_MS,
    });
    expect(state.executions).toEqual([
      { clientOrderId: "dip1", side: "buy", contracts: "0.5", averagePrice: "1900", fee: FEE },
    ]);
    expect(state.open).toEqual([]);
    expect(events).toEqual([["filled", "ended"]]);
  });

  test("M3: that the venue rejected after a part of it filled keeps that part, as one that is cancelled", () => {
    const { record, now } = resting();
    const { state } = follow(record, now, onVenue("rejected", "0.2"));
    expect(state).toMatchObject({ status: "cancelled", fills: { contracts: "0.2" } });
    expect(follow(record, now, onVenue("rejected", "0")).state).toMatchObject({ status: "rejected" });
  });

  test("that was cancelled ends as cancelled", () => {
    const { record, now } = resting();
    const { state, events } = follow(record, now, onVenue("canceled", "0"));
    expect(state).toMatchObject({ status: "cancelled", code: "CANCELLED", fills: { contracts: "0" } });
    expect(state.reason).toBe("dip1 was cancelled on the venue: 0 of 0.5 contracts filled");
    expect(state.filledAt).toBeUndefined();
    expect(events).toEqual([["ended"]]);
  });

  test("that filled in part stays placed with its fill, and ends cancelled with it", () => {
    const { record, now } = resting();
    const part = follow(record, now, onVenue("open", "0.2"));
    expect(part.state).toMatchObject({ status: "placed", fills: { contracts: "0.2" } });
    expect(part.events).toEqual([["filled"]]);
    const { state, events } = follow(
      record,
      now,
      onVenue("open", "0.2"),
      onVenue("open", "0.2"),
      onVenue("canceled", "0.3"),
    );
    expect(events).toEqual([["filled"], undefined, ["filled", "ended"]]);
    expect(state).toMatchObject({ status: "cancelled", fills: { contracts: "0.3", feeCost: "0.1" }, sent: "0.5" });
    expect(state.executions).toHaveLength(1);
  });

  test("that filled in part before it rested is reckoned anew when it fills on", () => {
    const walk = resting("0.2");
    const [execution] = walk.record.state.executions;
    if (execution === undefined) throw new Error("no execution");
    const accounted = { realizedProfit: "0", closedContracts: "0" };
    const state = { ...walk.record.state, executions: [{ ...execution, accounted }] };
    const next = followOpen({ ...walk.record, state }, onVenue("filled", "0.5", { averagePrice: "1890" }), walk.now);
    expect(next?.state.executions).toEqual([{ ...execution, contracts: "0.5", averagePrice: "1890" }]);
    expect(next?.newEvents[0]).toMatchObject({ kind: "filled", contracts: "0.3", averagePrice: "1890" });
  });

  test("keeps the executions of other orders", () => {
    const { record, now } = resting();
    const other = { clientOrderId: "other", side: "buy", contracts: "1", averagePrice: "2000" } as const;
    const { state } = follow(
      { ...record, state: { ...record.state, executions: [other] } },
      now,
      onVenue("filled", "0.5"),
    );
    expect(state.executions[0]).toEqual(other);
    expect(state.fills.contracts).toBe("1.5");
  });

  test("whose price the venue does not tell is filled without one, of an inverse market too", () => {
    const { record, now } = resting();
    const { averagePrice: _price, ...unpriced } = onVenue("filled", "0.5");
    expect(follow(record, now, unpriced).state.fills).toEqual({
      contracts: "0.5",
      feeCost: "0.1",
      feeCurrency: "USDT",
    });
    const { state } = record;
    if (state.phase.kind !== "ended" || state.work?.instrument === undefined) throw new Error("no instrument");
    const work = { ...state.work, instrument: { ...state.work.instrument, inverse: true } };
    const inverse = { ...record, state: { ...state, work } as OrderState };
    expect(follow(inverse, now, onVenue("filled", "0.5")).state.fills.value?.slice(0, 8)).toBe("0.000263");
  });

  test("that the venue rejected after all is rejected", () => {
    const { record, now } = resting();
    expect(follow(record, now, onVenue("rejected", "0")).state).toMatchObject({
      status: "rejected",
      code: "VENUE_REJECTED",
    });
  });

  test("that the venue no longer knows is given up after a while, and that is said", () => {
    const { record, now } = resting();
    const first = followOpen(record, undefined, now);
    expect(first?.state.open[0]?.missingSince).toBe(now);
    if (first === undefined) throw new Error("no news");
    const missing = { ...record, state: first.state };
    expect(followOpen(missing, undefined, unixMs(now + MISSING_MS - 1))).toBeUndefined();
    const given = followOpen(missing, undefined, unixMs(now + MISSING_MS));
    expect(given?.state).toMatchObject({
      status: "cancelled",
      code: "OUTCOME_UNKNOWN",
      reason: expect.stringContaining("check the position"),
    });
    expect(given?.state.open).toEqual([]);
    const back = followOpen(missing, onVenue("open", "0"), now);
    expect(back?.state.open).toEqual(record.state.open);
    expect(back?.newEvents).toEqual([]);
  });

  describe("M27: on a venue that keeps no order cancelled before any of it filled", () => {
    const memory = { lookUpGraceMs: 5_000, forgetsUnfilled: { fromMs: 0 } };
    const MINUTE_MS = 60_000;

    test("is cancelled at once when it is no longer there", () => {
      const { record, now } = resting();
      const next = followOpen(record, undefined, unixMs(now + MINUTE_MS), memory);
      expect(next?.state).toMatchObject({ status: "cancelled", code: "CANCELLED", fills: { contracts: "0" } });
      expect(next?.state.reason).toContain("0 of 0.5 contracts filled");
      expect(next?.state.open).toEqual([]);
    });

    test.each([
      ["it was only just placed", resting(), 5_000, memory],
      ["the venue still keeps one so young", resting(), MINUTE_MS, { forgetsUnfilled: { fromMs: 2 * MINUTE_MS } }],
      ["it is so old that nobody knows", resting(), HOUR_MS, { forgetsUnfilled: { fromMs: 0, toMs: HOUR_MS } }],
      ["a part of it had filled", resting("0.2"), MINUTE_MS, memory],
      ["the venue never named it", unknown({ limit: { id: "dip1", price: "1900" } }), MINUTE_MS, memory],
    ] as const)("is looked for again when %s", (_when, { record, now }, later, remembered) => {
      const next = followOpen(record, undefined, unixMs(now + later), remembered);
      expect(next?.state).toMatchObject({ status: record.state.status, open: [{ missingSince: now + later }] });
    });

    test("is looked for again when another order of its name is there", () => {
      const { record, now } = resting();
      const other = onVenue("open", "0", { venueOrderId: "another" });
      const next = followOpen(record, other, unixMs(now + MINUTE_MS), memory);
      expect(next?.state.open[0]?.missingSince).toBe(now + MINUTE_MS);
    });
  });

  test("is not taken for another order of the same name", () => {
    const { record, now } = resting();
    expect(followOpen(record, onVenue("filled", "0.5", { venueOrderId: "another" }), now)?.state).toMatchObject({
      status: "placed",
      open: [{ missingSince: now }],
    });
  });
});

describe("an order whose outcome is unknown", () => {
  const MARKET = { orderType: "market" } as const;

  test("that filled after all is filled, with the position before it", () => {
    const { record, now } = unknown();
    const { state, events } = follow(record, now, onVenue("filled", "0.5", MARKET));
    expect(state).toMatchObject({
      status: "filled",
      sent: "0.5",
      executions: [{ contracts: "0.5", positionBefore: "0" }],
    });
    expect(events).toEqual([["filled", "ended"]]);
  });

  test("that the venue ended with a part of it filled expired with that", () => {
    const { record, now } = unknown();
    expect(follow(record, now, onVenue("canceled", "0.2", MARKET)).state).toMatchObject({
      status: "expired",
      code: "DEADLINE_EXCEEDED",
      fills: { contracts: "0.2" },
    });
  });

  test("that is still filling is looked at again, under the venue's id", () => {
    const { record, now } = unknown();
    const { state, events } = follow(record, now, onVenue("open", "0", MARKET), onVenue("open", "0", MARKET));
    expect(state).toMatchObject({ status: "expired", open: [{ submission: { venueOrderId: "9001" } }] });
    expect(events).toEqual([[], undefined]);
  });

  test("that is nowhere stays expired, and is given up", () => {
    const { record, now } = unknown();
    const { state, events } = follow(record, now, undefined, undefined);
    expect(state).toMatchObject({ status: "expired", code: "OUTCOME_UNKNOWN" });
    expect(isFollowed(state)).toBe(false);
    expect(events).toEqual([[], ["ended"]]);
  });

  const LIMIT = { limit: { id: "dip1", price: "1900" } };

  test("of a limit order that rests is placed, and followed on", () => {
    const { record, now } = unknown(LIMIT);
    const rests = follow(record, now, onVenue("open", "0"));
    expect(rests.state).toMatchObject({ status: "placed", code: "PLACED" });
    expect(rests.events).toEqual([["ended"]]);
    const { state } = follow(record, now, onVenue("open", "0"), onVenue("filled", "0.5"));
    expect(state).toMatchObject({ status: "filled", fills: { contracts: "0.5" } });
  });

  test("of a limit order that was cancelled is cancelled", () => {
    const { record, now } = unknown(LIMIT);
    expect(follow(record, now, onVenue("canceled", "0.1")).state).toMatchObject({ status: "cancelled", sent: "0.5" });
  });

  test("of a limit order is not another one's of the same name", () => {
    const { record, now } = unknown(LIMIT);
    const { state } = follow(record, now, onVenue("filled", "0.5", { limitPrice: "1800" }));
    expect(state.open[0]?.missingSince).toBe(now + HOUR_MS);
  });
});

test("an ended order is followed until all of its fills are in the books, one at work never", () => {
  const walk = new Walk().sent();
  const part = venueOrder({ status: "canceled", filledContracts: "0.2" });
  walk.on({ kind: "answered", order: part });
  walk.on({ kind: "found", order: part });
  expect(walk.record.state).toMatchObject({ status: "working", executions: [{ contracts: "0.2" }] });
  expect(isFollowed(walk.record.state)).toBe(false);
  walk.wake();
  walk.on({ kind: "answered", order: venueOrder({ contracts: "0.3", filledContracts: "0.3" }) });
  const { state } = walk.record;
  const booked = (count: number) =>
    state.executions.map((execution, index) =>
      index < count ? { ...execution, accounted: { realizedProfit: "0", closedContracts: "0" } } : execution,
    );
  expect([0, 1, 2].map((count) => isFollowed({ ...state, executions: booked(count) }))).toEqual([true, true, false]);
});

test("of two that are open each is followed by itself", () => {
  const { record, now } = resting();
  const [first] = record.state.open;
  if (first === undefined) throw new Error("nothing is open");
  const second = { submission: { ...first.submission, clientOrderId: "dip2", venueOrderId: "9002" } };
  const both = { ...record, state: { ...record.state, open: [first, second] } };
  const missing = followOrder(both, { open: second, seen: undefined, now })?.state.open;
  expect(missing).toEqual([first, { ...second, missingSince: now }]);
  const seen = onVenue("filled", "0.5", { venueOrderId: "9002" });
  expect(followOrder(both, { open: second, seen, now })?.state).toMatchObject({
    open: [first],
    executions: [{ clientOrderId: "dip2", contracts: "0.5" }],
  });
});

test("a cancel whose target could not be found out leaves nothing to follow", () => {
  const walk = new Walk(
    orderRecord({
      order: {
        line: 1,
        account: "demo",
        symbol: "ETH/USDT:USDT",
        command: "cancel",
        cancel: "dip1",
        reduceOnly: false,
      },
    }),
  ).sent();
  walk.on({ kind: "not-performed", failure: failure({ code: "ORDER_NOT_FOUND", remedy: "abort" }) });
  walk.on({ kind: "look-up-failed", failure: failure({ remedy: "retry" }) }, 60_000);
  expect(walk.record.state).toMatchObject({ status: "expired", code: "OUTCOME_UNKNOWN" });
  expect(isFollowed(walk.record.state)).toBe(false);
});
