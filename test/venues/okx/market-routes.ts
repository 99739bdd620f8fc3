// What anyone may ask: https://www.okx.com/docs-v5/en/#public-data-rest-api and #order-book-trading-market-data

import { candlesOf, stepOf } from "../candles.ts";
import { Refused } from "../refused.ts";
import type { OpenRoutes, Params } from "../routes.ts";
import { DATED_BODY, instrumentBody, PREOPEN_BODY } from "./markets.ts";
import { required } from "./okx-refusals.ts";
import type { OkxVenue } from "./venue.ts";

/** By the names of its bars, minutes. */
const BARS = { "1m": 1, "5m": 5, "15m": 15, "1H": 60, "4H": 240, "1Dutc": 1_440 };

export const MARKET_ROUTES: OpenRoutes<OkxVenue> = {
  "GET /api/v5/public/time": (venue) => [{ ts: String(venue.now()) }],
  "GET /api/v5/public/instruments": (venue, params) => {
    const instType = required(params, "instType");
    const listed = [...venue.markets.values()];
    if (instType === "SWAP")
      return [...listed.filter(({ isXPerp }) => isXPerp !== true).map(instrumentBody), PREOPEN_BODY];
    if (instType !== "FUTURES") throw new Refused("51000", "Parameter instType error", 400);
    return [...listed.filter(({ isXPerp }) => isXPerp === true).map(instrumentBody), DATED_BODY];
  },
  // Newest first, between `before` and `after` without them: https://www.okx.com/docs-v5/en/#order-book-trading-market-data-get-candlesticks,
  // ccxt's okx.js and thrasher-corp/gocryptotrader, exchanges/okx.
  "GET /api/v5/market/candles": candleRows,
  "GET /api/v5/market/history-candles": candleRows,
  "GET /api/v5/market/books": (venue, params) => {
    const { bid, ask } = venue.book(required(params, "instId"));
    const ts = String(venue.now());
    // Price, contracts, a field no longer used, number of orders.
    return [{ asks: [[ask, "1000", "0", "4"]], bids: [[bid, "1000", "0", "4"]], ts, seqId: 3_235_851_742 }];
  },
};

function candleRows(venue: OkxVenue, params: Params): unknown {
  const { before, after, bar, limit = "100" } = params;
  const span = {
    ...(before === undefined ? {} : { from: Number(before) + 1 }),
    ...(after === undefined ? {} : { to: Number(after) - 1 }),
  };
  const market = { book: venue.book(required(params, "instId")), now: venue.now() };
  const asked = { stepMs: stepOf(bar, BARS), most: Number(limit) };
  const rows = candlesOf(market, { ...asked, ...span }).map(({ at, open, high, low, close }) => {
    return [String(at), open, high, low, close, "14811", "148.11", "296224", "1"];
  });
  return rows.reverse();
}
