// Orders above the venue's largest single one (docs/design.md#sizing).
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decimal, formatDecimal, ZERO } from "../../../lib/core/decimal.ts";
import type { PlanMarket } from "../../../lib/core/order/plan.ts";
import { planOrder } from "../../../lib/core/order/plan-order.ts";
import { splitAt } from "../../../lib/core/order/split-order.ts";
import { runOnModel } from "../../support/model-venue.ts";
import { close, INVERSE, MARKET, planInput, position, trade } from "./plan-fixture.ts";

const XRP: PlanMarket = { ...MARKET, contractStep: "1", minContracts: "10", maxContracts: "630000" };

function sizes(order: Parameters<typeof planInput>[0], change: Parameters<typeof planInput>[1]): readonly string[] {
  return planOrder(planInput(order, change)).steps.map((step) =>
    step.kind === "place" ? `${step.purpose} ${step.contracts}` : step.kind,
  );
}

const RICH = { equity: "10000000000", free: "10000000000" };

describe("M7: more than the largest market order goes out in as many as it takes", () => {
  test("a close", () => {
    expect(sizes(close(), { market: XRP, position: "1890000" })).toEqual(Array(3).fill("close 630000"));
  });

  test("the last one takes the rest off the grid along", () => {
    expect(sizes(close(), { market: XRP, position: "-630000.5" })).toEqual(["close 630000", "close 0.5"]);
    expect(sizes(close(), { market: { ...XRP, maxContracts: "630000.7" }, position: "630000.5" })).toEqual([
      "close 630000.5",
    ]);
  });

  test("a reversal closes in parts, sets its leverage, then opens", () => {
    const order = position("-1000000", { leverage: 5 });
    expect(sizes(order, { market: XRP, position: "700000", set: RICH })).toEqual([
      "close 630000",
      "close 70000",
      "set-leverage",
      "open 630000",
      "open 370000",
    ]);
    // Each half is small enough, both together are not.
    expect(sizes(position("-400000"), { market: XRP, position: "400000", set: RICH })).toEqual([
      "close 400000",
      "open 400000",
    ]);
    expect(sizes(position("-200000"), { market: XRP, position: "400000", set: RICH })).toEqual(["reverse 600000"]);
  });

  test("a last part below the minimum is made up from the one before", () => {
    expect(sizes(trade("buy", "1260004"), { market: XRP, set: RICH })).toEqual([
      "open 630000",
      "open 315002",
      "open 315002",
    ]);
    expect(sizes(trade("sell", "630004"), { market: XRP, set: RICH })).toEqual(["open 315002", "open 315002"]);
  });

  test("what the venue counts is worth, on an inverse market too", () => {
    const market = { ...INVERSE, maxNotional: "1000" };
    expect(sizes(close(), { market, position: "25" })).toEqual(["close 10", "close 10", "close 5"]);
    // Without a price the worth of a linear one is not known.
    const linear = { ...MARKET, maxNotional: "1000" };
    expect(sizes(close(), { market: linear, position: "2", price: {} })).toEqual(["close 2"]);
  });

  test("an opening in more than a hundred orders is denied with the number", () => {
    expect(planOrder(planInput(trade("buy", "63000001"), { market: XRP, set: RICH }))).toMatchObject({
      outcome: "denied",
      code: "SIZE_ABOVE_MAXIMUM",
      reason: "63000001 contracts are more than 100 orders; the largest market order here is 630000",
    });
    const through = planOrder(planInput(position("-63000001"), { market: XRP, position: "5", set: RICH }));
    expect(through).toMatchObject({ outcome: "steps", code: "SIZE_ABOVE_MAXIMUM", steps: [{ contracts: "5" }] });
  });

  test.each([
    ["that opens", trade("buy", "11", { limit: { id: "dip1", price: "2000" } }), "0"],
    ["that reduces", trade("sell", "11", { limit: { id: "tp1", price: "2000" } }), "20"],
    ["that reverses", trade("sell", "11", { limit: { id: "tp1", price: "2000" } }), "1"],
  ])("a limit order %s is denied whole with the number", (_, order, held) => {
    const market = { ...MARKET, maxLimitContracts: "10", maxContracts: "1" };
    expect(planOrder(planInput(order, { market, position: held, set: RICH }))).toMatchObject({
      outcome: "denied",
      code: "SIZE_ABOVE_MAXIMUM",
      reason: "a limit order of 11 contracts; the largest the exchange takes is 10",
    });
    expect(
      sizes({ ...order, quantity: { value: "10", unit: "contracts" } } as typeof order, {
        market,
        position: held,
        set: RICH,
      }),
    ).toHaveLength(1);
  });

  test("the parts add up, none is above the largest, all end where one order would", () => {
    const count = fc.integer({ min: 1, max: 5_000 });
    fc.assert(
      fc.property(
        count,
        fc.integer({ min: -5_000, max: 5_000 }),
        fc.integer({ min: 50, max: 3_000 }),
        (size, now, most) => {
          const held = formatDecimal(`${now}e-1`);
          const order = now % 2 === 0 ? trade("sell", `${size}@`) : position(`-${size}@`);
          const market = { ...XRP, contractStep: "1", maxContracts: String(most) };
          const given = planInput(order, { market, position: held, set: RICH });
          const { maxContracts: _none, ...unbounded } = market;
          const whole = planOrder({ ...given, market: unbounded });
          const parts = planOrder(given);
          expect(runOnModel(given, parts).after.position).toEqual(runOnModel(given, whole).after.position);
          for (const step of parts.steps) {
            if (step.kind === "place") expect(decimal(step.contracts).lte(String(most))).toBe(true);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});

test("a largest order below the step, or a stub that cannot be made up, is left to the venue", () => {
  const step = {
    kind: "place",
    purpose: "open",
    side: "buy",
    orderType: "market",
    contracts: "5",
    reduceOnly: false,
  } as const;
  const terms = { market: { ...XRP, minContracts: "1" }, price: undefined };
  expect(splitAt(step, decimal("0.5"), terms)).toEqual([step]);
  expect(splitAt(step, ZERO, terms)).toEqual([step]);
  expect(splitAt(step, decimal("3"), terms).map(({ contracts }) => contracts)).toEqual(["3", "2"]);
});

describe("M20: a lost $", () => {
  const poor = { equity: "10000", free: "10000", leverage: 10 };

  test("an opening whose margin is more than five times the equity is told", () => {
    const made = planOrder(planInput(trade("buy", "300"), { set: poor }));
    expect(made.outcome).toBe("steps");
    expect(made.warnings).toEqual(["300 contracts need a margin of 60000, the account holds 10000; was 300$ meant?"]);
  });

  test.each([
    ["five times is not more", trade("buy", "250"), {}, 0],
    ["in quote it was meant", trade("buy", "600000$"), {}, 0],
    ["a target", position("300"), {}, 1],
    ["a growth", position("300"), { position: "1" }, 1],
    ["a reversal", position("-300"), { position: "1" }, 1],
    ["contracts", trade("sell", "300@"), {}, 1],
    ["a limit order", trade("buy", "300", { limit: { id: "dip1", price: "2000" } }), {}, 1],
    ["nothing is known of the equity", trade("buy", "300"), { set: { ...poor, equity: "0" } }, 0],
  ])("%s", (_, order, change, warnings) => {
    expect(planOrder(planInput(order, { set: poor, ...change })).warnings).toHaveLength(warnings);
  });

  test("nor without a leverage", () => {
    const { leverage: _unknown, ...account } = planInput(close()).account;
    const given = { ...planInput(trade("buy", "300")), account };
    expect(planOrder(given).warnings).toEqual([]);
    expect(planOrder({ ...given, order: trade("buy", "300", { leverage: 1 }) }).warnings).toHaveLength(1);
  });

  const wanted = { marginMode: "isolated" as const, maxOversize: "5" };

  test("with MAX_OVERSIZE it is denied, with both numbers", () => {
    expect(planOrder(planInput(trade("buy", "300"), { set: { ...poor, wanted } }))).toMatchObject({
      outcome: "denied",
      code: "SIZE_IMPLAUSIBLE",
      reason:
        "300 contracts need a margin of 60000, the account holds 10000; MAX_OVERSIZE is 5 times it; was 300$ meant?",
    });
    expect(planOrder(planInput(trade("buy", "250"), { set: { ...poor, wanted } }))).toMatchObject({ outcome: "steps" });
  });

  test("it never stops what reduces, and what ends smaller passes", () => {
    const set = { ...poor, wanted };
    const through = planOrder(planInput(position("-300"), { set, position: "1" }));
    expect(through).toMatchObject({ outcome: "steps", code: "SIZE_IMPLAUSIBLE", steps: [{ purpose: "close" }] });
    const smaller = { set: { ...set, marginMode: "cross" as const }, position: "600" };
    expect(planOrder(planInput(position("300"), smaller))).toMatchObject({ outcome: "steps" });
    const other = { set: { ...set, marginMode: "cross" as const }, position: "1" };
    expect(planOrder(planInput(position("300"), other))).toMatchObject({ outcome: "denied", code: "SIZE_IMPLAUSIBLE" });
    const limit = { limit: { id: "dip1", price: "2000" } };
    expect(planOrder(planInput(trade("sell", "300", limit), { set, position: "1" }))).toMatchObject({
      outcome: "denied",
    });
  });
});

describe("a limit order at a position off the step", () => {
  const limit = { limit: { id: "tp1", price: "2000" } };

  test.each([
    ["reverses with its own size", "0.0355", "0.05", "reverse 0.05"],
    ["is rounded to the step", "0.0355", "0.0509", "reverse 0.05"],
    ["closes the position with the position's own number", "0.0355", "0.0355", "close 0.0355"],
    ["reduces by its own size on the step", "0.0355", "0.0129", "close 0.012"],
  ])("%s", (_, held, size, expected) => {
    const market = { ...MARKET, minContracts: "0.001" };
    expect(sizes(trade("sell", size, limit), { market, position: held })).toEqual([expected]);
  });

  test("a size on the step that leaves nothing to open is the close", () => {
    const made = planOrder(planInput(trade("sell", "0.0359", limit), { position: "0.0355" }));
    expect(made.steps).toMatchObject([{ purpose: "close", contracts: "0.0355", orderType: "limit" }]);
  });
});
