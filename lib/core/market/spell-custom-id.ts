import { findVenue } from "./venue-table.ts";

/** The name of a limit order as the venue writes it: one spelling for placing, finding, comparing and cancelling. */
export function spellCustomId(exchange: string, customId: string): string {
  return findVenue(exchange)?.customId.lowerCase === true ? customId.toLowerCase() : customId;
}
