import type { VenueProfile } from "./profile.ts";
import type { Simulator } from "./simulator.ts";

/**
 * The venue with a short list of markets, for suites that open an account in each test: most of their time went into reading several
 * hundred markets. What a list of the real length asks for is in the suite that looks at the network.
 */
export async function startShort(profile: VenueProfile): Promise<Simulator> {
  const venue = await profile.start();
  venue.control.delistFillers();
  return venue;
}
