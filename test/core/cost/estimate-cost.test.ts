// Worked by hand from the price list: us-east-1, November 2026.
import { describe, expect, test } from "vitest";
import { type CostInput, estimateCost } from "../../../lib/core/cost/estimate-cost.ts";
import { USAGE } from "../../../lib/core/cost/usage.ts";

const MEMORY = { webhookMb: 1_024, workerMb: 1_024, notifierMb: 512 };
const INPUT: CostInput = { alerts: 0, attempts: 1, months: 12, ...MEMORY, egress: "none" };

function itemOf(input: Partial<CostInput>, what: string) {
  const found = estimateCost({ ...INPUT, ...input }).items.filter((item) => item.what === what);
  expect(found.length).toBeGreaterThan(0);
  return found.at(0);
}

function itemOfRuns(service: string, input: Partial<CostInput>, name: string) {
  return estimateCost({ ...INPUT, ...input }).items.find((item) => item.service === service && item.what === name);
}

describe("without a single alert", () => {
  test("polls, alarms, metrics, the dashboard and what runs by a schedule stand at 8.20 USD, free but for the table, two metrics and an alarm", () => {
    // 657,000 × 0.0000005 + 11 × 0.10 + 12 × 0.30 + 3.00 = 0.3285 + 1.10 + 3.60 + 3.00; what runs by a schedule as below
    const { usd, freeUsd, dueUsd } = estimateCost(INPUT);
    expect(usd).toBeCloseTo(8.20052460658, 10);
    expect(freeUsd).toBeCloseTo(7.45581210658, 10);
    expect(dueUsd).toBeCloseTo(0.7447125, 10);
  });

  test.each([
    // 60 × 730 runs × 0.20 USD a million
    ["runs", 43_800, 0.00876, 0.00876],
    // 43,800 × 0.025 s × 1 GB × 0.0000133334
    ["GB-seconds", 1_095, 0.014600073, 0.014600073],
    // 43,800 × 5 × 0.125 USD a million
    ["table reads", 219_000, 0.027375, 0],
    // 4 an hour × 730 h × 2 accounts × 0.625 USD a million
    ["equity noted", 5_840, 0.00365, 0],
    // 43,800 × 0.8 kB × 0.50 USD a GB
    ["GB of logs", 0.03504, 0.01752, 0.01752],
  ])("the follower's %s: %d cost %d USD, of which %d are free", (what, quantity, usd, freeUsd) => {
    const item = itemOfRuns("follower", {}, what);
    expect(item?.quantity).toBeCloseTo(quantity, 8);
    expect(item?.usd).toBeCloseTo(usd, 10);
    expect(item?.freeUsd).toBeCloseTo(freeUsd, 10);
  });

  test.each([
    ["runs", 43_800, 0.00876, 0.00876],
    // 43,800 × 0.015 s × 0.5 GB × 0.0000133334
    ["GB-seconds", 328.5, 0.0043800219, 0.0043800219],
    // 43,800 × 2.5 × 0.125 USD a million
    ["table reads", 109_500, 0.0136875, 0],
    ["GB of logs", 0.03504, 0.01752, 0.01752],
    // 43,800 × 0.50 USD a million
    ["looks at dead letters", 43_800, 0.0219, 0.0219],
    // Every five minutes of 730 hours, × 3 USD a million
    ["secrets decrypted", 8_760, 0.02628, 0.02628],
  ])("the notifier's %s: %d cost %d USD, of which %d are free", (what, quantity, usd, freeUsd) => {
    const item = itemOfRuns("notifier", {}, what);
    expect(item?.quantity).toBeCloseTo(quantity, 8);
    expect(item?.usd).toBeCloseTo(usd, 10);
    expect(item?.freeUsd).toBeCloseTo(freeUsd, 10);
  });

  test.each([
    // 12 an hour × 730 h
    ["runs", 8_760, 0.001752, 0.001752],
    // 8,760 × 0.02 s × 1 GB × 0.0000133334
    ["GB-seconds", 175.2, 0.00233601168, 0.00233601168],
    // 8,760 × 0.8 kB × 0.50 USD a GB
    ["GB of logs", 0.007008, 0.003504, 0.003504],
  ])("the warm webhook's %s: %d cost %d USD, of which %d are free", (what, quantity, usd, freeUsd) => {
    const item = itemOfRuns("kept warm", {}, what);
    expect(item?.quantity).toBeCloseTo(quantity, 8);
    expect(item?.usd).toBeCloseTo(usd, 10);
    expect(item?.freeUsd).toBeCloseTo(freeUsd, 10);
  });

  test.each([
    ["fck-nat", 8.1047125],
    ["nat-gateway", 37.2447125],
  ] as const)("%s is paid all the same: %d USD", (egress, usd) => {
    expect(estimateCost({ ...INPUT, egress }).dueUsd).toBeCloseTo(usd, 10);
  });
});

