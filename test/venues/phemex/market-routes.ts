// What anyone may ask: https://phemex-docs.github.io/#usd-m-perpetual-rest-api and #coin-m-perpetual-rest-api
import { candlesOf } from "../candles.ts";
import type { OpenRoutes, Params } from "../routes.ts";
import { wholeNumber } from "../whole-number.ts";
import { contractBody, productBody, scaledPrice } from "./markets.ts";
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
  // Seconds; a row is time, step, the close before, open, high, low, close, volume, turnover:
  // https://phemex-docs.github.io/#query-kline-2 and ccxt's phemex.js. Prices of coin-margined contracts are scaled.
  "GET /exchange/public/md/v2/kline/list": (venue, params) => {
    const span = { from: Number(params.from) * 1_000, to: Number(params.to) * 1_000 };
    return candleRows(venue, params, { api: "perpetual", ...span });
  },
  "GET /exchange/public/md/v2/kline": (venue, params) => candleRows(venue, params, { api: "contract" }),
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

interface CandleRowsAsked {
  readonly api: "perpetual" | "contract";
  readonly from?: number;
  readonly to?: number;
}

function candleRows(venue: PhemexVenue, params: Params, { api, ...span }: CandleRowsAsked): unknown {
  const { resolution, limit = "100" } = params;
  const market = { book: venue.book(marketOf(venue, params, api).instrument.symbol), now: venue.now() };
  const told = (price: string) => (api === "contract" ? scaledPrice(price) : price);
  const asked = { stepMs: Number(resolution) * 1_000, ...span, most: Number(limit) };
  const rows = candlesOf(market, asked).map(({ at, open, high, low, close }) => {
    return [at / 1_000, Number(resolution), ...[open, open, high, low, close].map(told), "148.11", "296224"];
  });
  return success({ total: -1, rows });
}
