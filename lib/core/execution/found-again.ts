import type { OrderEvent } from "./order-record.ts";

/**
 * Whether the exchange, asked again, would lead to the same record: then a power cut may take the write back, for the intent
 * before it is on disk and names what to ask for. A refusal is not found again: nobody keeps what was refused, and the order
 * would be sent once more after its end was told.
 */
export function isFoundAgain(newEvents: readonly OrderEvent[]): boolean {
  return newEvents.length > 0 && newEvents.every(isOnVenue);
}

function isOnVenue(event: OrderEvent): boolean {
  if (event.kind === "ended") return event.code === "FILLED" || event.code === "PLACED";
  return event.kind === "accepted" || event.kind === "filled";
}
