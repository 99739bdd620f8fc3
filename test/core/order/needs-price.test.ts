import { expect, test } from "vitest";
import { parseAlert } from "../../../lib/core/alert/parse-alert.ts";
import { needsPrice } from "../../../lib/core/order/needs-price.ts";

test.each([
  ["cancel:all", false],
  ["cancel:tp1", false],
  ["close", false],
  ["close 40%", false],
  ["close 2@", false],
  ["close 0.1", true],
  ["close 100$", true],
  ["pos 0", false],
  ["pos flat 3", false],
  ["pos 0.5", true],
  ["buy 0.5", true],
  ["sell 10% reduce", true],
  ["changeleverage x3", true],
])("%s: %s", (line, isNeeded) => {
  const { orders } = parseAlert(`demo ETH/USDT ${line}`, [{ id: "demo", exchange: "paper", settle: "USDT" }]);
  expect(orders.map(needsPrice)).toEqual([isNeeded]);
});
