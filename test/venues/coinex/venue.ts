import { Refused } from "../refused.ts";
import type { AccountSetup } from "../simulated-account.ts";
import { SimulatedVenue } from "../simulated-venue.ts";
import { createMarkets, type SimulatedMarket } from "./markets.ts";

export type CoinexVenue = SimulatedVenue<SimulatedMarket, AccountSetup>;

export function createVenue(accounts: readonly AccountSetup[]): CoinexVenue {
  return new SimulatedVenue({
    markets: createMarkets(),
    settles: ["USDT", "USDC", "BTC", "ETH"],
    accounts,
    fees: { taker: "0.0005", maker: "0.0003" },
    unknownMarket: (symbol) => new Refused(3639, `Invalid Parameter: market ${symbol} not found`),
  });
}
