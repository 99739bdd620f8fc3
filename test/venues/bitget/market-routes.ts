// What anyone may ask: https://www.bitget.com/api-doc/contract/market
import { middleOf } from "../../../lib/adapters/paper/margin.ts";
import { formatDecimal } from "../../../lib/core/decimal.ts";
import type { OpenRoutes } from "../routes.ts";
import { marketOf, productTypeOf } from "./bitget-refusals.ts";
import { contractBody, tiersOf } from "./markets.ts";
import type { BitgetVenue } from "./venue.ts";

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
