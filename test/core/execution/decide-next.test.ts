import { describe, expect, test } from "vitest";
import type { AlertOrder } from "../../../lib/core/alert/alert-order.ts";
import type { ExecutionEvent } from "../../../lib/core/execution/decision.ts";
import type { OrderState } from "../../../lib/core/execution/order-record.ts";
import { MAX_STEPS, MAX_SUBMISSIONS, unixMs } from "../../../lib/core/ids.ts";
import {
  BUY,
  FLAT,
  failure,
  ORDER_ID,
  orderRecord,
  placeOf,
  read,
  reading,
  T0,
  venueOrder,
  Walk,
} from "./order-fixture.ts";

const NOT_THERE: ExecutionEvent = { kind: "not-found", position: "0", graceMs: 5_000 };
const LOST: ExecutionEvent = {
  kind: "refused",
  failure: failure({ code: "VENUE_UNREACHABLE", remedy: "look-up", message: "the connection was cut" }),
};
const BUSY: ExecutionEvent = {
  kind: "refused",
  failure: failure({ code: "VENUE_BUSY", remedy: "retry", message: "busy" }),
};
const TOO_BIG: ExecutionEvent = {
  kind: "refused",
  failure: failure({ code: "FUNDS_INSUFFICIENT", remedy: "shrink", message: "margin is insufficient" }),
};
const LIMIT_BUY: AlertOrder = { ...BUY, limit: { id: "Entry1", price: "1900" } };
const LIMIT_ORDER = venueOrder({
  clientOrderId: "Entry1",
  orderType: "limit",
  status: "open",
  filledContracts: "0",
  limitPrice: "1900",
  createdAt: T0,
});
const CLOSE: AlertOrder = {
  line: 1,
  account: "demo",
  symbol: "ETH/USDT:USDT",
  command: "close",
  reduceOnly: true,
};
const SHORT_TWO: AlertOrder = {
  line: 1,
  account: "demo",
  symbol: "ETH/USDT:USDT",
  command: "position",
  quantity: { value: "-2", unit: "base", basis: "nominal" },
  reduceOnly: false,
};
const CANCEL: AlertOrder = {
  line: 1,
  account: "demo",
  symbol: "ETH/USDT:USDT",
  command: "cancel",
  cancel: "Entry1",
  reduceOnly: false,
};
const SET_LEVERAGE: AlertOrder = {
  line: 1,
  account: "demo",
  symbol: "ETH/USDT:USDT",
  command: "changeleverage",
  leverage: 7,
  reduceOnly: false,
};

function sentContracts(walk: Walk): string | undefined {
  const action = walk.last?.action;
  return action?.kind === "send" ? action.submission.step.contracts : undefined;
}

describe("the first attempt", () => {
  test("fixes the deadline and reads", () => {
    const walk = new Walk();
    const { state, action } = walk.on({ kind: "delivered" }, 1_500);
    expect(action).toEqual({ kind: "read" });
    expect(state.work).toEqual({ deadline: T0 + 41_500 });
    expect(state).toMatchObject({ status: "working", firstAttemptAt: T0 + 1_500, attempts: 1 });
  });

  test.each([
    ["180 s after the alert it may still begin", 180_000, undefined, "read"],
    ["a moment later it is stale", 180_001, undefined, "end"],
    ["waiting for the order before it does not count", 400_000, 220_000, "read"],
    ["but 180 s after that one's end it is stale", 400_001, 220_000, "end"],
  ])("%s", (_, afterMs, previousEndedAfterMs, expected) => {
    const previous = previousEndedAfterMs === undefined ? {} : { previousEndedAt: unixMs(T0 + previousEndedAfterMs) };
    const { state, action } = new Walk().on({ kind: "delivered", ...previous }, afterMs);
    expect(action.kind).toBe(expected);
    if (expected === "end") expect(state).toMatchObject({ status: "expired", code: "STALE" });
  });

  test("an order that has ended is only taken off the queue", () => {
    const walk = new Walk().sent();
    walk.on({ kind: "answered", order: venueOrder() });
    const before = walk.record.state;
    expect(walk.on({ kind: "delivered" })).toEqual({ state: before, events: [], action: { kind: "end" } });
  });
});

describe("reading and planning", () => {
  test("a plan with steps is on record together with the first intent, and sent", () => {
    const walk = new Walk().sent();
    expect(walk.last?.action).toMatchObject({
      kind: "send",
      submission: { clientOrderId: `${ORDER_ID}000`, positionBefore: "0", intentAt: T0, step: { contracts: "0.5" } },
    });
    expect(walk.record.state.phase.kind).toBe("submitted");
    expect(walk.record.events.map((event) => event.kind)).toEqual(["received", "attempt", "planned", "intent"]);
  });

  test("a denial ends the order as rejected with the plan's own words", () => {
    const tiny = orderRecord({ order: { ...BUY, quantity: { value: "0.001", unit: "base", basis: "nominal" } } });
    const walk = new Walk(tiny).sent();
    expect(walk.record.state).toMatchObject({ status: "rejected", code: "BELOW_MINIMUM_NOTIONAL" });
    expect(walk.record.state.clientOrderIds).toEqual([]);
  });

  test("nothing to do ends the order as done", () => {
    const walk = new Walk(orderRecord({ order: CLOSE })).sent();
    expect(walk.record.state).toMatchObject({ status: "done", code: "NOTHING_TO_DO" });
  });

  test("a reading that fails for now is tried again, one that never will is not", () => {
    const walk = new Walk();
    walk.on({ kind: "delivered" });
    const soon = walk.on({ kind: "read-failed", failure: failure({ remedy: "retry" }) });
    expect(soon.action.kind).toBe("wait");
    expect(walk.wake().action).toEqual({ kind: "read" });
    const never = walk.on({
      kind: "read-failed",
      failure: failure({ code: "AUTHENTICATION_FAILED", remedy: "abort" }),
    });
    expect(never.state).toMatchObject({ status: "rejected", code: "AUTHENTICATION_FAILED" });
  });

  test("a reading that comes after the deadline plans nothing", () => {
    const walk = new Walk();
    walk.on({ kind: "delivered" });
    expect(walk.on(read(), 40_001).state).toMatchObject({ status: "expired", code: "DEADLINE_EXCEEDED" });
  });
});

