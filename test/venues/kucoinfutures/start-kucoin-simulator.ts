// KuCoin Futures' REST dialect over real HTTP.
import { type Simulator, type SimulatorOptions, startSimulator } from "../simulator.ts";
import { createDialect } from "./dialect.ts";
import type { KucoinSetup } from "./kucoin-account.ts";
import { KucoinVenue } from "./venue.ts";

/** Keys of the account that is there when a test names none. */
export const SIMULATED_KEYS = {
  apiKey: "simulated-kucoin-key-0001",
  secret: "simulated-kucoin-secret-0001",
  password: "simulated-passphrase",
} as const;

export function startKucoinSimulator(options: SimulatorOptions<KucoinSetup> = {}): Promise<Simulator> {
  const venue = new KucoinVenue(options.accounts ?? [SIMULATED_KEYS]);
  return startSimulator(venue, createDialect(venue), options.port);
}
