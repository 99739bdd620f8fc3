import { expect, test } from "vitest";
import { type Trade, tradeOf } from "../../../lib/core/trade/trade.ts";
import { CELL_PATHS, cellsOf, receivedAtIn } from "../../../lib/core/trade/trade-cells.ts";
import { orderRecord } from "../execution/order-fixture.ts";

function named(trade: Trade): Readonly<Record<string, unknown>> {
  return Object.fromEntries(cellsOf(trade).map((cell, at) => [CELL_PATHS[at], cell]));
}

test("a trade's cells are what it holds, each of its fee and none for its stages", () => {
  const trade: Trade = { ...tradeOf(orderRecord()), fee: { cost: "0.5", currency: "USDT" }, warnings: ["a", "b"] };
  const { fee: _fee, stagesMs: _stages, ...rest } = trade;
  expect(named(trade)).toMatchObject({ ...rest, "fee.cost": "0.5", "fee.currency": "USDT" });
});

test("what a trade does not have is null", () => {
  expect(named(tradeOf(orderRecord()))).toMatchObject({ "fee.cost": null, "fee.currency": null, netProfit: null });
});

test("a row of cells says when its alert came", () => {
  const trade = tradeOf(orderRecord());
  expect(receivedAtIn(cellsOf(trade))).toBe(trade.receivedAt);
});
