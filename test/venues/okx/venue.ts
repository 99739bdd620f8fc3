import { Refused } from "../refused.ts";
import { SimulatedVenue } from "../simulated-venue.ts";
import { createMarkets, type SimulatedMarket } from "./markets.ts";
import type { OkxSetup } from "./okx-account.ts";

export type OkxVenue = SimulatedVenue<SimulatedMarket, OkxSetup>;

export function createVenue(accounts: readonly OkxSetup[]): OkxVenue {
  return new SimulatedVenue({
    markets: createMarkets(),
    settles: ["USDT", "USDC", "BTC", "ETH"],
    accounts,
    fees: { taker: "0.0005", maker: "0.0002" },
    unknownMarket: () => new Refused("51001", "Instrument ID doesn't exist."),
  });
}
