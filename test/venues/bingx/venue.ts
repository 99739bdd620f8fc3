import { Refused } from "../refused.ts";
import { SimulatedVenue } from "../simulated-venue.ts";
import type { BingxSetup } from "./bingx-account.ts";
import { createMarkets, type SimulatedMarket } from "./markets.ts";

export type BingxVenue = SimulatedVenue<SimulatedMarket, BingxSetup>;

export function createVenue(accounts: readonly BingxSetup[]): BingxVenue {
  return new SimulatedVenue({
    markets: createMarkets(),
    settles: ["USDT", "USDC"],
    accounts,
    fees: { taker: "0.0005", maker: "0.0002" },
    unknownMarket: () => new Refused(109425, "This trading pair does not exist"),
  });
}
