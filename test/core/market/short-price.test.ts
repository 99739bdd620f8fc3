import { expect, test } from "vitest";
import { shortPrice } from "../../../lib/core/market/short-price.ts";

test.each([
  ["1843.123456789012", "1843.123"],
  ["97012.345", "97012.35"],
  ["123456789.5", "123456790"],
  ["0.00001234567891", "0.00001234568"],
  ["2001", "2001"],
  ["0", "0"],
])("%s is shown as %s", (price, shown) => {
  expect(shortPrice(price)).toBe(shown);
});
