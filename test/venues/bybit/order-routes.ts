// Orders and fills: https://bybit-exchange.github.io/docs/v5/order/create-order and its neighbours
import type { EngineOrder, EngineRefusal } from "../../../lib/adapters/paper/venue-state.ts";
import { Refused } from "../refused.ts";
import type { Params, SignedRoutes } from "../routes.ts";
import type { BybitAccount } from "./bybit-account.ts";
import { badParameter, categoryOf, pageOf } from "./bybit-refusals.ts";
import { checkOrder } from "./check-order.ts";
import { marketOf } from "./market-routes.ts";
import { executionBody, orderBody, orderIdOf } from "./shapes.ts";
import type { BybitVenue } from "./venue.ts";

const ORDER_PAGE = { usual: 20, most: 50 };
const EXECUTION_PAGE = { usual: 50, most: 100 };

export const ORDER_ROUTES: SignedRoutes<BybitVenue, BybitAccount> = {
  "POST /v5/order/create": (venue, account, params) => {
    const placed = venue.place(account, checkOrder(venue, account, params));
    if (!placed.ok) throw refusalOf(placed.error);
    // Only taken, not yet carried out: whether it filled must be asked for.
    return acknowledgement(placed.value);
  },
  "POST /v5/order/cancel": (venue, account, params) => {
    const { symbol } = marketOf(venue, params).instrument;
    const order = account.openOrders(symbol).find((each) => isNamed(each, params));
    if (order === undefined) throw new Refused("110001", "order not exists or too late to cancel");
    venue.cancel(account, order);
    return acknowledgement(order);
  },
  "POST /v5/order/cancel-all": (venue, account, params) => {
    const { symbol } = marketOf(venue, params).instrument;
    const open = account.openOrders(symbol);
    for (const order of open) venue.cancel(account, order);
    return { list: open.map(acknowledgement), success: "1" };
  },
  "GET /v5/order/realtime": (venue, account, params) => {
    const category = categoryOf(params);
    if (category === "linear" && !names(params, ["symbol", "baseCoin", "settleCoin"])) {
      throw badParameter("symbol or settleCoin or baseCoin is required");
    }
    // Named orders are shown whatever became of them, else only open ones.
    const isNaming = names(params, ["orderId", "orderLinkId"]);
    const rows = ordersOf(venue, account, params).filter((order) =>
      isNaming ? isNamed(order, params) : order.status === "open",
    );
    return listOf(venue, account, { category, rows, params });
  },
  "GET /v5/order/history": (venue, account, params) => {
    const category = categoryOf(params);
    const rows = ordersOf(venue, account, params)
      .filter((order) => order.status !== "open")
      .filter((order) => !names(params, ["orderId", "orderLinkId"]) || isNamed(order, params));
    return listOf(venue, account, { category, rows, params });
  },
  "GET /v5/execution/list": (venue, account, params) => {
    const category = categoryOf(params);
    const rows = account.fills
      .filter((fill) => params.symbol === undefined || fill.symbol === params.symbol)
      .filter((fill) => params.orderId === undefined || orderIdOf(fill.venueOrderId) === params.orderId)
      .toReversed();
    const page = pageOf(rows, params, EXECUTION_PAGE);
    return { ...page, category, list: page.list.map((fill) => executionBody(fill, account, venue)) };
  },
};

/** The account's orders of the symbol or settle coin that look-ups already see, newest first. */
function ordersOf(venue: BybitVenue, account: BybitAccount, params: Params): readonly EngineOrder[] {
  return [...account.orders.values()]
    .filter((order) => venue.isVisible(order))
    .filter((order) => params.symbol === undefined || order.symbol === params.symbol)
    .filter(({ symbol }) => {
      const { settle } = venue.market(symbol).instrument;
      return params.settleCoin === undefined || settle === params.settleCoin;
    })
    .toReversed();
}

function listOf(
  venue: BybitVenue,
  account: BybitAccount,
  {
    category,
    rows,
    params,
  }: { readonly category: string; readonly rows: readonly EngineOrder[]; readonly params: Params },
): unknown {
  const page = pageOf(rows, params, ORDER_PAGE);
  return { ...page, category, list: page.list.map((order) => orderBody(order, account, venue)) };
}

function names(params: Params, fields: readonly string[]): boolean {
  return fields.some((field) => params[field] !== undefined);
}

/** With both ids given, Bybit goes by its own. */
function isNamed({ venueOrderId, clientOrderId }: EngineOrder, { orderId, orderLinkId }: Params): boolean {
  return orderId === undefined ? clientOrderId === orderLinkId : orderIdOf(venueOrderId) === orderId;
}

function acknowledgement({ venueOrderId, clientOrderId }: EngineOrder): unknown {
  return { orderId: orderIdOf(venueOrderId), orderLinkId: clientOrderId };
}

function refusalOf(refusal: EngineRefusal): Refused {
  switch (refusal.kind) {
    case "insufficient-margin":
      return new Refused("110007", "ab not enough for new order");
    case "nothing-to-reduce":
      return new Refused("110017", "current position is zero, cannot fix reduce-only order qty");
    case "below-minimum-notional":
      return new Refused("110094", `Order does not meet minimum order value ${refusal.minimum}USDT`);
    default:
      return badParameter(refusal.kind);
  }
}