describe("the answer to an order", () => {
  test("filled, with price and fee told, ends the order", () => {
    const walk = new Walk().sent();
    const { state, action } = walk.on({ kind: "answered", order: venueOrder() }, 80);
    expect(action).toEqual({ kind: "end" });
    expect(state).toMatchObject({
      status: "filled",
      code: "FILLED",
      submittedAt: T0 + 80,
      endedAt: T0 + 80,
      fills: { contracts: "0.5", value: "1000.5", feeCost: "0.5", feeCurrency: "USDT" },
    });
  });

  test("taken, but not told in full, is confirmed by reading the order", () => {
    const walk = new Walk().sent();
    const bare = venueOrder({ status: "open", filledContracts: "0" });
    expect(walk.on({ kind: "answered", order: bare }).action.kind).toBe("look-up");
    expect(walk.on({ kind: "found", order: venueOrder() }).state.status).toBe("filled");
  });

  test("still filling is read again until it is filled", () => {
    const walk = new Walk().sent();
    const open = venueOrder({ status: "open", filledContracts: "0.2" });
    walk.on({ kind: "answered", order: open });
    expect(walk.on({ kind: "found", order: open }).action.kind).toBe("wait");
    expect(walk.wake().action.kind).toBe("look-up");
    expect(walk.on({ kind: "found", order: venueOrder() }).state).toMatchObject({
      status: "filled",
      fills: { contracts: "0.5" },
    });
  });

  test("taken, then not shown yet, is looked for again and never sent again", () => {
    const walk = new Walk().sent();
    walk.on({ kind: "answered", order: venueOrder({ status: "open", filledContracts: "0" }) });
    while (walk.on(NOT_THERE).action.kind === "wait") expect(walk.wake().action.kind).toBe("look-up");
    expect(walk.record.state).toMatchObject({ status: "expired", code: "DEADLINE_EXCEEDED" });
    expect(walk.record.events.filter((event) => event.kind === "intent")).toHaveLength(1);
  });

  test("rejected after being taken ends the order as rejected", () => {
    const walk = new Walk().sent();
    walk.on({ kind: "answered", order: venueOrder({ status: "open", filledContracts: "0" }) });
    const { state } = walk.on({ kind: "found", order: venueOrder({ status: "rejected", filledContracts: "0" }) });
    expect(state).toMatchObject({ status: "rejected", code: "VENUE_REJECTED" });
  });

  test("partly filled, then cancelled by the venue: the rest goes out after half a second under the next id", () => {
    const walk = new Walk().sent();
    const part = venueOrder({ status: "canceled", filledContracts: "0.2", averagePrice: "2000" });
    walk.on({ kind: "answered", order: part });
    const { action } = walk.on({ kind: "found", order: part });
    expect(action).toEqual({ kind: "wait", until: T0 + 500 });
    expect(walk.wake().action).toMatchObject({
      kind: "send",
      submission: { clientOrderId: `${ORDER_ID}001`, step: { contracts: "0.3" }, positionBefore: "0.2" },
    });
    walk.on({
      kind: "answered",
      order: venueOrder({ contracts: "0.3", filledContracts: "0.3", averagePrice: "2010" }),
    });
    expect(walk.record.state).toMatchObject({ status: "filled", fills: { contracts: "0.5", value: "1003" } });
  });

  test("a rest below the minimum is not owed", () => {
    const walk = new Walk().sent();
    const part = venueOrder({ status: "canceled", filledContracts: "0.495" });
    walk.on({ kind: "answered", order: part });
    const { state } = walk.on({ kind: "found", order: part });
    expect(state).toMatchObject({ status: "filled", code: "PARTLY_FILLED", fills: { contracts: "0.495" } });
  });

  test("cancelled by the venue unfilled is sent again after a growing wait", () => {
    const walk = new Walk().sent();
    const none = venueOrder({ status: "canceled", filledContracts: "0" });
    walk.on({ kind: "answered", order: none });
    expect(walk.on({ kind: "found", order: none }).action.kind).toBe("wait");
    walk.wake();
    expect(sentContracts(walk)).toBe("0.5");
  });

  test("cancelled though full counts as filled", () => {
    const walk = new Walk().sent();
    walk.on({ kind: "answered", order: venueOrder({ status: "canceled" }) });
    expect(walk.on({ kind: "found", order: venueOrder({ status: "canceled" }) }).state.status).toBe("filled");
  });

  test("a partial fill with no time left expires, saying what was filled", () => {
    const walk = new Walk().sent();
    const part = venueOrder({ status: "canceled", filledContracts: "0.2" });
    walk.on({ kind: "answered", order: part });
    const { state } = walk.on({ kind: "found", order: part }, 39_000);
    expect(state).toMatchObject({ status: "expired", code: "DEADLINE_EXCEEDED", fills: { contracts: "0.2" } });
    expect(state.reason).toContain("0.2 contracts were filled");
  });
});

