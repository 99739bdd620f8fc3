import { describe, expect, expectTypeOf, test } from "vitest";
import type { DecimalInput } from "../../lib/core/decimal.ts";
import { denialOf } from "../../lib/core/denial-of.ts";

describe("a denial", () => {
  test("is its code, and its words with the numbers; what is long is cut towards zero", () => {
    expect(denialOf("MAX_TOTAL_EXCEEDED", { total: "1500.999", notional: "700", most: "1000" })).toEqual({
      code: "MAX_TOTAL_EXCEEDED",
      message: "all positions would be worth 1500.99, this one 700; MAX_TOTAL_USD is 1000",
    });
  });

  test("of one code has the words of its kind", () => {
    const numbers = { contracts: "3.123456789", largest: "2" };
    expect(denialOf("SIZE_ABOVE_MAXIMUM", { kind: "limit", ...numbers }).message).toBe(
      "a limit order of 3.12345678 contracts; the largest the exchange takes is 2",
    );
    expect(denialOf("SIZE_ABOVE_MAXIMUM", { kind: "market", orders: "100", ...numbers }).message).toBe(
      "3.12345678 contracts are more than 100 orders; the largest market order here is 2",
    );
  });

  test("takes the numbers of its own code", () => {
    type Numbers = Parameters<typeof denialOf<"BELOW_MINIMUM_AMOUNT">>[1];
    expectTypeOf<Numbers>().toEqualTypeOf<Readonly<Record<"contracts" | "minimum", DecimalInput>>>();
    // @ts-expect-error the words of this kind say how many orders it would take
    expect(denialOf("SIZE_ABOVE_MAXIMUM", { kind: "market", contracts: "3", largest: "2" }).code).toBe(
      "SIZE_ABOVE_MAXIMUM",
    );
  });
});
