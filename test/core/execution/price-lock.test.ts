// An order under a price lock: first as a maker at the best price of its own side, moved with it, then at market.
import { describe, expect, test } from "vitest";
import type { AlertOrder } from "../../../lib/core/alert/alert-order.ts";
import type { ExecutionEvent } from "../../../lib/core/execution/decision.ts";
import type { OrderRecord } from "../../../lib/core/execution/order-record.ts";
import { unixMs } from "../../../lib/core/ids.ts";
import type { Snapshot } from "../../../lib/core/market/snapshot.ts";
import { tellStory } from "../../../lib/core/trade/tell-story.ts";
import { tradeOf } from "../../../lib/core/trade/trade.ts";
import {
  BUY,
  ETH,
  failure,
  followOpen,
  ORDER_ID,
  orderRecord,
  read,
  reading,
  T0,
  venueOrder,
  Walk,
} from "./order-fixture.ts";

const LOCKED_BUY = orderRecord({ order: { ...BUY, pricelock: 20 } });
const base = { line: 1, account: "demo", symbol: "ETH/USDT:USDT", reduceOnly: false } as const;
const SHORT: AlertOrder = {
  ...base,
  command: "position",
  quantity: { value: "-2", unit: "base", basis: "nominal" },
  pricelock: 20,
};
const CLOSE: AlertOrder = { ...base, command: "close", reduceOnly: true, pricelock: 20 };

/** An order on the book, unfilled unless said otherwise. */
function resting(change: Parameters<typeof venueOrder>[0] = {}) {
  const { averagePrice: _price, fee: _fee, ...order } = venueOrder();
  return { ...order, orderType: "limit", status: "open", filledContracts: "0", limitPrice: "1999", ...change } as const;
}
const answered = (change = {}): ExecutionEvent => ({ kind: "answered", order: resting(change) });
const found = (change = {}): ExecutionEvent => ({ kind: "found", order: resting(change) });
const refused = (change: Parameters<typeof failure>[0]): ExecutionEvent => ({
  kind: "refused",
  failure: failure(change),
});
const WOULD_TAKE = refused({ code: "POST_ONLY_REFUSED", remedy: "price-again", message: "it would trade at once" });
const NOT_THERE: ExecutionEvent = { kind: "not-found", position: "0", graceMs: 5_000 };
const UNSEEN: ExecutionEvent = { kind: "look-up-failed", failure: failure({ remedy: "retry", message: "busy" }) };
const OFF: ExecutionEvent = { kind: "read", reading: reading(), off: "the account is paused" };

/** Planned, priced and sent. */
function sent(record: OrderRecord = LOCKED_BUY, snapshot: Partial<Snapshot> = {}): Walk {
  const walk = new Walk(record).sent(snapshot);
  walk.on(read(snapshot));
  return walk;
}

/** It rests, and its price has just been read. */
function rests(record?: OrderRecord, snapshot?: Partial<Snapshot>): Walk {
  const walk = sent(record, snapshot);
  walk.on(answered());
  walk.on(found());
  walk.on(read(snapshot));
  return walk;
}

/** The lock's time is over, and it is being cancelled. */
function withdrawn(record?: OrderRecord, snapshot?: Partial<Snapshot>): Walk {
  const walk = rests(record, snapshot);
  walk.on({ kind: "delivered" }, 20_000);
  walk.on(found());
  expect(walk.last?.action).toMatchObject({ kind: "cancel-resting" });
  return walk;
}

function submission(walk: Walk) {
  const action = walk.last?.action;
  if (action?.kind !== "send") throw new Error(`nothing is sent: ${action?.kind}`);
  return action.submission;
}

const AS_MAKER = { orderType: "limit", postOnly: true };

