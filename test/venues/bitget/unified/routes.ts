// Bitget's v3 API as a unified account sees it: https://www.bitget.com/api-doc/uta
import { settingsOf } from "../../../../lib/adapters/paper/margin.ts";
import { setLeverage, setPositionMode } from "../../../../lib/adapters/paper/matching-engine.ts";
import type { EngineOrder, EngineRefusal } from "../../../../lib/adapters/paper/venue-state.ts";
import type { Refused } from "../../refused.ts";
import type { OpenRoutes, Params, SignedRoutes } from "../../routes.ts";
import { type BitgetAccount, setOtherLeverage } from "../bitget-account.ts";
import { refuse, required } from "../bitget-refusals.ts";
import { candleRows } from "../market-routes.ts";
import { settlesOf } from "../markets.ts";
import { orderIdOf } from "../shapes.ts";
import type { BitgetVenue } from "../venue.ts";
import { checkOrder } from "./check-order.ts";
import { assetsBody, fillRow, instrumentRow, orderRow, positionRows, settingsBody } from "./shapes.ts";
import { categoryOf, instrumentOf } from "./unified-refusals.ts";

const MOST = 100;

export const UNIFIED_MARKET_ROUTES: OpenRoutes<BitgetVenue> = {
  "GET /api/v3/market/instruments": (venue, params) => {
    const category = categoryOf(params);
    return [...venue.markets.values()].filter((market) => market.productType === category).map(instrumentRow);
  },
  // https://www.bitget.com/api-doc/uta/public/Get-Candle-Data and ccxt's bitget.js.
  "GET /api/v3/market/candles": (venue, params) =>
    candleRows(venue, params, instrumentOf(venue, params).instrument.symbol),
  "GET /api/v3/market/tickers": (venue, params) => {
    const { instrument, productType } = instrumentOf(venue, params);
    const { bid, ask } = venue.book(instrument.symbol);
    const sizes = { ask1Size: "10", bid1Size: "10" };
    return [
      { category: productType, symbol: instrument.symbol, lastPrice: bid, ask1Price: ask, bid1Price: bid, ...sizes },
    ];
  },
};

