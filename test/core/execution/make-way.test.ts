// What is in an order's way: resting orders, refused settings, names used up (docs/design.md#execution).
import { describe, expect, test } from "vitest";
import type { AlertOrder } from "../../../lib/core/alert/alert-order.ts";
import type { Decision, ExecutionEvent } from "../../../lib/core/execution/decision.ts";
import { followOrder } from "../../../lib/core/execution/follow-order.ts";
import { unixMs } from "../../../lib/core/ids.ts";
import type { Snapshot } from "../../../lib/core/market/snapshot.ts";
import type { RestingOrder } from "../../../lib/core/order/resting-order.ts";
import { tellStory } from "../../../lib/core/trade/tell-story.ts";
import { tradeOf } from "../../../lib/core/trade/trade.ts";
import { BUY, failure, ORDER_ID, orderRecord, read, reading, T0, venueOrder, Walk } from "./order-fixture.ts";

const base = { line: 1, account: "demo", symbol: "ETH/USDT:USDT", reduceOnly: false } as const;
const CLOSE: AlertOrder = { ...base, command: "close", reduceOnly: true };
const HALF: AlertOrder = { ...CLOSE, quantity: { value: "50", unit: "percent" } };
const SHORT: AlertOrder = { ...base, command: "position", quantity: { value: "-1", unit: "base" }, leverage: 10 };
const LIMIT: AlertOrder = { ...BUY, limit: { id: "Entry1", price: "1900" } };

const TP: RestingOrder = {
  venueOrderId: "77",
  clientOrderId: "tp1",
  side: "sell",
  contracts: "0.1",
  reduceOnly: true,
  isConditional: false,
};
const STOP: RestingOrder = { ...TP, venueOrderId: "78", clientOrderId: "stop1", isConditional: true };
const { clientOrderId: _name, ...NAMELESS } = { ...TP, venueOrderId: "79" };
const ENTRY: RestingOrder = { ...TP, venueOrderId: "80", clientOrderId: "dip1", side: "buy", reduceOnly: false };

const BLOCKED: ExecutionEvent = {
  kind: "refused",
  failure: failure({ code: "REDUCTION_BLOCKED", remedy: "make-way", message: "the size is held" }),
};
const BUSY = failure({ code: "VENUE_BUSY", remedy: "retry", message: "busy" });
const REFUSED: ExecutionEvent = {
  kind: "not-performed",
  failure: failure({ code: "LEVERAGE_REFUSED", remedy: "abort", message: "not under open orders" }),
};

function sold(contracts: string): ExecutionEvent {
  return { kind: "answered", order: venueOrder({ side: "sell", contracts, filledContracts: contracts }) };
}

function walkOf(order: AlertOrder, position: string, change: Partial<Snapshot> = {}): Walk {
  return new Walk(orderRecord({ order })).sent({ position, ...change });
}

function sentStep({ action }: Decision): object | undefined {
  return action.kind === "send" ? action.submission.step : undefined;
}

