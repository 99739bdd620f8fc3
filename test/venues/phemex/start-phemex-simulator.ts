// Phemex USDⓈ-M perpetuals' REST dialect over real HTTP.
import { type Simulator, type SimulatorOptions, startSimulator } from "../simulator.ts";
import { createDialect } from "./dialect.ts";
import { createVenue, type PhemexWays } from "./venue.ts";

/** Keys of the account that is there when a test names none. */
export const SIMULATED_KEYS = {
  apiKey: "simulated-phemex-key-0001",
  secret: "simulated-phemex-secret-0001",
} as const;

export function startPhemexSimulator(options: SimulatorOptions & PhemexWays = {}): Promise<Simulator> {
  const { accounts = [SIMULATED_KEYS], port, ...ways } = options;
  const venue = createVenue(accounts, ways);
  return startSimulator(venue, createDialect(venue), port);
}
