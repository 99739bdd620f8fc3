// An order that the venue's reports do not show: what the position tells of it, and what becomes of that when they come.
import { describe, expect, test } from "vitest";
import type { AlertOrder } from "../../../lib/core/alert/alert-order.ts";
import type { ExecutionEvent, Sighting } from "../../../lib/core/execution/decision.ts";
import { MISSING_MS } from "../../../lib/core/execution/follow-order.ts";
import { awaitsReport, type OrderRecord } from "../../../lib/core/execution/order-record.ts";
import { unixMs } from "../../../lib/core/ids.ts";
import type { VenueOrder } from "../../../lib/core/order/venue-order.ts";
import { tellStory } from "../../../lib/core/trade/tell-story.ts";
import { BUY, failure, followOpen, orderRecord, venueOrder, Walk } from "./order-fixture.ts";

const SHORT: AlertOrder = {
  line: 1,
  account: "demo",
  symbol: "ETH/USDT:USDT",
  command: "position",
  quantity: { value: "-1", unit: "base", basis: "nominal" },
  reduceOnly: false,
};
const LOST: ExecutionEvent = { kind: "refused", failure: failure({ remedy: "look-up", message: "cut off" }) };
const DOWN = failure({ code: "VENUE_BUSY", remedy: "retry", message: "the reports are down" });

function down(seen?: Sighting): ExecutionEvent {
  return { kind: "look-up-failed", failure: DOWN, ...(seen === undefined ? {} : { seen }) };
}

/** Taken by the venue as 9001; then every look-up answers as given, until the order ends. */
function taken(walk: Walk, event: ExecutionEvent): Walk {
  walk.on({ kind: "answered", order: venueOrder({ status: "open", filledContracts: "0" }) });
  return until(walk, event);
}

function until(walk: Walk, event: ExecutionEvent): Walk {
  while (walk.on(event).action.kind === "wait") walk.wake();
  return walk;
}

function followed(record: OrderRecord, seen: VenueOrder | undefined, now = 1_700_000_100_000): OrderRecord {
  const next = followOpen(record, seen, unixMs(now));
  if (next === undefined) throw new Error("no news");
  return { ...record, state: next.state, events: [...record.events, ...next.newEvents] };
}

const ends = ({ events }: OrderRecord) => events.filter(({ kind }) => kind === "ended").length;

describe("M3: an order the venue took, whose reports are down", () => {
  test("is filled by the position at the deadline, and so marked", () => {
    const { record, now } = taken(new Walk().sent({ position: "0.011" }), down({ position: "0.511" }));
    expect(record.state).toMatchObject({
      status: "filled",
      code: "FILLED",
      reason: "0.5 contracts filled; judged by how the position moved, until the venue's report comes",
      fills: { contracts: "0.5" },
      sent: "0.5",
      executions: [{ contracts: "0.5", positionBefore: "0.011", inferred: true }],
      open: [{ submission: { venueOrderId: "9001" } }],
    });
    expect(now).toBe(record.state.work?.deadline);
    expect(awaitsReport(record.state)).toBe(true);
  });

  test("is so too where the reports answer and do not show it", () => {
    const { record } = taken(new Walk().sent(), { kind: "not-found", position: "0.5", graceMs: 5_000 });
    expect(record.state).toMatchObject({ status: "filled", executions: [{ inferred: true }] });
  });

  test("is judged at most by its size, and by a part of it when no more moved", () => {
    expect(taken(new Walk().sent(), down({ position: "7" })).record.state.fills.contracts).toBe("0.5");
    const { state } = taken(new Walk().sent(), down({ position: "0.2" })).record;
    expect(state).toMatchObject({ status: "filled", code: "PARTLY_FILLED", fills: { contracts: "0.2" } });
    expect(state.reason).toContain("the reports are down");
  });

  test("with a position that has not moved expired, by its id, and is followed", () => {
    const { record } = taken(new Walk().sent(), down({ position: "0" }));
    expect(record.state).toMatchObject({ status: "expired", code: "DEADLINE_EXCEEDED", fills: { contracts: "0" } });
    expect(record.state.reason).toContain("took the order as 9001, but the position has not moved");
    expect(followed(record, venueOrder()).state).toMatchObject({ status: "filled", fills: { contracts: "0.5" } });
  });

  test.each<[string, Sighting | undefined]>([
    ["another order worked or rested meanwhile", { position: "0.5", othersWorked: true }],
    ["a closeall worked meanwhile", { position: "0.5", swept: true }],
    ["a closeall may have taken its move back", { position: "0", swept: true }],
    ["the position cannot be read either", undefined],
  ])("when %s fills nothing on record, and says that it was placed", (_when, seen) => {
    const { state } = taken(new Walk().sent(), down(seen)).record;
    expect(state).toMatchObject({ status: "expired", code: "OUTCOME_UNKNOWN", fills: { contracts: "0" } });
    expect(state.reason).toContain("the venue took it as its order 9001");
    expect(state.open[0]?.submission.venueOrderId).toBe("9001");
  });

  test("that closes before it opens sends nothing after the deadline", () => {
    const walk = new Walk(orderRecord({ order: SHORT, exchange: "bybit" }));
    taken(walk.sent({ position: "1" }, { reversesInOneOrder: false }), down({ position: "0" }));
    expect(walk.record.state).toMatchObject({
      fills: { contracts: "1" },
      open: [{ submission: { venueOrderId: "9001" } }],
    });
    expect(walk.record.events.filter(({ kind }) => kind === "intent")).toHaveLength(1);
  });
});

