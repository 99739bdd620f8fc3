import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decimal, floorToStep, formatDecimal } from "../../../lib/core/decimal.ts";
import { shortfallOf } from "../../../lib/core/order/minimum.ts";
import { cutToFree, isAffordable, openingPart, shrinkOpening } from "../../../lib/core/order/shrink.ts";

const FINE = { contractSize: "1", contractStep: "0.001", inverse: false };
const WHOLE = { contractSize: "0.01", contractStep: "1", inverse: false };
const AT = { free: "100", price: "2000", leverage: 10, market: FINE };

test.each([
  ["1", "100", "0.492"], //  100·0.985·10/2000 = 0.4925
  ["0.3", "100", "0.3"],
  ["1", "0", "0"],
  ["1", "-5", "0"],
])("%s contracts on %s free are cut to %s", (contracts, free, expected) => {
  expect(formatDecimal(cutToFree({ ...AT, contracts, free }))).toBe(expected);
});

test("pays in coins on an inverse market", () => {
  const market = { contractSize: "100", contractStep: "1", inverse: true };
  // 0.1 BTC · 0.985 · 5 · 40000 / 100 = 197
  expect(formatDecimal(cutToFree({ contracts: "500", free: "0.1", price: "40000", leverage: 5, market }))).toBe("197");
  // Counted in coins the price does not matter: 0.1 · 0.985 · 5 / 0.001 = 492.5
  const coins = { contractSize: "0.001", contractStep: "1", inverse: true, countedInBase: true };
  const afforded = cutToFree({ contracts: "500", free: "0.1", price: "40000", leverage: 5, market: coins });
  expect(formatDecimal(afforded)).toBe("492");
});

describe("M25: the size after a refusal", () => {
  test.each<[string, Parameters<typeof shrinkOpening>[0], string]>([
    ["is what the balance, read since, pays for", { ...AT, contracts: "1" }, "0.492"],
    ["is 5 % less when the balance would pay for more", { ...AT, contracts: "0.4" }, "0.38"],
    ["is at least 5 % less when the balance pays for a little less", { ...AT, contracts: "0.493" }, "0.468"],
    ["is a step less when 5 % is no step", { ...AT, contracts: "0.001" }, "0"],
    ["is one contract less under 20 whole ones", { ...AT, market: WHOLE, contracts: "19" }, "18"],
    ["is 5 % less from 20 whole ones", { ...AT, market: WHOLE, contracts: "20" }, "19"],
    [
      "is one step less where the step is more than one",
      { ...AT, market: { ...WHOLE, contractStep: "5" }, contracts: "15" },
      "10",
    ],
    ["is nothing without a balance", { ...AT, free: "0", contracts: "1" }, "0"],
  ])("%s", (_, input, expected) => {
    expect(formatDecimal(shrinkOpening(input))).toBe(expected);
  });

  test("is always at least 5 % smaller, on the grid and never below zero", () => {
    const step = fc.constantFrom("0.001", "0.1", "1", "5");
    const steps = fc.integer({ min: 1, max: 100_000 });
    fc.assert(
      fc.property(step, steps, fc.integer({ min: 0, max: 1_000_000 }), (contractStep, count, free) => {
        const contracts = decimal(contractStep).times(String(count));
        const next = shrinkOpening({ ...AT, market: { ...FINE, contractStep }, contracts, free: String(free) });
        const isLess = next.lte(contracts.times("0.95"));
        return isLess && next.gte("0") && floorToStep(next, decimal(contractStep)).eq(next);
      }),
    );
  });
});

test.each([
  ["buy", "0", "5", "5"],
  ["buy", "3", "5", "5"],
  ["buy", "-3", "5", "2"],
  ["buy", "-8", "5", "0"],
  ["sell", "3", "5", "2"],
  ["sell", "-3", "5", "5"],
] as const)("a %s at %s of %s opens %s", (side, position, contracts, opening) => {
  expect(formatDecimal(openingPart({ contracts, side, position }))).toBe(opening);
});

test("is affordable up to 98.5 % of the free balance", () => {
  expect(isAffordable({ ...AT, contracts: "0.4925" })).toBe(true);
  expect(isAffordable({ ...AT, contracts: "0.4926" })).toBe(false);
});

test.each([
  ["0", {}, "ROUNDS_TO_ZERO"],
  ["0.5", { minContracts: "1" }, "BELOW_MINIMUM_AMOUNT"],
  ["1", { minContracts: "1" }, undefined],
  ["0.002", { minNotional: "5" }, "BELOW_MINIMUM_NOTIONAL"],
  ["0.0025", { minNotional: "5" }, undefined],
  ["0.001", {}, undefined],
])("%s contracts with %o: %s", (contracts, floors, code) => {
  expect(shortfallOf({ contracts, price: "2000", market: { ...FINE, ...floors } })?.code).toBe(code);
});
