// What anyone may ask: https://bingx-api.github.io/docs/#/en-us/swapV2/market-api.html
import type { OpenRoutes } from "../routes.ts";
import { required } from "./bingx-refusals.ts";
import { contractOf } from "./markets.ts";
import type { BingxVenue } from "./venue.ts";

export const MARKET_ROUTES: OpenRoutes<BingxVenue> = {
  "GET /swap/v2/server/time": (venue) => ({ serverTime: venue.now() }),
  "GET /swap/v2/quote/contracts": (venue) => [...venue.markets.values()].map(contractOf),
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
