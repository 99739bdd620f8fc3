// Orders and fills: https://www.bitget.com/api-doc/contract/trade/Place-Order and its neighbours
import type { EngineOrder, EngineRefusal } from "../../../lib/adapters/paper/venue-state.ts";
import type { Refused } from "../refused.ts";
import type { Params, SignedRoutes } from "../routes.ts";
import type { BitgetAccount } from "./bitget-account.ts";
import { marketOf, productTypeOf, refuse } from "./bitget-refusals.ts";
import { checkOrder } from "./check-order.ts";
import { fillBody, orderBody, orderIdOf, tradeIdOf } from "./shapes.ts";
import type { BitgetVenue } from "./venue.ts";

const MOST = 100;

export const ORDER_ROUTES: SignedRoutes<BitgetVenue, BitgetAccount> = {
  "POST /api/v2/mix/order/place-order": (venue, account, params) => {
    const request = checkOrder(venue, account, params);
    const displaced = request.reduceOnly ? reducing(account, request.symbol) : [];
    const placed = venue.place(account, request);
    if (!placed.ok) throw refusalOf(placed.error);
    for (const order of displaced) venue.cancel(account, order);
    // Only taken, not yet carried out. When it pushed out older reduce-only orders, the answer has no id.
    const { orderId, clientOid } = acknowledgement(placed.value);
    return displaced.length === 0 ? { orderId, clientOid } : { clientOid };
  },
  "GET /api/v2/mix/order/detail": (venue, account, params) => {
    const { symbol } = marketOf(venue, params).instrument;
    const order = findOrder([...account.orders.values()].toReversed(), symbol, params);
    if (order === undefined || !venue.isVisible(order)) {
      throw refuse("40109", "The data of the order cannot be found, please confirm the order number");
    }
    return { ...orderBody(order, venue, account), state: orderBody(order, venue, account).status };
  },
  "GET /api/v2/mix/order/orders-pending": (venue, account, params) => {
    productTypeOf(params);
    const rows = account
      .openOrders(params.symbol)
      .filter((order) => venue.isVisible(order))
      .slice(0, MOST);
    // Bitget gives null for an empty list.
    const entrustedList = rows.length === 0 ? null : rows.map((order) => orderBody(order, venue, account));
    return { entrustedList, endId: rows.length === 0 ? null : orderIdOf(String(rows.at(-1)?.venueOrderId)) };
  },
  "GET /api/v2/mix/order/fills": (venue, account, params) => {
    productTypeOf(params);
    const limit = Number(params.limit ?? MOST);
    if (limit > MOST) throw refuse("40020", "Parameter limit error");
    const rows = account.fills
      .filter((fill) => params.symbol === undefined || fill.symbol === params.symbol)
      .filter((fill) => params.orderId === undefined || orderIdOf(fill.venueOrderId) === params.orderId)
      .filter((fill) => params.idLessThan === undefined || BigInt(tradeIdOf(fill.fillId)) < BigInt(params.idLessThan))
      .toReversed()
      .slice(0, limit);
    const last = rows.at(-1);
    return {
      fillList: rows.map((fill) => fillBody(fill, venue)),
      endId: last === undefined ? null : tradeIdOf(last.fillId),
    };
  },
  "POST /api/v2/mix/order/cancel-order": (venue, account, params) => {
    const { symbol } = marketOf(venue, params).instrument;
    const order = findOrder(account.openOrders(symbol), symbol, params);
    if (order === undefined) throw refuse("40768", "Order does not exist");
    venue.cancel(account, order);
    return acknowledgement(order);
  },
  "POST /api/v2/mix/order/batch-cancel-orders": (venue, account, params) => {
    const { symbol } = marketOf(venue, params).instrument;
    const open = account.openOrders(symbol);
    if (open.length === 0) throw refuse("22001", "No order to cancel");
    for (const order of open) venue.cancel(account, order);
    return { successList: open.map(acknowledgement), failureList: [] };
  },
};

function reducing(account: BitgetAccount, symbol: string): readonly EngineOrder[] {
  return account.openOrders(symbol).filter((order) => order.reduceOnly);
}

/** With both ids given, Bitget goes by its own. */
function findOrder(orders: readonly EngineOrder[], symbol: string, params: Params): EngineOrder | undefined {
  const { orderId, clientOid } = params;
  if (orderId === undefined && clientOid === undefined) throw refuse("40924", "orderId and clientOid must have one");
  return orders.find((order) =>
    order.symbol === symbol && orderId === undefined
      ? order.clientOrderId === clientOid
      : orderIdOf(order.venueOrderId) === orderId,
  );
}

function acknowledgement(order: EngineOrder): { readonly orderId: string; readonly clientOid: string } {
  return { orderId: orderIdOf(order.venueOrderId), clientOid: order.clientOrderId };
}

function refusalOf(refusal: EngineRefusal): Refused {
  switch (refusal.kind) {
    case "insufficient-margin":
      return refuse("40762", "The order amount exceeds the balance");
    case "nothing-to-reduce":
      return refuse("22002", "No position to close");
    case "below-minimum-notional":
      return refuse("45110", `less than the minimum amount ${refusal.minimum} USDT`);
    default:
      return refuse("40017", `Parameter verification failed ${refusal.kind}`);
  }
}
