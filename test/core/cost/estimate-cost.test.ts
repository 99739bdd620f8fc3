// Worked by hand from the price list: us-east-1, November 2026.
import { describe, expect, test } from "vitest";
import { type CostInput, estimateCost } from "../../../lib/core/cost/estimate-cost.ts";

const INPUT: CostInput = { alerts: 0, attempts: 1, months: 12, webhookMb: 1_024, workerMb: 1_024, egress: "none" };

function itemOf(input: Partial<CostInput>, what: string) {
  const found = estimateCost({ ...INPUT, ...input }).items.filter((item) => item.what === what);
  expect(found.length).toBeGreaterThan(0);
  return found.at(-1);
}

describe("without a single alert", () => {
  test("polls, alarms, metrics and the dashboard stand at 6.63 USD, all of it free", () => {
    // 657,000 × 0.0000005 + 9 × 0.10 + 8 × 0.30 + 3.00 = 0.3285 + 0.90 + 2.40 + 3.00
    const { usd, freeUsd, dueUsd } = estimateCost(INPUT);
    expect(usd).toBeCloseTo(6.6285, 10);
    expect(freeUsd).toBeCloseTo(6.6285, 10);
    expect(dueUsd).toBeCloseTo(0, 10);
  });

  test.each([
    ["fck-nat", 7.36],
    ["nat-gateway", 36.5],
  ] as const)("%s is paid all the same: %d USD", (egress, usd) => {
    expect(estimateCost({ ...INPUT, egress }).dueUsd).toBeCloseTo(usd, 10);
  });
});

describe("1,000,000 alerts, each order in two attempts", () => {
  const MILLION = { alerts: 1_000_000, attempts: 2 };

  test.each([
    // 1 M sent and deleted, 2 M received and changed: 6 M × 0.50 USD a million; 1 M free
    ["requests of orders", 6_000_000, 3, 0.5],
    // 1 M × 0.105 s × 1 GB + 2 M × 0.8 s × 1 GB = 1,705,000 GB-s × 0.0000133334; 400,000 free
    ["GB-seconds", 1_705_000, 22.733447, 5.33336],
    // 16 M × 0.625 USD a million
    ["writes", 16_000_000, 10, 0],
    // 2 M attempts × 5 × 0.125 USD a million
    ["reads", 10_000_000, 1.25, 0],
    // 1 M × 12 months × 5 kB = 60 GB × 0.25; 25 GB free
    ["GB stored", 60, 15, 6.25],
    ["GB that can be put back", 60, 12, 0],
    // 3 M invocations × 2 kB = 6 GB × 0.50; 5 GB free
    ["GB of logs", 6, 3, 2.5],
    // 2 M × 5 USD a million; 100,000 free
    ["traces", 2_000_000, 10, 0.5],
  ])("%s: %d cost %d USD, of which %d are free", (what, quantity, usd, freeUsd) => {
    const item = itemOf(MILLION, what);
    expect(item?.quantity).toBeCloseTo(quantity, 6);
    expect(item?.usd).toBeCloseTo(usd, 6);
    expect(item?.freeUsd).toBeCloseTo(freeUsd, 6);
  });

  test("orders use the queue's free requests up: the polls are paid", () => {
    expect(itemOf(MILLION, "polls of an empty queue")?.freeUsd).toBe(0);
  });

  test("Lambda: 3 M requests at 0.20 USD a million, 1 M free", () => {
    const { items } = estimateCost({ ...INPUT, ...MILLION });
    const requests = items.find(({ service, what }) => service === "Lambda" && what === "requests");
    expect(requests?.usd).toBeCloseTo(0.6, 10);
    expect(requests?.freeUsd).toBeCloseTo(0.2, 10);
  });

  test("the total is the sum of its items", () => {
    const { items, usd, freeUsd, dueUsd } = estimateCost({ ...INPUT, ...MILLION });
    expect(usd).toBeCloseTo(
      items.reduce((sum, item) => sum + item.usd, 0),
      10,
    );
    expect(dueUsd).toBeCloseTo(usd - freeUsd, 10);
  });
});

test("half the memory halves the seconds", () => {
  const full = itemOf({ alerts: 1_000 }, "GB-seconds")?.quantity ?? 0;
  const half = itemOf({ alerts: 1_000, webhookMb: 512, workerMb: 512 }, "GB-seconds")?.quantity;
  expect(half).toBeCloseTo(full / 2, 10);
});
