import { expect, test } from "vitest";
import { formatDecimal } from "../../../lib/core/decimal.ts";
import type { Instrument } from "../../../lib/core/market/instrument.ts";
import { largestOrder } from "../../../lib/core/order/largest-order.ts";
import type { OrderType } from "../../../lib/core/order/plan.ts";
import { ETH } from "../execution/order-fixture.ts";

const COUNTED = { maxContracts: "500", maxLimitContracts: "900" };
const WORTH = { maxNotional: "1000000" };
const INVERSE = { inverse: true, contractSize: "100" };

test.each<[string, Partial<Instrument>, OrderType, string | undefined, string | undefined]>([
  ["where the venue says nothing", {}, "market", "2000", undefined],
  ["a market order", COUNTED, "market", undefined, "500"],
  ["a limit order", COUNTED, "limit", undefined, "900"],
  ["by worth", WORTH, "market", "2000", "500"], //                       1,000,000 / 2,000
  ["by worth, in contracts of dollars", { ...WORTH, ...INVERSE }, "market", "2000", "10000"], // 1,000,000 / 100
  ["by worth at a price nobody knows", WORTH, "market", undefined, undefined],
  ["by whichever is less", { ...COUNTED, ...WORTH }, "limit", "2000", "500"],
  ["by whichever is less, too", { ...COUNTED, ...WORTH }, "market", "1000", "500"],
])("the largest order %s", (_, change, orderType, price, expected) => {
  const most = largestOrder({ ...ETH, ...change }, { orderType, price });
  expect(most === undefined ? undefined : formatDecimal(most)).toBe(expected);
});
