import { SimulatedVenue } from "../simulated-venue.ts";
import type { KrakenSetup } from "./kraken-account.ts";
import { KrakenError } from "./kraken-error.ts";
import { createMarkets, type SimulatedMarket } from "./markets.ts";

export type KrakenVenue = SimulatedVenue<SimulatedMarket, KrakenSetup>;

export function createVenue(accounts: readonly KrakenSetup[]): KrakenVenue {
  return new SimulatedVenue({
    markets: createMarkets(),
    settles: ["USD", "BTC", "ETH"],
    accounts,
    fees: { taker: "0.0005", maker: "0.0002" },
    unknownMarket: () => new KrakenError("contractNotFound"),
  });
}
