// Bitget's REST dialect (v2, classic account, futures) over real HTTP.
import { type Simulator, type SimulatorOptions, startSimulator } from "../simulator.ts";
import type { BitgetSetup } from "./bitget-account.ts";
import { createDialect } from "./dialect.ts";
import { createVenue } from "./venue.ts";

/** Keys of the account that is there when a test names none. */
export const SIMULATED_KEYS = {
  apiKey: "bg_simulated_key_0001",
  secret: "simulated-bitget-secret-0001",
  password: "simulatedpass1",
} as const;

export function startBitgetSimulator(options: SimulatorOptions<BitgetSetup> = {}): Promise<Simulator> {
  const venue = createVenue(options.accounts ?? [SIMULATED_KEYS]);
  return startSimulator(venue, createDialect(venue), options.port);
}
