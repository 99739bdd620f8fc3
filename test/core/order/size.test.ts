import { describe, expect, test } from "vitest";
import type { Quantity } from "../../../lib/core/alert/alert-order.ts";
import { decimal, formatDecimal } from "../../../lib/core/decimal.ts";
import { contractsFor, contractsOf, marginOf, notionalOf, type SizeMarket } from "../../../lib/core/order/size.ts";

const LINEAR: SizeMarket = { contractSize: "0.1", inverse: false };
const INVERSE: SizeMarket = { contractSize: "100", inverse: true };
/** Settled in the coin, and counted in it. */
const COIN: SizeMarket = { contractSize: "0.1", inverse: true, countedInBase: true };
/** P = 2000, L = 4, E = 500. */
const AT = { price: "2000", leverage: 4, equity: "500" };

// The table of docs/design.md#sizing, each row worked by hand.
describe("contracts", () => {
  test.each<[Quantity, string, string, string]>([
    [{ value: "0.5", unit: "base", basis: "nominal" }, "5", "10", "5"], //             0.5/0.1        0.5·2000/100
    [{ value: "0.5", unit: "base" }, "5", "10", "5"],
    [{ value: "0.5", unit: "base", basis: "collateral" }, "20", "40", "20"], //         0.5·4/0.1      0.5·2000·4/100
    [{ value: "300", unit: "quote", basis: "collateral" }, "6", "12", "6"], //         300·4/(2000·0.1)  300·4/100
    [{ value: "300", unit: "quote" }, "6", "12", "6"],
    [{ value: "300", unit: "quote", basis: "nominal" }, "1.5", "3", "1.5"], //          300/(2000·0.1)    300/100
    [{ value: "7", unit: "contracts" }, "7", "7", "7"],
    [{ value: "-7", unit: "contracts" }, "-7", "-7", "-7"],
    // 50·4/(2000·0.1), 50·2000·4/100, and where 50 are coins: 50·4/0.1.
    [{ value: "10", unit: "percent", basis: "collateral" }, "1", "4000", "2000"],
    [{ value: "-10", unit: "percent" }, "-1", "-4000", "-2000"],
  ])("%o is %s linear, %s inverse, %s counted in the coin that settles it", (quantity, linear, inverse, coin) => {
    expect(formatDecimal(contractsOf(quantity, { ...AT, market: LINEAR }))).toBe(linear);
    expect(formatDecimal(contractsOf(quantity, { ...AT, market: INVERSE }))).toBe(inverse);
    expect(formatDecimal(contractsOf(quantity, { ...AT, market: COIN }))).toBe(coin);
  });
});

test.each([
  [LINEAR, "6", "1200", "300"], //    6·0.1·2000, ÷4
  [LINEAR, "-6", "1200", "300"],
  [INVERSE, "12", "1200", "0.15"], // 12·100, 1200/(2000·4)
  [COIN, "6", "1200", "0.15"], // 6·0.1·2000, 6·0.1/4
])(
  "%o: %s contracts are worth %s on %s of margin, and that margin pays for them",
  (market, contracts, notional, margin) => {
    const exact = decimal(contracts);
    expect(formatDecimal(notionalOf(exact, { ...AT, market }))).toBe(notional);
    expect(formatDecimal(marginOf(exact, { ...AT, market }))).toBe(margin);
    expect(formatDecimal(contractsFor(decimal(margin), { ...AT, market }))).toBe(formatDecimal(exact.abs()));
  },
);