describe("M3: the report that comes after all", () => {
  const judged = (position = "0.5") => taken(new Walk().sent(), down({ position })).record;
  const report = (change: Partial<VenueOrder> = {}) => venueOrder({ averagePrice: "1999", ...change });

  test("replaces size, price and fee, once, and ends nothing twice", () => {
    const record = followed(judged(), report());
    expect(record.state).toMatchObject({
      status: "filled",
      code: "FILLED",
      reason: "0.5 contracts filled",
      fills: { contracts: "0.5", value: "999.5", feeCost: "0.5", feeCurrency: "USDT" },
      sent: "0.5",
    });
    expect(record.state.executions).toEqual([
      expect.objectContaining({ contracts: "0.5", averagePrice: "1999", positionBefore: "0" }),
    ]);
    expect(record.state.executions[0]).not.toHaveProperty("inferred");
    expect(record.state.open).toEqual([]);
    expect(ends(record)).toBe(1);
    expect(tellStory(record).at(-1)?.text).toBe(
      "The exchange now tells of the order: 0.5 contracts filled at 1999; by the position 0.5 had been counted.",
    );
  });

  test("of more or less than was judged ends the order by what it filled in all", () => {
    const more = followed(judged("0.2"), report());
    expect(more.state).toMatchObject({ status: "filled", code: "FILLED", fills: { contracts: "0.5" } });
    const less = followed(judged(), report({ status: "canceled", filledContracts: "0.3" }));
    expect(less.state).toMatchObject({ status: "filled", code: "PARTLY_FILLED", fills: { contracts: "0.3" } });
    expect([ends(more), ends(less)]).toEqual([2, 2]);
  });

  test.each([
    ["canceled", "expired", "DEADLINE_EXCEEDED"],
    ["rejected", "rejected", "VENUE_REJECTED"],
  ] as const)("of an order %s without a fill takes back what was judged", (status, ended, code) => {
    const { averagePrice: _price, ...none } = report({ status, filledContracts: "0" });
    const record = followed(judged(), none);
    expect(record.state).toMatchObject({ status: ended, code, fills: { contracts: "0" }, executions: [] });
    expect(tellStory(record).at(-2)?.text).toContain("0 contracts filled; by the position 0.5 had been counted");
  });

  test("of one part of an order that expired leaves it expired, with the other parts", () => {
    const walk = new Walk(orderRecord({ order: SHORT, exchange: "bybit" }));
    taken(walk.sent({ position: "1" }, { reversesInOneOrder: false }), down({ position: "0" }));
    const other = { clientOrderId: "other", side: "sell", contracts: "0.1", averagePrice: "2000" } as const;
    const { state } = walk.record;
    const record = { ...walk.record, state: { ...state, executions: [other, ...state.executions] } };
    const closed = report({ side: "sell", contracts: "1", filledContracts: "1" });
    expect(followed(record, closed).state).toMatchObject({
      status: "expired",
      code: "DEADLINE_EXCEEDED",
      executions: [{ clientOrderId: "other" }, { contracts: "1", averagePrice: "1999" }],
    });
  });

  test("of an order that the venue still fills changes nothing yet", () => {
    const record = judged();
    const filling = report({ status: "open", filledContracts: "0.1" });
    expect(followOpen(record, filling, unixMs(1_700_000_100_000))).toBeUndefined();
    const missing = followed(record, undefined);
    expect(followed(missing, filling).state).toEqual(record.state);
  });

  test("of a lost order counts what was sent of it once", () => {
    const walk = new Walk().sent();
    walk.on(LOST);
    walk.on({ kind: "not-found", position: "0.3", graceMs: 5_000 }, 5_000);
    expect(walk.record.state).toMatchObject({ sent: "0.3", executions: [{ inferred: true }] });
    expect(followed(walk.record, report()).state).toMatchObject({ sent: "0.5", fills: { contracts: "0.5" } });
  });

  test("that never comes leaves what was judged, and it is followed no further", () => {
    const since = 1_700_000_100_000;
    const missing = followed(judged(), undefined, since);
    expect(followOpen(missing, undefined, unixMs(since + MISSING_MS - 1))).toBeUndefined();
    const given = followed(missing, undefined, since + MISSING_MS);
    expect(given.state).toMatchObject({ status: "filled", executions: [{ inferred: true }] });
    expect(given.state.open).toEqual([]);
    expect(ends(given)).toBe(1);
  });
});

