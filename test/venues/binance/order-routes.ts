// Orders and fills, the same in both APIs but for a few fields: https://developers.binance.com/docs/derivatives/ with
// usds-margined-futures/trade/rest-api and coin-margined-futures/trade/rest-api

import type { EngineOrder, EngineRefusal } from "../../../lib/adapters/paper/venue-state.ts";
import type { Refused } from "../refused.ts";
import type { SignedRoutes } from "../routes.ts";
import { sequenceOf, venueId } from "../whole-number.ts";
import type { BinanceAccount } from "./binance-account.ts";
import { allowOnly, missingParameter, refuse } from "./binance-refusals.ts";
import { checkOrder } from "./check-order.ts";
import type { SimulatedMarket } from "./markets.ts";
import { orderBody, takenBody, tradeBody } from "./shapes.ts";
import { type Api, type BinanceVenue, marketOf, marketsOf } from "./venue.ts";

/** @param path - what the paths of these routes begin with */
export function orderRoutes(api: Api, path = `/${api}/v1`): SignedRoutes<BinanceVenue, BinanceAccount> {
  return {
    [`POST ${path}/order`]: (venue, account, params) => {
      const market = marketOf(venue, params, api);
      const placed = venue.place(account, checkOrder(venue, account, { market, params }));
      if (!placed.ok) throw refusalOf(placed.error);
      // Without RESULT, Binance only acknowledges.
      const isAcknowledged = params.newOrderRespType !== "RESULT";
      return takenBody(isAcknowledged ? acknowledged(placed.value) : placed.value, market);
    },
    [`GET ${path}/order`]: (venue, account, params) => {
      allowOnly(params, ["symbol", "orderId", "origClientOrderId"]);
      const market = marketOf(venue, params, api);
      const order = findOrder(account, { market, params });
      if (order === undefined || !venue.isVisible(order)) {
        throw refuse(-2013, "Order does not exist.");
      }
      return orderBody(order, market);
    },
    [`DELETE ${path}/order`]: (venue, account, params) => {
      allowOnly(params, ["symbol", "orderId", "origClientOrderId"]);
      const market = marketOf(venue, params, api);
      const order = findOrder(account, { market, params });
      if (order?.status !== "open") throw refuse(-2011, "Unknown order sent.");
      return takenBody(cancelOne(venue, account, order), market);
    },
    [`GET ${path}/openOrders`]: (venue, account, params) => {
      allowOnly(params, ["symbol"]);
      return marketsOf(venue, params, api).flatMap((market) =>
        account.openOrders(market.instrument.symbol).map((order) => orderBody(order, market)),
      );
    },
    [`DELETE ${path}/allOpenOrders`]: (venue, account, params) => {
      allowOnly(params, ["symbol"]);
      const { symbol } = marketOf(venue, params, api).instrument;
      for (const order of account.openOrders(symbol)) cancelOne(venue, account, order);
      return { code: 200, msg: "The operation of cancel all open order is done." };
    },
    [`GET ${path}/userTrades`]: (venue, account, params) => {
      // Portfolio margin has no orderId here: https://developers.binance.com/docs/derivatives/portfolio-margin/trade/UM-Account-Trade-List
      const isPortfolio = path.startsWith("/papi/");
      allowOnly(params, ["symbol", ...(isPortfolio ? [] : ["orderId"]), "startTime", "endTime", "fromId", "limit"]);
      const market = marketOf(venue, params, api);
      return account.fills
        .filter((fill) => fill.symbol === market.instrument.symbol && fill.at >= Number(params.startTime ?? 0))
        .filter((fill) => params.orderId === undefined || venueId(fill.venueOrderId) === params.orderId)
        .map((fill) => tradeBody(fill, market));
    },
  };
}

function acknowledged(order: EngineOrder): EngineOrder {
  return { ...order, status: "open", filledContracts: "0" };
}

function findOrder(
  account: BinanceAccount,
  { market, params }: { readonly market: SimulatedMarket; readonly params: Readonly<Record<string, string>> },
): EngineOrder | undefined {
  if (params.orderId !== undefined) return account.orders.get(sequenceOf(params.orderId));
  if (params.origClientOrderId === undefined) throw missingParameter("origClientOrderId");
  return account.findByClientId(market.instrument.symbol, params.origClientOrderId);
}

function cancelOne(venue: BinanceVenue, account: BinanceAccount, order: EngineOrder): EngineOrder {
  const done = venue.cancel(account, order);
  if (done === undefined) throw refuse(-2011, "Unknown order sent.");
  return done;
}

function refusalOf(refusal: EngineRefusal): Refused {
  switch (refusal.kind) {
    case "insufficient-margin":
      return refuse(-2019, "Margin is insufficient.");
    case "nothing-to-reduce":
      return refuse(-2022, "ReduceOnly Order is rejected.");
    case "below-minimum-notional":
      return refuse(
        -4164,
        `Order's notional must be no smaller than ${refusal.minimum} (unless you choose reduce only).`,
      );
    case "below-minimum-amount":
      return refuse(-4004, "Quantity less than min quantity.");
    case "above-maximum":
      return refuse(-4005, "Quantity greater than max quantity.");
    case "unknown-market":
      return refuse(-1121, "Invalid symbol.");
    default:
      return refuse(-1013, `Filter failure: ${refusal.kind}`);
  }
}
