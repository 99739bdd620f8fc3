// What anyone may ask: https://bingx-api.github.io/docs/#/en-us/swapV2/market-api.html
import { candlesOf, stepOf } from "../candles.ts";
import type { OpenRoutes } from "../routes.ts";
import { required } from "./bingx-refusals.ts";
import { contractOf } from "./markets.ts";
import type { BingxVenue } from "./venue.ts";

/** By the names of its intervals, minutes. */
const INTERVALS = { "1m": 1, "5m": 5, "15m": 15, "1h": 60, "4h": 240, "1d": 1_440 };

export const MARKET_ROUTES: OpenRoutes<BingxVenue> = {
  "GET /swap/v2/server/time": (venue) => ({ serverTime: venue.now() }),
  "GET /swap/v2/quote/contracts": (venue) => [...venue.markets.values()].map(contractOf),
  // Newest first, after `startTime`: https://bingx-api.github.io/docs/#/en-us/swapV2/market-api.html (K-Line Data), ccxt's bingx.js and
  // AlexWan/OsEngine, BingXFutures.
  "GET /swap/v3/quote/klines": (venue, params) => {
    const { startTime, endTime, limit = "500" } = params;
    const span = {
      ...(startTime === undefined ? {} : { from: Number(startTime) }),
      ...(endTime === undefined ? {} : { to: Number(endTime) }),
    };
    const market = { book: venue.book(required(params, "symbol")), now: venue.now() };
    const asked = { stepMs: stepOf(params.interval, INTERVALS), most: Number(limit) };
    const rows = candlesOf(market, { ...asked, ...span }).map(({ at, ...prices }) => {
      return { ...prices, volume: "148.11", time: at };
    });
    return rows.reverse();
  },
  "GET /swap/v2/quote/bookTicker": (venue, params) => {
    const symbol = required(params, "symbol");
    const { bid, ask } = venue.book(symbol);
    return {
      book_ticker: {
        symbol,
        bid_price: Number(bid),
        bid_qty: 10.5,
        ask_price: Number(ask),
        ask_qty: 9.25,
        lastUpdateId: 1_000_001,
        time: venue.now(),
      },
    };
  },
};