describe("1,000,000 alerts, each order in two attempts", () => {
  const MILLION = { alerts: 1_000_000, attempts: 2 };

  test.each([
    // 1 M sent and deleted, 2 M received and changed: 6 M × 0.50 USD a million; 1 M free
    ["requests of orders", 6_000_000, 3, 0.5],
    // 8,760 cold: × (0.45 + 1.04) s = 13,052.4; 991,240 × 0.041 s + 1,991,240 × 0.37 s = 777,399.64; 1 M × 0.14 s × 0.5 GB = 70,000; × 0.0000133334; 400,000 free
    ["GB-seconds", 860_452.04, 11.472751, 5.33336],
    // 1 M × (7 + 3 + 2) + 1 M waits × 1, × 0.625 USD a million
    ["writes", 13_000_000, 8.125, 0],
    // 1 M × 2 + 2 M attempts × 8, × 0.125 USD a million
    ["reads", 21_000_000, 2.625, 0],
    // 1 M × 12 months × 1.4 kB = 16.8 GB × 0.25; 25 GB free
    ["GB stored", 16.8, 4.2, 4.2],
    ["GB that can be put back", 16.8, 3.36, 0],
    // Kept for five minutes by each of five workers; × 3 USD a million; 20,000 free
    ["keys decrypted", 43_800, 0.1314, 0.06],
    // 3 M invocations × 1.3 kB and 1 M × 0.8 kB = 4.7 GB × 0.50; 5 GB free
    ["GB of logs", 4.7, 2.35, 2.35],
  ])("%s: %d cost %d USD, of which %d are free", (what, quantity, usd, freeUsd) => {
    const item = itemOf(MILLION, what);
    expect(item?.quantity).toBeCloseTo(quantity, 6);
    expect(item?.usd).toBeCloseTo(usd, 6);
    expect(item?.freeUsd).toBeCloseTo(freeUsd, 6);
  });

  test("orders use the queue's free requests up: the polls are paid", () => {
    expect(itemOf(MILLION, "polls of an empty queue")?.freeUsd).toBe(0);
  });

  test.each(["runs", "GB-seconds"])("and the follower's and the notifier's %s", (what) => {
    for (const service of ["follower", "notifier"]) {
      expect(itemOfRuns(service, MILLION, what)?.usd).toBeGreaterThan(0);
      expect(itemOfRuns(service, MILLION, what)?.freeUsd).toBe(0);
    }
  });

  test("Lambda: 4 M requests at 0.20 USD a million, 1 M free", () => {
    const { items } = estimateCost({ ...INPUT, ...MILLION });
    const requests = items.find(({ service, what }) => service === "Lambda" && what === "requests");
    expect(requests?.usd).toBeCloseTo(0.8, 10);
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

test("a million alerts a month, a year of them kept, are at most 28 USD after what is free for good", () => {
  // docs/design.md#what-it-must-reach
  const { dueUsd } = estimateCost({ ...INPUT, alerts: 1_000_000, attempts: 1.3 });
  expect(dueUsd).toBeLessThanOrEqual(28);
  // docs/aws.md says so.
  expect(dueUsd.toFixed(2)).toBe("22.52");
});

test("an alert of one order on an exchange is at most 12 write units and 3.5 kB", () => {
  // docs/design.md#what-it-must-reach
  const { webhookWrites, workerWrites, notifierWrites, tableKb } = USAGE;
  expect(webhookWrites + workerWrites + notifierWrites).toBeLessThanOrEqual(12);
  expect(tableKb).toBeLessThanOrEqual(3.5);
});

test("a few alerts all find a cold function; further attempts a warm one", () => {
  // 1,000 × (0.45 + 1.04 + 0.14 / 2) s + 500 × 0.37 s
  expect(itemOf({ alerts: 1_000, attempts: 1.5 }, "GB-seconds")?.quantity).toBeCloseTo(1_745, 8);
});

test("half the memory halves the seconds", () => {
  const full = itemOf({ alerts: 1_000 }, "GB-seconds")?.quantity ?? 0;
  const half = itemOf({ alerts: 1_000, webhookMb: 512, workerMb: 512, notifierMb: 256 }, "GB-seconds")?.quantity;
  expect(half).toBeCloseTo(full / 2, 10);
});
