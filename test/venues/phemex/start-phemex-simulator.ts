// Phemex USDⓈ-M perpetuals' REST dialect over real HTTP.
import { type Simulator, type SimulatorOptions, startSimulator } from "../simulator.ts";
import { createDialect } from "./dialect.ts";
import { createVenue } from "./venue.ts";

/** Keys of the account that is there when a test names none. */
export const SIMULATED_KEYS = {
  apiKey: "simulated-phemex-key-0001",
  secret: "simulated-phemex-secret-0001",
} as const;

export function startPhemexSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const venue = createVenue(options.accounts ?? [SIMULATED_KEYS]);
  return startSimulator(venue, createDialect(venue), options.port);
}
