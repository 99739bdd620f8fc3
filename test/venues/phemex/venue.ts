import { Refused } from "../refused.ts";
import type { AccountSetup } from "../simulated-account.ts";
import { SimulatedVenue } from "../simulated-venue.ts";
import { createMarkets, type SimulatedMarket } from "./markets.ts";

export type PhemexVenue = SimulatedVenue<SimulatedMarket>;

export function createVenue(accounts: readonly AccountSetup[]): PhemexVenue {
  return new SimulatedVenue({
    markets: createMarkets(),
    settles: ["USDT", "USDC"],
    accounts,
    fees: { taker: "0.0006", maker: "0.0001" },
    unknownMarket: () => new Refused("11027", "TE_SYMBOL_INVALID"),
  });
}