describe("M6: resting reduce-only orders hold what a close would close", () => {
  test("a full close cancels them, never a stop, and goes again under a new id", () => {
    const walk = walkOf(CLOSE, "0.5");
    expect(walk.on(BLOCKED).action).toEqual({ kind: "list-resting" });
    const { action, events } = walk.on({ kind: "listed", orders: [TP, STOP, NAMELESS, ENTRY] });
    expect(action).toEqual({ kind: "cancel-resting", orders: [TP, NAMELESS] });
    expect(events).toMatchObject([{ kind: "clearing", names: ["tp1", "79"], why: "the size is held" }]);
    expect(walk.on({ kind: "performed" }).action).toMatchObject({ submission: { clientOrderId: `${ORDER_ID}001` } });
    expect(walk.on(sold("0.5")).state).toMatchObject({
      status: "filled",
      reason: "0.5 contracts filled; cancelled to make way: tp1, 79",
    });
    expect(tellStory(walk.record).map(({ text }) => text)).toContain(
      "Cancelling the resting reduce-only orders tp1, 79, which are in the way: the size is held.",
    );
  });

  test("if it then fails it is told, naming what was cancelled", () => {
    const walk = walkOf(CLOSE, "0.5");
    walk.on(BLOCKED);
    walk.on({ kind: "listed", orders: [TP] });
    walk.on({ kind: "performed" });
    const no = failure({ code: "PERMISSION_DENIED", remedy: "abort", message: "no" });
    expect(walk.on({ kind: "refused", failure: no }).state).toMatchObject({
      status: "rejected",
      reason: "no; cancelled to make way: tp1",
    });
  });

  test.each([
    ["close 50%", HALF, "1"],
    ["a limit order of all of it", { ...LIMIT, command: "sell", side: "sell", reduceOnly: true } as AlertOrder, "0.5"],
  ])("%s is rejected, naming them", (_, order, position) => {
    const walk = walkOf(order, position);
    walk.on(BLOCKED);
    const { state } = walk.on({ kind: "listed", orders: [TP] });
    expect(state).toMatchObject({ status: "rejected", code: "REDUCTION_BLOCKED" });
    expect(state.reason).toContain("resting reduce-only orders hold the position: tp1");
  });

  test("a reduction called too large for a position can only meet what rests", () => {
    const walk = walkOf(CLOSE, "0.5");
    const tooLarge = failure({ code: "POSITION_TOO_LARGE", remedy: "shrink" });
    expect(walk.on({ kind: "refused", failure: tooLarge }).action).toEqual({ kind: "list-resting" });
  });

  test("a close in parts counts them all", () => {
    const walk = new Walk(orderRecord({ order: CLOSE }));
    walk.on({ kind: "delivered" });
    const small = { ...reading().instrument, maxContracts: "0.3" };
    walk.on({ kind: "read", reading: reading({ position: "0.5" }, {}, small) });
    walk.on(BLOCKED);
    expect(walk.on({ kind: "listed", orders: [TP] }).action.kind).toBe("cancel-resting");
  });

  test("nothing that could be cancelled, or a list that cannot be had: tried again until the deadline", () => {
    const walk = walkOf(CLOSE, "0.5");
    walk.on(BLOCKED);
    expect(walk.on({ kind: "listed", orders: [STOP, ENTRY] }).action.kind).toBe("wait");
    expect(sentStep(walk.wake())).toMatchObject({ contracts: "0.5", reduceOnly: true });
    walk.on(BLOCKED);
    expect(walk.on({ kind: "look-up-failed", failure: BUSY }).action.kind).toBe("wait");
    expect(sentStep(walk.wake())).toMatchObject({ contracts: "0.5" });
    walk.on(BLOCKED);
    walk.on({ kind: "listed", orders: [TP] });
    expect(walk.on({ kind: "not-performed", failure: BUSY }).action.kind).toBe("wait");
    walk.wake();
    walk.on(BLOCKED);
    walk.on({ kind: "listed", orders: [TP] });
    // Stopped between the cancels: they go again, and find nothing.
    expect(walk.on({ kind: "delivered" }).action).toEqual({ kind: "cancel-resting", orders: [TP] });
    walk.on({ kind: "performed" });
    expect(walk.on(sold("0.5")).state.reason).toBe("0.5 contracts filled; cancelled to make way: tp1");
  });

  test("said of an order that opens it is a refusal, planned anew once", () => {
    const walk = new Walk().sent();
    expect(walk.on(BLOCKED).action).toEqual({ kind: "read", fresh: true });
    walk.on(read());
    expect(walk.on(BLOCKED).state).toMatchObject({ status: "rejected", code: "VENUE_REJECTED" });
  });
});

