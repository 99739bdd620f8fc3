// Orders and fills: https://docs.coinex.com/api/v2/futures/order and .../futures/deal

import type { EngineOrder, EngineRefusal } from "../../../lib/adapters/paper/venue-state.ts";
import { Refused } from "../refused.ts";
import type { SignedRoutes } from "../routes.ts";
import { checkClosing, checkOrder } from "./check-order.ts";
import type { CoinexAccount } from "./coinex-account.ts";
import { required, requireFutures } from "./coinex-refusals.ts";
import type { Page } from "./dialect.ts";
import { dealBody, numberOf, orderBody, sequenceOf, statusOf } from "./shapes.ts";
import type { CoinexVenue } from "./venue.ts";

type Params = Readonly<Record<string, string>>;

const DEFAULT_LIMIT = 10;
const LARGEST_LIMIT = 100;

export const ORDER_ROUTES: SignedRoutes<CoinexVenue, CoinexAccount> = {
  "POST /futures/order": (venue, account, params) => placed(venue, account, checkOrder(venue, account, params)),
  "POST /futures/close-position": (venue, account, params) =>
    placed(venue, account, checkClosing(venue, account, params)),
  "GET /futures/pending-order": (venue, account, params) => {
    requireFutures(params);
    const orders = account
      .openOrders(params.market)
      .filter((order) => params.client_id === undefined || order.clientOrderId === params.client_id);
    return page(listed(venue, orders), params);
  },
  // There is no filter by client id, and no status. What was cancelled without a fill is not kept.
  "GET /futures/finished-order": (venue, account, params) => {
    requireFutures(params);
    const orders = [...account.orders.values()]
      .filter((order) => order.status !== "open" && order.filledContracts !== "0")
      .filter((order) => params.market === undefined || order.symbol === params.market);
    return page(listed(venue, orders), params);
  },
  "GET /futures/order-status": (venue, account, params) => {
    const { symbol } = venue.market(required(params, "market")).instrument;
    const order = account.orders.get(sequenceOf(required(params, "order_id")));
    const isKept = order?.status === "open" || order?.filledContracts !== "0";
    if (order?.symbol !== symbol || !isKept || !venue.isVisible(order)) throw new Refused(3600, "Order not found");
    return { ...orderBody(venue, order), status: statusOf(order) };
  },
  "GET /futures/order-deals": (venue, account, params) => {
    requireFutures(params);
    const { symbol, settle } = venue.market(required(params, "market")).instrument;
    const sequence = sequenceOf(required(params, "order_id"));
    const fills = account.fills.filter((fill) => fill.symbol === symbol && fill.venueOrderId === sequence);
    return page(
      fills.map((fill) => dealBody(fill, settle)),
      params,
    );
  },
  // https://docs.coinex.com/api/v2/futures/order/http/cancel-order; ccxt's coinex.js sends it so
  "POST /futures/cancel-order": (venue, account, params) => {
    requireFutures(params);
    const sequence = sequenceOf(required(params, "order_id"));
    const order = account.openOrders(params.market).find(({ venueOrderId }) => venueOrderId === sequence);
    if (order === undefined) throw new Refused(3600, "Order not found");
    return orderBody(venue, cancelOne(venue, account, order));
  },
  "POST /futures/cancel-order-by-client-id": (venue, account, params) => {
    requireFutures(params);
    const clientId = required(params, "client_id");
    return account
      .openOrders(params.market)
      .filter((order) => order.clientOrderId === clientId)
      .map((order) => ({ code: 0, data: orderBody(venue, cancelOne(venue, account, order)), message: "OK" }));
  },
  "POST /futures/cancel-all-order": (venue, account, params) => {
    requireFutures(params);
    const { symbol } = venue.market(required(params, "market")).instrument;
    for (const order of account.openOrders(symbol)) cancelOne(venue, account, order);
    return {};
  },
};

/** `page` counts from 1. */
export function page(rows: readonly unknown[], { page: asked = "1", limit = String(DEFAULT_LIMIT) }: Params): Page {
  const [number, size] = [Number(asked), Number(limit)];
  const isValid = Number.isInteger(number) && number >= 1 && Number.isInteger(size) && size >= 1;
  if (!isValid || size > LARGEST_LIMIT) throw new Refused(3639, "Invalid Parameter: limit");
  return { rows: rows.slice((number - 1) * size, number * size), hasNext: rows.length > number * size };
}

/** Newest first. */
function listed(venue: CoinexVenue, orders: readonly EngineOrder[]): readonly unknown[] {
  return orders
    .filter((order) => venue.isVisible(order))
    .toSorted((a, b) => numberOf(b.venueOrderId) - numberOf(a.venueOrderId))
    .map((order) => orderBody(venue, order));
}

function placed(venue: CoinexVenue, account: CoinexAccount, request: Parameters<CoinexVenue["place"]>[1]): unknown {
  const result = venue.place(account, request);
  if (!result.ok) throw refusalOf(result.error);
  return orderBody(venue, result.value);
}

function cancelOne(venue: CoinexVenue, account: CoinexAccount, order: EngineOrder): EngineOrder {
  const done = venue.cancel(account, order);
  if (done === undefined) throw new Refused(3600, "Order not found");
  return done;
}

function refusalOf(refusal: EngineRefusal): Refused {
  switch (refusal.kind) {
    case "insufficient-margin":
      return new Refused(3109, "balance not enough");
    case "nothing-to-reduce":
      return new Refused(3120, "no position");
    default:
      return new Refused(4004, `invalid argument: ${refusal.kind}`);
  }
}
