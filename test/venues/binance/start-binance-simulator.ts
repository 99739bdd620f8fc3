// Binance futures' REST dialect over real HTTP: USDⓈ-M and COIN-M.
import { type Simulator, type SimulatorOptions, startSimulator } from "../simulator.ts";
import type { BinanceSetup } from "./binance-account.ts";
import { createDialect } from "./dialect.ts";
import { createVenue } from "./venue.ts";

/** Keys of the account that is there when a test names none. */
export const SIMULATED_KEYS = {
  apiKey: "simulated-binance-key-0001",
  secret: "simulated-binance-secret-0001",
} as const;

export function startBinanceSimulator(options: SimulatorOptions<BinanceSetup> = {}): Promise<Simulator> {
  const venue = createVenue(options.accounts ?? [SIMULATED_KEYS]);
  return startSimulator(venue, createDialect(venue), options.port);
}
