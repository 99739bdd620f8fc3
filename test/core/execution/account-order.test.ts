import { describe, expect, test } from "vitest";
import type { AlertOrder } from "../../../lib/core/alert/alert-order.ts";
import { seenIn } from "../../../lib/core/execution/account-order.ts";
import { failureOf } from "../../../lib/core/failure.ts";
import { orderIdOf } from "../../../lib/core/ids.ts";
import { tradeOf } from "../../../lib/core/trade/trade.ts";
import { ALERT, orderRecord, venueOrder, Walk } from "./order-fixture.ts";

const word = (command: "closeall" | "pause"): AlertOrder => ({ line: 1, account: "demo", command, reduceOnly: false });
const CLOSE_ONLY = { kind: "refused", failure: failureOf("CLOSE_ONLY", "close-only") } as const;
const base = { line: 1, account: "demo", symbol: "ETH/USDT:USDT", reduceOnly: false } as const;

function begun(command: "closeall" | "pause"): Walk {
  const walk = new Walk(orderRecord({ order: word(command) }));
  walk.on({ kind: "delivered" });
  return walk;
}

describe("an order of the whole account", () => {
  test("ends once its switch is on record", () => {
    const walk = begun("pause");
    expect(walk.on({ kind: "switched", now: "paused" }).action.kind).toBe("end");
    expect(walk.record.state).toMatchObject({ status: "done", code: "SWITCHED", reason: "paused" });
  });

  test("closeall goes round until a second round finds nothing", () => {
    const walk = begun("closeall");
    walk.on({ kind: "switched", now: "close-only" });
    expect(walk.on({ kind: "swept", did: [], left: [] }).action.kind).toBe("wait");
    walk.on({ kind: "delivered" }, 1_000);
    expect(walk.on({ kind: "swept", did: ["sent"], left: ["long 1"] }).action.kind).toBe("wait");
    walk.on({ kind: "delivered" }, 1_000);
    walk.on({ kind: "swept", did: [], left: [] });
    expect(walk.record.state).toMatchObject({ status: "done", code: "FLAT" });
  });

  test("closeall keeps in mind whose fills a round has seen, beside what it did", () => {
    const walk = begun("closeall");
    expect(seenIn(walk.record.state)).toEqual([]);
    walk.on({ kind: "switched", now: "close-only" });
    expect(seenIn(walk.record.state)).toEqual([]);
    const [one, two] = [orderIdOf(ALERT, 1), orderIdOf(ALERT, 2)];
    walk.on({ kind: "swept", did: [], left: ["long 1"], seen: [one] });
    walk.on({ kind: "delivered" }, 1_000);
    walk.on({ kind: "swept", did: ["sent"], left: ["long 1"], seen: [two] });
    expect(seenIn(walk.record.state)).toEqual([one, two]);
  });

  test("closeall ends in time, saying what is left", () => {
    const walk = begun("closeall");
    walk.on({ kind: "switched", now: "close-only" });
    walk.on({ kind: "swept", did: [], left: ["long 1"] }, 54_500);
    expect(walk.record.state).toMatchObject({ status: "expired", code: "DEADLINE_EXCEEDED" });
    expect(walk.record.state.reason).toContain("left: long 1");
  });

  test("closeall closes nothing once its time is over", () => {
    const walk = begun("closeall");
    walk.on({ kind: "switched", now: "close-only" });
    walk.on({ kind: "delivered" }, 60_000);
    expect(walk.record.state).toMatchObject({ status: "expired", code: "DEADLINE_EXCEEDED" });
  });
});

describe("close-only, set before an order was sent", () => {
  test("what opens from flat is not sent", () => {
    const walk = new Walk().sent();
    walk.on(CLOSE_ONLY);
    expect(walk.record.state).toMatchObject({ status: "rejected", code: "CLOSE_ONLY" });
  });

  test("of a reversal the close goes out, and it ends with that code", () => {
    const quantity = { value: "-2", unit: "base", basis: "nominal" } as const;
    const order: AlertOrder = { ...base, command: "position", quantity };
    const walk = new Walk(orderRecord({ order })).sent({ position: "1" });
    const { action } = walk.on(CLOSE_ONLY);
    expect(action.kind === "send" && action.submission.step).toMatchObject({
      purpose: "close",
      side: "sell",
      contracts: "1",
      reduceOnly: true,
    });
    expect(tradeOf(walk.record)).not.toHaveProperty("margin");
    walk.on({ kind: "answered", order: venueOrder({ side: "sell", contracts: "1", filledContracts: "1" }) });
    expect(walk.record.state).toMatchObject({ status: "filled", code: "CLOSE_ONLY" });
    expect(tradeOf(walk.record)).not.toHaveProperty("margin");
  });

  test("what had filled by then stays", () => {
    const walk = new Walk().sent();
    walk.on({ kind: "answered", order: venueOrder({ status: "open", filledContracts: "0" }) });
    walk.on({ kind: "found", order: venueOrder({ status: "canceled", contracts: "0.5", filledContracts: "0.2" }) });
    walk.on({ kind: "delivered" }, 1_000);
    walk.on(CLOSE_ONLY);
    expect(walk.record.state).toMatchObject({ status: "filled", code: "CLOSE_ONLY" });
  });

  test("what a reversal filled before its close goes out is told as planned too", () => {
    const quantity = { value: "-2", unit: "base", basis: "nominal" } as const;
    const order: AlertOrder = { ...base, command: "position", quantity };
    const walk = new Walk(orderRecord({ order })).sent({ position: "1" });
    const part = { side: "sell", contracts: "3", status: "canceled", filledContracts: "0.4" } as const;
    walk.on({ kind: "answered", order: venueOrder({ ...part, status: "open", filledContracts: "0" }) });
    walk.on({ kind: "found", order: venueOrder(part) });
    walk.wake();
    walk.on(CLOSE_ONLY);
    walk.on({ kind: "answered", order: venueOrder({ side: "sell", contracts: "0.6", filledContracts: "0.6" }) });
    expect(walk.record.state).toMatchObject({ status: "filled", code: "CLOSE_ONLY" });
    expect(tradeOf(walk.record)).toMatchObject({ requestedContracts: "1", filledContracts: "1" });
  });
});
