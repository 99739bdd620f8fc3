// What anyone may ask: https://docs.kraken.com/api/docs/futures-api/trading/market-data
import { middleOf } from "../../../lib/adapters/paper/margin.ts";
import type { OpenRoutes } from "../routes.ts";
import { required } from "./kraken-error.ts";
import { instrumentBody, OTHER_INSTRUMENTS } from "./markets.ts";
import { success } from "./shapes.ts";
import type { KrakenVenue } from "./venue.ts";

export const MARKET_ROUTES: OpenRoutes<KrakenVenue> = {
  "GET /derivatives/api/v3/instruments": (venue) =>
    success(venue.now(), { instruments: [...[...venue.markets.values()].map(instrumentBody), ...OTHER_INSTRUMENTS] }),
  "GET /derivatives/api/v3/tickers/{symbol}": (venue, params) => {
    const { venueSymbol } = venue.market(required(params, "symbol")).instrument;
    const book = venue.book(venueSymbol);
    const last = Number(middleOf(book).toFixed());
    const sides = { bid: Number(book.bid), bidSize: 10, ask: Number(book.ask), askSize: 10 };
    const ticker = { symbol: venueSymbol, last, markPrice: last, indexPrice: last, ...sides, tag: "perpetual" };
    return success(venue.now(), { ticker: { ...ticker, suspended: false, postOnly: false } });
  },
};
