import { describe, expect, test } from "vitest";
import { averagePriceOf, type Fill, positionAfter, totalsOf } from "../../../lib/core/execution/fills.ts";
import type { ContractKind } from "../../../lib/core/market/contract-unit.ts";

const LINEAR = { inverse: false };
const INVERSE = { inverse: true };
const COIN = { inverse: true, countedInBase: true };
const USDT = { cost: "0.1", currency: "USDT" };

function totals(fills: readonly Omit<Fill, "side">[], market: ContractKind = LINEAR) {
  return totalsOf(
    fills.map((fill) => ({ side: "buy", clientOrderId: "id", ...fill })),
    market,
  );
}

describe("fills", () => {
  test("add up contracts, value and fees of several orders", () => {
    const both = totals([
      { contracts: "0.1", averagePrice: "100", fee: USDT },
      { contracts: "0.3", averagePrice: "104", fee: USDT },
    ]);
    expect(both).toEqual({ contracts: "0.4", value: "41.2", feeCost: "0.2", feeCurrency: "USDT" });
    expect(averagePriceOf(both, LINEAR)).toBe("103");
  });

  test("of an inverse market average by what the contracts are worth in coins", () => {
    const both = totals(
      [
        { contracts: "100", averagePrice: "50" },
        { contracts: "100", averagePrice: "100" },
      ],
      INVERSE,
    );
    expect(both.value).toBe("3");
    expect(averagePriceOf(both, INVERSE)).toBe("66.666666666667");
  });

  test("counted in the coin that settles them average like linear ones", () => {
    const both = totals(
      [
        { contracts: "100", averagePrice: "50" },
        { contracts: "300", averagePrice: "100" },
      ],
      COIN,
    );
    expect([both.value, averagePriceOf(both, COIN)]).toEqual(["35000", "87.5"]);
  });

  test("of a market that is not known count as those of a linear one", () => {
    const both = totalsOf([{ side: "buy", clientOrderId: "id", contracts: "2", averagePrice: "50" }], undefined);
    expect([both.value, averagePriceOf(both, undefined)]).toEqual(["100", "50"]);
  });

  test("have no average once a price is missing", () => {
    const unpriced = { contracts: "1" };
    expect(averagePriceOf(totals([unpriced]), LINEAR)).toBeUndefined();
    expect(averagePriceOf(totals([unpriced, { contracts: "1", averagePrice: "5" }]), LINEAR)).toBeUndefined();
  });

  test.each([
    ["of another coin", { cost: "1", currency: "BNB" }],
    ["that is not told", undefined],
  ])("with a later fee %s have no total fee", (_, fee) => {
    const first = { contracts: "1", averagePrice: "5", fee: USDT };
    const second = { contracts: "1", averagePrice: "5", ...(fee === undefined ? {} : { fee }) };
    expect(totals([first, second]).feeCost).toBeUndefined();
  });

  test("whose first fee was not told have no total fee", () => {
    const first = { contracts: "1", averagePrice: "5" };
    expect(totals([first, { ...first, fee: USDT }]).feeCost).toBeUndefined();
  });
});

test("nothing filled has no average", () => {
  expect(averagePriceOf(totals([]), LINEAR)).toBeUndefined();
});

test.each([
  ["buy", "1", "3"],
  ["sell", "5", "-3"],
] as const)("a %s of %s moves the position to %s", (side, contracts, expected) => {
  expect(positionAfter("2", { side, contracts })).toBe(expected);
});
