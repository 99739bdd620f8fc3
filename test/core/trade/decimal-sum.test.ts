import { expect, test } from "vitest";
import { sumOf } from "../../../lib/core/trade/decimal-sum.ts";

test("amounts of one scale are added up as what they are: numbers, or BigInts past what numbers hold exactly", () => {
  expect(sumOf(-3, 5)).toBe(2);
  expect(sumOf(2n ** 53n, 1n)).toBe(9_007_199_254_740_993n);
});
