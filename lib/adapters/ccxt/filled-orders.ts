import type { VenueOrder } from "../../core/order/venue-order.ts";
import type { Trade } from "./ccxt.ts";

/** More than are waiting for their fees at a time. */
const MOST_KEPT = 500;

/** An order the venue has told to be filled: nothing of it changes any more, so that only its price and fee are asked for. */
export interface FilledOrder {
  readonly order: VenueOrder;
  /** Its fills, as far as the venue told them with it. */
  readonly trades: readonly Trade[];
}

/** The last filled orders of an account, by the venue's id. */
export class FilledOrders {
  readonly #orders = new Map<string, FilledOrder>();

  add(filled: FilledOrder): void {
    const { status, venueOrderId } = filled.order;
    if (status !== "filled") return;
    this.#orders.set(venueOrderId, filled);
    const [oldest] = this.#orders.keys();
    if (this.#orders.size > MOST_KEPT && oldest !== undefined) this.#orders.delete(oldest);
  }

  find(venueOrderId: string | undefined, clientOrderId: string): FilledOrder | undefined {
    const known = venueOrderId === undefined ? undefined : this.#orders.get(venueOrderId);
    return known?.order.clientOrderId === clientOrderId ? known : undefined;
  }
}
