import type { AccountSetup } from "../simulated-account.ts";
import { SimulatedVenue } from "../simulated-venue.ts";
import { KrakenError } from "./kraken-error.ts";
import { createMarkets, type SimulatedMarket } from "./markets.ts";

export type KrakenVenue = SimulatedVenue<SimulatedMarket, AccountSetup>;

export function createVenue(accounts: readonly AccountSetup[]): KrakenVenue {
  return new SimulatedVenue({
    markets: createMarkets(),
    settles: ["USD", "BTC", "ETH"],
    accounts,
    fees: { taker: "0.0005", maker: "0.0002" },
    unknownMarket: () => new KrakenError("contractNotFound"),
  });
}
