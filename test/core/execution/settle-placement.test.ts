// What the venue says of an order, at its edges: each of these would double an order, lose a part of it or end it wrongly.
import { describe, expect, test } from "vitest";
import type { AlertOrder } from "../../../lib/core/alert/alert-order.ts";
import type { ExecutionEvent } from "../../../lib/core/execution/decision.ts";
import type { OrderRecord } from "../../../lib/core/execution/order-record.ts";
import { BUY, failure, ORDER_ID, orderRecord, read, T0, venueOrder, Walk } from "./order-fixture.ts";

const LOST: ExecutionEvent = { kind: "refused", failure: failure({ remedy: "look-up", message: "cut off" }) };
const NOT_THERE: ExecutionEvent = { kind: "not-found", position: "0", graceMs: 5_000 };
const TOO_BIG: ExecutionEvent = {
  kind: "refused",
  failure: failure({ code: "FUNDS_INSUFFICIENT", remedy: "shrink", message: "margin is insufficient" }),
};
const base = { line: 1, account: "demo", symbol: "ETH/USDT:USDT" };
const CLOSE: AlertOrder = { ...base, command: "close", reduceOnly: true };
const SHORT_TWO: AlertOrder = {
  ...base,
  command: "position",
  quantity: { value: "-2", unit: "base", basis: "nominal" },
  reduceOnly: false,
};
const closed = venueOrder({ side: "sell", contracts: "1", filledContracts: "1" });

/** A reversal in two steps, its close sent. */
function reversing(change: Partial<OrderRecord> = {}): Walk {
  const walk = new Walk(orderRecord({ order: SHORT_TWO, exchange: "bybit", ...change }));
  return walk.sent({ position: "1", free: "2000" }, { reversesInOneOrder: false });
}

describe("an order that is looked for", () => {
  test.each(["look-up", "adopt", "abort-if-absent"] as const)("is so by %s, whatever the outcome", (remedy) => {
    const odd = failure({ remedy, outcome: "rejected" });
    expect(new Walk().sent().on({ kind: "refused", failure: odd }).action.kind).toBe("look-up");
  });

  test("once found is never sent again, though the venue stops showing it", () => {
    const walk = new Walk().sent();
    walk.on(LOST);
    const { state } = walk.on({ kind: "found", order: venueOrder({ status: "open", filledContracts: "0" }) });
    expect(state).toMatchObject({ sent: "0.5", phase: { kind: "accepted", submission: { venueOrderId: "9001" } } });
    expect(walk.on(NOT_THERE, 6_000).action.kind).toBe("wait");
  });

  test("goes out again under its own id when the venue calls it a duplicate but does not have it", () => {
    const walk = new Walk().sent();
    walk.on({ kind: "refused", failure: failure({ code: "DUPLICATE_ORDER", remedy: "adopt" }) });
    expect(walk.on(NOT_THERE, 5_000).action).toMatchObject({
      kind: "send",
      submission: { clientOrderId: `${ORDER_ID}000` },
    });
  });

  test("after a worker that stopped says so", () => {
    const walk = new Walk().sent();
    walk.on({ kind: "delivered" }, 14_000);
    expect(walk.record.events.at(-1)).toMatchObject({
      kind: "outcome-unknown",
      message: "the worker stopped before the venue's answer was on record",
    });
  });
});

describe("a fill judged by the position", () => {
  test("counts as sent, and the next step of the plan goes on from there", () => {
    const walk = reversing();
    walk.on(LOST);
    const { state, action } = walk.on({ kind: "not-found", position: "0", graceMs: 5_000 }, 5_000);
    expect(action).toEqual({ kind: "read" });
    expect(state).toMatchObject({ sent: "1", work: { position: "0" }, fills: { contracts: "1" } });
  });

  test("of a part says that the rest was not sent, and with a next step in the plan sends none", () => {
    const walk = reversing();
    walk.on(LOST);
    const { state, action } = walk.on({ kind: "not-found", position: "0.4", graceMs: 5_000 }, 5_000);
    expect(action).toEqual({ kind: "end" });
    expect(state).toMatchObject({ sent: "0.6", code: "PARTLY_FILLED" });
    expect(state.reason).toContain("the rest was not sent");
  });
});

