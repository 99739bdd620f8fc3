// What anyone may ask: https://developers.binance.com/docs/derivatives/usds-margined-futures/market-data/rest-api

import { middleOf } from "../../../lib/adapters/paper/margin.ts";
import { formatDecimal } from "../../../lib/core/decimal.ts";
import { candlesOf, stepOf } from "../candles.ts";
import type { OpenRoutes, Params } from "../routes.ts";
import { exchangeInfoOf } from "./markets.ts";
import type { Api, BinanceVenue } from "./venue.ts";
import { marketOf, marketsOf } from "./venue.ts";

/** By the names of its intervals, minutes. */
const INTERVALS = { "1m": 1, "5m": 5, "15m": 15, "1h": 60, "4h": 240, "1d": 1_440 };

export const MARKET_ROUTES: OpenRoutes<BinanceVenue> = {
  "GET /fapi/v1/ping": () => ({}),
  "GET /fapi/v1/time": (venue) => ({ serverTime: venue.now() }),
  "GET /fapi/v1/exchangeInfo": (venue) => ({
    timezone: "UTC",
    serverTime: venue.now(),
    futuresType: "U_MARGINED",
    rateLimits: [
      { rateLimitType: "REQUEST_WEIGHT", interval: "MINUTE", intervalNum: 1, limit: 2400 },
      { rateLimitType: "ORDERS", interval: "MINUTE", intervalNum: 1, limit: 1200 },
    ],
    exchangeFilters: [],
    assets: [{ asset: "USDT", marginAvailable: true, autoAssetExchange: "-10000" }],
    symbols: marketsOf(venue, {}, "fapi").map(exchangeInfoOf),
  }),
  "GET /fapi/v1/ticker/bookTicker": (venue, params) => {
    const { symbol } = marketOf(venue, params, "fapi").instrument;
    const { bid, ask } = venue.book(symbol);
    const time = venue.now();
    return { lastUpdateId: time, symbol, bidPrice: bid, bidQty: "10.000", askPrice: ask, askQty: "10.000", time };
  },
  "GET /fapi/v1/depth": (venue, params) => {
    const { bid, ask } = venue.book(marketOf(venue, params, "fapi").instrument.symbol);
    const time = venue.now();
    return { lastUpdateId: time, E: time, T: time, bids: [[bid, "10.000"]], asks: [[ask, "10.000"]] };
  },
  // https://developers.binance.com/docs/derivatives/usds-margined-futures/market-data/rest-api/Kline-Candlestick-Data
  "GET /fapi/v1/klines": (venue, params) => candleRows(venue, params, "fapi"),
  "GET /fapi/v1/ticker/price": (venue, params) => {
    const { symbol } = marketOf(venue, params, "fapi").instrument;
    return { symbol, price: formatDecimal(middleOf(venue.book(symbol))), time: venue.now() };
  },
};

/** @param api - alike in both. */
export function candleRows(venue: BinanceVenue, params: Params, api: Api): unknown {
  const market = { book: venue.book(marketOf(venue, params, api).instrument.symbol), now: venue.now() };
  const stepMs = stepOf(params.interval, INTERVALS);
  const asked = { stepMs, from: Number(params.startTime), most: Number(params.limit) };
  const to = params.endTime === undefined ? {} : { to: Number(params.endTime) };
  return candlesOf(market, { ...asked, ...to }).map(({ at, open, high, low, close }) => {
    return [at, open, high, low, close, "148.112", at + stepMs - 1, "296", 308, "74.056", "148", "0"];
  });
}
