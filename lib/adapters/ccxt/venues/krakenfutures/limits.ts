// How often Kraken may be asked: https://docs.kraken.com/exchange/guides/futures/ratelimits. Market data costs nothing. The log of an
// account is its history, whose tokens come back slowly: what it tells may be late.
import type { RequestLimit } from "../../request-limits.ts";

/** By key. */
export const KRAKENFUTURES_LIMITS: readonly RequestLimit[] = [
  {
    most: 500,
    everyMs: 10_000,
    weights: {
      "POST sendorder": 10,
      "POST cancelorder": 10,
      "POST cancelallorders": 25,
      "POST orders/status": 1,
      "GET accounts": 2,
      "GET openpositions": 2,
      "GET openorders": 2,
      // With a time to begin at; 2 without.
      "GET fills": 25,
      "GET leveragepreferences": 2,
      "PUT leveragepreferences": 10,
    },
  },
  { most: 100, everyMs: 600_000, weights: { "GET account-log": 3, "GET orders": 1, "GET executions": 1 } },
];
