import type { MarginMode } from "../../lib/core/market/modes.ts";
import type { VenueTraits } from "../../lib/core/market/venue-table.ts";
import type { PlaceStep } from "../../lib/core/order/plan.ts";
import { carriesLeverage, namesMarginMode } from "../../lib/core/order/plan-context.ts";

/** What the planner would let an order carry on a venue with these traits. */
export function carriedWithOrder(
  traits: VenueTraits,
  { leverage, marginMode }: { readonly leverage: number; readonly marginMode: MarginMode },
): Pick<PlaceStep, "leverage" | "marginMode"> {
  return {
    ...(carriesLeverage(traits, marginMode) ? { leverage } : {}),
    ...(namesMarginMode(traits) ? { marginMode } : {}),
  };
}
