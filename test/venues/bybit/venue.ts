import { Refused } from "../refused.ts";
import { SimulatedVenue } from "../simulated-venue.ts";
import type { BybitSetup } from "./bybit-account.ts";
import { createMarkets, type SimulatedMarket } from "./markets.ts";

export type BybitVenue = SimulatedVenue<SimulatedMarket, BybitSetup>;

export function createVenue(accounts: readonly BybitSetup[]): BybitVenue {
  return new SimulatedVenue({
    markets: createMarkets(),
    settles: ["USDT", "USDC", "BTC", "ETH"],
    accounts,
    fees: { taker: "0.00055", maker: "0.0002" },
    unknownMarket: (symbol) => new Refused("10001", `params error: symbol invalid ${symbol}`),
  });
}
