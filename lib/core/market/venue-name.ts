import { findVenue } from "./venue-table.ts";

/** A limit order's name as the venue spells it: for placing, finding, comparing and cancelling alike. */
export function venueNameOf(exchange: string, customId: string): string {
  return findVenue(exchange)?.customId.lowerCase ? customId.toLowerCase() : customId;
}
