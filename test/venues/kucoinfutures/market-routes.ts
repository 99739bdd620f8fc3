// What anyone may ask: https://www.kucoin.com/docs-new/rest/futures-trading/market-data/introduction

import { middleOf } from "../../../lib/adapters/paper/margin.ts";
import { formatDecimal } from "../../../lib/core/decimal.ts";
import { candlesOf } from "../candles.ts";
import type { OpenRoutes } from "../routes.ts";
import { required } from "./kucoin-refusals.ts";
import { contractBody } from "./markets.ts";
import type { KucoinVenue } from "./venue.ts";

export const MARKET_ROUTES: OpenRoutes<KucoinVenue> = {
  "GET /api/v1/timestamp": (venue) => venue.now(),
  "GET /api/v1/contracts/active": (venue) => [...venue.markets.values()].map(contractBody),
  // Orders are held to the first tier, which is a new account's:
  // https://www.kucoin.com/docs-new/rest/futures-trading/positions/get-isolated-margin-risk-limit
  "GET /api/v1/contracts/risk-limit/{symbol}": (venue, params) => {
    const { instrument, riskLimit } = venue.market(required(params, "symbol"));
    const { venueSymbol: symbol, maxLeverage = 1 } = instrument;
    return [1, 2].map((level) => ({
      symbol,
      level,
      maxRiskLimit: Number(riskLimit) * level,
      minRiskLimit: Number(riskLimit) * (level - 1),
      maxLeverage: Math.floor(maxLeverage / level),
      initialMargin: level / maxLeverage,
      maintainMargin: level / maxLeverage / 2,
    }));
  },
  // Oldest first, at most 500: https://www.kucoin.com/docs-new/rest/futures-trading/market-data/get-klines, ccxt's kucoin.js and
  // hummingbot/hummingbot, kucoin_perpetual_candles.py.
  "GET /api/v1/kline/query": (venue, params) => {
    const market = { book: venue.book(required(params, "symbol")), now: venue.now() };
    const span = { from: Number(required(params, "from")), to: Number(required(params, "to")) };
    const asked = { stepMs: Number(required(params, "granularity")) * 60_000, ...span, most: 500 };
    return candlesOf(market, asked).map(({ at, open, high, low, close }) => {
      return [at, Number(open), Number(high), Number(low), Number(close), 148, 296_224];
    });
  },
  "GET /api/v1/ticker": (venue, params) => {
    const symbol = required(params, "symbol");
    const book = venue.book(symbol);
    return {
      sequence: 1_697_895_100_310,
      symbol,
      side: "sell",
      size: 1,
      tradeId: "1697895100310",
      price: formatDecimal(middleOf(book)),
      bestBidPrice: book.bid,
      bestBidSize: 1_000,
      bestAskPrice: book.ask,
      bestAskSize: 1_000,
      ts: venue.now() * 1_000_000,
    };
  },
};
