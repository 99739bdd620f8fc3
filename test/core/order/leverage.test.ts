import { describe, expect, test } from "vitest";
import { effectiveLeverage, mustSetLeverage } from "../../../lib/core/order/leverage.ts";

/** Limits in short: what is set, the market's and the account's maximum, what the venue lists. */
function limits({
  set,
  market,
  account,
  listed,
}: {
  readonly set?: number;
  readonly market?: number;
  readonly account?: number;
  readonly listed?: readonly number[];
}) {
  return {
    market: {
      ...(market === undefined ? {} : { maxLeverage: market }),
      ...(listed === undefined ? {} : { leverages: listed }),
    },
    account: {
      ...(set === undefined ? {} : { leverage: set }),
      wanted: { marginMode: "isolated", ...(account === undefined ? {} : { maxLeverage: account }) },
    },
  } as const;
}

describe("the leverage an order works with", () => {
  test.each([
    ["the alert's", 5, limits({ set: 3 }), 5],
    ["else the one set", undefined, limits({ set: 3 }), 3],
    ["else 1", undefined, limits({}), 1],
    ["at most the market's", 50, limits({ market: 20 }), 20],
    ["at most the account's", 50, limits({ market: 20, account: 10 }), 10],
    ["exactly the maximum is taken", 20, limits({ market: 20 }), 20],
    ["a listed one is taken", 5, limits({ listed: [1, 5, 10] }), 5],
    ["else the next lower listed one", 7, limits({ listed: [1, 5, 10] }), 5],
    ["else the lowest listed one", 1, limits({ listed: [2, 5] }), 2],
    ["one that is set stays though the venue does not list it", undefined, limits({ set: 7, listed: [1, 5] }), 7],
    [
      "one set above the maximum comes down to a listed one",
      undefined,
      limits({ set: 50, market: 9, listed: [1, 5] }),
      5,
    ],
  ])("%s", (_, asked, given, leverage) => {
    expect(effectiveLeverage(asked, given).leverage).toBe(leverage);
  });

  test.each([
    [50, limits({ market: 20 }), "leverage 50 is not available here: 20 is used (the maximum is 20)"],
    [7, limits({ listed: [1, 5] }), "leverage 7 is not available here: 5 is used"],
    [
      undefined,
      limits({ set: 50, market: 20 }),
      "the leverage set, 50, is not available here: 20 is used (the maximum is 20)",
    ],
    [5, limits({ market: 20 }), undefined],
  ])("%s taken down says so", (asked, given, warning) => {
    expect(effectiveLeverage(asked, given).warning).toBe(warning);
  });
});

describe("the venue must be told", () => {
  test.each([
    ["a named leverage that differs", 5, 5, limits({ set: 3 }), true],
    ["not one that is set already", 3, 3, limits({ set: 3 }), false],
    ["one named when none is known to be set", 3, 3, limits({}), true],
    ["one set above the maximum", undefined, 20, limits({ set: 50, market: 20 }), true],
    ["not one set at the maximum", undefined, 20, limits({ set: 20, market: 20 }), false],
    ["not one set below it", undefined, 5, limits({ set: 5, market: 20 }), false],
    ["not one set where no maximum is known", undefined, 50, limits({ set: 50 }), false],
    ["none when none is set", undefined, 1, limits({ market: 20 }), false],
  ])("%s", (_, asked, leverage, given, expected) => {
    expect(mustSetLeverage(asked, leverage, given)).toBe(expected);
  });
});
