// The contract API: https://phemex-docs.github.io/#coin-m-perpetual-rest-api. What it knows by id and of fills comes out of a
// database, which is behind; the list of open orders is not, and refuses when there is none.
import { middleOf } from "../../../lib/adapters/paper/margin.ts";
import { Refused } from "../refused.ts";
import type { OpenRoutes, SignedRoutes } from "../routes.ts";
import type { AccountSetup, SimulatedAccount } from "../simulated-account.ts";
import { wholeNumber } from "../whole-number.ts";
import { setSignedLeverage } from "./account-routes.ts";
import { checkOrder } from "./check-order.ts";
import { contractAccountBody, contractFillBody, contractOrderBody } from "./contract-shapes.ts";
import { RATIO_SCALE, scaledPrice, VALUE_SCALES } from "./markets.ts";
import { cancelNamed, fillsAsked, refusalOf } from "./order-routes.ts";
import { report, required, success } from "./phemex-answers.ts";
import { nanoseconds, orderIdOf } from "./shapes.ts";
import { marketOf, type PhemexVenue } from "./venue.ts";

type PhemexAccount = SimulatedAccount<AccountSetup>;

export const CONTRACT_MARKET_ROUTES: OpenRoutes<PhemexVenue> = {
  "GET /md/orderbook": (venue, params) => {
    const { symbol } = marketOf(venue, params, "contract").instrument;
    const { bid, ask } = venue.book(symbol);
    const book = { asks: [[scaledPrice(ask), 1_000_000]], bids: [[scaledPrice(bid), 2_000_000]] };
    const timestamp = wholeNumber(nanoseconds(venue.now()));
    return {
      error: null,
      id: 0,
      result: { book, depth: 30, sequence: 455_476_965, timestamp, symbol, type: "snapshot" },
    };
  },
};

export const CONTRACT_ROUTES: SignedRoutes<PhemexVenue, PhemexAccount> = {
  "POST /orders": (venue, account, params) => {
    const market = marketOf(venue, params, "contract");
    const placed = venue.place(account, checkOrder(venue, account, { market, params }));
    if (!placed.ok) throw refusalOf(placed.error);
    return success(contractOrderBody(placed.value, market, "just-taken"));
  },
  "DELETE /orders/cancel": (venue, account, params) => {
    const market = marketOf(venue, params, "contract");
    return success(contractOrderBody(cancelNamed(venue, account, { market, params }), market, "live"));
  },
  "DELETE /orders/all": (venue, account, params) => {
    const open = account.openOrders(marketOf(venue, params, "contract").instrument.symbol);
    for (const order of open) venue.cancel(account, order);
    return success(open.length);
  },
  "GET /orders/activeList": (venue, account, params) => {
    const market = marketOf(venue, params, "contract");
    const open = account.openOrders(market.instrument.symbol);
    if (open.length === 0) throw new Refused("10002", "OM_ORDER_NOT_FOUND");
    return success({ rows: open.map((order) => contractOrderBody(order, market, "live")) });
  },
  "GET /exchange/order": (venue, account, params) => {
    const market = marketOf(venue, params, "contract");
    const ids = required(params, params.orderID === undefined ? "clOrdID" : "orderID").split(",");
    const found = [...account.orders.values()].filter(
      (order) =>
        order.symbol === market.instrument.symbol &&
        ids.includes(params.orderID === undefined ? order.clientOrderId : orderIdOf(order.venueOrderId)),
    );
    const visible = found.filter((order) => venue.isVisible(order));
    const rows = visible.map((order) => contractOrderBody(order, market, "stored"));
    return venue.reportShape === undefined ? success(rows) : report(venue, rows);
  },
  "GET /exchange/order/trade": (venue, account, params) => {
    const market = marketOf(venue, params, "contract");
    const told = fillsAsked(venue, account, { symbol: market.instrument.symbol, params, fewest: 50 });
    return report(
      venue,
      told.map(({ fill, order }) => contractFillBody(fill, order, market)),
    );
  },
  "GET /accounts/accountPositions": (venue, account, params) => {
    const currency = required(params, "currency");
    if (VALUE_SCALES[currency] === undefined) throw new Refused("11028", "TE_CURRENCY_INVALID");
    const markets = [...venue.markets.values()].filter(({ instrument }) => instrument.settle === currency);
    const middle = (symbol: string) => middleOf(venue.book(symbol));
    const state = account.state(currency);
    return success(contractAccountBody(state, markets, { context: venue.context(account), middle }));
  },
  "PUT /positions/leverage": (venue, account, params) => {
    const market = marketOf(venue, params, "contract");
    const told = Number(required(params, params.leverage === undefined ? "leverageEr" : "leverage"));
    const leverage = params.leverage === undefined ? told / 10 ** RATIO_SCALE : told;
    // Zero is cross, and the only way to it: https://github.com/ccxt/ccxt/pull/13185
    if (leverage < 0) throw new Refused("11004", "TE_INVALID_LEVERAGE");
    setSignedLeverage(venue, account, { market, signed: leverage });
    return success("OK");
  },
};