describe("an order that the venue ended", () => {
  const answered = (walk: Walk, order: ReturnType<typeof venueOrder>) => {
    const taken = walk.on({ kind: "answered", order });
    return taken.action.kind === "look-up" ? walk.on({ kind: "found", order }) : taken;
  };

  test("as filled is filled with what it says, and nothing more is owed", () => {
    const { state, action } = answered(new Walk().sent(), venueOrder({ filledContracts: "0.4" }));
    expect(action).toEqual({ kind: "end" });
    expect(state).toMatchObject({ status: "filled", code: "PARTLY_FILLED", fills: { contracts: "0.4" } });
  });

  test("as cancelled though a close was full is done: no order of zero contracts follows", () => {
    const walk = new Walk(orderRecord({ order: CLOSE })).sent({ position: "1" });
    const { state, action } = answered(walk, { ...closed, status: "canceled" });
    expect(action).toEqual({ kind: "end" });
    expect(state).toMatchObject({ status: "filled", code: "FILLED" });
  });

  test("as cancelled without telling a price is owed the rest all the same", () => {
    const { averagePrice: _price, ...part } = venueOrder({ status: "canceled", filledContracts: "0.2" });
    const walk = new Walk().sent();
    expect(answered(walk, part).action).toEqual({ kind: "wait", until: T0 + 500 });
    expect(walk.wake().action).toMatchObject({ kind: "send", submission: { step: { contracts: "0.3" } } });
  });

  test("as cancelled unfilled is sent again after the longer wait", () => {
    const walk = new Walk().sent();
    const { action } = answered(walk, venueOrder({ status: "canceled", filledContracts: "0" }));
    expect(action.kind === "wait" && action.until - T0).toBeGreaterThanOrEqual(800);
    expect(walk.record.events.at(-1)).toMatchObject({ why: "the venue cancelled the order unfilled" });
  });

  test.each([
    ["canceled", "cancelled", "CANCELLED"],
    ["rejected", "rejected", "VENUE_REJECTED"],
  ] as const)("as %s while a limit order was placed is %s, code %s", (status, ended, code) => {
    const limit = { limit: { id: "dip1", price: "1900" } };
    const walk = new Walk(orderRecord({ order: { ...BUY, ...limit } })).sent();
    const order = venueOrder({ orderType: "limit", limitPrice: "1900", filledContracts: "0", status });
    expect(walk.on({ kind: "answered", order }).state).toMatchObject({ status: ended, code });
  });
});

