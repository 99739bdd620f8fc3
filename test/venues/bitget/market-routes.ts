// What anyone may ask: https://www.bitget.com/api-doc/contract/market
import { middleOf } from "../../../lib/adapters/paper/margin.ts";
import { formatDecimal } from "../../../lib/core/decimal.ts";
import { candlesOf, stepOf } from "../candles.ts";
import type { OpenRoutes, Params } from "../routes.ts";
import { marketOf, productTypeOf } from "./bitget-refusals.ts";
import { contractBody, tiersOf } from "./markets.ts";
import type { BitgetVenue } from "./venue.ts";

/** By the names of its granularities, minutes. */
const GRANULARITIES = { "1m": 1, "5m": 5, "15m": 15, "1H": 60, "4H": 240, "1D": 1_440, "1Dutc": 1_440 };

export const MARKET_ROUTES: OpenRoutes<BitgetVenue> = {
  "GET /api/v2/public/time": (venue) => ({ serverTime: String(venue.now()) }),
  "GET /api/v2/mix/market/contracts": (venue, params) => {
    const productType = productTypeOf(params);
    return [...venue.markets.values()].filter((market) => market.productType === productType).map(contractBody);
  },
  "GET /api/v2/mix/market/ticker": (venue, params) => {
    const { symbol } = marketOf(venue, params).instrument;
    const { bid, ask } = venue.book(symbol);
    const middle = formatDecimal(middleOf({ bid, ask }));
    const ticker = {
      symbol,
      lastPr: middle,
      askPr: ask,
      bidPr: bid,
      bidSz: "10",
      askSz: "10",
      ts: String(venue.now()),
      indexPrice: middle,
      fundingRate: "0.0001",
      deliveryStatus: "delivery_normal",
      markPrice: middle,
    };
    return [ticker];
  },
  // Oldest first, back from before `endTime`: https://www.bitget.com/api-doc/contract/market/Get-Candle-Data, ccxt's bitget.js and
  // tiagosiebler/bitget-api (FuturesCandlestickV2).
  "GET /api/v2/mix/market/candles": (venue, params) =>
    candleRows(venue, params, marketOf(venue, params).instrument.symbol),
  "GET /api/v2/mix/market/history-candles": (venue, params) =>
    candleRows(venue, params, marketOf(venue, params).instrument.symbol),
  "GET /api/v2/mix/market/query-position-lever": (venue, params) => {
    const market = marketOf(venue, params);
    return tiersOf(market).map(({ maxLeverage, limit }, index, tiers) => ({
      symbol: market.instrument.symbol,
      level: String(index + 1),
      startUnit: String(tiers[index - 1]?.limit ?? 0),
      endUnit: String(limit),
      leverage: String(maxLeverage),
      keepMarginRate: "0.004",
    }));
  },
};

/** @param symbol - a unified account's list is the same under other names. */
export function candleRows(venue: BitgetVenue, params: Params, symbol: string): unknown {
  const { startTime, endTime = String(venue.now()), limit = "100", granularity, interval = granularity } = params;
  const asked = { stepMs: stepOf(interval, GRANULARITIES), to: Number(endTime) - 1, most: Number(limit) };
  return candlesOf({ book: venue.book(symbol), now: venue.now() }, asked)
    .filter(({ at }) => startTime === undefined || at >= Number(startTime))
    .map(({ at, open, high, low, close }) => [String(at), open, high, low, close, "148.11", "296224"]);
}
