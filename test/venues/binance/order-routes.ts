// Orders and fills: https://developers.binance.com/docs/derivatives/usds-margined-futures/trade/rest-api

import type { EngineOrder, EngineRefusal } from "../../../lib/adapters/paper/venue-state.ts";
import { sequenceOf, venueId } from "../whole-number.ts";
import type { BinanceAccount } from "./binance-account.ts";
import { allowOnly, BinanceError, missingParameter, required } from "./binance-error.ts";
import { checkOrder } from "./check-order.ts";
import type { Routes } from "./dialect.ts";
import { orderBody, tradeBody } from "./shapes.ts";
import type { BinanceVenue } from "./venue.ts";

export const ORDER_ROUTES: Routes = {
  "POST /fapi/v1/order": (venue, account, params) => {
    const request = checkOrder(venue, account, params);
    const placed = venue.place(account, request);
    if (!placed.ok) throw refusalOf(placed.error);
    // Without RESULT, Binance only acknowledges.
    return orderBody(placed.value, { isAcknowledged: params.newOrderRespType !== "RESULT" });
  },
  "GET /fapi/v1/order": (venue, account, params) => {
    allowOnly(params, ["symbol", "orderId", "origClientOrderId"]);
    const order = findOrder(venue, account, params);
    if (order === undefined || !venue.isVisible(order)) {
      throw new BinanceError(-2013, "Order does not exist.");
    }
    return { ...orderBody(order), time: order.createdAt };
  },
  "DELETE /fapi/v1/order": (venue, account, params) => {
    allowOnly(params, ["symbol", "orderId", "origClientOrderId"]);
    const order = findOrder(venue, account, params);
    if (order?.status !== "open") throw new BinanceError(-2011, "Unknown order sent.");
    return orderBody(cancelOne(venue, account, order));
  },
  "GET /fapi/v1/openOrders": (_venue, account, params) => {
    allowOnly(params, ["symbol"]);
    return account.openOrders(params.symbol).map((order) => ({ ...orderBody(order), time: order.createdAt }));
  },
  "DELETE /fapi/v1/allOpenOrders": (venue, account, params) => {
    allowOnly(params, ["symbol"]);
    const { symbol } = venue.market(required(params, "symbol")).instrument;
    for (const order of account.openOrders(symbol)) cancelOne(venue, account, order);
    return { code: 200, msg: "The operation of cancel all open order is done." };
  },
  "GET /fapi/v1/userTrades": (venue, account, params) => {
    allowOnly(params, ["symbol", "orderId", "startTime", "endTime", "fromId", "limit"]);
    const { symbol, settle } = venue.market(required(params, "symbol")).instrument;
    return account.fills
      .filter((fill) => fill.symbol === symbol && fill.at >= Number(params.startTime ?? 0))
      .filter((fill) => params.orderId === undefined || venueId(fill.venueOrderId) === params.orderId)
      .map((fill) => tradeBody(fill, settle));
  },
};

function findOrder(
  venue: BinanceVenue,
  account: BinanceAccount,
  params: Readonly<Record<string, string>>,
): EngineOrder | undefined {
  const { symbol } = venue.market(required(params, "symbol")).instrument;
  if (params.orderId !== undefined) return account.orders.get(sequenceOf(params.orderId));
  if (params.origClientOrderId === undefined) throw missingParameter("origClientOrderId");
  return account.findByClientId(symbol, params.origClientOrderId);
}

function cancelOne(venue: BinanceVenue, account: BinanceAccount, order: EngineOrder): EngineOrder {
  const done = venue.cancel(account, order);
  if (done === undefined) throw new BinanceError(-2011, "Unknown order sent.");
  return done;
}

function refusalOf(refusal: EngineRefusal): BinanceError {
  switch (refusal.kind) {
    case "insufficient-margin":
      return new BinanceError(-2019, "Margin is insufficient.");
    case "nothing-to-reduce":
      return new BinanceError(-2022, "ReduceOnly Order is rejected.");
    case "below-minimum-notional":
      return new BinanceError(
        -4164,
        `Order's notional must be no smaller than ${refusal.minimum} (unless you choose reduce only).`,
      );
    case "below-minimum-amount":
      return new BinanceError(-4004, "Quantity less than min quantity.");
    case "above-maximum":
      return new BinanceError(-4005, "Quantity greater than max quantity.");
    case "unknown-market":
      return new BinanceError(-1121, "Invalid symbol.");
    default:
      return new BinanceError(-1013, `Filter failure: ${refusal.kind}`);
  }
}
