import type { Order } from "./ccxt.ts";

/**
 * The order that is meant of those a venue lists under one name, for names come again: the one of the venue's id where it is
 * known, else the youngest. Ours is the youngest when it was taken at all, whatever the clocks say.
 */
export function chooseOrder(orders: readonly Order[], venueOrderId?: string): Order | undefined {
  if (venueOrderId !== undefined) return orders.find(({ id }) => id === venueOrderId);
  // Times, no amounts. Of two placed in one millisecond the one listed first.
  return orders.toSorted((a, b) => Number(b.timestamp) - Number(a.timestamp))[0];
}
