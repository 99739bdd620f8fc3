// Bybit's REST dialect (v5, unified trading account) over real HTTP.
import { type Simulator, type SimulatorOptions, startSimulator } from "../simulator.ts";
import type { BybitSetup } from "./bybit-account.ts";
import { createDialect } from "./dialect.ts";
import { createVenue } from "./venue.ts";

/** Keys of the account that is there when a test names none. */
export const SIMULATED_KEYS = {
  apiKey: "simulatedBybitKey1",
  secret: "simulated-bybit-secret-000000000001",
} as const;

export function startBybitSimulator(options: SimulatorOptions<BybitSetup> = {}): Promise<Simulator> {
  const venue = createVenue(options.accounts ?? [SIMULATED_KEYS]);
  return startSimulator(venue, createDialect(venue), options.port);
}
