// What anyone may ask: https://phemex-docs.github.io/#usd-m-perpetual-rest-api
import type { OpenRoutes } from "../routes.ts";
import { wholeNumber } from "../whole-number.ts";
import { productBody } from "./markets.ts";
import { required, success } from "./phemex-answers.ts";
import { nanoseconds } from "./shapes.ts";
import type { PhemexVenue } from "./venue.ts";

export const MARKET_ROUTES: OpenRoutes<PhemexVenue> = {
  "GET /public/time": (venue) => success({ serverTime: venue.now() }),
  "GET /public/products": (venue) =>
    success({
      currencies: [
        { currency: "USDT", name: "TetherUS", code: 3, valueScale: 8, status: "Listed", assetsPrecision: 8 },
        { currency: "USDC", name: "USD Coin", code: 12, valueScale: 8, status: "Listed", assetsPrecision: 8 },
      ],
      products: [],
      perpProductsV2: [...venue.markets.values()].map(productBody),
      riskLimits: [],
      riskLimitsV2: [],
    }),
  "GET /md/v2/orderbook": (venue, params) => {
    const symbol = required(params, "symbol");
    const { bid, ask } = venue.book(symbol);
    const timestamp = wholeNumber(nanoseconds(venue.now()));
    const orderbook_p = { asks: [[ask, "10"]], bids: [[bid, "10"]] };
    return {
      error: null,
      id: 0,
      result: { depth: 30, orderbook_p, sequence: 77_751_555, symbol, timestamp, type: "snapshot" },
    };
  },
};
