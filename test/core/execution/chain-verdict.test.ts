// What an order comes to by its group's targets, once it is planned.
import { expect, test } from "vitest";
import type { PositionOrder } from "../../../lib/core/alert/alert-order.ts";
import type { Reading } from "../../../lib/core/order/plan-from.ts";
import { ORDER_ID, orderRecord, reading, Walk } from "./order-fixture.ts";

const position = (value: string): PositionOrder => ({
  line: 1,
  account: "demo",
  symbol: "ETH/USDT:USDT",
  command: "position",
  quantity: { value, unit: "base", basis: "nominal" },
  reduceOnly: false,
});

function planned(chain: NonNullable<Reading["chain"]>, change: Parameters<typeof reading>[0] = {}) {
  const walk = new Walk(orderRecord({ order: position("0.5") }));
  walk.on({ kind: "delivered" });
  walk.on({ kind: "read", reading: { ...reading(change), chain } });
  return walk.record.state;
}

const restored = (value: string) => ({ verdict: { kind: "restored", by: ORDER_ID, order: position(value) } }) as const;

test("one that came late is done, and names what is held", () => {
  const state = planned({ verdict: { kind: "superseded", by: ORDER_ID } });
  expect(state).toMatchObject({ status: "done", code: "SUPERSEDED" });
  expect(state.reason).toContain(ORDER_ID);
});

test("one that restores a target plans that one", () => {
  const { plan } = planned(restored("1")).work ?? {};
  expect(plan).toMatchObject({ outcome: "steps", code: "RESTORED", steps: [{ contracts: "1", side: "buy" }] });
  expect(plan?.reason).toContain(`order ${ORDER_ID}`);
  expect(planned(restored("0"))).toMatchObject({ status: "done", code: "RESTORED" });
  expect(planned(restored("0.0001"))).toMatchObject({ status: "rejected", code: "ROUNDS_TO_ZERO" });
});

test("a denial of what it opens keeps its own code", () => {
  const wanted = { maxPositionUsd: "1" };
  const walk = new Walk(orderRecord({ order: position("0.5") }));
  walk.on({ kind: "delivered" });
  const read = reading({ position: "1" });
  walk.on({ kind: "read", reading: { ...read, wanted: { ...read.wanted, ...wanted }, chain: restored("-1") } });
  expect(walk.record.state.work?.plan).toMatchObject({ outcome: "steps", code: "MAX_POSITION_EXCEEDED" });
  expect(walk.record.state.work?.plan?.reason).toMatch(/is traded in its place; only the close is sent/);
});

test("a lost alert is said, and the order trades", () => {
  const { plan } = planned({ verdict: { kind: "trades" }, lost: true }).work ?? {};
  expect(plan?.warnings.join()).toContain("an alert was lost");
  expect(planned({ verdict: { kind: "trades" } }).work?.plan?.warnings).toEqual([]);
});
