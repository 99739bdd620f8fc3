// CoinEx's REST dialect of perpetual futures over real HTTP.
import type { AccountSetup } from "../simulated-account.ts";
import { type Simulator, type SimulatorOptions, startSimulator } from "../simulator.ts";
import { createDialect } from "./dialect.ts";
import { createVenue } from "./venue.ts";

/** Keys of the account that is there when a test names none. */
export const SIMULATED_KEYS = {
  apiKey: "simulated-coinex-key-0001",
  secret: "simulated-coinex-secret-0001",
} as const;

export function startCoinexSimulator(options: SimulatorOptions<AccountSetup> = {}): Promise<Simulator> {
  const venue = createVenue(options.accounts ?? [SIMULATED_KEYS]);
  return startSimulator(venue, createDialect(venue), options.port);
}