describe("a refusal", () => {
  test("that will pass is retried under the next id, after a wait that grows", () => {
    const walk = new Walk().sent();
    const waits: number[] = [];
    for (let turn = 0; turn < 6; turn++) {
      const { action } = walk.on(BUSY);
      if (action.kind !== "wait") throw new Error(action.kind);
      waits.push(Math.round((action.until - walk.now) / 1000));
      walk.wake();
    }
    expect(waits).toEqual([1, 1, 2, 3, expect.any(Number), expect.any(Number)]);
    expect(Math.max(...waits)).toBeLessThanOrEqual(6);
    expect(walk.record.state.clientOrderIds).toEqual(
      ["000", "001", "002", "003", "004", "005", "006"].map((end) => `${ORDER_ID}${end}`),
    );
  });

  test("with the venue's own word on when to come back waits that long", () => {
    const walk = new Walk().sent();
    const later = failure({ code: "RATE_LIMITED", remedy: "retry", retryAfterMs: 12_000 });
    expect(walk.on({ kind: "refused", failure: later }).action).toEqual({ kind: "wait", until: T0 + 12_000 });
  });

  test("that never passes ends at the deadline, having used the last attempt just before it", () => {
    const walk = new Walk().sent();
    while (walk.on(BUSY).action.kind === "wait") walk.wake();
    expect(walk.record.state).toMatchObject({ status: "expired", code: "DEADLINE_EXCEEDED" });
    expect(walk.now).toBe(T0 + 38_000);
  });

  test("for good ends the order at once", () => {
    const walk = new Walk().sent();
    const { state } = walk.on({
      kind: "refused",
      failure: failure({ code: "PERMISSION_DENIED", remedy: "abort", message: "the key may not trade" }),
    });
    expect(state).toMatchObject({ status: "rejected", code: "PERMISSION_DENIED", reason: "the key may not trade" });
  });

  test("for nothing left to reduce is the end wished for", () => {
    const walk = new Walk(orderRecord({ order: CLOSE })).sent({ position: "1" });
    const gone = failure({ code: "NOTHING_TO_REDUCE", remedy: "nothing-to-reduce" });
    expect(walk.on({ kind: "refused", failure: gone }).state).toMatchObject({
      status: "done",
      code: "NOTHING_TO_REDUCE",
    });
  });
});

