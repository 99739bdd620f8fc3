// Orders and fills of the USDⓈ-M API: https://phemex-docs.github.io/#usd-m-perpetual-rest-api. Reports (api-data) are behind; the list of
// open orders is not, and refuses when there is none.
import type { EngineFill, EngineOrder, EngineRefusal } from "../../../lib/adapters/paper/venue-state.ts";
import { Refused } from "../refused.ts";
import type { Params, SignedRoutes } from "../routes.ts";
import type { AccountSetup, SimulatedAccount } from "../simulated-account.ts";
import { checkOrder } from "./check-order.ts";
import type { SimulatedMarket } from "./markets.ts";
import { LARGEST_PAGE, report, required, success } from "./phemex-answers.ts";
import { isHedged } from "./position-modes.ts";
import { fillBody, orderBody, orderIdOf } from "./shapes.ts";
import { marketOf, type PhemexVenue } from "./venue.ts";

type PhemexAccount = SimulatedAccount<AccountSetup>;

const TWO_DAYS_MS = 2 * 24 * 60 * 60 * 1000;

export const ORDER_ROUTES: SignedRoutes<PhemexVenue, PhemexAccount> = {
  "POST /g-orders": (venue, account, params) => {
    const market = marketOf(venue, params, "perpetual");
    // A position side of the other mode is 20004, as users report it.
    if ((required(params, "posSide") === "Merged") === isHedged(account, market)) {
      throw new Refused("20004", "TE_ERR_INCONSISTENT_POS_MODE");
    }
    const placed = venue.place(account, checkOrder(venue, account, { market, params }));
    if (!placed.ok) throw refusalOf(placed.error);
    return success(orderBody(placed.value, "orderType", true));
  },
  "DELETE /g-orders/cancel": (venue, account, params) => {
    required(params, "posSide");
    const market = marketOf(venue, params, "perpetual");
    return success(orderBody(cancelNamed(venue, account, { market, params }), "orderType"));
  },
  "DELETE /g-orders/all": (venue, account, params) => {
    const open = account.openOrders(marketOf(venue, params, "perpetual").instrument.symbol);
    for (const order of open) venue.cancel(account, order);
    return success(open.length);
  },
  "GET /g-orders/activeList": (venue, account, params) => {
    const open = account.openOrders(marketOf(venue, params, "perpetual").instrument.symbol);
    if (open.length === 0) throw new Refused("10002", "OM_ORDER_NOT_FOUND");
    return success({ rows: open.map((order) => orderBody(order, "orderType")), nextPageArg: "" });
  },
  "GET /api-data/g-futures/orders/by-order-id": (venue, account, params) => {
    if (params.orderID === undefined && params.clOrdID === undefined) {
      throw new Refused("10500", "Missing required parameter");
    }
    const { symbol } = marketOf(venue, params, "perpetual").instrument;
    const found = [...account.orders.values()].filter(
      (order) =>
        order.symbol === symbol &&
        (order.clientOrderId === params.clOrdID || orderIdOf(order.venueOrderId) === params.orderID),
    );
    return report(
      venue,
      found.filter((order) => venue.isVisible(order)).map((order) => orderBody(order, "ordType")),
    );
  },
  "GET /api-data/g-futures/trades": (venue, account, params) => {
    const { symbol, settle } = marketOf(venue, params, "perpetual").instrument;
    const rows = fillsAsked(venue, account, { symbol, params, fewest: 20 });
    return report(
      venue,
      rows.map(({ fill, order }) => fillBody(fill, order, settle)),
    );
  },
};

/** One page of the symbol's fills, newest first, each with its order: reports are as far behind with them as with orders. */
export function fillsAsked(
  venue: PhemexVenue,
  account: PhemexAccount,
  { symbol, params, fewest }: { readonly symbol: string; readonly params: Params; readonly fewest: number },
): readonly { readonly fill: EngineFill; readonly order: EngineOrder }[] {
  const [limit, offset] = [Number(params.limit ?? fewest), Number(params.offset ?? 0)];
  if (limit > LARGEST_PAGE) throw new Refused("30018", "phemex.data.size.uplimt");
  const start = Number(params.start ?? venue.now() - TWO_DAYS_MS);
  const fills = account.fills.filter((fill) => fill.symbol === symbol && fill.at >= start).toReversed();
  const told = fills.flatMap((fill) => {
    const order = account.orders.get(fill.venueOrderId);
    return order === undefined || !venue.isVisible(order) ? [] : [{ fill, order }];
  });
  return told.slice(offset, offset + limit);
}

/** The order the parameters name, cancelled. @throws Refused when there is none that rests */
export function cancelNamed(
  venue: PhemexVenue,
  account: PhemexAccount,
  { market, params }: { readonly market: SimulatedMarket; readonly params: Params },
): EngineOrder {
  const { orderID, clOrdID } = params;
  const order =
    clOrdID === undefined
      ? [...account.orders.values()].find(({ venueOrderId }) => orderIdOf(venueOrderId) === orderID)
      : account.findByClientId(market.instrument.symbol, clOrdID);
  if (order === undefined) throw new Refused("10002", "OM_ORDER_NOT_FOUND");
  if (order.status === "canceled") throw new Refused("11062", "TE_ORD_ALREADY_CANCELED");
  const cancelled = venue.cancel(account, order);
  if (cancelled === undefined) throw new Refused("11063", "TE_ORD_STATUS_CANNOT_CANCEL");
  return cancelled;
}

export function refusalOf(refusal: EngineRefusal): Refused {
  switch (refusal.kind) {
    case "insufficient-margin":
      return new Refused("11001", "TE_NO_ENOUGH_AVAILABLE_BALANCE");
    case "nothing-to-reduce":
      return new Refused("11057", "TE_QTY_NOT_MATCH_REDUCE_ONLY");
    case "below-minimum-notional":
      return new Refused("11115", "TE_ORDER_VALUE_TOO_SMALL");
    default:
      return new Refused("30000", `Please double check input arguments: ${refusal.kind}`);
  }
}
