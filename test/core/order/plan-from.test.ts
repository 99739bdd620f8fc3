import { expect, test } from "vitest";
import type { GuardFacts } from "../../../lib/core/guard/judge-opening.ts";
import { plannedOrder } from "../../../lib/core/order/plan-from.ts";
import { BUY, reading } from "../execution/order-fixture.ts";

const CLOSE_ONLY: GuardFacts = {
  limits: {},
  switch: "closeonly",
  timezone: "UTC",
  others: [],
  resting: "0",
  openings: 0,
  signal: "fresh",
};

test("a plan for those who only ask has its order and market beside it", () => {
  const read = reading();
  expect(plannedOrder(BUY, read)).toMatchObject({ order: BUY, market: read.instrument, outcome: "steps" });
});

test("it is judged by the account's switches as they were read", () => {
  const guarded = { ...reading(), guards: { facts: CLOSE_ONLY, version: 1 } };
  expect(plannedOrder(BUY, guarded)).toMatchObject({ outcome: "denied", code: "CLOSE_ONLY" });
});
