// Orders Kraken's status has forgotten, from the history of what happened to them.
// Source: https://docs.kraken.com/api-reference/account-history/get-order-events and ccxt's krakenfutures.js (parseOrder).

import { decimal, formatDecimal, ZERO } from "../../../../core/decimal.ts";
import type { UnixMs } from "../../../../core/ids.ts";
import type { KrakenClient, Order } from "../../ccxt.ts";
import { chooseOrder } from "../../choose-order.ts";
import { jsonOf, rowsOf } from "../../json-reply.ts";

type Row = Readonly<Record<string, unknown>>;

const EVENTS = 100;
const MOST_PAGES = 20;

/** Which order is looked for in the history. */
export interface WantedKrakenOrder {
  readonly clientOrderId: string;
  readonly since: UnixMs;
  readonly venueOrderId: string | undefined;
}

/**
 * The order of our id as its latest event left it; undefined: no event since then names it.
 * @throws Error when there are more events than {@link MOST_PAGES} pages hold: it may be in the rest.
 */
export async function findOrderEvent(
  client: KrakenClient,
  symbol: string,
  { clientOrderId, since, venueOrderId }: WantedKrakenOrder,
): Promise<Order | undefined> {
  const asked = { tradeable: client.marketId(symbol), count: EVENTS, sort: "desc", since };
  let next = {};
  for (let page = 1; page <= MOST_PAGES; page++) {
    const { elements, continuationToken } = await client.historyGetOrders({ ...asked, ...next });
    const rows = rowsOf(elements);
    const told = rows
      .map(({ event }) => readEvent(jsonOf(event)))
      .filter((each) => each?.order.clientId === clientOrderId)
      .filter((each) => each !== undefined);
    // Newest event first, so the first that names an order tells what became of it.
    const found = chooseOrder(told.map(orderOf), venueOrderId);
    if (found !== undefined) return found;
    if (rows.length < EVENTS || typeof continuationToken !== "string") return undefined;
    next = { continuation_token: continuationToken };
  }
  throw new Error(`the venue's history has more than ${MOST_PAGES * EVENTS} events since the order`);
}

interface ToldOrder {
  readonly order: Row;
  readonly status: "open" | "closed" | "canceled" | "rejected";
}

/** `quantity` is what was left after the event. */
function readEvent({ OrderPlaced, OrderUpdated, OrderCancelled, OrderRejected }: Row): ToldOrder | undefined {
  if (OrderRejected !== undefined) return { order: jsonOf(jsonOf(OrderRejected).order), status: "rejected" };
  if (OrderCancelled !== undefined) return { order: jsonOf(jsonOf(OrderCancelled).order), status: "canceled" };
  const order = jsonOf(jsonOf(OrderUpdated).newOrder ?? jsonOf(OrderPlaced).order);
  if (order.clientId === undefined) return undefined;
  if (left(order).eq(ZERO)) return { order, status: "closed" };
  // What an immediate order could not fill is gone.
  return { order, status: order.orderType === "IoC" ? "canceled" : "open" };
}

function left({ quantity }: Row) {
  return decimal(String(quantity));
}

/** As ccxt makes it of other answers: decimals as text. */
function orderOf({ order, status }: ToldOrder): Order {
  const filled = decimal(String(order.filled));
  const found = {
    id: String(order.uid),
    clientOrderId: order.clientId,
    // A time, no amount.
    timestamp: Number(order.timestamp),
    type: order.orderType === "IoC" ? "market" : "limit",
    side: String(order.direction).toLowerCase(),
    price: String(order.limitPrice),
    amount: formatDecimal(filled.plus(left(order))),
    filled: formatDecimal(filled),
    status,
  };
  return found as unknown as Order;
}
