// What anyone may ask: https://docs.coinex.com/api/v2/futures/market
import { Refused } from "../refused.ts";
import type { OpenRoutes } from "../routes.ts";
import { required } from "./coinex-refusals.ts";
import { marketBody } from "./markets.ts";
import type { CoinexVenue } from "./venue.ts";

const DEPTHS = ["5", "10", "20", "50"];

export const MARKET_ROUTES: OpenRoutes<CoinexVenue> = {
  "GET /time": (venue) => ({ timestamp: venue.now() }),
  "GET /futures/market": (venue) => [...venue.markets.values()].map(marketBody),
  "GET /futures/depth": (venue, params) => {
    const market = required(params, "market");
    if (!DEPTHS.includes(required(params, "limit"))) throw new Refused(3639, "Invalid Parameter: limit");
    required(params, "interval");
    const { bid, ask } = venue.book(market);
    return {
      market,
      is_full: true,
      depth: {
        asks: [[ask, "12.5"]],
        bids: [[bid, "12.5"]],
        last: bid,
        updated_at: venue.now(),
        checksum: 2_956_436_260,
      },
    };
  },
};
