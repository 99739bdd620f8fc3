import fc from "fast-check";
import { expect, test } from "vitest";
import { decimal, findDecimal, floorToStep, formatDecimal, maxDecimal, minDecimal } from "../../lib/core/decimal.ts";

test("a JavaScript number is refused", () => {
  expect(() => decimal(0.1 as unknown as string)).toThrow();
});

test.each([
  ["1e-7", "0.0000001"],
  ["1e25", "10000000000000000000000000"],
  ["-0", "0"],
  ["0.50", "0.5"],
])("%s is written %s", (text, written) => {
  expect(formatDecimal(text)).toBe(written);
});

test.each([
  ["1.2345", "0.01", "1.23"],
  ["-1.2399", "0.01", "-1.23"],
  ["7", "2", "6"],
  ["0.3", "0.1", "0.3"],
])("%s on the grid of %s is %s", (value, step, expected) => {
  expect(formatDecimal(floorToStep(decimal(value), decimal(step)))).toBe(expected);
});

test("rounding to a step never goes past the value and stays on the grid", () => {
  const value = fc.tuple(fc.bigInt(), fc.nat(10)).map(([digits, places]) => decimal(`${digits}e-${places}`));
  const step = fc
    .tuple(fc.integer({ min: 1, max: 500 }), fc.nat(8))
    .map(([digits, places]) => decimal(`${digits}e-${places}`));
  fc.assert(
    fc.property(value, step, (exact, grid) => {
      const floored = floorToStep(exact, grid);
      const isOnGrid = floored.div(grid).round(0, 0).times(grid).eq(floored);
      return isOnGrid && floored.abs().lte(exact.abs()) && exact.minus(floored).abs().lt(grid);
    }),
  );
});

test("text that is no number is found to be none", () => {
  expect(findDecimal("abc")).toBeUndefined();
  expect(findDecimal(undefined)).toBeUndefined();
  expect(findDecimal("1.5")?.eq("1.5")).toBe(true);
});

test("the smaller and the larger of two", () => {
  const [one, two] = [decimal("1"), decimal("2")];
  expect([minDecimal(one, two), minDecimal(two, one), maxDecimal(one, two), maxDecimal(two, one)]).toEqual([
    one,
    one,
    two,
    two,
  ]);
});
