// What an order's story says, line by line: the record is what a person asks when money is missing.
import { describe, expect, test } from "vitest";
import type { AlertOrder } from "../../../lib/core/alert/alert-order.ts";
import type { OrderEvent } from "../../../lib/core/execution/order-record.ts";
import { unixMs } from "../../../lib/core/ids.ts";
import { BUY, failure, ORDER_ID, orderRecord, read, T0, venueOrder, Walk } from "./order-fixture.ts";

const FIRST_ID = `${ORDER_ID}000`;
const SECOND_ID = `${ORDER_ID}001`;
const CANCEL: AlertOrder = {
  line: 1,
  account: "demo",
  symbol: "ETH/USDT:USDT",
  command: "cancel",
  cancel: "Entry1",
  reduceOnly: false,
};
const busy = failure({ code: "VENUE_BUSY", remedy: "retry", message: "busy" });
const tooBig = failure({ code: "FUNDS_INSUFFICIENT", remedy: "shrink", message: "margin is insufficient" });

/** The story without its beginning: received, attempt, planned, intent. */
function storyOf(walk: Walk): readonly OrderEvent[] {
  const intent = walk.record.events.findIndex(({ kind }) => kind === "intent");
  return walk.record.events.slice(intent + 1);
}

test("an order that is taken, confirmed and filled", () => {
  const walk = new Walk().sent();
  walk.on({ kind: "answered", order: venueOrder({ status: "open", filledContracts: "0" }) }, 10);
  expect(walk.record.state.phase).toMatchObject({ kind: "accepted", submission: { venueOrderId: "9001" } });
  walk.on({ kind: "found", order: venueOrder() }, 20);
  expect(storyOf(walk)).toEqual([
    { at: T0 + 10, kind: "accepted", clientOrderId: FIRST_ID, venueOrderId: "9001" },
    expect.objectContaining({
      at: T0 + 30,
      kind: "filled",
      clientOrderId: FIRST_ID,
      contracts: "0.5",
      averagePrice: "2001",
    }),
    { at: T0 + 30, kind: "ended", status: "filled", code: "FILLED", reason: "0.5 contracts filled" },
  ]);
});

test("a fill told without its price is confirmed by reading the order", () => {
  const walk = new Walk().sent();
  const { averagePrice: _price, ...bare } = venueOrder();
  expect(walk.on({ kind: "answered", order: bare }).action.kind).toBe("look-up");
});

test("M2: a fill told with its price ends the order, whatever its fee; the fee is asked for behind it", () => {
  const walk = new Walk().sent();
  const { fee: _fee, ...bare } = venueOrder();
  expect(walk.on({ kind: "answered", order: bare }).action.kind).toBe("end");
  const { state } = walk.record;
  expect(state).toMatchObject({ status: "filled", fills: { contracts: "0.5", value: "1000.5" } });
  expect(state.executions[0]?.untold).toEqual({ venueOrderId: "9001", intentAt: T0, since: walk.now });
});

test("an order that is refused for now: the refusal, the wait and the next attempt", () => {
  const walk = new Walk().sent();
  const { action } = walk.on({ kind: "refused", failure: busy });
  if (action.kind !== "wait") throw new Error(action.kind);
  walk.wake();
  expect(storyOf(walk)).toEqual([
    { at: T0, kind: "refused", clientOrderId: FIRST_ID, failure: busy },
    { at: T0, kind: "waiting", untilMs: action.until, why: "busy" },
    { at: action.until, kind: "attempt", attempt: 2 },
    { at: action.until, kind: "intent", submission: expect.objectContaining({ clientOrderId: SECOND_ID }) },
  ]);
  expect(walk.record.state.attempts).toBe(2);
});

function refusalsOf({ record }: Walk): number | undefined {
  const { work } = record.state;
  return work !== undefined && "refusals" in work ? work.refusals : undefined;
}

test("an order made smaller: from how much to how much, and why", () => {
  const walk = new Walk().sent();
  walk.on({ kind: "refused", failure: tooBig });
  walk.on(read({ free: "200" }));
  expect(storyOf(walk)).toContainEqual({
    at: T0,
    kind: "shrunk",
    from: "0.5",
    to: "0.295",
    why: `the venue refused the size as too big: ${tooBig.message}`,
  });
  expect(refusalsOf(walk)).toBe(1);
  walk.on({ kind: "refused", failure: tooBig });
  walk.on(read({ free: "200" }));
  expect(refusalsOf(walk)).toBe(2);
});

test("an order whose answer is lost: unknown, not found, found", () => {
  const walk = new Walk().sent();
  walk.on({ kind: "refused", failure: failure({ remedy: "look-up", message: "the connection was cut" }) });
  walk.on({ kind: "not-found", position: "0", graceMs: 5_000 });
  walk.wake();
  walk.on({ kind: "found", order: venueOrder() });
  const kinds = storyOf(walk).map(({ kind }) => kind);
  expect(kinds).toEqual(["outcome-unknown", "not-found", "waiting", "attempt", "accepted", "filled", "ended"]);
  expect(storyOf(walk)[0]).toEqual({
    at: T0,
    kind: "outcome-unknown",
    clientOrderId: FIRST_ID,
    message: "the connection was cut",
  });
  expect(storyOf(walk)[1]).toEqual({ at: T0, kind: "not-found", clientOrderId: FIRST_ID });
});

test("an outcome is unknown when the failure says so, whatever its remedy", () => {
  const walk = new Walk().sent();
  const odd = failure({ remedy: "abort", outcome: "unknown", message: "who knows" });
  expect(walk.on({ kind: "refused", failure: odd }).action.kind).toBe("look-up");
});