export const UNIFIED_ROUTES: SignedRoutes<BitgetVenue, BitgetAccount> = {
  "GET /api/v3/account/assets": (venue, account) => assetsBody(venue, account),
  "GET /api/v3/account/settings": (venue, account) => settingsBody(venue, account),
  "GET /api/v3/account/info": (_venue, { setup }) => ({
    userId: "123456789",
    inviterId: "987654321",
    parentId: "",
    channelCode: "6258",
    channel: "official",
    ips: setup.ips ?? "192.168.1.1,192.168.1.2",
    permType: "read-and-write",
    permissions: setup.authorities ?? ["uta_mgt", "uta_trade"],
    regisTime: "1704067200000",
  }),
  "GET /api/v3/position/current-position": (venue, account, params) => {
    const rows = settlesOf(categoryOf(params)).flatMap((settle) => positionRows(venue, account, account.state(settle)));
    // Null when there are none: https://github.com/msw-x, package bitgetv3, positionList
    return { list: rows.length === 0 ? null : rows };
  },
  "POST /api/v3/account/set-leverage": (venue, account, params) => {
    const { symbol, settle, maxLeverage = 0 } = instrumentOf(venue, params).instrument;
    const leverage = Number(required(params, "leverage"));
    const isIsolated = params.marginMode === "isolated";
    if (isIsolated && account.setup.leverageNeedsSide === true && params.posSide === undefined) {
      throw refuse("25200", "Parameter verification failed posSide");
    }
    if (!Number.isInteger(leverage) || leverage < 1) throw refuse("25200", "Parameter verification failed leverage");
    if (leverage > maxLeverage) throw refuse("40797", "Exceeded the maximum settable leverage");
    const marginMode = isIsolated ? "isolated" : "cross";
    if (settingsOf(account.state(settle), symbol).marginMode !== marginMode) {
      setOtherLeverage(account, symbol, leverage);
      return "success";
    }
    const set = setLeverage(account.state(settle), symbol, leverage, venue.context(account, symbol));
    if (!set.ok) throw refuse("40893", "Unable to update the leverage, there is not enough margin!");
    account.states.set(settle, set.value);
    return "success";
  },
  "POST /api/v3/account/set-hold-mode": (_venue, account, params) => {
    const mode = required(params, "holdMode") === "hedge_mode" ? "hedge" : "one-way";
    const set = [...account.states.values()].map((state) => setPositionMode(state, mode));
    for (const each of set) {
      if (!each.ok) throw refuse("40920", "Position or order exists, the position mode cannot be switched");
      account.states.set(each.value.settle, each.value);
    }
    return "success";
  },
  "POST /api/v3/trade/place-order": (venue, account, params) => {
    const request = checkOrder(venue, account, params);
    const displaced = request.reduceOnly ? account.openOrders(request.symbol).filter((order) => order.reduceOnly) : [];
    const placed = venue.place(account, request);
    if (!placed.ok) throw refusalOf(placed.error);
    for (const order of displaced) venue.cancel(account, order);
    // An order that pushed out older reduce-only ones is not named: the classic API's documents say so, ccxt's sample of v3 shows it.
    return { ...acknowledgement(placed.value), ...(displaced.length === 0 ? {} : { orderId: null }) };
  },
  "GET /api/v3/trade/order-info": (venue, account, params) => {
    const order = findOrder([...account.orders.values()].toReversed(), params);
    if (order === undefined || !venue.isVisible(order)) throw refuse("25204", "Order does not exist");
    return orderRow(order, venue, account);
  },
  "GET /api/v3/trade/unfilled-orders": (venue, account, params) => {
    const rows = account.openOrders(params.symbol).filter((order) => venue.isVisible(order));
    return { list: rows.slice(0, MOST).map((order) => orderRow(order, venue, account)), cursor: null };
  },
  "GET /api/v3/trade/fills": (venue, account, params) => {
    const start = Number(params.cursor ?? 0);
    const rows = account.fills
      .filter((fill) => params.orderId === undefined || orderIdOf(fill.venueOrderId) === params.orderId)
      .toReversed()
      .slice(start, start + MOST);
    return { list: rows.map((fill) => fillRow(fill, venue)), cursor: rows.length < MOST ? null : String(start + MOST) };
  },
  "POST /api/v3/trade/cancel-order": (venue, account, params) => {
    const order = findOrder(account.openOrders(), params);
    if (order === undefined) throw refuse("25204", "Order does not exist");
    venue.cancel(account, order);
    return acknowledgement(order);
  },
  "POST /api/v3/trade/cancel-symbol-order": (venue, account, params) => {
    const open = account.openOrders(instrumentOf(venue, params).instrument.symbol);
    for (const order of open) venue.cancel(account, order);
    return { list: open.map((order) => ({ ...acknowledgement(order), code: "00000", msg: "success" })) };
  },
};

function findOrder(orders: readonly EngineOrder[], { orderId, clientOid }: Params): EngineOrder | undefined {
  if (orderId === undefined && clientOid === undefined) throw refuse("25200", "orderId and clientOid must have one");
  return orders.find((order) =>
    orderId === undefined ? order.clientOrderId === clientOid : orderIdOf(order.venueOrderId) === orderId,
  );
}

function acknowledgement(order: EngineOrder): { readonly orderId: string; readonly clientOid: string } {
  return { orderId: orderIdOf(order.venueOrderId), clientOid: order.clientOrderId };
}

function refusalOf(refusal: EngineRefusal): Refused {
  switch (refusal.kind) {
    case "insufficient-margin":
      return refuse("25203", "Insufficient available margin");
    case "nothing-to-reduce":
      return refuse("25227", "No position to close");
    default:
      return refuse("25200", `Parameter verification failed ${refusal.kind}`);
  }
}
