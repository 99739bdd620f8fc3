// How often Bitget's unified accounts may ask: https://www.bitget.com/api-doc/uta/intro (under each request) and
// JKorf/Bitget.Net, Clients/UnifiedApi.
import type { RequestLimit } from "../../../request-limits.ts";
import { BITGET_ADDRESS_LIMIT } from "../limits.ts";

/** By user, market data by address. */
export const BITGET_UNIFIED_LIMITS: readonly RequestLimit[] = [
  BITGET_ADDRESS_LIMIT,
  { most: 5, everyMs: 1_000, each: ["POST v3/trade/cancel-symbol-order"] },
  {
    most: 10,
    everyMs: 1_000,
    each: [
      "POST v3/trade/place-order",
      "POST v3/trade/cancel-order",
      "POST v3/account/set-leverage",
      "POST v3/account/set-hold-mode",
    ],
  },
  {
    most: 20,
    everyMs: 1_000,
    each: [
      "GET v3/trade/order-info",
      "GET v3/trade/fills",
      "GET v3/trade/unfilled-orders",
      "GET v3/position/current-position",
      "GET v3/account/assets",
      "GET v3/account/settings",
      "GET v3/account/info",
    ],
  },
  { most: 20, everyMs: 1_000, of: "address", each: ["GET v3/market/instruments", "GET v3/market/tickers"] },
];