describe("M8: a setting the venue refuses", () => {
  test("a reversal closes first, then sets, then opens", () => {
    const walk = walkOf(SHORT, "1", { leverage: 20, free: "5000" });
    expect(walk.last?.action).toMatchObject({ step: { kind: "set-leverage", leverage: 10 } });
    expect(walk.on(REFUSED).action).toEqual({ kind: "read" });
    const close = walk.on(read({ position: "1", leverage: 20, free: "5000" }));
    expect(sentStep(close)).toMatchObject({ purpose: "close", contracts: "1" });
    expect(walk.on(sold("1")).action).toMatchObject({ kind: "perform", step: { kind: "set-leverage", leverage: 10 } });
    walk.on({ kind: "performed" });
    const opened = walk.on(read({ position: "0", leverage: 10, free: "5000" }));
    expect(sentStep(opened)).toMatchObject({ purpose: "open", contracts: "1" });
    expect(walk.on(sold("1")).state).toMatchObject({ status: "filled", code: "FILLED" });
    expect(tradeOf(walk.record)).toMatchObject({ leverage: 10, margin: "200" });
  });

  test("refused after the close too, the rest goes at the leverage in force when that is lower, and the record says so", () => {
    const walk = walkOf(SHORT, "1", { leverage: 5, free: "5000" });
    walk.on(REFUSED);
    walk.on(read({ position: "1", leverage: 5, free: "5000" }));
    walk.on(sold("1"));
    expect(walk.on(REFUSED).action).toEqual({ kind: "list-resting" });
    expect(walk.on({ kind: "listed", orders: [TP] }).action).toMatchObject({ kind: "cancel-resting" });
    expect(walk.on({ kind: "performed" }).action).toMatchObject({ kind: "perform", step: { kind: "set-leverage" } });
    expect(walk.on(REFUSED).action).toEqual({ kind: "read" });
    walk.on(read({ position: "0", leverage: 5, free: "5000" }));
    const opened = walk.on(read({ position: "0", leverage: 5, free: "5000" }));
    expect(sentStep(opened)).toMatchObject({ purpose: "open", side: "sell", contracts: "1" });
    expect(walk.on(sold("1")).state).toMatchObject({ status: "filled", code: "FILLED", fills: { contracts: "2" } });
    const trade = tradeOf(walk.record);
    expect(trade).toMatchObject({ leverage: 5, margin: "400", requestedContracts: "2" });
    expect(trade.warnings).toEqual(["the exchange does not set the leverage to 10 now: 5 stays in force"]);
  });

  test("a position reopened for its margin mode goes in the mode in force when the venue sets none", () => {
    const target: AlertOrder = { ...base, command: "position", quantity: { value: "1", unit: "base" } };
    const walk = walkOf(target, "0.5", { marginMode: "cross" });
    expect(walk.on(sold("0.5")).action).toMatchObject({ kind: "perform", step: { kind: "set-margin-mode" } });
    walk.on(REFUSED);
    walk.on({ kind: "listed", orders: [] });
    walk.on(REFUSED);
    const { events } = walk.on(read({ marginMode: "cross" }));
    expect(events).toMatchObject([
      { kind: "planned", plan: { steps: [{ kind: "place", purpose: "open", side: "buy", contracts: "1" }] } },
    ]);
  });

  test("a position grows at the leverage in force", () => {
    const walk = walkOf({ ...BUY, leverage: 10 }, "1", { leverage: 20 });
    walk.on(REFUSED);
    walk.on(read({ position: "1", leverage: 20 }));
    expect(walk.on({ kind: "answered", order: venueOrder() }).state).toMatchObject({ status: "filled" });
    expect(tradeOf(walk.record)).toMatchObject({ leverage: 20, margin: "50" });
  });

  test.each([
    ["an order that could open rests too", { kind: "listed", orders: [TP, ENTRY] }],
    ["nobody knows what rests", { kind: "look-up-failed", failure: BUSY }],
  ] as const)("from flat nothing is cancelled when %s", (_, listed) => {
    const walk = walkOf({ ...BUY, leverage: 10 }, "0", { leverage: 5 });
    walk.on(REFUSED);
    expect(walk.on(listed).action).toEqual({ kind: "read" });
    expect(sentStep(walk.on(read({ leverage: 5 })))).toMatchObject({ purpose: "open" });
  });

  test("from flat with nothing in the way it is tried once more", () => {
    const walk = walkOf({ ...BUY, leverage: 10 }, "0", { leverage: 5 });
    walk.on(REFUSED);
    expect(walk.on({ kind: "listed", orders: [STOP] }).action).toMatchObject({ kind: "perform" });
    expect(walk.on(REFUSED).action).toEqual({ kind: "read" });
  });

  test("from flat what rests makes way once, whether or not its cancel is answered", () => {
    const walk = walkOf({ ...BUY, leverage: 10 }, "0", { leverage: 20 });
    walk.on(REFUSED);
    walk.on({ kind: "listed", orders: [TP] });
    expect(walk.on({ kind: "not-performed", failure: BUSY }).action).toMatchObject({ kind: "perform" });
    walk.on(REFUSED);
    const { state } = walk.on(read({ leverage: 20 }));
    expect(state).toMatchObject({ status: "rejected", code: "LEVERAGE_REFUSED" });
    expect(state.reason).toMatch(/20 stays in force; .*; not under open orders; cancelled to make way: tp1$/);
  });

  test("planned anew too late nothing is sent; an order that is done by then is done", () => {
    const late = walkOf({ ...BUY, leverage: 10 }, "1", { leverage: 20 });
    late.on(REFUSED);
    expect(late.on(read({ position: "1" }), 40_001).state).toMatchObject({ status: "expired" });
    const there = walkOf({ ...base, command: "position", quantity: { value: "1", unit: "base" }, leverage: 9 }, "0.5");
    there.on(REFUSED);
    expect(there.on(read({ position: "1" })).state).toMatchObject({ status: "done" });
  });
});

