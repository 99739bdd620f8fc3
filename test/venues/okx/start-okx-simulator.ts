// OKX's REST dialect over real HTTP.
import { type Simulator, type SimulatorOptions, startSimulator } from "../simulator.ts";
import { createDialect } from "./dialect.ts";
import type { OkxSetup } from "./okx-account.ts";
import { createVenue } from "./venue.ts";

/** Keys of the account that is there when a test names none. */
export const SIMULATED_KEYS = {
  apiKey: "simulated-okx-key-0001",
  secret: "simulated-okx-secret-0001",
  password: "simulated-okx-passphrase",
} as const;

export function startOkxSimulator(options: SimulatorOptions<OkxSetup> = {}): Promise<Simulator> {
  const venue = createVenue(options.accounts ?? [SIMULATED_KEYS]);
  return startSimulator(venue, createDialect(venue), options.port);
}
