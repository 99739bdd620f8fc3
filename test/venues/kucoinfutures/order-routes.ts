// Orders and fills: https://www.kucoin.com/docs-new/rest/futures-trading/orders/introduction
import type { EngineOrder, EngineRefusal } from "../../../lib/adapters/paper/venue-state.ts";
import { Refused } from "../refused.ts";
import type { Params, SignedRoutes } from "../routes.ts";
import { sequenceOf, venueId } from "../whole-number.ts";
import { checkOrder } from "./check-order.ts";
import type { KucoinAccount } from "./kucoin-account.ts";
import { required } from "./kucoin-refusals.ts";
import { fillBody, orderBody } from "./shapes.ts";
import type { KucoinVenue } from "./venue.ts";

const DAY_MS = 86_400_000;
const DEFAULT_PAGE = 50;
const LARGEST_PAGE = 1_000;

export const ORDER_ROUTES: SignedRoutes<KucoinVenue, KucoinAccount> = {
  "POST /api/v1/orders": (venue, account, params) => {
    const order = placeOrder(venue, account, params);
    return { orderId: venueId(order.venueOrderId), clientOid: order.clientOrderId };
  },
  "GET /api/v1/orders/byClientOid": (venue, account, params) => {
    const clientOid = required(params, "clientOid");
    const order = [...account.orders.values()].findLast((each) => each.clientOrderId === clientOid);
    return bodyOf(venue, account, visible(venue, order));
  },
  "GET /api/v1/orders/{orderId}": (venue, account, params) => {
    const order = account.orders.get(sequenceOf(required(params, "orderId")));
    return bodyOf(venue, account, visible(venue, order));
  },
  "GET /api/v1/orders": (venue, account, params) => {
    const isActive = params.status === "active";
    const orders = [...account.orders.values()]
      .filter((order) => (order.status === "open") === isActive)
      .filter((order) => params.symbol === undefined || order.symbol === params.symbol)
      .filter((order) => order.createdAt >= Number(params.startAt ?? 0))
      .toReversed();
    return pageOf(
      orders.map((order) => bodyOf(venue, account, order)),
      params,
    );
  },
  "DELETE /api/v1/orders/client-order/{clientOid}": (venue, account, params) => {
    const symbol = required(params, "symbol");
    const clientOid = required(params, "clientOid");
    const order = account.openOrders(symbol).find((each) => each.clientOrderId === clientOid);
    if (order === undefined) throw new Refused("100004", "The order cannot be canceled.");
    venue.cancel(account, order);
    return { clientOid };
  },
  // Version 1 of it is gone (404000): hummingbot/hummingbot#8256, JKorf/Kucoin.Net Endpoints/Futures/Trading/CancelAllOrders.txt
  "DELETE /api/v3/orders": (venue, account, params) => {
    const cancelled = account.openOrders(params.symbol);
    for (const order of cancelled) venue.cancel(account, order);
    return { cancelledOrderIds: cancelled.map((order) => venueId(order.venueOrderId)) };
  },
  "GET /api/v1/recentFills": (venue, account, params) =>
    account.fills
      .filter((fill) => params.symbol === undefined || fill.symbol === params.symbol)
      .filter((fill) => fill.at > venue.now() - DAY_MS)
      .toReversed()
      .slice(0, LARGEST_PAGE)
      .map((fill) => fillBody(fill, venue.market(fill.symbol).instrument)),
};

/** With isolated margin the order's own leverage holds from here on, unless it is refused. */
function placeOrder(venue: KucoinVenue, account: KucoinAccount, params: Params): EngineOrder {
  const request = checkOrder(venue, account, params);
  const { settle } = venue.market(request.symbol).instrument;
  const before = account.state(settle);
  if (!request.reduceOnly) {
    const isCross = venue.marginMode(account, request.symbol) === "cross";
    const leverage = isCross ? venue.crossLeverage(account, request.symbol) : Number(params.leverage);
    const set = venue.useLeverage(account, request.symbol, leverage);
    if (!set.ok) throw refusalOf(set.error);
  }
  const placed = venue.place(account, request);
  if (placed.ok) return placed.value;
  account.states.set(settle, before);
  throw refusalOf(placed.error);
}

function visible(venue: KucoinVenue, order: EngineOrder | undefined): EngineOrder {
  if (order === undefined || !venue.isVisible(order)) throw new Refused("100001", "error.getOrder.orderNotExist");
  return order;
}

function bodyOf(venue: KucoinVenue, account: KucoinAccount, order: EngineOrder): Record<string, unknown> {
  return orderBody(order, venue.market(order.symbol).instrument, venue.marginMode(account, order.symbol));
}

function pageOf(items: readonly unknown[], { pageSize = String(DEFAULT_PAGE), currentPage = "1" }: Params): unknown {
  const size = Number(pageSize);
  if (size > LARGEST_PAGE) throw new Refused("400100", `pageSize should not greater than ${LARGEST_PAGE}`);
  const start = (Number(currentPage) - 1) * size;
  return {
    currentPage: Number(currentPage),
    pageSize: size,
    totalNum: items.length,
    totalPage: Math.ceil(items.length / size),
    items: items.slice(start, start + size),
  };
}

function refusalOf(refusal: EngineRefusal): Refused {
  switch (refusal.kind) {
    case "insufficient-margin":
      return new Refused("300003", `Balance insufficient. The order would cost ${refusal.required}.`);
    case "nothing-to-reduce":
      return new Refused("300009", "No open positions to close.");
    default:
      return new Refused("300000", `request parameter illegal: ${refusal.kind}`);
  }
}