describe("a size the venue refuses", () => {
  test("is first cut to what 98.5 % of the free balance pays for at the ask, then by 5 % each time", () => {
    const walk = new Walk().sent();
    walk.on(TOO_BIG);
    expect(walk.last?.action).toEqual({ kind: "read" });
    walk.on(read({ free: "200" }));
    expect(sentContracts(walk)).toBe("0.295"); // 200 × 0.985 × 3 / 2001 = 0.2953…
    walk.on(TOO_BIG);
    walk.on(read({ free: "200" }));
    expect(sentContracts(walk)).toBe("0.28"); // 0.295 × 0.95 = 0.28025
    expect(walk.record.state.clientOrderIds).toHaveLength(3);
  });

  test("is made smaller until below the minimum, then rejected with the venue's reason", () => {
    const walk = new Walk().sent();
    for (let free = 200; sentContracts(walk) !== undefined; free /= 2) {
      walk.on(TOO_BIG);
      walk.on(read({ free: String(free) }));
    }
    expect(walk.record.state).toMatchObject({ status: "rejected", code: "FUNDS_INSUFFICIENT" });
    expect(walk.record.state.reason).toContain("margin is insufficient");
  });

  test("of an order that only reduces is never made smaller", () => {
    const walk = new Walk(orderRecord({ order: CLOSE })).sent({ position: "1" });
    expect(walk.on(TOO_BIG).state).toMatchObject({ status: "rejected", code: "FUNDS_INSUFFICIENT" });
  });

  test("of a reversal keeps its closing part whole, and closes when nothing can be opened", () => {
    const walk = new Walk(orderRecord({ order: SHORT_TWO })).sent({ position: "1", free: "2000" });
    expect(sentContracts(walk)).toBe("3");
    walk.on(TOO_BIG);
    walk.on(read({ position: "1", free: "1000" }));
    expect(sentContracts(walk)).toBe("2.478"); // 1 closing + 1000 × 0.985 × 3 / 1999 = 1.478…
    walk.on(TOO_BIG);
    walk.on(read({ position: "1", free: "1000" }));
    expect(sentContracts(walk)).toBe("2.404"); // 1 closing + 1.478 × 0.95
    let rounds = 0;
    while (sentContracts(walk) !== "1" && rounds++ < 200) {
      walk.on(TOO_BIG);
      walk.on(read({ position: "1", free: "1000" }));
    }
    expect(walk.last?.action).toMatchObject({ submission: { step: { contracts: "1", reduceOnly: true } } });
  });

  test.each([
    ["0.2", "0.2"],
    // No less than is refused: 5 % less.
    ["0.5", "0.475"],
  ])("W9: where the venue is known to take %s, the next size is %s", (mostOpening, next) => {
    const walk = new Walk().sent();
    const tooLarge = failure({ code: "POSITION_TOO_LARGE", remedy: "shrink" });
    walk.on({ kind: "refused", failure: { ...tooLarge, mostOpening } });
    walk.on(read());
    expect(sentContracts(walk)).toBe(next);
  });

  describe("as above its largest order", () => {
    const TOO_LARGE: ExecutionEvent = {
      kind: "refused",
      failure: failure({ code: "SIZE_ABOVE_MAXIMUM", remedy: "shrink", message: "too large" }),
    };
    const capped = { ...reading().instrument, maxContracts: "0.3", maxLimitContracts: "0.4" };
    const readCapped = (change = {}): ExecutionEvent => ({ kind: "read", reading: reading(change, {}, capped) });

    test("M7: goes out in parts of that, a limit order not at all", () => {
      const market = new Walk().sent();
      market.on(TOO_LARGE);
      market.on(readCapped());
      expect(sentContracts(market)).toBe("0.3");
      market.on({ kind: "answered", order: venueOrder({ contracts: "0.3", filledContracts: "0.3" }) });
      expect(sentContracts(market)).toBe("0.2");
      const limit = new Walk(orderRecord({ order: LIMIT_BUY })).sent();
      expect(limit.on(TOO_LARGE).state).toMatchObject({ status: "rejected", code: "SIZE_ABOVE_MAXIMUM" });
    });

    test("M7: what filled before it went out in parts stays planned", () => {
      const walk = new Walk().sent();
      walk.on({ kind: "answered", order: venueOrder({ status: "canceled", filledContracts: "0.1" }) });
      walk.on({ kind: "found", order: venueOrder({ status: "canceled", filledContracts: "0.1" }) });
      walk.wake();
      walk.on(TOO_LARGE);
      walk.on(readCapped());
      expect(sentContracts(walk)).toBe("0.3");
      expect(walk.record.state.clientOrderIds.at(-1)).toBe(`${ORDER_ID}102`);
      walk.on({ kind: "answered", order: venueOrder({ contracts: "0.3", filledContracts: "0.3" }) });
      expect(sentContracts(walk)).toBe("0.1");
      const end = walk.on({ kind: "refused", failure: failure({ code: "VENUE_REJECTED", remedy: "abort" }) });
      expect(end.state).toMatchObject({ status: "filled", code: "PARTLY_FILLED" });
      expect(end.state.reason).toContain("0.4 of 0.5 contracts filled");
    });

    test("M7: of a reversal closes before it opens", () => {
      const walk = new Walk(orderRecord({ order: SHORT_TWO })).sent({ position: "1", free: "2000" });
      walk.on(TOO_LARGE);
      const larger = { ...capped, maxContracts: "2.5" };
      walk.on({ kind: "read", reading: reading({ position: "1", free: "2000" }, {}, larger) });
      expect(walk.last?.action).toMatchObject({ submission: { step: { contracts: "1", reduceOnly: true } } });
      walk.on({ kind: "answered", order: venueOrder({ side: "sell", contracts: "1", filledContracts: "1" }) });
      expect(walk.on(read({ position: "0", free: "2000" })).action).toMatchObject({
        submission: { step: { contracts: "2", purpose: "open" } },
      });
    });

    test("M7: of what only reduces goes out in halves where nobody says how large it may be", () => {
      const walk = new Walk(orderRecord({ order: CLOSE })).sent({ position: "1.001" });
      walk.on(TOO_LARGE);
      walk.on(read({ position: "1.001" }));
      expect(sentContracts(walk)).toBe("0.5");
      const sold = (contracts: string) =>
        walk.on({ kind: "answered", order: venueOrder({ side: "sell", contracts, filledContracts: contracts }) });
      sold("0.5");
      expect(sentContracts(walk)).toBe("0.5");
      sold("0.5");
      expect(sentContracts(walk)).toBe("0.001");
      expect(sold("0.001").state).toMatchObject({ status: "filled", code: "FILLED" });
    });

    test("goes down by 5 % where the market does not say how large it may be", () => {
      const walk = new Walk().sent();
      walk.on(TOO_LARGE);
      walk.on(read());
      expect(sentContracts(walk)).toBe("0.475");
    });

    test("is not cut to it for want of money", () => {
      const walk = new Walk().sent();
      walk.on(TOO_BIG);
      walk.on(readCapped());
      expect(sentContracts(walk)).toBe("0.475");
    });
  });

  test("waits for a price when the book is empty", () => {
    const walk = new Walk().sent();
    walk.on(TOO_BIG);
    const { bid: _bid, ask: _ask, ...empty } = FLAT;
    expect(walk.on({ kind: "read", reading: { ...reading(), snapshot: empty } }).action.kind).toBe("wait");
    expect(walk.wake().action).toEqual({ kind: "read" });
  });

  test("found too late is not sent again", () => {
    const walk = new Walk().sent();
    walk.on(TOO_BIG);
    expect(walk.on(read(), 40_001).state).toMatchObject({ status: "expired" });
  });
});

describe("a reversal in two steps", () => {
  const sentClose = () => {
    const walk = new Walk(orderRecord({ order: SHORT_TWO, exchange: "bybit" }));
    return walk.sent({ position: "1", free: "2000" }, { reversesInOneOrder: false });
  };
  const closed = {
    kind: "answered",
    order: venueOrder({ side: "sell", contracts: "1", filledContracts: "1" }),
  } as const;

  test("closes the whole position first, then reads and cuts the rest to the free balance", () => {
    const walk = sentClose();
    expect(walk.last?.action).toMatchObject({ submission: { step: { contracts: "1", reduceOnly: true } } });
    expect(walk.on(closed).action).toEqual({ kind: "read" });
    walk.on(read({ position: "0", free: "1000" }));
    expect(walk.last?.action).toMatchObject({
      submission: { clientOrderId: `${ORDER_ID}100`, step: { contracts: "1.478", reduceOnly: false } },
    });
  });

  test("never raises the rest", () => {
    const walk = sentClose();
    walk.on(closed);
    walk.on(read({ position: "0", free: "1000000" }));
    expect(sentContracts(walk)).toBe("2");
  });

  test("ends with the close when the rest falls below the minimum", () => {
    const walk = sentClose();
    walk.on(closed);
    const { state } = walk.on(read({ position: "0", free: "1" }));
    expect(state).toMatchObject({ status: "filled", code: "PARTLY_FILLED", fills: { contracts: "1" } });
    expect(state.reason).toContain("the opening part was not sent");
  });

  test("goes on to the rest when the position is already gone", () => {
    const walk = sentClose();
    walk.on({ kind: "refused", failure: failure({ code: "NOTHING_TO_REDUCE", remedy: "nothing-to-reduce" }) });
    walk.on(read({ position: "0", free: "2000" }));
    expect(sentContracts(walk)).toBe("2");
  });
});

