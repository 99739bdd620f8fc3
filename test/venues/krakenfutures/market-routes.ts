// What anyone may ask: https://docs.kraken.com/api/docs/futures-api/trading/market-data
import { middleOf } from "../../../lib/adapters/paper/margin.ts";
import { candlesOf, stepOf } from "../candles.ts";
import type { OpenRoutes } from "../routes.ts";
import { required } from "./kraken-error.ts";
import { instrumentBody, OTHER_INSTRUMENTS } from "./markets.ts";
import { success } from "./shapes.ts";
import type { KrakenVenue } from "./venue.ts";

const MOST_CANDLES = 2_000;
/** By the names of its intervals, minutes. */
const INTERVALS = { "1m": 1, "5m": 5, "15m": 15, "1h": 60, "4h": 240, "1d": 1_440 };

export const MARKET_ROUTES: OpenRoutes<KrakenVenue> = {
  "GET /derivatives/api/v3/instruments": (venue) =>
    success(venue.now(), { instruments: [...[...venue.markets.values()].map(instrumentBody), ...OTHER_INSTRUMENTS] }),
  // Between `from` and `to`, seconds: https://docs.kraken.com/api/docs/futures-api/charts/candles and ccxt's krakenfutures.js.
  "GET /api/charts/v1/{price_type}/{symbol}/{interval}": (venue, params) => {
    const { venueSymbol } = venue.market(required(params, "symbol")).instrument;
    const market = { book: venue.book(venueSymbol), now: venue.now() };
    const span = { from: Number(required(params, "from")) * 1_000, to: Number(required(params, "to")) * 1_000 };
    const candles = candlesOf(market, { stepMs: stepOf(params.interval, INTERVALS), ...span, most: MOST_CANDLES });
    return { candles: candles.map(({ at, ...prices }) => ({ time: at, ...prices, volume: 148 })), more_candles: false };
  },
  "GET /derivatives/api/v3/tickers/{symbol}": (venue, params) => {
    const { venueSymbol } = venue.market(required(params, "symbol")).instrument;
    const book = venue.book(venueSymbol);
    const last = Number(middleOf(book).toFixed());
    const sides = { bid: Number(book.bid), bidSize: 10, ask: Number(book.ask), askSize: 10 };
    const ticker = { symbol: venueSymbol, last, markPrice: last, indexPrice: last, ...sides, tag: "perpetual" };
    return success(venue.now(), { ticker: { ...ticker, suspended: false, postOnly: false } });
  },
};
