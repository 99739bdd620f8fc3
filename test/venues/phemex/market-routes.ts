// What anyone may ask: https://phemex-docs.github.io/#usd-m-perpetual-rest-api and #coin-m-perpetual-rest-api
import type { OpenRoutes } from "../routes.ts";
import { wholeNumber } from "../whole-number.ts";
import { contractBody, productBody } from "./markets.ts";
import { success } from "./phemex-answers.ts";
import { nanoseconds } from "./shapes.ts";
import { marketOf, type PhemexVenue } from "./venue.ts";

/** Spot markets stand in the same list. */
const SPOT_PRODUCT = {
  symbol: "sBTCUSDT",
  code: 1_001,
  type: "Spot",
  displaySymbol: "BTC / USDT",
  quoteCurrency: "USDT",
  priceScale: 8,
  ratioScale: 8,
  baseCurrency: "BTC",
  status: "Listed",
};

export const MARKET_ROUTES: OpenRoutes<PhemexVenue> = {
  "GET /public/time": (venue) => success({ serverTime: venue.now() }),
  "GET /public/products": (venue) => {
    const markets = [...venue.markets.values()];
    const contracts = markets.filter(({ underlying }) => underlying !== undefined).map(contractBody);
    return success({
      currencies: [
        { currency: "BTC", name: "Bitcoin", code: 1, valueScale: 8, status: "Listed", assetsPrecision: 8 },
        { currency: "USD", name: "USD", code: 2, valueScale: 4, status: "Listed", assetsPrecision: 2 },
        { currency: "ETH", name: "Ethereum", code: 4, valueScale: 8, status: "Listed", assetsPrecision: 8 },
        { currency: "USDT", name: "TetherUS", code: 3, valueScale: 8, status: "Listed", assetsPrecision: 8 },
        { currency: "USDC", name: "USD Coin", code: 12, valueScale: 8, status: "Listed", assetsPrecision: 8 },
      ],
      products: [...contracts, SPOT_PRODUCT],
      perpProductsV2: markets.filter(({ underlying }) => underlying === undefined).map(productBody),
      riskLimits: [],
      riskLimitsV2: [],
    });
  },
  "GET /md/v2/orderbook": (venue, params) => {
    const { symbol } = marketOf(venue, params, "perpetual").instrument;
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
