// BingX's REST dialect of linear perpetual futures over real HTTP.
import { type Simulator, type SimulatorOptions, startSimulator } from "../simulator.ts";
import type { BingxSetup } from "./bingx-account.ts";
import { createDialect } from "./dialect.ts";
import { createVenue } from "./venue.ts";

/** Keys of the account that is there when a test names none. */
export const SIMULATED_KEYS = {
  apiKey: "simulated-bingx-key-0001",
  secret: "simulated-bingx-secret-0001",
} as const;

export function startBingxSimulator(options: SimulatorOptions<BingxSetup> = {}): Promise<Simulator> {
  const venue = createVenue(options.accounts ?? [SIMULATED_KEYS]);
  return startSimulator(venue, createDialect(venue), options.port);
}
