import { expect, test } from "vitest";
import { decimal, formatDecimal } from "../../../lib/core/decimal.ts";
import {
  entryPriceOf,
  entryValueOf,
  type ProfitMarket,
  profitOf,
  settleValueOf,
} from "../../../lib/core/market/entry-value.ts";

const LINEAR: ProfitMarket = { contractSize: "0.1", inverse: false };
const DOLLARS: ProfitMarket = { contractSize: "100", inverse: true };
const COINS: ProfitMarket = { contractSize: "0.1", inverse: true, countedInBase: true };

// Entered at 2,000; worth 2,500 now.
test.each([
  [LINEAR, "6", "12000", "1200", "300"], //  6·2000; ·0.1 dollars; (15000 - 12000)·0.1
  [DOLLARS, "12", "0.006", "0.6", "0.12"], // 12/2000; ·100 coins; (0.006 - 0.0048)·100
  [COINS, "6", "12000", "0.6", "0.12"], //   6·2000; 6·0.1 coins; (15000 - 12000)·0.1/2500
])("%o: %s contracts were entered for %s, %s of the settle coin, and gain %s", (market, size, value, worth, gain) => {
  const contracts = decimal(size);
  const entered = entryValueOf(contracts, "2000", market);
  expect(formatDecimal(entered)).toBe(value);
  expect(formatDecimal(entryPriceOf(contracts, entered, market))).toBe("2000");
  expect(formatDecimal(settleValueOf(contracts, entered, market))).toBe(worth);
  expect(formatDecimal(profitOf(contracts, entered, { price: "2500", market }))).toBe(gain);
  expect(formatDecimal(profitOf(contracts.neg(), entered, { price: "2500", market }))).toBe(`-${gain}`);
});
