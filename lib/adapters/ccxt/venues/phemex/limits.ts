// How often Phemex may be asked, by groups of requests: https://phemex-docs.github.io/#rest-api-ratelimit-rules; nils2525/Phemex.Net counts so
// too. What is not trading is reports, whatever its path.
import type { RequestLimit } from "../../request-limits.ts";

const REPORTS = [
  "GET api-data/g-futures/trades",
  "GET api-data/g-futures/orders/by-order-id",
  "GET exchange/order",
  "GET exchange/order/trade",
];

/** By user. */
export const PHEMEX_LIMITS: readonly RequestLimit[] = [
  {
    most: 500,
    everyMs: 60_000,
    weights: {
      "POST g-orders": 1,
      "POST orders": 1,
      "DELETE g-orders/cancel": 1,
      "DELETE orders/cancel": 1,
      "DELETE g-orders/all": 3,
      "DELETE orders/all": 3,
      "GET g-orders/activeList": 1,
      "GET orders/activeList": 1,
      "GET g-accounts/accountPositions": 1,
      "GET accounts/accountPositions": 1,
      "PUT g-positions/leverage": 1,
      "PUT positions/leverage": 1,
      "PUT g-positions/switch-pos-mode-sync": 1,
    },
  },
  { most: 100, everyMs: 60_000, weights: Object.fromEntries(REPORTS.map((request) => [request, 1])) },
];
