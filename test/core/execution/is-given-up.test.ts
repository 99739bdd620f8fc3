import { describe, expect, test } from "vitest";
import type { AlertOrder } from "../../../lib/core/alert/alert-order.ts";
import type { ExecutionEvent } from "../../../lib/core/execution/decision.ts";
import { isGivenUp, servedBy } from "../../../lib/core/execution/is-given-up.ts";
import { BUY, failure, orderRecord, placeOf, read, Walk } from "./order-fixture.ts";

const BASE = { line: 1, account: "demo", symbol: "ETH/USDT:USDT", reduceOnly: false } as const;
const CLOSE: AlertOrder = { ...BASE, command: "close", reduceOnly: true };
const CANCEL: AlertOrder = { ...BASE, command: "cancel", cancel: "Entry1" };
const LEVERAGE: AlertOrder = { ...BASE, command: "changeleverage", leverage: 7 };
const ADDRESS = failure({ code: "ADDRESS_REFUSED", remedy: "retry-if-reducing", message: "not from here" });

function target(value: string): AlertOrder {
  return { ...BASE, command: "position", quantity: { value, unit: "base", basis: "nominal" } };
}

function walking(order: AlertOrder): Walk {
  const walk = new Walk(orderRecord({ order }));
  walk.on({ kind: "delivered" });
  return walk;
}

describe("what an order serves", () => {
  test.each<[string, AlertOrder, "reducing" | "opening"]>([
    ["a buy", BUY, "opening"],
    ["a buy with reduce", { ...BUY, reduceOnly: true }, "reducing"],
    ["a close", CLOSE, "reducing"],
    ["position 0", target("0"), "reducing"],
    ["position 0.00", target("0.00"), "reducing"],
    ["a position", target("-1"), "opening"],
    ["a cancel", CANCEL, "reducing"],
    ["a change of leverage", LEVERAGE, "opening"],
  ])("%s: %s", (_what, order, expected) => {
    expect(servedBy(order)).toBe(expected);
  });

  test("only a remedy that says so makes a difference of it", () => {
    expect([isGivenUp("abort", "reducing"), isGivenUp("retry", "opening")]).toEqual([true, false]);
    expect([isGivenUp("retry-if-reducing", "reducing"), isGivenUp("retry-if-reducing", "opening")]).toEqual([
      false,
      true,
    ]);
  });
});

describe("W8: an address that is refused", () => {
  const unread: ExecutionEvent = { kind: "read-failed", failure: ADDRESS };

  test.each<[string, AlertOrder]>([
    ["a buy", BUY],
    ["a position", target("2")],
  ])("while reading, for %s: rejected at once", (_what, order) => {
    expect(walking(order).on(unread).state).toMatchObject({
      status: "rejected",
      code: "ADDRESS_REFUSED",
      reason: "not from here",
    });
  });

  test.each<[string, AlertOrder]>([
    ["a close", CLOSE],
    ["position 0", target("0")],
    ["a cancel", CANCEL],
  ])("while reading, for %s: tried again", (_what, order) => {
    expect(walking(order).on(unread).action.kind).toBe("wait");
  });

  test("while placing: what opens is rejected, what reduces tried again under a new id", () => {
    const opening = walking(BUY);
    opening.on(read());
    expect(opening.on({ kind: "refused", failure: ADDRESS }).state).toMatchObject({
      status: "rejected",
      code: "ADDRESS_REFUSED",
    });
    const closing = walking(CLOSE);
    closing.on(read({ position: "0.5" }));
    const { action } = closing.on({ kind: "refused", failure: ADDRESS });
    expect([action.kind, placeOf(closing.record)?.submissionNumber]).toEqual(["wait", 1]);
  });

  test("while setting or cancelling: a leverage is given up, a cancel tried again", () => {
    const setting = walking(LEVERAGE);
    setting.on(read());
    const { state } = setting.on({ kind: "not-performed", failure: ADDRESS });
    expect(state).toMatchObject({ status: "rejected", code: "ADDRESS_REFUSED" });
    for (const cancel of ["Entry1", "all"]) {
      const cancelling = walking({ ...CANCEL, cancel } as AlertOrder);
      cancelling.on(read());
      expect(cancelling.on({ kind: "not-performed", failure: ADDRESS }).action.kind).toBe("wait");
    }
  });
});

describe("M1: a look-up that is told to come back later", () => {
  test("waits at least as long", () => {
    const walk = walking(BUY);
    walk.on(read());
    walk.on({ kind: "refused", failure: failure({ remedy: "look-up" }) });
    const limited = failure({ code: "RATE_LIMITED", remedy: "retry", retryAfterMs: 9_000 });
    expect(walk.on({ kind: "look-up-failed", failure: limited }).action).toEqual({
      kind: "wait",
      until: walk.now + 9_000,
    });
  });
});
