// How often KuCoin may be asked: https://www.kucoin.com/docs-new/rate-limit (an account without a VIP level) with the weights under
// each request, and JKorf/Kucoin.Net, KucoinExchange.cs and Clients/FuturesApi.
import type { RequestLimit } from "../../request-limits.ts";

/** Futures by user, market data by address. */
export const KUCOIN_LIMITS: readonly RequestLimit[] = [
  {
    most: 2_000,
    everyMs: 30_000,
    weights: {
      "POST orders": 2,
      "DELETE orders/{orderId}": 1,
      "DELETE orders/client-order/{clientOid}": 1,
      "DELETE orders": 30,
      "GET orders": 2,
      "GET orders/{orderId}": 5,
      "GET orders/byClientOid": 5,
      "GET recentFills": 3,
      "GET fills": 5,
      "GET account-overview": 5,
      "GET positions": 2,
      "GET position/getMarginMode": 2,
      "GET position/getPositionMode": 2,
      "GET getCrossUserLeverage": 2,
      "POST changeCrossUserLeverage": 2,
      "POST position/changeMarginMode": 2,
      "POST position/switchPositionMode": 2,
    },
  },
  {
    most: 2_000,
    everyMs: 30_000,
    of: "address",
    weights: { "GET contracts/active": 3, "GET ticker": 2, "GET timestamp": 2 },
  },
];