describe("an unknown outcome", () => {
  test("is looked up before anything else, and what is found is adopted", () => {
    const walk = new Walk().sent();
    expect(walk.on(LOST).action.kind).toBe("look-up");
    const { state } = walk.on({ kind: "found", order: venueOrder() });
    expect(state).toMatchObject({ status: "filled", fills: { contracts: "0.5" } });
    expect(walk.record.events).toContainEqual(expect.objectContaining({ kind: "accepted", adopted: true }));
  });

  test("is proven not there only over the venue's grace, then sent again with the same id", () => {
    const walk = new Walk().sent();
    walk.on(LOST);
    let looks = 1;
    while (walk.on(NOT_THERE).action.kind === "wait") {
      expect(walk.wake().action.kind).toBe("look-up");
      looks++;
    }
    expect(walk.last?.action).toMatchObject({
      kind: "send",
      submission: { clientOrderId: `${ORDER_ID}000`, intentAt: T0 },
    });
    expect(walk.now).toBe(T0 + 5_000);
    expect(looks).toBeGreaterThan(2);
    expect(placeOf(walk.record)?.submissionNumber).toBe(0);
  });

  test("after a crash is looked up first as well", () => {
    const walk = new Walk().sent();
    expect(walk.on({ kind: "delivered" }, 14_000).action.kind).toBe("look-up");
    expect(walk.record.state.phase.kind).toBe("unknown");
  });

  test("with a position that moved as it would have is taken as filled, and marked so", () => {
    const walk = new Walk().sent();
    walk.on(LOST);
    const { state } = walk.on({ kind: "not-found", position: "0.5", graceMs: 5_000 }, 5_000);
    expect(state).toMatchObject({ status: "filled", fills: { contracts: "0.5" } });
    expect(walk.record.events).toContainEqual(expect.objectContaining({ kind: "filled", inferred: true }));
  });

  test("with a position that moved part of the way sends nothing more", () => {
    const walk = new Walk().sent();
    walk.on(LOST);
    const { state } = walk.on({ kind: "not-found", position: "0.3", graceMs: 5_000 }, 5_000);
    expect(state).toMatchObject({ status: "filled", code: "PARTLY_FILLED", fills: { contracts: "0.3" } });
  });

  test("with a position that moved the other way is not there", () => {
    const walk = new Walk().sent();
    walk.on(LOST);
    expect(walk.on({ kind: "not-found", position: "-3", graceMs: 5_000 }, 5_000).action.kind).toBe("send");
  });

  test("of a sell is judged by a falling position", () => {
    const walk = new Walk(orderRecord({ order: CLOSE })).sent({ position: "1" });
    walk.on(LOST);
    const { state } = walk.on({ kind: "not-found", position: "0", graceMs: 5_000 }, 5_000);
    expect(state).toMatchObject({ status: "filled", fills: { contracts: "1" } });
  });

  test("at the deadline is looked up over the grace, and nothing more is sent", () => {
    const walk = new Walk().sent();
    walk.on(LOST, 39_500);
    while (walk.on(NOT_THERE).action.kind === "wait") walk.wake();
    expect(walk.record.state).toMatchObject({ status: "expired", code: "DEADLINE_EXCEEDED" });
    expect(walk.record.state.reason).toContain("never reached the venue");
    expect(walk.now).toBe(T0 + 44_500);
  });

  test("that cannot be looked up is closed as unknown some time after the deadline", () => {
    const walk = new Walk().sent();
    walk.on(LOST);
    const down: ExecutionEvent = {
      kind: "look-up-failed",
      failure: failure({ remedy: "look-up", message: "no route" }),
    };
    while (walk.on(down).action.kind === "wait") walk.wake();
    expect(walk.record.state).toMatchObject({ status: "expired", code: "OUTCOME_UNKNOWN" });
    expect(walk.record.state.reason).toContain("check the position");
    expect(walk.now).toBe(T0 + 55_000);
  });

  test("a duplicate of an id we made means an earlier attempt landed", () => {
    const walk = new Walk().sent();
    const duplicate = failure({ code: "DUPLICATE_ORDER", remedy: "adopt" });
    expect(walk.on({ kind: "refused", failure: duplicate }).action.kind).toBe("look-up");
    expect(walk.on({ kind: "found", order: venueOrder() }).state.status).toBe("filled");
  });

  describe("to a no that may also mean it is there already", () => {
    const NO = failure({ code: "ORDER_INVALID", outcome: "unknown", remedy: "abort-if-absent", message: "too small" });

    test("is not there over the grace: the no stands", () => {
      const walk = new Walk().sent();
      expect(walk.on({ kind: "refused", failure: NO }).action.kind).toBe("look-up");
      expect(walk.on(NOT_THERE, 4_000).action.kind).toBe("wait");
      const { state } = walk.on(NOT_THERE, 1_000);
      expect(state).toMatchObject({ status: "rejected", code: "ORDER_INVALID", reason: "too small" });
    });

    test("is there, or moved the position: adopted", () => {
      const there = new Walk().sent();
      there.on({ kind: "refused", failure: NO });
      expect(there.on({ kind: "found", order: venueOrder() }).state.status).toBe("filled");
      const moved = new Walk().sent();
      moved.on({ kind: "refused", failure: NO });
      const seen: ExecutionEvent = { kind: "not-found", position: "0.5", graceMs: 5_000 };
      expect(moved.on(seen, 5_000).state.status).toBe("filled");
    });

    test("when sent again is not believed: the first may have landed, so it is asked for to the end", () => {
      const walk = new Walk().sent();
      walk.on(LOST);
      expect(walk.on(NOT_THERE, 5_000).action.kind).toBe("send");
      walk.on({ kind: "refused", failure: NO });
      expect(walk.on(NOT_THERE, 5_000).action.kind).toBe("send");
    });
  });
});