describe("M25: a venue that keeps refusing the size", () => {
  const TOO_BIG: ExecutionEvent = {
    kind: "refused",
    failure: failure({ code: "FUNDS_INSUFFICIENT", remedy: "shrink", message: "margin is insufficient" }),
  };

  function refuseOften(walk: Walk, position: string): number {
    for (let refusals = 1; ; refusals++) {
      if (walk.on(TOO_BIG).action.kind === "end") return refusals;
      const { action } = walk.on(read({ position, equity: "10000000", free: "10000000" }));
      if (action.kind === "send" && action.submission.step.reduceOnly) return refusals;
    }
  }

  test("is asked 25 times, then no more", () => {
    const walk = new Walk(orderRecord({ order: { ...BUY, quantity: { value: "1000", unit: "base" } } })).sent();
    expect(refuseOften(walk, "0")).toBe(26);
    expect(walk.record.state).toMatchObject({ status: "rejected", code: "FUNDS_INSUFFICIENT" });
    expect(walk.record.state.reason).toBe("margin is insufficient; so 25 sizes were refused");
  });

  test("what a reversal closes still goes out", () => {
    const order: AlertOrder = { ...base, command: "position", quantity: { value: "-1000", unit: "base" } };
    const walk = walkOf(order, "1", { free: "10000000" });
    expect(refuseOften(walk, "1")).toBe(26);
    expect(walk.on(sold("1")).state).toMatchObject({ status: "filled", code: "PARTLY_FILLED" });
    expect(walk.record.state.reason).toContain("1 of 1001 contracts filled; made smaller: ");
  });

  test("a later part refused for good leaves the order filled in part, and says why", () => {
    const walk = new Walk();
    walk.on({ kind: "delivered" });
    const small = { ...reading().instrument, maxContracts: "0.3" };
    walk.on({ kind: "read", reading: reading({}, {}, small) });
    walk.on({ kind: "answered", order: venueOrder({ contracts: "0.3", filledContracts: "0.3" }) });
    const { state } = walk.on({ kind: "refused", failure: failure({ remedy: "abort", message: "no more" }) });
    expect(state).toMatchObject({ status: "filled", code: "PARTLY_FILLED" });
    expect(state.reason).toBe("0.3 of 0.5 contracts filled; no more");
  });
});

