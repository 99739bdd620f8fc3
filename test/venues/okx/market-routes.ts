// What anyone may ask: https://www.okx.com/docs-v5/en/#public-data-rest-api and #order-book-trading-market-data

import { Refused } from "../refused.ts";
import type { OpenRoutes } from "../routes.ts";
import { DATED_BODY, instrumentBody, PREOPEN_BODY } from "./markets.ts";
import { required } from "./okx-refusals.ts";
import type { OkxVenue } from "./venue.ts";

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
  "GET /api/v5/market/books": (venue, params) => {
    const { bid, ask } = venue.book(required(params, "instId"));
    const ts = String(venue.now());
    // Price, contracts, a field no longer used, number of orders.
    return [{ asks: [[ask, "1000", "0", "4"]], bids: [[bid, "1000", "0", "4"]], ts, seqId: 3_235_851_742 }];
  },
};
