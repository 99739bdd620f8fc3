import type { VenueSettings } from "./venue-module.ts";

/** The leverage a venue tells, in whatever form; none where it tells none, or zero. A leverage is a number in whook, no amount. */
export function leverageOf(told: unknown): Pick<VenueSettings, "leverage"> {
  const leverage = Number(told);
  return Number.isFinite(leverage) && leverage > 0 ? { leverage } : {};
}
