// What rests on a venue, and how one such order is cancelled by the venue's own id.
import { findDecimal, formatDecimal, ZERO } from "../../core/decimal.ts";
import { defined } from "../../core/defined.ts";
import type { RestingOrder } from "../../core/order/resting-order.ts";
import { type Order, OrderNotFound } from "./ccxt.ts";
import type { VenueClient } from "./venue-module.ts";

/** The symbol's open orders. Some venues say "no such order" where there is none (Phemex's 10002). */
export async function openOrdersOf({ client }: VenueClient, symbol: string): Promise<readonly Order[]> {
  try {
    return await client.fetchOpenOrders(symbol);
  } catch (error) {
    if (error instanceof OrderNotFound) return [];
    throw error;
  }
}

export function cancelByVenueId(venue: VenueClient, symbol: string, venueOrderId: string): Promise<unknown> {
  return venue.cancelByVenueId?.(symbol, venueOrderId) ?? venue.client.cancelOrder(venueOrderId, symbol);
}

/** @throws Error when an order lacks what it takes to tell it from others: what is not known is not cancelled. */
export function mapResting(orders: readonly Order[], symbol: string): readonly RestingOrder[] {
  return orders
    .filter((order) => order.symbol === symbol)
    .map((order) => {
      const { id, side, clientOrderId } = order;
      if (typeof id !== "string" || (side !== "buy" && side !== "sell"))
        throw new Error("the venue's order has no id or side");
      return {
        venueOrderId: id,
        ...defined({ clientOrderId: clientOrderId || undefined }),
        side,
        contracts: formatDecimal(findDecimal(String(order.remaining ?? order.amount)) ?? ZERO),
        reduceOnly: order.reduceOnly === true,
        isConditional: order.type !== "limit" || isTriggered(order),
      };
    });
}

/** A stop or take-profit that becomes an order at its own price. */
function isTriggered({ triggerPrice, stopLossPrice, takeProfitPrice, reduceOnly }: Order): boolean {
  const isSet = (price: unknown) => findDecimal(price === undefined ? undefined : String(price))?.gt(ZERO) ?? false;
  return isSet(triggerPrice) || (reduceOnly === true && (isSet(stopLossPrice) || isSet(takeProfitPrice)));
}