describe("a limit order", () => {
  test("goes by the user's own name and rests", () => {
    const walk = new Walk(orderRecord({ order: LIMIT_BUY })).sent();
    expect(walk.last?.action).toMatchObject({ submission: { clientOrderId: "Entry1", step: { price: "1900" } } });
    expect(walk.on({ kind: "answered", order: LIMIT_ORDER }).action).toMatchObject({ kind: "look-up" });
    expect(walk.on({ kind: "found", order: LIMIT_ORDER }).state).toMatchObject({ status: "placed", code: "PLACED" });
  });

  test("is named in lower case where the venue lowers names", () => {
    const walk = new Walk(orderRecord({ order: LIMIT_BUY, exchange: "bingx" })).sent();
    expect(walk.last?.action).toMatchObject({ submission: { clientOrderId: "entry1" } });
  });

  test.each([
    ["filled at once", { status: "filled", filledContracts: "0.5" }, { status: "filled" }],
    [
      "partly filled, then resting",
      { status: "open", filledContracts: "0.1" },
      { status: "placed", fills: { contracts: "0.1" } },
    ],
    ["cancelled by the venue", { status: "canceled" }, { status: "cancelled" }],
    ["rejected by the venue", { status: "rejected" }, { status: "rejected" }],
  ] as const)("%s ends as such", (_, change, expected) => {
    const walk = new Walk(orderRecord({ order: LIMIT_BUY })).sent();
    if (change.status === "open") walk.on({ kind: "answered", order: LIMIT_ORDER });
    const kind = change.status === "open" ? "found" : "answered";
    const { state } = walk.on({ kind, order: { ...LIMIT_ORDER, ...change } });
    expect(state).toMatchObject(expected);
  });

  test("found after an unknown outcome is adopted when side, price, size and age fit", () => {
    const walk = new Walk(orderRecord({ order: LIMIT_BUY })).sent();
    walk.on(LOST);
    expect(walk.on({ kind: "found", order: LIMIT_ORDER }).state.status).toBe("placed");
  });

  test.each([
    ["another side", { side: "sell" }],
    ["another price", { limitPrice: "1901" }],
    ["no price", { limitPrice: undefined }],
    ["another size", { contracts: "0.4" }],
    ["an age from before our intent", { createdAt: unixMs(T0 - 60_000) }],
  ] as const)("of the same name with %s is somebody else's", (_, change) => {
    const walk = new Walk(orderRecord({ order: LIMIT_BUY })).sent();
    walk.on({ kind: "refused", failure: failure({ code: "DUPLICATE_ORDER", remedy: "adopt" }) });
    const { limitPrice, ...rest } = { ...LIMIT_ORDER, ...change };
    const order = limitPrice === undefined ? rest : { ...rest, limitPrice };
    expect(walk.on({ kind: "found", order }).state).toMatchObject({ status: "rejected", code: "CUSTOM_ID_TAKEN" });
  });

  test("whose age the venue does not tell is judged by the rest", () => {
    const walk = new Walk(orderRecord({ order: LIMIT_BUY })).sent();
    walk.on(LOST);
    const { createdAt: _createdAt, ...ageless } = LIMIT_ORDER;
    expect(walk.on({ kind: "found", order: ageless }).state.status).toBe("placed");
  });

  test("M10: whose name the venue refuses but does not show was used before: it goes by an id of ours", () => {
    const walk = new Walk(orderRecord({ order: LIMIT_BUY })).sent();
    walk.on({ kind: "refused", failure: failure({ code: "DUPLICATE_ORDER", remedy: "adopt" }) });
    expect(walk.on(NOT_THERE, 5_000).action).toMatchObject({ submission: { clientOrderId: `${ORDER_ID}001` } });
  });

  test("is not taken as filled because the position moved", () => {
    const walk = new Walk(orderRecord({ order: LIMIT_BUY })).sent();
    walk.on(LOST);
    expect(walk.on({ kind: "not-found", position: "0.5", graceMs: 5_000 }, 5_000).action.kind).toBe("send");
  });
});