describe("as a maker", () => {
  test("the price is read, and the order placed at the best of its own side", () => {
    const walk = new Walk(LOCKED_BUY).sent();
    expect(walk.last).toMatchObject({ action: { kind: "read" }, state: { phase: { kind: "pricing" } } });
    walk.on(read({ bid: "1998.5" }));
    expect(submission(walk)).toMatchObject({
      clientOrderId: `${ORDER_ID}000`,
      step: { ...AS_MAKER, side: "buy", price: "1998.5", contracts: "0.5", reduceOnly: false },
    });
    expect(walk.record.events.at(-1)).toMatchObject({ kind: "intent" });
  });

  test("a sell goes at the ask", () => {
    const walk = sent(orderRecord({ order: CLOSE }), { position: "0.5" });
    expect(submission(walk).step).toMatchObject({ ...AS_MAKER, side: "sell", price: "2001", reduceOnly: true });
  });

  test("what fills ends as any order, marked as a maker's", () => {
    const walk = rests();
    expect(walk.last?.action).toEqual({ kind: "wait", until: T0 + 3_000 });
    walk.wake();
    expect(walk.last?.action).toMatchObject({ kind: "look-up" });
    walk.on(found({ status: "filled", filledContracts: "0.5", averagePrice: "1999" }));
    expect(walk.record.state).toMatchObject({ status: "filled", code: "FILLED", executions: [{ maker: true }] });
  });

  test.each(["filled", "canceled"] as const)("an answer that says %s is believed", (status) => {
    const walk = sent();
    const filledContracts = status === "filled" ? "0.5" : "0";
    walk.on(answered({ status, filledContracts }));
    expect(walk.last?.action.kind).toBe(status === "filled" ? "end" : "wait");
  });

  test("it stays while its price is the best, and is looked at every 3 s until the lock's end", () => {
    const walk = rests();
    for (const second of [3, 6, 9, 12, 15, 18]) {
      expect(walk.last?.action).toEqual({ kind: "wait", until: T0 + second * 1_000 });
      walk.wake();
      walk.on(found());
      walk.on(read());
    }
    expect(walk.last?.action).toEqual({ kind: "wait", until: T0 + 20_000 });
    walk.wake();
    walk.on(found());
    expect(walk.last?.action).toMatchObject({ kind: "cancel-resting" });
  });

  test.each([
    ["buy", { bid: "2000" }, "cancel-resting"],
    ["buy", { bid: "1998" }, "wait"],
  ])("a %s whose side is at %o: %s", (_, snapshot, expected) => {
    const walk = rests();
    walk.wake();
    walk.on(found());
    expect(walk.on(read(snapshot)).action.kind).toBe(expected);
  });

  test.each([
    [{ ask: "2000" }, "cancel-resting"],
    [{ ask: "2002" }, "wait"],
  ])("a sell whose side is at %o: %s", (snapshot, expected) => {
    const walk = rests(orderRecord({ order: CLOSE }), { position: "0.5" });
    walk.wake();
    walk.on(found());
    expect(walk.on(read({ position: "0.5", ...snapshot })).action.kind).toBe(expected);
  });

  test("no price at all moves nothing, and neither does one within 3 s", () => {
    const walk = sent();
    walk.on(answered());
    walk.on(found(), 2_999);
    expect(walk.on(read({ bid: "2000" })).action.kind).toBe("wait");
    walk.wake();
    walk.on(found());
    const { bid: _bid, ...oneSided } = reading().snapshot;
    const event: ExecutionEvent = { kind: "read", reading: { ...reading(), snapshot: oneSided } };
    expect(walk.on(event).action.kind).toBe("wait");
  });

  test("it is moved by a cancel that the venue shows, then a new submission of the rest with an intent of its own", () => {
    const walk = rests();
    walk.wake();
    walk.on(found());
    walk.on(read({ bid: "2000" }));
    expect(walk.record.events.at(-1)).toMatchObject({ kind: "withdrawing", why: "the price is 2000 now" });
    expect(walk.on({ kind: "performed" }).action).toMatchObject({ kind: "look-up" });
    walk.on(found({ status: "canceled", filledContracts: "0.2", averagePrice: "1999" }));
    expect(walk.last).toMatchObject({ action: { kind: "read" }, state: { phase: { kind: "pricing" }, sent: "0.2" } });
    walk.on(read({ bid: "2000" }));
    expect(submission(walk)).toMatchObject({
      clientOrderId: `${ORDER_ID}001`,
      step: { ...AS_MAKER, price: "2000", contracts: "0.3" },
    });
    expect(walk.record.state.fills).toMatchObject({ contracts: "0.2" });
  });

  test("a post-only refusal is no failure: it is priced again, at most once a second", () => {
    const walk = sent();
    expect(walk.on(WOULD_TAKE, 200).action).toEqual({ kind: "wait", until: T0 + 1_000 });
    expect(walk.record.state.waits).toBe(0);
    expect(walk.wake().action).toMatchObject({ kind: "read" });
    walk.on(read({ bid: "1998" }));
    expect(submission(walk)).toMatchObject({ clientOrderId: `${ORDER_ID}001`, step: { price: "1998" } });
    expect(walk.on(WOULD_TAKE, 1_000).action).toMatchObject({ kind: "read" });
  });

  test("said of an order at market it is a refusal like any other", () => {
    const walk = new Walk().sent();
    walk.on(WOULD_TAKE);
    expect(walk.record.state).toMatchObject({ status: "rejected", code: "POST_ONLY_REFUSED" });
  });

  test("so is a cancel by the venue itself", () => {
    const walk = sent();
    walk.on(answered());
    walk.on(found({ status: "canceled" }), 100);
    expect(walk.last?.action).toEqual({ kind: "wait", until: T0 + 1_000 });
    walk.wake();
    walk.on(read());
    expect(submission(walk)).toMatchObject({ clientOrderId: `${ORDER_ID}001`, step: AS_MAKER });
  });

  test("a refusal for now, or of the size, goes on under the lock", () => {
    const walk = sent();
    walk.on(refused({ code: "VENUE_BUSY", remedy: "retry" }));
    expect(walk.wake()).toMatchObject({ action: { kind: "read" }, state: { phase: { kind: "pricing" } } });
    walk.on(read());
    walk.on(refused({ code: "FUNDS_INSUFFICIENT", remedy: "shrink" }));
    expect(walk.record.state.phase).toMatchObject({ kind: "sizing", step: { orderType: "market" } });
    walk.on(read());
    expect(walk.record.state.phase).toMatchObject({ kind: "pricing", step: { contracts: "0.475" } });
  });

  test("an order lost on its way is looked for, found and goes on", () => {
    const walk = sent();
    walk.on(refused({ code: "VENUE_UNREACHABLE", remedy: "look-up" }));
    walk.on(found());
    expect(walk.last).toMatchObject({ action: { kind: "read" }, state: { phase: { kind: "locked" } } });
  });

  test("one proven not there is sent again, under its own id and at its price", () => {
    const walk = sent();
    const before = submission(walk);
    walk.on(refused({ code: "VENUE_UNREACHABLE", remedy: "look-up" }));
    walk.on(NOT_THERE);
    walk.on({ kind: "delivered" }, 5_000);
    walk.on(NOT_THERE);
    expect(submission(walk)).toEqual(before);
  });

  test.each([
    ["all of it is its fill", "0.5", "end"],
    ["a part may rest still: nothing more is sent", "0.2", "wait"],
  ])("of one that is not shown the position speaks: %s", (_, position, expected) => {
    const walk = sent();
    walk.on(refused({ code: "VENUE_UNREACHABLE", remedy: "look-up" }));
    walk.on({ kind: "delivered" }, 5_000);
    expect(walk.on({ ...NOT_THERE, position }).action.kind).toBe(expected);
  });

  test("what the price is read for may fail: read again, and at market once the lock is over", () => {
    const walk = new Walk(LOCKED_BUY).sent();
    const busy: ExecutionEvent = { kind: "read-failed", failure: failure({ remedy: "retry" }) };
    expect(walk.on(busy).action.kind).toBe("wait");
    expect(walk.wake().action.kind).toBe("read");
    walk.on(busy);
    walk.on({ kind: "delivered" }, 20_000);
    expect(submission(walk).step).toMatchObject({ orderType: "market", contracts: "0.5" });
  });

  test("while it rests the venue may not answer: it stays, until the lock's end", () => {
    const walk = rests();
    const unpriced: ExecutionEvent = {
      kind: "read-failed",
      failure: failure({ remedy: "retry", retryAfterMs: 4_000 }),
    };
    walk.wake();
    expect(walk.on(UNSEEN).action).toEqual({ kind: "wait", until: T0 + 6_000 });
    walk.wake();
    walk.on(found());
    expect(walk.on(unpriced).action).toEqual({ kind: "wait", until: T0 + 10_000 });
    walk.wake();
    walk.on(found());
    expect(walk.on(unpriced, 10_000).action.kind).toBe("cancel-resting");
  });

  test("nor is it shown for ever: then a cancel finds out", () => {
    const late = rests();
    late.wake();
    expect(late.on(NOT_THERE).action.kind).toBe("wait");
    late.wake();
    expect(late.on(NOT_THERE).action.kind).toBe("cancel-resting");
    const over = rests();
    over.on({ kind: "delivered" }, 20_000);
    expect(over.on({ ...NOT_THERE, graceMs: 60_000 }).action.kind).toBe("cancel-resting");
    const unseen = rests();
    unseen.on({ kind: "delivered" }, 20_000);
    expect(unseen.on(UNSEEN).action.kind).toBe("cancel-resting");
  });

  test("a price that is read when the lock is over withdraws it", () => {
    const walk = rests();
    walk.wake();
    walk.on(found());
    expect(walk.on(read(), 20_000).action.kind).toBe("cancel-resting");
  });

  test("a lock of which no end is on record is over", () => {
    const walk = rests();
    const { work } = walk.record.state;
    if (work === undefined || !("at" in work)) throw new Error("it has no plan");
    const { lockedUntil: _end, ...endless } = work;
    walk.record = { ...walk.record, state: { ...walk.record.state, work: endless } as OrderRecord["state"] };
    walk.wake();
    expect(walk.on(found()).action.kind).toBe("cancel-resting");
  });
});