test("a reading that fails: the failure and the wait", () => {
  const walk = new Walk();
  walk.on({ kind: "delivered" });
  walk.on({ kind: "read-failed", failure: busy });
  expect(walk.record.events.slice(2)).toEqual([
    { at: T0, kind: "read-failed", failure: busy },
    expect.objectContaining({ kind: "waiting", why: "busy" }),
  ]);
});

test("an order that waited too long: for how long, and what is allowed", () => {
  const { state } = new Walk().on({ kind: "delivered" }, 200_000);
  expect(state.reason).toBe("it waited 200 s before its turn came; 180 s are allowed");
});

describe("an order that expires", () => {
  test("says its time, why, and that nothing was filled", () => {
    const walk = new Walk().sent();
    while (walk.on({ kind: "refused", failure: busy }).action.kind === "wait") walk.wake();
    expect(walk.record.state.reason).toBe("not finished within 40 s of the first attempt: busy; nothing was filled");
  });

  test("is not yet expired at its deadline", () => {
    const walk = new Walk();
    walk.on({ kind: "delivered" });
    expect(walk.on(read(), 40_000).action.kind).toBe("send");
  });

  test("while its size is read sends nothing", () => {
    const walk = new Walk().sent();
    walk.on({ kind: "refused", failure: tooBig });
    expect(walk.on(read({ free: "200" }), 40_001)).toMatchObject({
      state: { status: "expired" },
      action: { kind: "end" },
    });
  });
});

describe("settings and cancels", () => {
  test("a setting that fails for now is told, and asked for again", () => {
    const walk = new Walk(orderRecord({ order: { ...BUY, leverage: 9 } })).sent();
    walk.on({ kind: "not-performed", failure: busy });
    expect(walk.record.events).toContainEqual(
      expect.objectContaining({ kind: "setting", step: expect.objectContaining({ leverage: 9 }) }),
    );
    expect(walk.record.events).toContainEqual(
      expect.objectContaining({
        kind: "setting-failed",
        failure: busy,
        step: expect.objectContaining({ leverage: 9 }),
      }),
    );
  });

  test("ORDER_NOT_FOUND from a setting is not a cancel's", () => {
    const walk = new Walk(orderRecord({ order: { ...BUY, leverage: 9 } })).sent();
    const odd = failure({ code: "ORDER_NOT_FOUND", remedy: "abort" });
    expect(walk.on({ kind: "not-performed", failure: odd }).action).toEqual({ kind: "list-resting" });
  });

  test("a cancel that fails for another reason is not looked for", () => {
    const walk = new Walk(orderRecord({ order: CANCEL })).sent();
    const no = failure({ code: "PERMISSION_DENIED", remedy: "abort" });
    expect(walk.on({ kind: "not-performed", failure: no }).state).toMatchObject({ status: "rejected" });
  });

  test("a cancel whose order is still open waits, saying why", () => {
    const walk = new Walk(orderRecord({ order: CANCEL })).sent();
    walk.on({ kind: "not-performed", failure: failure({ code: "ORDER_NOT_FOUND", remedy: "abort" }) });
    const open = venueOrder({ clientOrderId: "Entry1", orderType: "limit", status: "open", filledContracts: "0" });
    walk.on({ kind: "cancel-target", order: open });
    expect(walk.record.events.at(-1)).toMatchObject({ kind: "waiting", why: "the venue did not cancel the order yet" });
    expect(walk.record.state.phase).toEqual({ kind: "setting", step: { kind: "cancel", customId: "Entry1" } });
  });

  test("M8: a leverage refused between close and opening ends the order as filled, with the close on record", () => {
    const reversal: AlertOrder = {
      line: 1,
      account: "demo",
      symbol: "ETH/USDT:USDT",
      command: "position",
      quantity: { value: "-2", unit: "base", basis: "nominal" },
      leverage: 9,
      reduceOnly: false,
    };
    const walk = new Walk(orderRecord({ order: reversal, exchange: "bybit" }));
    walk.sent({ position: "1", free: "2000" }, { reversesInOneOrder: false });
    walk.on({ kind: "answered", order: venueOrder({ side: "sell", contracts: "1", filledContracts: "1" }) });
    expect(walk.last?.action).toMatchObject({ kind: "perform", step: { kind: "set-leverage" } });
    const no = failure({ code: "LEVERAGE_REFUSED", remedy: "abort", message: "not now" });
    walk.on({ kind: "not-performed", failure: no });
    walk.on({ kind: "listed", orders: [] });
    walk.on({ kind: "not-performed", failure: no });
    const { state } = walk.on(read({ position: "0", leverage: 20 }));
    expect(state).toMatchObject({ status: "filled", code: "LEVERAGE_REFUSED", fills: { contracts: "1" } });
    expect(state.reason).toMatch(/20 stays in force; .*; not now$/);
  });
});

test("a limit order found 2 s older than its intent by the venue's clock is still ours, a moment older is not", () => {
  const limit: AlertOrder = { ...BUY, limit: { id: "Entry1", price: "1900" } };
  const age = (createdAt: number) => {
    const walk = new Walk(orderRecord({ order: limit })).sent();
    walk.on({ kind: "refused", failure: failure({ remedy: "look-up" }) });
    const order = venueOrder({
      clientOrderId: "Entry1",
      orderType: "limit",
      status: "open",
      filledContracts: "0",
      limitPrice: "1900",
      createdAt: unixMs(createdAt),
    });
    return walk.on({ kind: "found", order }).state.status;
  };
  expect(age(T0 - 2_000)).toBe("placed");
  expect(age(T0 - 2_001)).toBe("rejected");
});
