// Kraken futures' REST dialect over real HTTP.
import { type Simulator, type SimulatorOptions, startSimulator } from "../simulator.ts";
import { createDialect } from "./dialect.ts";
import type { KrakenSetup } from "./kraken-account.ts";
import { createVenue } from "./venue.ts";

/** Keys of the account that is there when a test names none. Kraken's secrets are base64. */
export const SIMULATED_KEYS = {
  apiKey: "simulated-kraken-key-0001",
  secret: Buffer.from("simulated-kraken-secret-0001").toString("base64"),
} as const;

export function startKrakenSimulator(options: SimulatorOptions<KrakenSetup> = {}): Promise<Simulator> {
  const venue = createVenue(options.accounts ?? [SIMULATED_KEYS]);
  return startSimulator(venue, createDialect(venue), options.port);
}