describe("how long", () => {
  test("what is asked leaves 10 s of the deadline", () => {
    const walk = sent(orderRecord({ order: { ...BUY, pricelock: 90_000 } }));
    expect(walk.record.state.work).toMatchObject({ lockedUntil: T0 + 30_000, deadline: T0 + 40_000 });
  });

  test("with less than 10 s of the deadline left it goes at market at once", () => {
    const walk = new Walk(orderRecord({ order: { ...BUY, pricelock: 20 }, orderTimeoutMs: 10_000 })).sent();
    expect(submission(walk).step).toMatchObject({ orderType: "market" });
  });

  test("a clock that was set back gives it no more time", () => {
    const walk = rests();
    walk.on({ kind: "delivered" }, -60_000);
    walk.on(found());
    walk.on(read());
    const waits = () => walk.last?.action.kind === "wait";
    while (waits()) {
      walk.wake();
      walk.on(found());
      if (walk.last?.action.kind === "read") walk.on(read());
    }
    expect(walk.last?.action.kind).toBe("cancel-resting");
    expect(walk.now).toBe(T0 - 60_000 + 30_000);
  });

  test("a long lock is looked at less often", () => {
    const walk = rests(orderRecord({ order: { ...BUY, pricelock: 890 }, orderTimeoutMs: 900_000 }));
    expect(walk.last?.action).toEqual({ kind: "wait", until: T0 + 17_800 });
  });

  test("after 150 tries of a step it goes at market", () => {
    const walk = sent(orderRecord({ order: { ...BUY, pricelock: 890 }, orderTimeoutMs: 900_000 }));
    for (let tries = 1; tries < 150; tries++) {
      walk.on(WOULD_TAKE, 1_000);
      walk.on(read());
    }
    expect(submission(walk).step).toMatchObject(AS_MAKER);
    walk.on(WOULD_TAKE, 1_000);
    expect(submission(walk).step).toMatchObject({ orderType: "market" });
  });

  test("both parts of a reversal share the time, one after another", () => {
    const walk = sent(orderRecord({ order: SHORT }), { position: "0.5" });
    expect(submission(walk).step).toMatchObject({ ...AS_MAKER, purpose: "close", contracts: "0.5", price: "2001" });
    walk.on(answered({ side: "sell", status: "filled", filledContracts: "0.5", averagePrice: "2001" }), 15_000);
    expect(walk.record.state.phase).toMatchObject({ kind: "sizing", why: "remainder" });
    const flat = { free: "2000" };
    walk.on(read(flat));
    expect(walk.record.state.phase.kind).toBe("pricing");
    walk.on(read(flat));
    expect(submission(walk).step).toMatchObject({ ...AS_MAKER, purpose: "open", contracts: "2" });
    walk.on(answered({ side: "sell" }));
    walk.on(found({ side: "sell" }));
    expect(walk.on(read(flat)).action).toEqual({ kind: "wait", until: T0 + 18_000 });
  });
});

