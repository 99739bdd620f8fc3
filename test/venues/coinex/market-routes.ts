// What anyone may ask: https://docs.coinex.com/api/v2/futures/market
import { candlesOf, stepOf } from "../candles.ts";
import { Refused } from "../refused.ts";
import type { OpenRoutes } from "../routes.ts";
import { required } from "./coinex-refusals.ts";
import { marketBody } from "./markets.ts";
import type { CoinexVenue } from "./venue.ts";

const DEPTHS = ["5", "10", "20", "50"];

const MOST_CANDLES = 1_000;
/** By the names of its periods, minutes. */
const PERIODS = { "1min": 1, "5min": 5, "15min": 15, "1hour": 60, "4hour": 240, "1day": 1_440 };

export const MARKET_ROUTES: OpenRoutes<CoinexVenue> = {
  "GET /time": (venue) => ({ timestamp: venue.now() }),
  "GET /futures/market": (venue) => [...venue.markets.values()].map(marketBody),
  // The newest, oldest first: https://docs.coinex.com/api/v2/futures/market/http/list-market-kline and ccxt's coinex.js.
  "GET /futures/kline": (venue, params) => {
    const market = required(params, "market");
    const { limit = "100", period } = params;
    if (Number(limit) > MOST_CANDLES) throw new Refused(3639, "Invalid Parameter: limit");
    const asked = { stepMs: stepOf(period, PERIODS), most: Number(limit) };
    return candlesOf({ book: venue.book(market), now: venue.now() }, asked).map(({ at, ...prices }) => {
      return { ...prices, market, created_at: at, volume: "148.11", value: "296224" };
    });
  },
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
