// What anyone may ask: https://bybit-exchange.github.io/docs/v5/market
import { middleOf } from "../../../lib/adapters/paper/margin.ts";
import { formatDecimal } from "../../../lib/core/decimal.ts";
import { candlesOf, stepOf } from "../candles.ts";
import type { OpenRoutes, Params } from "../routes.ts";
import { badParameter, categoryOf, pageOf, required } from "./bybit-refusals.ts";
import { instrumentBody, riskTiersOf, type SimulatedMarket } from "./markets.ts";
import type { BybitVenue } from "./venue.ts";

/** By the names of its intervals, minutes. */
const INTERVALS = { 1: 1, 5: 5, 15: 15, 60: 60, 240: 240, D: 1_440 };

export const MARKET_ROUTES: OpenRoutes<BybitVenue> = {
  "GET /v5/market/time": (venue) => {
    const now = venue.now();
    return { timeSecond: String(Math.floor(now / 1_000)), timeNano: `${now}000000` };
  },
  "GET /v5/market/instruments-info": (venue, params) => {
    const category = categoryOf(params);
    const rows = [...venue.markets.values()].filter(
      (market) => market.category === category && isAsked(market, params.status),
    );
    const page = pageOf(rows, params, { usual: 500, most: 1_000 });
    return { category, ...page, list: page.list.map(instrumentBody) };
  },
  "GET /v5/market/tickers": (venue, params) => {
    const { category, instrument } = marketOf(venue, params);
    const { bid, ask } = venue.book(instrument.symbol);
    const middle = formatDecimal(middleOf({ bid, ask }));
    const ticker = {
      symbol: instrument.symbol,
      lastPrice: middle,
      indexPrice: middle,
      markPrice: middle,
      ask1Price: ask,
      ask1Size: "10",
      bid1Price: bid,
      bid1Size: "10",
      fundingRate: "0.0001",
    };
    return { category, list: [ticker] };
  },
  // Newest first: https://bybit-exchange.github.io/docs/v5/market/kline, ccxt's bybit.js and tiagosiebler/bybit-api (OHLCVKlineV5).
  "GET /v5/market/kline": (venue, params) => {
    const { category, instrument } = marketOf(venue, params);
    const { start, end, limit = "200" } = params;
    const asked = { stepMs: stepOf(params.interval, INTERVALS), most: Number(limit) };
    const market = { book: venue.book(instrument.symbol), now: venue.now() };
    const span = {
      ...(start === undefined ? {} : { from: Number(start) }),
      ...(end === undefined ? {} : { to: Number(end) }),
    };
    const rows = candlesOf(market, { ...asked, ...span }).map(({ at, open, high, low, close }) => {
      return [String(at), open, high, low, close, "148.112", "296224"];
    });
    return { category, symbol: instrument.symbol, list: rows.reverse() };
  },
  "GET /v5/market/risk-limit": (venue, params) => {
    const market = marketOf(venue, params);
    const list = riskTiersOf(market).map(({ maxLeverage, limit }, index) => ({
      id: index + 1,
      symbol: market.instrument.symbol,
      riskLimitValue: String(limit),
      maintenanceMargin: "0.5",
      initialMargin: String(100 / maxLeverage),
      isLowestRisk: index === 0 ? 1 : 0,
      maxLeverage: `${maxLeverage}.00`,
      mmDeduction: "",
    }));
    return { category: market.category, list, nextPageCursor: "" };
  },
};

/** Markets before their launch are shown only when asked for. */
function isAsked(market: SimulatedMarket, status: string | undefined): boolean {
  return status === undefined ? market.status !== "PreLaunch" : market.status === status;
}

/** The market named, of the category named. @throws Refused */
export function marketOf(venue: BybitVenue, params: Params): SimulatedMarket {
  const category = categoryOf(params);
  const market = venue.market(required(params, "symbol"));
  if (market.category !== category) throw badParameter("symbol invalid");
  return market;
}
