// What anyone may ask: https://developers.binance.com/docs/derivatives/usds-margined-futures/market-data/rest-api

import { middleOf } from "../../../lib/adapters/paper/margin.ts";
import { formatDecimal } from "../../../lib/core/decimal.ts";
import type { OpenRoutes } from "../routes.ts";
import { exchangeInfoOf } from "./markets.ts";
import type { BinanceVenue } from "./venue.ts";
import { marketOf, marketsOf } from "./venue.ts";

/** The simulator's candles are of one minute. */
const MINUTE_MS = 60_000;

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
  "GET /fapi/v1/klines": (venue, params) => {
    const { bid, ask } = venue.book(marketOf(venue, params, "fapi").instrument.symbol);
    const first = Math.ceil(Number(params.startTime) / MINUTE_MS) * MINUTE_MS;
    const count = Math.min(Number(params.limit), Math.floor((venue.now() - first) / MINUTE_MS) + 1);
    return Array.from({ length: Math.max(0, count) }, (_, index) => {
      const opened = first + index * MINUTE_MS;
      return [opened, bid, ask, bid, ask, "148.112", opened + MINUTE_MS - 1, "296", 308, "74.056", "148", "0"];
    });
  },
  "GET /fapi/v1/ticker/price": (venue, params) => {
    const { symbol } = marketOf(venue, params, "fapi").instrument;
    return { symbol, price: formatDecimal(middleOf(venue.book(symbol))), time: venue.now() };
  },
};
