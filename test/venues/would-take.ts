import type { Book } from "../../lib/adapters/paper/venue-state.ts";
import { decimal } from "../../lib/core/decimal.ts";

/** Whether a limit order at that price would trade at once: what a post-only order must not. */
export function wouldTake({ bid, ask }: Book, side: "buy" | "sell", price: string): boolean {
  return side === "buy" ? decimal(price).gte(ask) : decimal(price).lte(bid);
}