describe("at market", () => {
  test("once the cancel is confirmed the rest goes there", () => {
    const walk = withdrawn();
    walk.on({ kind: "performed" });
    walk.on(found({ status: "canceled", filledContracts: "0.1", averagePrice: "1999" }));
    const { clientOrderId, step } = submission(walk);
    expect(clientOrderId).toBe(`${ORDER_ID}001`);
    expect(step).toMatchObject({ orderType: "market", contracts: "0.4" });
    expect(step).not.toHaveProperty("price");
    expect(step).not.toHaveProperty("postOnly");
    walk.on({ kind: "answered", order: venueOrder({ contracts: "0.4", filledContracts: "0.4" }) });
    expect(walk.record.state).toMatchObject({ status: "filled", code: "FILLED", sent: "0.5" });
    expect(walk.record.state.executions.map(({ maker }) => maker)).toEqual([true, undefined]);
  });

  test("what fills while it is being cancelled is all there is", () => {
    const walk = withdrawn();
    walk.on({ kind: "not-performed", failure: failure({ remedy: "abort", message: "it is filled" }) });
    walk.on(found({ status: "filled", filledContracts: "0.5", averagePrice: "1999" }));
    expect(walk.record.state).toMatchObject({ status: "filled", code: "FILLED" });
  });

  test("a rest below the minimum is not sent, with the number", () => {
    const walk = withdrawn();
    walk.on({ kind: "performed" });
    walk.on(found({ status: "canceled", filledContracts: "0.495", averagePrice: "1999" }));
    expect(walk.record.state).toMatchObject({ status: "filled", code: "PARTLY_FILLED", sent: "0.495" });
    expect(walk.record.state.reason).toContain("0.495 of 0.5 contracts filled");
    expect(walk.record.state.reason).toContain("the rest of 0.005 contracts is not sent");
  });

  test("a rest that only reduces is sent however small", () => {
    const walk = withdrawn(orderRecord({ order: CLOSE }), { position: "0.5" });
    walk.on({ kind: "performed" });
    walk.on(found({ side: "sell", status: "canceled", filledContracts: "0.499", averagePrice: "2001" }));
    expect(submission(walk).step).toMatchObject({ orderType: "market", contracts: "0.001", reduceOnly: true });
  });

  test("where its side of the book is empty it goes at market at once", () => {
    const walk = new Walk(LOCKED_BUY).sent();
    const { bid: _bid, ...oneSided } = reading().snapshot;
    walk.on({ kind: "read", reading: { ...reading(), snapshot: oneSided } });
    expect(submission(walk).step).toMatchObject({ orderType: "market" });
  });

  test("so does a price that comes when the lock is over, and what is too large for a limit order", () => {
    const late = new Walk(LOCKED_BUY).sent();
    late.on(read(), 20_000);
    expect(submission(late).step).toMatchObject({ orderType: "market" });
    const large = new Walk(LOCKED_BUY).sent();
    large.on({ kind: "read", reading: reading({}, {}, { ...ETH, maxLimitContracts: "0.4" }) });
    expect(submission(large).step).toMatchObject({ orderType: "market" });
    const fits = new Walk(LOCKED_BUY).sent();
    fits.on({ kind: "read", reading: reading({}, {}, { ...ETH, maxLimitContracts: "0.5" }) });
    expect(submission(fits).step).toMatchObject(AS_MAKER);
  });

  test("a venue that takes no such order gets it at market, the account's own no does not", () => {
    const walk = sent();
    walk.on(refused({ code: "VENUE_UNSUPPORTED", remedy: "abort" }));
    expect(submission(walk)).toMatchObject({ clientOrderId: `${ORDER_ID}001`, step: { orderType: "market" } });
    const paused = sent();
    paused.on(refused({ code: "PAUSED", outcome: "denied", remedy: "abort" }));
    expect(paused.record.state).toMatchObject({ status: "rejected", code: "PAUSED" });
  });

  test("so does one that stands once the order is not there", () => {
    const walk = sent();
    walk.on(refused({ code: "ORDER_INVALID", outcome: "unknown", remedy: "abort-if-absent" }));
    walk.on(NOT_THERE, 0);
    walk.on({ kind: "delivered" }, 5_000);
    walk.on(NOT_THERE);
    expect(submission(walk)).toMatchObject({ clientOrderId: `${ORDER_ID}001`, step: { orderType: "market" } });
  });

  test("a switch that withdraws it ends it by its own word", () => {
    const walk = rests();
    walk.wake();
    walk.on(found());
    expect(walk.on(OFF).action.kind).toBe("cancel-resting");
    walk.on({ kind: "performed" });
    walk.on(found({ status: "canceled", filledContracts: "0.2", averagePrice: "1999" }));
    walk.on(read());
    walk.on(refused({ code: "PAUSED", outcome: "denied", remedy: "abort", message: "the account is paused" }));
    expect(walk.record.state).toMatchObject({ status: "filled", code: "PARTLY_FILLED", fills: { contracts: "0.2" } });
    expect(walk.record.state.reason).toContain("the account is paused");
  });

  test("nothing to reduce is nothing to send, and of what opens the plan is made anew", () => {
    const close = sent(orderRecord({ order: CLOSE }), { position: "0.5" });
    close.on(refused({ code: "NOTHING_TO_REDUCE", remedy: "nothing-to-reduce" }));
    expect(close.record.state).toMatchObject({ status: "done", code: "NOTHING_TO_REDUCE" });
    const open = sent();
    open.on(refused({ code: "NOTHING_TO_REDUCE", remedy: "nothing-to-reduce" }));
    expect(open.record.state.phase.kind).toBe("replanning");
  });
});

