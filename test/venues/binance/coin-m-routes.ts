import type { OpenRoutes, SignedRoutes } from "../routes.ts";
import { bracketBody } from "./account-routes.ts";
import type { BinanceAccount } from "./binance-account.ts";
import { allowOnly } from "./binance-refusals.ts";
import { contractInfoOf, pairOf } from "./coin-m-markets.ts";
import { contractPositions } from "./coin-m-shapes.ts";
import { candleRows } from "./market-routes.ts";
import { assetBody } from "./shapes.ts";
import type { BinanceVenue } from "./venue.ts";
import { marketsOf, statesOf } from "./venue.ts";

export const COIN_M_MARKET_ROUTES: OpenRoutes<BinanceVenue> = {
  "GET /dapi/v1/time": (venue) => ({ serverTime: venue.now() }),
  "GET /dapi/v1/exchangeInfo": (venue) => ({
    timezone: "UTC",
    serverTime: venue.now(),
    rateLimits: [
      { rateLimitType: "REQUEST_WEIGHT", interval: "MINUTE", intervalNum: 1, limit: 2400 },
      { rateLimitType: "ORDERS", interval: "MINUTE", intervalNum: 1, limit: 1200 },
    ],
    exchangeFilters: [],
    symbols: marketsOf(venue, {}, "dapi").map(contractInfoOf),
  }),
  // https://developers.binance.com/docs/derivatives/coin-margined-futures/market-data/rest-api/Kline-Candlestick-Data
  "GET /dapi/v1/klines": (venue, params) => candleRows(venue, params, "dapi"),
  // A list, even of one.
  "GET /dapi/v1/ticker/bookTicker": (venue, params) =>
    marketsOf(venue, params, "dapi").map(({ instrument }) => {
      const { bid, ask } = venue.book(instrument.symbol);
      const time = venue.now();
      const best = { bidPrice: bid, bidQty: "160", askPrice: ask, askQty: "70" };
      return { lastUpdateId: time, symbol: instrument.symbol, pair: pairOf(instrument), ...best, time };
    }),
};

export const COIN_M_ROUTES: SignedRoutes<BinanceVenue, BinanceAccount> = {
  "GET /dapi/v1/account": (venue, account, params) => {
    allowOnly(params, []);
    const context = venue.context(account);
    return {
      assets: statesOf(account, "dapi").map((state) => assetBody(state, context)),
      positions: [],
      canDeposit: true,
      canTrade: account.setup.canTrade !== false,
      canWithdraw: true,
      feeTier: 2,
      updateTime: 0,
    };
  },
  "GET /dapi/v1/positionRisk": (venue, account, params) => {
    allowOnly(params, []);
    return marketsOf(venue, {}, "dapi").flatMap(({ instrument }) =>
      contractPositions(account, instrument, venue.context(account, instrument.symbol)),
    );
  },
  "GET /dapi/v2/leverageBracket": (venue, _account, params) => {
    allowOnly(params, ["symbol"]);
    return marketsOf(venue, params, "dapi").map((market) =>
      bracketBody(market, ({ floor, cap }) => ({ qtyCap: cap, qtyFloor: floor })),
    );
  },
};
