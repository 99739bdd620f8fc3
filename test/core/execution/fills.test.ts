import { describe, expect, test } from "vitest";
import { addFill, averagePriceOf, positionAfter } from "../../../lib/core/execution/fills.ts";

const NONE = { contracts: "0", value: "0" };
const USDT = { cost: "0.1", currency: "USDT" };

describe("addFill", () => {
  test("adds contracts, value and fees of several orders", () => {
    const first = addFill(NONE, { side: "buy", contracts: "0.1", averagePrice: "100", fee: USDT });
    const both = addFill(first, { side: "buy", contracts: "0.3", averagePrice: "104", fee: USDT });
    expect(both).toEqual({ contracts: "0.4", value: "41.2", feeCost: "0.2", feeCurrency: "USDT" });
    expect(averagePriceOf(both)).toBe("103");
  });

  test("has no average once a price is missing", () => {
    const unpriced = addFill(NONE, { side: "buy", contracts: "1" });
    expect(averagePriceOf(unpriced)).toBeUndefined();
    expect(averagePriceOf(addFill(unpriced, { side: "buy", contracts: "1", averagePrice: "5" }))).toBeUndefined();
  });

  test.each([
    ["of another coin", { cost: "1", currency: "BNB" }],
    ["that is not told", undefined],
  ])("a later fee %s leaves no total", (_, fee) => {
    const first = addFill(NONE, { side: "buy", contracts: "1", averagePrice: "5", fee: USDT });
    const both = addFill(first, {
      side: "buy",
      contracts: "1",
      averagePrice: "5",
      ...(fee === undefined ? {} : { fee }),
    });
    expect(both.feeCost).toBeUndefined();
  });

  test("a fee that was not told for the first order leaves no total", () => {
    const first = addFill(NONE, { side: "buy", contracts: "1", averagePrice: "5" });
    expect(addFill(first, { side: "buy", contracts: "1", averagePrice: "5", fee: USDT }).feeCost).toBeUndefined();
  });
});

test("nothing filled has no average", () => {
  expect(averagePriceOf(NONE)).toBeUndefined();
});

test.each([
  ["buy", "1", "3"],
  ["sell", "5", "-3"],
] as const)("a %s of %s moves the position to %s", (side, contracts, expected) => {
  expect(positionAfter("2", { side, contracts })).toBe(expected);
});