describe("a cancel that is not confirmed", () => {
  test("is made again, never past what the venue says, and nothing goes to market beside it", () => {
    const walk = withdrawn();
    walk.on({ kind: "performed" });
    expect(walk.on(found()).action.kind).toBe("wait");
    expect(walk.wake().action.kind).toBe("cancel-resting");
    const limited = failure({ remedy: "retry", retryAfterMs: 7_000 });
    expect(walk.on({ kind: "not-performed", failure: limited }).action).toEqual({
      kind: "wait",
      until: walk.now + 7_000,
    });
    walk.wake();
    walk.on({ kind: "performed" });
    expect(walk.on(UNSEEN).action.kind).toBe("wait");
    walk.wake();
    walk.on({ kind: "performed" });
    expect(walk.on(NOT_THERE).action.kind).toBe("wait");
    expect(walk.record.state.clientOrderIds).toHaveLength(1);
  });

  test("confirmed past the deadline it ends the order, with what it filled", () => {
    const walk = withdrawn();
    walk.on({ kind: "performed" });
    walk.on(found({ status: "canceled", filledContracts: "0.2", averagePrice: "1999" }), 20_001);
    expect(walk.record.state).toMatchObject({ status: "expired", code: "DEADLINE_EXCEEDED", open: [] });
    expect(walk.record.state.reason).toContain("0.2 contracts were filled");
  });

  test("is left to the follower 15 s after the deadline, and ends by what the venue shows then", () => {
    const walk = withdrawn();
    walk.on({ kind: "performed" });
    walk.on(found(), 35_000);
    const { state } = walk.record;
    expect(state).toMatchObject({
      status: "expired",
      code: "OUTCOME_UNKNOWN",
      open: [{ submission: { step: AS_MAKER } }],
    });
    const later = unixMs(walk.now + 60_000);
    expect(followOpen(walk.record, resting(), later)).toBeUndefined();
    const seen = resting({ status: "canceled", filledContracts: "0.2", averagePrice: "1999" });
    const followed = followOpen(walk.record, seen, later);
    expect(followed?.state).toMatchObject({
      status: "expired",
      code: "DEADLINE_EXCEEDED",
      reason: "0.2 of 0.5 contracts filled",
      open: [],
      executions: [{ maker: true, contracts: "0.2" }],
    });
  });

  test("on a venue that keeps no order cancelled unfilled it is one that is not shown, once the position stands still", () => {
    const walk = withdrawn(orderRecord({ order: { ...BUY, pricelock: 20 }, exchange: "coinex" }));
    walk.on({ kind: "performed" });
    expect(walk.on(NOT_THERE, 4_999).action.kind).toBe("wait");
    expect(walk.on({ kind: "delivered" }, 1_000).action.kind).toBe("cancel-resting");
    walk.on({ kind: "performed" });
    expect(walk.on({ ...NOT_THERE, position: "0.5" }).action.kind).toBe("wait");
    walk.wake();
    walk.on({ kind: "performed" });
    walk.on(NOT_THERE);
    expect(submission(walk).step).toMatchObject({ orderType: "market", contracts: "0.5" });
  });

  test("of a name without a row in the table it is waited for", () => {
    const walk = withdrawn(orderRecord({ order: { ...BUY, pricelock: 20 }, exchange: "elsewhere" }));
    walk.on({ kind: "performed" });
    expect(walk.on(NOT_THERE, 6_000).action.kind).toBe("wait");
  });
});

