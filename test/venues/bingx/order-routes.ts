// Orders and fills: https://bingx-api.github.io/docs/#/en-us/swapV2/trade-api.html

import type { EngineOrder, EngineRefusal } from "../../../lib/adapters/paper/venue-state.ts";
import { Refused } from "../refused.ts";
import type { SignedRoutes } from "../routes.ts";
import { sequenceOf, venueId } from "../whole-number.ts";
import type { BingxAccount } from "./bingx-account.ts";
import { required } from "./bingx-refusals.ts";
import { checkOrder, clientOrderIdOf } from "./check-order.ts";
import { fillBody, orderBody, placedBody } from "./shapes.ts";
import type { BingxVenue } from "./venue.ts";

/** By client order id orders are found for two hours: "only supports a query range of 2 hours". */
const CLIENT_ID_RANGE_MS = 2 * 3_600_000;
const LONGEST_FILL_RANGE_MS = 31 * 86_400_000;

export const ORDER_ROUTES: SignedRoutes<BingxVenue, BingxAccount> = {
  "POST /swap/v2/trade/order": (venue, account, params) => {
    const placed = venue.place(account, checkOrder(venue, account, params));
    if (!placed.ok) throw refusalOf(placed.error);
    return { order: placedBody(placed.value) };
  },
  "GET /swap/v2/trade/order": (venue, account, params) => {
    const order = findOrder(venue, account, params);
    if (order === undefined || !venue.isVisible(order)) throw new Refused(80016, "order does not exist");
    return { order: orderBody(order) };
  },
  "DELETE /swap/v2/trade/order": (venue, account, params) => {
    const order = findOrder(venue, account, params);
    if (order?.status === "filled") throw new Refused(80018, "order is already filled");
    if (order?.status !== "open") throw new Refused(80016, "order does not exist");
    return { order: orderBody(cancelOne(venue, account, order)) };
  },
  "GET /swap/v2/trade/openOrders": (venue, account, params) => ({
    orders: account
      .openOrders(params.symbol)
      .filter((order) => venue.isVisible(order))
      .map(orderBody),
  }),
  "DELETE /swap/v2/trade/allOpenOrders": (venue, account, params) => {
    const { symbol } = venue.market(required(params, "symbol")).instrument;
    const success = account.openOrders(symbol).map((order) => orderBody(cancelOne(venue, account, order)));
    return { success, failed: null };
  },
  "GET /swap/v2/trade/allFillOrders": (venue, account, params) => {
    const isCoin = required(params, "tradingUnit") === "COIN";
    const [from, to] = [Number(required(params, "startTs")), Number(required(params, "endTs"))];
    if (to - from > LONGEST_FILL_RANGE_MS) throw new Refused(109400, "Invalid parameters, err:time range");
    const fills = account.fills
      .filter((fill) => params.symbol === undefined || fill.symbol === params.symbol)
      .filter((fill) => fill.at >= from && fill.at <= to)
      .filter((fill) => params.orderId === undefined || venueId(fill.venueOrderId) === params.orderId)
      .map((fill) => fillBody(fill, venue.market(fill.symbol).instrument, isCoin ? "COIN" : "CONT"));
    return { fill_orders: fills };
  },
};

function findOrder(
  venue: BingxVenue,
  account: BingxAccount,
  params: Readonly<Record<string, string>>,
): EngineOrder | undefined {
  const { symbol } = venue.market(required(params, "symbol")).instrument;
  if (params.orderId !== undefined) return account.orders.get(sequenceOf(params.orderId));
  const clientOrderId = clientOrderIdOf(params);
  if (clientOrderId === undefined) throw new Refused(80001, "orderId and clientOrderID are both empty");
  const order = account.findByClientId(symbol, clientOrderId);
  return order !== undefined && venue.now() - order.createdAt <= CLIENT_ID_RANGE_MS ? order : undefined;
}

function cancelOne(venue: BingxVenue, account: BingxAccount, order: EngineOrder): EngineOrder {
  const done = venue.cancel(account, order);
  if (done === undefined) throw new Refused(80016, "order does not exist");
  return done;
}

function refusalOf(refusal: EngineRefusal): Refused {
  switch (refusal.kind) {
    case "insufficient-margin":
      return new Refused(101204, "Insufficient margin");
    case "nothing-to-reduce":
      return new Refused(101205, "No position to close");
    case "below-minimum-notional":
      return new Refused(
        110425,
        `Please ensure that the minimum nominal value of the order placed must be greater than ${refusal.minimum}u`,
      );
    default:
      return new Refused(101400, `Order size error: ${refusal.kind}`);
  }
}