describe("M10: a name used again", () => {
  const DUPLICATE: ExecutionEvent = {
    kind: "refused",
    failure: failure({ code: "DUPLICATE_ORDER", remedy: "adopt", message: "the name is there" }),
  };
  const old = venueOrder({ orderType: "limit", limitPrice: "1800", createdAt: unixMs(T0 - 60_000) });
  const LOST: ExecutionEvent = { kind: "refused", failure: failure({ remedy: "look-up", message: "cut" }) };
  const NOT_THERE: ExecutionEvent = { kind: "not-found", position: "0", graceMs: 5_000 };

  test("one still open is refused before anything is sent", () => {
    const walk = new Walk(orderRecord({ order: LIMIT }));
    walk.on({ kind: "delivered" });
    expect(walk.on({ ...read(), isNameTaken: true }).state).toMatchObject({
      status: "rejected",
      code: "CUSTOM_ID_TAKEN",
      clientOrderIds: [],
    });
  });

  test("one that has ended, on a venue that never frees names, goes by an id of ours", () => {
    const walk = walkOf(LIMIT, "0");
    walk.on(DUPLICATE);
    const { action } = walk.on({ kind: "found", order: old });
    expect(action).toMatchObject({ submission: { clientOrderId: `${ORDER_ID}001`, step: { customId: "Entry1" } } });
    // The id of ours cannot be another's.
    walk.on(DUPLICATE);
    expect(walk.on({ kind: "found", order: old }).state).toMatchObject({ status: "rejected", code: "CUSTOM_ID_TAKEN" });
  });

  test("not where an order of ours may have it, nor after the deadline", () => {
    const lost = walkOf(LIMIT, "0");
    lost.on(LOST);
    lost.on(NOT_THERE, 5_000);
    lost.on(DUPLICATE);
    expect(lost.on(NOT_THERE, 5_000).state).toMatchObject({ status: "rejected", code: "CUSTOM_ID_TAKEN" });
    const late = walkOf(LIMIT, "0");
    late.on(DUPLICATE);
    expect(late.on(NOT_THERE, 40_001).state).toMatchObject({ status: "expired" });
  });

  test("an older order of the name is no sign of ours: sent again once the venue's grace has passed", () => {
    const walk = walkOf(LIMIT, "0");
    walk.on(LOST);
    expect(walk.on({ kind: "found", order: old }).action.kind).toBe("wait");
    walk.wake();
    expect(walk.on({ kind: "found", order: old }, 5_000).action).toMatchObject({
      kind: "send",
      submission: { clientOrderId: "Entry1" },
    });
    walk.on(LOST);
    expect(walk.on({ kind: "found", order: old }, 40_000).state).toMatchObject({ status: "expired" });
    const vague = walkOf(LIMIT, "0");
    const refusal = failure({ code: "ORDER_INVALID", outcome: "unknown", remedy: "abort-if-absent", message: "bad" });
    vague.on({ kind: "refused", failure: refusal });
    expect(vague.on({ kind: "found", order: old }, 5_000).state).toMatchObject({
      status: "rejected",
      code: "ORDER_INVALID",
    });
    const kept = new Walk(orderRecord({ order: LIMIT, exchange: "bingx" })).sent();
    kept.on(LOST);
    expect(kept.on({ kind: "found", order: old }, 5_000).action).toMatchObject({
      submission: { clientOrderId: `${ORDER_ID}001` },
    });
    const unlisted = new Walk(orderRecord({ order: LIMIT, exchange: "elsewhere" })).sent();
    unlisted.on(LOST);
    expect(unlisted.on({ kind: "found", order: old }).action.kind).toBe("wait");
  });
});

describe("M28: a limit order that the venue took", () => {
  const taken = venueOrder({ orderType: "limit", limitPrice: "1900", status: "open", filledContracts: "0" });

  test("is read: what filled at once is filled", () => {
    const walk = walkOf(LIMIT, "0");
    expect(walk.on({ kind: "answered", order: taken }).action).toMatchObject({ kind: "look-up" });
    const filled = { ...taken, status: "filled", filledContracts: "0.5" } as const;
    expect(walk.on({ kind: "found", order: filled }).state).toMatchObject({ status: "filled", code: "FILLED" });
  });

  test.each([
    { kind: "not-found", position: "0", graceMs: 5_000 },
    { kind: "look-up-failed", failure: BUSY },
  ] as const)("waits for no report: $kind, and it rests", (event) => {
    const walk = walkOf(LIMIT, "0");
    walk.on({ kind: "answered", order: taken });
    expect(walk.on(event).state).toMatchObject({ status: "placed", open: [{ submission: { venueOrderId: "9001" } }] });
  });
});

