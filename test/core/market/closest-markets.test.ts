import { expect, test } from "vitest";
import { closestMarkets } from "../../../lib/core/market/closest-markets.ts";

const MARKETS = ["ETH/USDT:USDT", "XRP/USDT:USDT", "DOGE/USDT:USDT", "PEOPLE/USDT:USDT", "1000PEPE/USDT:USDT"].concat([
  "1MBABYDOGE/USDT:USDT",
  "1000000MOG/USDT:USDT",
  "1INCH/USDT:USDT",
  "kBONK/USDT:USDT",
  "SHIB/USDT:USDT",
]);

test.each([
  ["PEPE/USDT:USDT", ["1000PEPE/USDT:USDT", "PEOPLE/USDT:USDT"]],
  ["BABYDOGE/USDT:USDT", ["1MBABYDOGE/USDT:USDT"]],
  ["MOG/USDT:USDT", ["1000000MOG/USDT:USDT", "DOGE/USDT:USDT"]],
  ["BONK/USDT:USDT", ["kBONK/USDT:USDT"]],
  ["1000SHIB/USDT:USDT", ["SHIB/USDT:USDT"]],
  ["INCH/USDT:USDT", ["1INCH/USDT:USDT"]],
  ["ETH/USDC:USDC", ["ETH/USDT:USDT"]],
  ["ZZZZZZZ/USDT:USDT", []],
])("W14: for %s: %s", (symbol, expected) => {
  expect(closestMarkets(symbol, MARKETS).slice(0, 2)).toEqual(expected);
});