describe("settings and cancels", () => {
  test("changeleverage sets and is done", () => {
    const walk = new Walk(orderRecord({ order: SET_LEVERAGE })).sent();
    expect(walk.last?.action).toMatchObject({ kind: "perform", step: { kind: "set-leverage", leverage: 7 } });
    expect(walk.on({ kind: "performed" }).state).toMatchObject({ status: "done", code: "LEVERAGE_SET" });
  });

  test("a setting whose outcome is unknown is asked for again", () => {
    const walk = new Walk(orderRecord({ order: SET_LEVERAGE })).sent();
    walk.on({ kind: "not-performed", failure: failure({ remedy: "look-up" }) });
    expect(walk.wake().action).toMatchObject({ kind: "perform", step: { kind: "set-leverage" } });
  });

  test("a setting refused for good rejects the order before it is sent", () => {
    const walk = new Walk(orderRecord({ order: { ...BUY, leverage: 9 } })).sent();
    const no = failure({ code: "LEVERAGE_REFUSED", remedy: "abort" });
    walk.on({ kind: "not-performed", failure: no });
    walk.on({ kind: "listed", orders: [] });
    walk.on({ kind: "not-performed", failure: no });
    expect(walk.on(read({ leverage: 20 })).state).toMatchObject({
      status: "rejected",
      code: "LEVERAGE_REFUSED",
      clientOrderIds: [],
    });
  });

  test("a setting refused after the last fill leaves the order filled, and says so", () => {
    const half: AlertOrder = { ...BUY, command: "sell", side: "sell", leverage: 9 };
    const walk = new Walk(orderRecord({ order: half })).sent({ position: "1" });
    walk.on({ kind: "answered", order: venueOrder({ side: "sell" }) });
    expect(walk.last?.action).toMatchObject({ kind: "perform", step: { kind: "set-leverage", leverage: 9 } });
    const no = failure({ code: "LEVERAGE_REFUSED", remedy: "abort", message: "leverage cannot be lowered" });
    const { state } = walk.on({ kind: "not-performed", failure: no });
    expect(state).toMatchObject({ status: "filled" });
    expect(state.reason).toContain("leverage cannot be lowered");
  });

  test("cancel cancels; cancel of all that finds none is done", () => {
    const one = new Walk(orderRecord({ order: CANCEL })).sent();
    expect(one.last?.action).toMatchObject({ kind: "perform", step: { kind: "cancel", customId: "Entry1" } });
    expect(one.on({ kind: "performed" }).state).toMatchObject({ status: "cancelled", code: "CANCELLED" });
    const all = new Walk(orderRecord({ order: { ...CANCEL, cancel: "all" } })).sent();
    expect(all.on({ kind: "performed", count: 0 }).state).toMatchObject({ status: "done", code: "NOTHING_TO_DO" });
    const some = new Walk(orderRecord({ order: { ...CANCEL, cancel: "all" } })).sent();
    expect(some.on({ kind: "performed", count: 2 }).state).toMatchObject({ status: "cancelled" });
  });

  const missing: ExecutionEvent = {
    kind: "not-performed",
    failure: failure({ code: "ORDER_NOT_FOUND", remedy: "abort" }),
  };
  test.each([
    ["nothing of that name", undefined, "rejected", "ORDER_NOT_FOUND"],
    ["it was filled", "filled", "done", "NOTHING_TO_DO"],
    ["it was cancelled already", "canceled", "cancelled", "CANCELLED"],
    ["it had been rejected", "rejected", "done", "NOTHING_TO_DO"],
  ] as const)("a cancel that finds no open order asks what became of it: %s", (_, status, ended, code) => {
    const walk = new Walk(orderRecord({ order: CANCEL })).sent();
    expect(walk.on(missing).action).toMatchObject({ kind: "find-target", customId: "Entry1" });
    const order = status === undefined ? {} : { order: { ...LIMIT_ORDER, status } };
    expect(walk.on({ kind: "cancel-target", ...order }).state).toMatchObject({ status: ended, code });
  });

  describe("M24: after a try of the cancel that may have been carried out", () => {
    const cut = failure({ code: "VENUE_UNREACHABLE", outcome: "unknown", remedy: "retry" });
    const busy = failure({ code: "VENUE_BUSY", remedy: "retry" });
    const CANCEL_ALL: AlertOrder = { ...CANCEL, cancel: "all" };
    const triedBefore = (order: AlertOrder, failed: typeof cut | undefined) => {
      const walk = new Walk(orderRecord({ order })).sent();
      if (failed === undefined) walk.on({ kind: "delivered" });
      else if (walk.on({ kind: "not-performed", failure: failed }).action.kind === "wait") walk.wake();
      return walk;
    };

    test.each([
      ["its answer was lost", cut, true],
      ["the worker stopped", undefined, true],
      ["it was refused", busy, false],
    ])("nothing is open any more: %s", (_what, failed, isDone) => {
      const all = triedBefore(CANCEL_ALL, failed);
      expect(all.on({ kind: "performed", count: 0 }).state.status).toBe(isDone ? "cancelled" : "done");
      const named = triedBefore(CANCEL, failed);
      named.on(missing);
      expect(named.on({ kind: "cancel-target" }).state.status).toBe(isDone ? "cancelled" : "rejected");
    });
  });

  test("a cancel whose order turns out to be open is tried again", () => {
    const walk = new Walk(orderRecord({ order: CANCEL })).sent();
    walk.on(missing);
    walk.on({ kind: "cancel-target", order: LIMIT_ORDER });
    expect(walk.wake().action).toMatchObject({ kind: "perform", step: { kind: "cancel" } });
  });

  test("a cancel's look-up goes on after a crash", () => {
    const walk = new Walk(orderRecord({ order: CANCEL })).sent();
    walk.on(missing);
    expect(walk.on({ kind: "delivered" }).action).toMatchObject({ kind: "find-target", customId: "Entry1" });
  });
});