test("a price that comes past the deadline sends nothing", () => {
  const walk = new Walk(LOCKED_BUY).sent();
  walk.on(read(), 40_001);
  expect(walk.record.state).toMatchObject({ status: "expired", code: "DEADLINE_EXCEEDED" });
});

describe("what it was good for", () => {
  test("so much was filled as a maker, and all of it is so much better than the price it was planned at", () => {
    const walk = withdrawn();
    walk.on({ kind: "performed" });
    walk.on(found({ status: "canceled", filledContracts: "0.2", averagePrice: "1999" }));
    const rest = venueOrder({ contracts: "0.3", filledContracts: "0.3", averagePrice: "2001" });
    walk.on({ kind: "answered", order: rest });
    // 0.2 bought 1 below the 2000 of the plan, 0.3 bought 1 above it.
    expect(tradeOf(walk.record)).toMatchObject({ makerContracts: "0.2", lockSaving: "-0.1", slippageBps: "1" });
  });

  test("a sell saves above it", () => {
    const walk = sent(orderRecord({ order: CLOSE }), { position: "0.5" });
    walk.on(answered({ side: "sell", status: "filled", filledContracts: "0.5", averagePrice: "2001" }));
    expect(tradeOf(walk.record)).toMatchObject({ makerContracts: "0.5", lockSaving: "0.5" });
  });

  test("what has no price yet saves nothing that could be said", () => {
    const walk = sent();
    walk.on(answered({ status: "filled", filledContracts: "0.5" }));
    expect(tradeOf(walk.record)).toMatchObject({ makerContracts: "0.5" });
    expect(tradeOf(walk.record)).not.toHaveProperty("lockSaving");
  });

  test("nothing is said of an order without one, or that filled nothing", () => {
    for (const { record } of [new Walk().sent(), rests()]) expect(tradeOf(record)).not.toHaveProperty("makerContracts");
  });
});

test("the story tells it", () => {
  const walk = rests();
  walk.wake();
  walk.on(found());
  walk.on(read({ bid: "2000" }));
  const story = tellStory(walk.record).map(({ text }) => text);
  expect(story.join(" ")).toContain("buy 0.5 contracts at the market, at most 20 s as a maker first");
  expect(story).toContain(`Sending ${ORDER_ID}000: buy 0.5 contracts at 1999, only as a maker.`);
  expect(story).toContain("Waiting 3.0 s: it rests at 1999 as a maker.");
  expect(story).toContain(`Taking ${ORDER_ID}000 off the book: the price is 2000 now.`);
});