describe("a size read anew", () => {
  test("after the deadline ends the order as expired, not as refused for its size", () => {
    const walk = new Walk().sent();
    walk.on(TOO_BIG);
    expect(walk.on(read({ free: "1" }), 40_001).state).toMatchObject({ status: "expired", code: "DEADLINE_EXCEEDED" });
    const late = reversing();
    late.on({ kind: "answered", order: closed });
    expect(late.on(read({ free: "1" }), 40_001).state).toMatchObject({ status: "expired", fills: { contracts: "1" } });
  });

  test("for the first plan after the deadline plans nothing", () => {
    const walk = new Walk();
    walk.on({ kind: "delivered" });
    const { state } = walk.on(read(), 40_001);
    expect(state.status).toBe("expired");
    expect(state).not.toHaveProperty("plan");
  });

  test("M25: is what the ask pays for with the balance read since, and at least 5 % less", () => {
    const walk = new Walk().sent();
    const resized = (free: string) => {
      walk.on(TOO_BIG);
      const { action } = walk.on(read({ free, bid: "1500" }));
      return action.kind === "send" ? action.submission.step.contracts : undefined;
    };
    expect(resized("200")).toBe("0.295"); // 200 × 0.985 × 3 / 2001
    expect(resized("100")).toBe("0.147"); // 100 × 0.985 × 3 / 2001
    expect(resized("1000")).toBe("0.139"); // 0.147 × 0.95
  });

  test("that stays as it was is not told as made smaller", () => {
    const walk = reversing();
    walk.on({ kind: "answered", order: closed });
    expect(walk.on(read({ position: "0", free: "9999" })).action.kind).toBe("send");
    expect(walk.record.events.map(({ kind }) => kind)).not.toContain("shrunk");
  });

  test("without a price waits, and says for what", () => {
    const walk = new Walk().sent();
    walk.on(TOO_BIG);
    const event = read();
    if (event.kind !== "read") throw new Error(event.kind);
    const { bid: _bid, ask: _ask, ...empty } = event.reading.snapshot;
    walk.on({ kind: "read", reading: { ...event.reading, snapshot: empty } });
    expect(walk.record.events.at(-1)).toMatchObject({ why: expect.stringContaining("the order book is empty") });
  });

  test("comes once only: the opening part of a reversal whose answer was lost goes out again as it was", () => {
    const walk = reversing();
    walk.on({ kind: "answered", order: closed });
    walk.on(read({ position: "0", free: "1000" }));
    walk.on(LOST);
    expect(walk.on(NOT_THERE, 5_000).action).toMatchObject({
      kind: "send",
      submission: { clientOrderId: `${ORDER_ID}100`, step: { contracts: "1.478", reduceOnly: false } },
    });
  });
});

describe("M9: nothing to reduce, said of an order that opens", () => {
  const NOTHING: ExecutionEvent = {
    kind: "refused",
    failure: failure({ code: "NOTHING_TO_REDUCE", remedy: "nothing-to-reduce", message: "would be truncated to zero" }),
  };

  test("reads the market from the venue and plans anew, under a new id", () => {
    const walk = new Walk().sent();
    expect(walk.on(NOTHING).action).toEqual({ kind: "read", fresh: true });
    const { action } = walk.on(read());
    expect(action).toMatchObject({ kind: "send", submission: { clientOrderId: `${ORDER_ID}001` } });
    walk.on({ kind: "answered", order: venueOrder() });
    expect(walk.record.state).toMatchObject({ status: "filled", fills: { contracts: "0.5" } });
  });

  test("is a refusal the second time", () => {
    const walk = new Walk().sent();
    walk.on(NOTHING);
    walk.on(read());
    expect(walk.on(NOTHING).state).toMatchObject({
      status: "rejected",
      code: "VENUE_REJECTED",
      reason: "would be truncated to zero",
    });
  });

  test("goes on behind the settings that are made, and reads from the venue after a stop too", () => {
    const walk = new Walk(orderRecord({ order: { ...BUY, leverage: 5 } })).sent();
    walk.on({ kind: "performed" });
    walk.on(NOTHING);
    expect(walk.on({ kind: "delivered" }, 100).action).toEqual({ kind: "read", fresh: true });
    const { action } = walk.on(read({ leverage: 5 }));
    expect(action).toMatchObject({ kind: "send", submission: { clientOrderId: `${ORDER_ID}101` } });
  });

  test("when the close of a reversal is filled sends only what is left", () => {
    const walk = reversing({ order: { ...SHORT_TWO, quantity: { value: "-0.4", unit: "base", basis: "nominal" } } });
    walk.on({ kind: "answered", order: closed });
    walk.on(read({ position: "0" }));
    expect(walk.on(NOTHING).action).toEqual({ kind: "read", fresh: true });
    const { action } = walk.on(read({ position: "0" }));
    expect(action).toMatchObject({
      kind: "send",
      submission: { clientOrderId: `${ORDER_ID}101`, step: { side: "sell", contracts: "0.4", reduceOnly: false } },
    });
    const { state } = walk.on(NOTHING);
    expect(state).toMatchObject({ status: "filled", code: "PARTLY_FILLED", fills: { contracts: "1" } });
  });

  test("of a part already filled sends the rest, not the whole again", () => {
    const walk = new Walk().sent();
    const part = venueOrder({ status: "canceled", filledContracts: "0.2" });
    walk.on({ kind: "answered", order: part });
    walk.on({ kind: "found", order: part });
    walk.wake();
    walk.on(NOTHING);
    expect(walk.on(read({ position: "0.2" })).action).toMatchObject({ submission: { step: { contracts: "0.3" } } });
  });

  test("of a close is believed", () => {
    const walk = new Walk(orderRecord({ order: CLOSE })).sent({ position: "1" });
    expect(walk.on(NOTHING).state).toMatchObject({ status: "done", code: "NOTHING_TO_REDUCE" });
  });
});