describe("an order of which more than one is open on the venue", () => {
  const order: AlertOrder = { ...base, command: "position", quantity: { value: "-1", unit: "base" } };
  const noted = venueOrder({ side: "sell", status: "open", filledContracts: "0" });
  const report = (venueOrderId: string) =>
    venueOrder({ venueOrderId, side: "sell", contracts: "1", filledContracts: "1" });

  /** The close judged by the position, the opening's outcome unknown at the end. */
  function twoOpen(): Walk {
    const walk = new Walk(orderRecord({ order, exchange: "bybit" }));
    walk.sent({ position: "1", free: "5000" }, { reversesInOneOrder: false });
    walk.on({ kind: "refused", failure: failure({ remedy: "look-up" }) });
    walk.on({ kind: "not-found", position: "0", graceMs: 5_000 }, 5_000);
    walk.on(read({ position: "0", free: "5000" }));
    walk.on({ kind: "answered", order: { ...noted, venueOrderId: "9002" } });
    walk.on({ kind: "look-up-failed", failure: BUSY }, 60_000);
    expect(walk.record.state).toMatchObject({ status: "expired", code: "OUTCOME_UNKNOWN", fills: { contracts: "1" } });
    return walk;
  }

  function followAll(walk: Walk, sights: readonly [number, ReturnType<typeof report>][]) {
    return sights.map(([index, seen]) => {
      const open = walk.record.state.open[index];
      if (open === undefined) throw new Error("nothing is open there");
      const next = followOrder(walk.record, { open, seen, now: unixMs(walk.now + 1_000) });
      walk.record = { ...walk.record, state: next?.state ?? walk.record.state };
      return next?.newEvents.map(({ kind }) => kind);
    });
  }

  test("holds both, and ends once all are reported", () => {
    const walk = twoOpen();
    expect(walk.record.state.open).toHaveLength(2);
    expect(
      followAll(walk, [
        [0, report("9001")],
        [0, report("9002")],
      ]),
    ).toEqual([["filled"], ["filled", "ended"]]);
    expect(walk.record.state).toMatchObject({ status: "filled", code: "FILLED", open: [], fills: { contracts: "2" } });
  });

  test("in whichever order the reports come", () => {
    const walk = twoOpen();
    expect(
      followAll(walk, [
        [1, report("9002")],
        [0, report("9001")],
      ]),
    ).toEqual([["filled"], ["filled", "ended"]]);
    expect(walk.record.state).toMatchObject({ status: "filled", open: [], fills: { contracts: "2" } });
  });

  test("one that is never reported does not end it while the other is open", () => {
    const walk = twoOpen();
    const open = walk.record.state.open[1];
    if (open === undefined) throw new Error("nothing is open there");
    const gone = { ...open, missingSince: T0 };
    const state = { ...walk.record.state, open: [...walk.record.state.open.slice(0, 1), gone] };
    const next = followOrder({ ...walk.record, state }, { open: gone, seen: undefined, now: unixMs(T0 + 3_600_000) });
    expect(next?.newEvents).toEqual([]);
    expect(next?.state.open).toHaveLength(1);
  });
});

test("a position closed and opened again for its margin mode: each side's slippage by its own sign", () => {
  const walk = walkOf({ ...base, command: "position", quantity: { value: "0.4", unit: "base" } }, "0.5", {
    marginMode: "cross",
  });
  walk.on({ kind: "answered", order: venueOrder({ side: "sell", averagePrice: "1998" }) });
  if (walk.last?.action.kind === "perform") walk.on({ kind: "performed" });
  walk.on(read({ position: "0" }));
  walk.on({ kind: "answered", order: venueOrder({ contracts: "0.4", filledContracts: "0.4", averagePrice: "2002" }) });
  // Both are 2 worse than 2000.
  expect(tradeOf(walk.record)).toMatchObject({ status: "filled", side: "buy", slippageBps: "10" });
});
