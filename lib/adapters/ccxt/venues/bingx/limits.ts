// How often BingX may be asked: https://github.com/BingX-API/api-ai-skills (the references of swap-trade, swap-account and
// swap-market) and JKorf/BingX.Net, Clients/PerpetualFuturesApi. A refusal that is repeated may be a ban.
import type { RequestLimit } from "../../request-limits.ts";

/** By user, market data by address. */
export const BINGX_LIMITS: readonly RequestLimit[] = [
  {
    most: 2,
    everyMs: 1_000,
    each: [
      "GET trade/marginType",
      "POST trade/marginType",
      "GET positionSide/dual",
      "POST positionSide/dual",
      "POST trade/leverage",
    ],
  },
  {
    most: 5,
    everyMs: 1_000,
    each: [
      "GET user/balance",
      "GET user/positions",
      "GET user/income",
      "GET trade/leverage",
      "GET trade/order",
      "GET trade/openOrders",
      "GET trade/fillHistory",
      "GET trade/allFillOrders",
      "POST trade/order",
      "DELETE trade/order",
      "DELETE trade/allOpenOrders",
    ],
  },
  {
    most: 500,
    everyMs: 10_000,
    of: "address",
    weights: { "GET quote/bookTicker": 1, "GET quote/contracts": 1 },
  },
];