test("M29: the close of a denied reversal ends as filled, with the denial's code", () => {
  const walk = new Walk(orderRecord({ order: SHORT_TWO }));
  walk.on({ kind: "delivered" });
  const event = read({ position: "1" });
  if (event.kind !== "read") throw new Error(event.kind);
  const wanted = { marginMode: "isolated", maxPositionUsd: "1000" } as const;
  walk.on({ kind: "read", reading: { ...event.reading, wanted } });
  walk.on({ kind: "answered", order: closed });
  expect(walk.record.state).toMatchObject({
    status: "filled",
    code: "MAX_POSITION_EXCEEDED",
    reason: expect.stringContaining("MAX_POSITION_USD is 1000"),
    fills: { contracts: "1" },
  });
});

describe("what has filled stands", () => {
  const NO = failure({ remedy: "abort", message: "the key may not read" });
  const PART = { status: "filled", code: "PARTLY_FILLED", fills: { contracts: "1" } };

  test("M3: when the account cannot be read any more before the second leg", () => {
    const walk = reversing();
    walk.on({ kind: "answered", order: closed });
    const { state } = walk.on({ kind: "read-failed", failure: NO });
    expect(state).toMatchObject(PART);
    expect(state.reason).toBe("1 of 3 contracts filled; the key may not read");
  });

  test("M3: when the second leg is refused in words that may mean it is there, and is not", () => {
    const walk = reversing();
    walk.on({ kind: "answered", order: closed });
    walk.on(read({ position: "0", free: "2000" }, { reversesInOneOrder: false }));
    walk.on({ kind: "refused", failure: failure({ remedy: "abort-if-absent", message: "invalid id" }) });
    const { state } = walk.on(NOT_THERE, 6_000);
    expect(state).toMatchObject(PART);
    expect(state.reason).toContain("invalid id");
  });

  test.each(["market", "limit"] as const)(
    "M3: when the venue rejects a %s order of which a part filled",
    (orderType) => {
      const limit = orderType === "limit" ? { limit: { id: "dip1", price: "1900" } } : {};
      const walk = new Walk(orderRecord({ order: { ...BUY, ...limit } })).sent();
      walk.on({ kind: "answered", order: venueOrder({ orderType, status: "open", filledContracts: "0" }) });
      const order = venueOrder({ orderType, status: "rejected", filledContracts: "0.2" });
      const { state } = walk.on({ kind: "found", order });
      expect(state).toMatchObject({ status: "filled", code: "PARTLY_FILLED", fills: { contracts: "0.2" } });
      expect(state.reason).toContain("the venue took");
    },
  );

  test("M3: when the venue is still filling it at the last look: it is followed from there", () => {
    const walk = new Walk().sent();
    walk.on({ kind: "answered", order: venueOrder({ status: "open", filledContracts: "0" }) });
    const filling = venueOrder({ status: "open", filledContracts: "0.2" });
    expect(walk.on({ kind: "found", order: filling }, 30_000).state.fills.contracts).toBe("0");
    const { state } = walk.on({ kind: "found", order: filling }, 60_000);
    expect(state).toMatchObject({ code: "OUTCOME_UNKNOWN", fills: { contracts: "0.2" }, open: [{}] });
  });
});
