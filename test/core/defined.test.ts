import { expect, expectTypeOf, test } from "vitest";
import { defined } from "../../lib/core/defined.ts";

test("keys without a value are left out, all others stay as they are", () => {
  const price: string | undefined = ["1999"].at(1);
  const given = defined({ price, size: "0", count: 0, note: null });
  expect(Object.entries(given)).toEqual([
    ["size", "0"],
    ["count", 0],
    ["note", null],
  ]);
  expectTypeOf(given).toExtend<{ readonly price?: string; readonly size: string }>();
});
