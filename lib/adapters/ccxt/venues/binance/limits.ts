// How often Binance may be asked: https://developers.binance.com/docs/derivatives/usds-margined-futures/general-info,
// .../coin-margined-futures/general-info and .../portfolio-margin/general-info with the weights under each request, `rateLimits` of
// exchangeInfo, and the weights of ccxt 4.5.84.
import type { RequestLimit } from "../../request-limits.ts";

/** Weighs 30 and is remembered. */
const POSITION_MODE = { "GET positionSide/dual": 30 };

/** Weights by address, orders by account. */
export const USD_M_LIMITS: readonly RequestLimit[] = [
  {
    most: 2_400,
    everyMs: 60_000,
    of: "address",
    weights: {
      ...POSITION_MODE,
      "GET account": 5,
      "GET positionRisk": 5,
      "GET symbolConfig": 5,
      "GET accountConfig": 5,
      "GET userTrades": 5,
      "GET income": 30,
      "GET ticker/bookTicker": 2,
      "POST order": 0,
    },
    others: 1,
  },
  { most: 300, everyMs: 10_000, weights: { "POST order": 1 } },
];

/** Of coin-margined contracts. */
export const COIN_M_LIMITS: readonly RequestLimit[] = [
  {
    most: 2_400,
    everyMs: 60_000,
    of: "address",
    weights: {
      ...POSITION_MODE,
      "GET account": 5,
      "GET userTrades": 20,
      "GET income": 20,
      "GET ticker/bookTicker": 2,
      "POST order": 0,
    },
    others: 1,
  },
  { most: 1_200, everyMs: 60_000, weights: { "POST order": 1 } },
];

/** Of portfolio margin, which has weights of its own for its account. */
export const PORTFOLIO_LIMITS: readonly RequestLimit[] = [
  {
    most: 6_000,
    everyMs: 60_000,
    of: "address",
    weights: {
      "GET account": 20,
      "GET um/account": 5,
      "GET um/positionRisk": 5,
      "GET um/positionSide/dual": 30,
      "GET um/userTrades": 5,
      "GET ticker/bookTicker": 2,
    },
    others: 1,
  },
  { most: 1_200, everyMs: 60_000, weights: { "POST um/order": 1 } },
];
