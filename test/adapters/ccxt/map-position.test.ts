import { expect, test } from "vitest";
import type { Position } from "../../../lib/adapters/ccxt/ccxt.ts";
import { mapPosition } from "../../../lib/adapters/ccxt/map-position.ts";

/** As ccxt gives it with its numbers kept as text. */
const OPEN = { symbol: "ETH/USDT:USDT", side: "short", contracts: "2" };

test("a position's liquidation price, margin and worth are told where the venue tells them, and zero is none told", () => {
  const told = { ...OPEN, liquidationPrice: "2100.5", initialMargin: "400", notional: "-4000.00" };
  expect(mapPosition(told as unknown as Position)).toEqual({
    symbol: "ETH/USDT:USDT",
    positionSide: "short",
    contracts: "2",
    liquidationPrice: "2100.5",
    margin: "400",
    notional: "4000",
  });
  const untold = { ...OPEN, liquidationPrice: "0", initialMargin: undefined, notional: "" };
  expect(Object.keys(mapPosition(untold as unknown as Position) ?? {})).toEqual([
    "symbol",
    "positionSide",
    "contracts",
  ]);
});
