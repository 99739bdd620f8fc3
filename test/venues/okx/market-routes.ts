// What anyone may ask: https://www.okx.com/docs-v5/en/#public-data-rest-api and #order-book-trading-market-data

import type { PublicRoutes } from "./dialect.ts";
import { instrumentBody, PREOPEN_BODY } from "./markets.ts";
import { OkxError, required } from "./okx-error.ts";

export const MARKET_ROUTES: PublicRoutes = {
  "GET /api/v5/public/time": (venue) => [{ ts: String(venue.now()) }],
  "GET /api/v5/public/instruments": (venue, { params }) => {
    if (required(params, "instType") !== "SWAP") throw new OkxError("51000", "Parameter instType error", 400);
    return [...[...venue.markets.values()].map(instrumentBody), PREOPEN_BODY];
  },
  "GET /api/v5/market/books": (venue, { params }) => {
    const { bid, ask } = venue.book(required(params, "instId"));
    const ts = String(venue.now());
    // Price, contracts, a field no longer used, number of orders.
    return [{ asks: [[ask, "1000", "0", "4"]], bids: [[bid, "1000", "0", "4"]], ts, seqId: 3_235_851_742 }];
  },
};
