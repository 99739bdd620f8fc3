// Orders and fills: https://docs.kraken.com/api-reference/order-management and /account-history
import type { EngineOrder, EngineRefusal } from "../../../lib/adapters/paper/venue-state.ts";
import type { Params, SignedRoutes } from "../routes.ts";
import { checkOrder } from "./check-order.ts";
import type { KrakenAccount } from "./kraken-account.ts";
import { KrakenOrderRefusal, required } from "./kraken-error.ts";
import { fillRow, historyElement, openOrderRow, sendStatus, statusRow, success, timeOf, venueId } from "./shapes.ts";
import type { KrakenVenue } from "./venue.ts";

/** The status of orders forgets those that were done this long ago. */
const REMEMBERED_MS = 5_000;
const LAST_FILLS = 100;
const LARGEST_HISTORY = 1_000;

export const ORDER_ROUTES: SignedRoutes<KrakenVenue, KrakenAccount> = {
  "POST /derivatives/api/v3/sendorder": (venue, account, params) => {
    const placed = venue.place(account, checkOrder(venue, account, params));
    if (!placed.ok) throw refusalOf(placed.error);
    const order = placed.value;
    const fills = account.allFills.filter(({ venueOrderId, symbol }) => isOf(order, venueOrderId, symbol));
    if (order.status === "canceled" && fills.length === 0) throw new KrakenOrderRefusal("iocWouldNotExecute");
    return success(venue.now(), { sendStatus: sendStatus(order, fills) });
  },
  "POST /derivatives/api/v3/orders/status": (venue, account, params) => {
    // Only what is encoded as Kraken reads it: `cliOrdIds=...`.
    const orders = [...account.orders.values()]
      .filter(({ clientOrderId }) => clientOrderId !== "" && clientOrderId === params.cliOrdIds)
      .filter((order) => venue.isVisible(order))
      .filter(({ status, updatedAt }) => status === "open" || venue.now() - updatedAt < REMEMBERED_MS);
    return success(venue.now(), { orders: orders.map(statusRow) });
  },
  "GET /derivatives/api/v3/openorders": (venue, account) =>
    success(venue.now(), { openOrders: account.openOrders().map(openOrderRow) }),
  "POST /derivatives/api/v3/cancelorder": (venue, account, params) => {
    const order = findOrder(account, params);
    const status = order === undefined ? "notFound" : cancel(venue, account, order);
    const named = order === undefined ? {} : { order_id: venueId("order", order.venueOrderId) };
    return success(venue.now(), { cancelStatus: { status, ...named, receivedTime: timeOf(venue.now()) } });
  },
  "POST /derivatives/api/v3/cancelallorders": (venue, account, params) => {
    const open = account.openOrders(params.symbol);
    for (const order of open) cancel(venue, account, order);
    const cancelledOrders = open.map(({ venueOrderId }) => ({ order_id: venueId("order", venueOrderId) }));
    const status = open.length === 0 ? "noOrdersToCancel" : "cancelled";
    const cancelOnly = params.symbol ?? "all";
    return success(venue.now(), {
      cancelStatus: { receivedTime: timeOf(venue.now()), cancelOnly, status, cancelledOrders },
    });
  },
  "GET /derivatives/api/v3/fills": (venue, account, { lastFillTime }) => {
    const before = lastFillTime === undefined ? Number.POSITIVE_INFINITY : Date.parse(lastFillTime);
    const fills = account.fills
      .filter(({ at }) => at < before)
      .toReversed()
      .slice(0, LAST_FILLS);
    const rows = fills.map((fill) => fillRow(fill, account.orders.get(fill.venueOrderId)?.clientOrderId ?? ""));
    return success(venue.now(), { fills: rows });
  },
  "GET /api/history/v2/orders": (venue, account, params) => {
    const orders = [...account.orders.values()].filter(({ symbol }) => symbol === (params.tradeable ?? symbol));
    const seen = orders.filter((order) => venue.isVisible(order)).toSorted((a, b) => b.updatedAt - a.updatedAt);
    const since = seen.filter((order) => order.updatedAt >= Number(params.since ?? 0));
    const [start, count] = [Number(params.continuation_token ?? 0), Number(params.count ?? LARGEST_HISTORY)];
    const elements = since.slice(start, start + count).map(historyElement);
    return {
      accountUid: "406142dd-7c5c-4a8b-acbc-5f16eca30009",
      len: elements.length,
      elements,
      ...(since.length > start + count ? { continuationToken: String(start + count) } : {}),
      serverTime: timeOf(venue.now()),
    };
  },
};

function isOf(order: EngineOrder, venueOrderId: string, symbol: string): boolean {
  return order.venueOrderId === venueOrderId && order.symbol === symbol;
}

function findOrder({ orders }: KrakenAccount, params: Params): EngineOrder | undefined {
  if (params.order_id === undefined) {
    const id = required(params, "cliOrdId");
    return [...orders.values()].find(({ clientOrderId }) => clientOrderId === id);
  }
  return [...orders.values()].find(({ venueOrderId }) => venueId("order", venueOrderId) === params.order_id);
}

function cancel(venue: KrakenVenue, account: KrakenAccount, order: EngineOrder): string {
  if (order.status === "filled") return "filled";
  return venue.cancel(account, order) === undefined ? "notFound" : "cancelled";
}

function refusalOf(refusal: EngineRefusal): KrakenOrderRefusal {
  switch (refusal.kind) {
    case "insufficient-margin":
      return new KrakenOrderRefusal("insufficientAvailableFunds");
    case "nothing-to-reduce":
      return new KrakenOrderRefusal("wouldNotReducePosition");
    default:
      return new KrakenOrderRefusal("invalidSize");
  }
}
