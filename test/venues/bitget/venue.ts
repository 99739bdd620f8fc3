import { Refused } from "../refused.ts";
import { SimulatedVenue } from "../simulated-venue.ts";
import type { BitgetSetup } from "./bitget-account.ts";
import { createMarkets, SETTLES, type SimulatedMarket } from "./markets.ts";

export type BitgetVenue = SimulatedVenue<SimulatedMarket, BitgetSetup>;

export function createVenue(accounts: readonly BitgetSetup[]): BitgetVenue {
  return new SimulatedVenue({
    markets: createMarkets(),
    settles: SETTLES,
    accounts,
    fees: { taker: "0.0006", maker: "0.0002" },
    unknownMarket: (symbol) => new Refused("40034", `Parameter ${symbol} does not exist`, 400),
  });
}
