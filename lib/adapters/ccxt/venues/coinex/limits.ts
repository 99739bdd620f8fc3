// How often CoinEx may be asked, by groups of requests: https://docs.coinex.com/api/v2/rate-limit and JKorf/CoinEx.Net,
// CoinExExchange.cs. Its limits by the hour are told to nobody but by a refusal.
import type { RequestLimit } from "../../request-limits.ts";

/** By user; all together by address. */
export const COINEX_LIMITS: readonly RequestLimit[] = [
  { most: 400, everyMs: 1_000, of: "address", weights: {}, others: 1 },
  {
    most: 20,
    everyMs: 1_000,
    weights: { "POST futures/order": 1, "POST futures/close-position": 1, "POST futures/adjust-position-leverage": 1 },
  },
  {
    most: 40,
    everyMs: 1_000,
    weights: { "POST futures/cancel-order": 1, "POST futures/cancel-order-by-client-id": 1 },
  },
  { most: 20, everyMs: 1_000, weights: { "POST futures/cancel-all-order": 1 } },
  {
    most: 50,
    everyMs: 1_000,
    weights: { "GET futures/pending-order": 1, "GET futures/order-status": 1, "GET futures/pending-position": 1 },
  },
  {
    most: 10,
    everyMs: 1_000,
    weights: { "GET futures/finished-order": 1, "GET futures/user-deals": 1, "GET futures/order-deals": 1 },
  },
  { most: 10, everyMs: 1_000, weights: { "GET assets/futures/balance": 1, "GET account/futures-market-settings": 1 } },
];
