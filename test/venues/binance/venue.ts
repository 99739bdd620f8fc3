import { SimulatedVenue } from "../simulated-venue.ts";
import type { BinanceSetup } from "./binance-account.ts";
import { BinanceError } from "./binance-error.ts";
import { createMarkets, type SimulatedMarket } from "./markets.ts";

export type BinanceVenue = SimulatedVenue<SimulatedMarket, BinanceSetup>;

export function createVenue(accounts: readonly BinanceSetup[]): BinanceVenue {
  return new SimulatedVenue({
    markets: createMarkets(),
    settles: ["USDT", "USDC"],
    accounts,
    fees: { taker: "0.0005", maker: "0.0002" },
    unknownMarket: () => new BinanceError(-1121, "Invalid symbol."),
  });
}