describe("M30: a lost order, and a position that moved", () => {
  const notFound = (position: string, others: Partial<Sighting> = {}): ExecutionEvent => ({
    kind: "not-found",
    position,
    graceMs: 5_000,
    ...others,
  });
  const lost = (walk: Walk) => {
    walk.on(LOST);
    return walk;
  };
  const unknown = { status: "expired", code: "OUTCOME_UNKNOWN", fills: { contracts: "0" } };

  test("while another order worked or rested is not known, and never sent again", () => {
    const walk = until(lost(new Walk().sent()), notFound("0.5", { othersWorked: true }));
    expect(walk.record.state).toMatchObject(unknown);
    expect(walk.record.events.filter(({ kind }) => kind === "intent")).toHaveLength(1);
  });

  test("while a closeall worked is not there: what may open is not sent again, what reduces is", () => {
    const opening = lost(new Walk().sent());
    const seen = notFound("0.5", { swept: true });
    expect(opening.on(seen).action.kind).toBe("wait");
    const { state } = opening.on(seen, 5_000);
    expect(state).toMatchObject({ status: "rejected", code: "CLOSE_ONLY", fills: { contracts: "0" }, open: [] });
    const order: AlertOrder = { line: 1, account: "demo", symbol: "ETH/USDT:USDT", command: "close", reduceOnly: true };
    const closing = lost(new Walk(orderRecord({ order })).sent({ position: "0.5" }));
    const { action } = closing.on(notFound("0", { swept: true }), 5_000);
    expect(action).toMatchObject({ kind: "send", submission: { step: { reduceOnly: true, contracts: "0.5" } } });
  });

  test("by more than its size was not moved by it alone", () => {
    expect(until(lost(new Walk().sent()), notFound("0.7")).record.state).toMatchObject(unknown);
  });

  test("by a part of it, over a setting that may have liquidated, is not known; by all of it, it filled", () => {
    const raised = () => {
      const walk = new Walk(orderRecord({ order: { ...BUY, leverage: 12 } })).sent();
      walk.on({ kind: "performed" });
      return lost(walk);
    };
    expect(until(raised(), notFound("0.2")).record.state).toMatchObject(unknown);
    expect(until(raised(), notFound("0.5")).record.state).toMatchObject({ status: "filled" });
  });

  test("by a part of it, behind an earlier submission, is not known", () => {
    const walk = new Walk().sent();
    walk.on({ kind: "refused", failure: failure({ remedy: "retry" }) });
    walk.wake();
    expect(until(lost(walk), notFound("0.2")).record.state).toMatchObject(unknown);
  });
});