describe("what a venue may leave out", () => {
  test("an empty book: nothing can be planned", () => {
    const walk = new Walk();
    walk.on({ kind: "delivered" });
    const { bid: _bid, ask: _ask, ...empty } = FLAT;
    const { state } = walk.on({ kind: "read", reading: { ...reading(), snapshot: empty } });
    expect(state).toMatchObject({ status: "rejected", code: "PRICE_UNAVAILABLE" });
  });

  test.each([
    ["buy", "ask", "0.295"],
    ["sell", "bid", "0.295"],
  ] as const)("one side of the book: a %s without %s is sized at the other", (side, missing, contracts) => {
    const walk = new Walk(orderRecord({ order: { ...BUY, command: side, side } })).sent();
    walk.on(TOO_BIG);
    const { [missing]: _missing, ...oneSided } = { ...FLAT, free: "200" };
    walk.on({ kind: "read", reading: { ...reading(), snapshot: oneSided } });
    expect(sentContracts(walk)).toBe(contracts);
  });

  test.each([
    ["the alert's leverage counts", 5, "0.475"],
    ["else a leverage of 1", undefined, "0.098"],
  ])("the leverage that is set: %s", (_, leverage, contracts) => {
    const { leverage: _set, ...silent } = { ...FLAT, free: "200" };
    const walk = new Walk(orderRecord({ order: { ...BUY, ...(leverage === undefined ? {} : { leverage }) } }));
    walk.on({ kind: "delivered" });
    walk.on({ kind: "read", reading: { ...reading(), snapshot: silent } });
    if (walk.last?.action.kind === "perform") walk.on({ kind: "performed" });
    walk.on(TOO_BIG);
    walk.on({ kind: "read", reading: { ...reading(), snapshot: silent } });
    expect(sentContracts(walk)).toBe(contracts);
  });

  test("price and fee of a fill: it counts all the same", () => {
    const walk = new Walk().sent();
    const { averagePrice: _price, fee: _fee, ...bare } = venueOrder();
    walk.on({ kind: "answered", order: bare });
    const { state } = walk.on({ kind: "found", order: bare });
    expect(state).toMatchObject({ status: "filled", fills: { contracts: "0.5" } });
    expect(state.fills.value).toBeUndefined();
  });
});

test("the rest of a close is owed however small", () => {
  const walk = new Walk(orderRecord({ order: CLOSE })).sent({ position: "0.5" });
  const part = venueOrder({ side: "sell", status: "canceled", filledContracts: "0.499" });
  walk.on({ kind: "answered", order: part });
  walk.on({ kind: "found", order: part });
  walk.wake();
  expect(walk.last?.action).toMatchObject({ submission: { step: { contracts: "0.001", reduceOnly: true } } });
});

test.each([
  ["submissions", { submissionNumber: MAX_SUBMISSIONS - 1 }, `${MAX_SUBMISSIONS} submissions were refused`],
  ["steps", { step: MAX_STEPS }, `${MAX_STEPS} orders were sent for it`],
])("more %s than ids can tell apart expire the order", (_, place, reason) => {
  const walk = new Walk().sent();
  const { state } = walk.record;
  if (state.phase.kind !== "submitted" || placeOf(walk.record) === undefined) throw new Error(state.phase.kind);
  const at = { ...placeOf(walk.record), ...place };
  walk.record = { ...walk.record, state: { ...state, work: { ...state.work, at } } as OrderState };
  walk.on(BUSY);
  const ended = walk.wake().state;
  expect(ended).toMatchObject({ status: "expired", reason: expect.stringContaining(reason) });
});

describe("a redelivery", () => {
  test("while planning reads again, or expires", () => {
    const walk = new Walk();
    walk.on({ kind: "delivered" });
    expect(walk.on({ kind: "delivered" }, 14_000).action).toEqual({ kind: "read" });
    expect(walk.on({ kind: "delivered" }, 30_000).state).toMatchObject({ status: "expired" });
  });

  test("while sizing reads again", () => {
    const walk = new Walk().sent();
    walk.on(TOO_BIG);
    expect(walk.on({ kind: "delivered" }).action).toEqual({ kind: "read" });
  });

  test("between steps, after the deadline, expires", () => {
    const walk = new Walk().sent();
    walk.on(BUSY);
    expect(walk.on({ kind: "delivered" }, 41_000).state).toMatchObject({
      status: "expired",
      code: "DEADLINE_EXCEEDED",
    });
  });
});

describe("S10: a clock that is set back by an hour", () => {
  const HOUR_MS = 3_600_000;

  test("gives what a busy venue refuses no longer than before", () => {
    const walk = new Walk().sent();
    walk.on(BUSY);
    walk.on({ kind: "delivered" }, -HOUR_MS);
    const since = walk.now;
    while (walk.on(BUSY).action.kind === "wait") walk.wake();
    expect(walk.record.state).toMatchObject({ status: "expired", code: "DEADLINE_EXCEEDED" });
    expect(walk.now).toBeLessThanOrEqual(since + 40_000);
  });

  test("begins the grace of a lost answer anew, and no more", () => {
    const walk = new Walk().sent();
    walk.on(LOST);
    walk.on(NOT_THERE);
    walk.on({ kind: "delivered" }, -HOUR_MS);
    const since = walk.now;
    while (walk.on(NOT_THERE).action.kind === "wait") walk.wake();
    expect(walk.last?.action.kind).toBe("send");
    expect(walk.now).toBe(since + 5_000);
  });
});
