// How often Bitget's classic accounts may ask: https://www.bitget.com/api-doc/contract/intro (under each request) and
// JKorf/Bitget.Net, Clients/FuturesApiV2.
import type { RequestLimit } from "../../request-limits.ts";

/** All together, by address. */
export const BITGET_ADDRESS_LIMIT: RequestLimit = {
  most: 6_000,
  everyMs: 60_000,
  of: "address",
  weights: {},
  others: 1,
};

/** By user, market data by address. */
export const BITGET_LIMITS: readonly RequestLimit[] = [
  BITGET_ADDRESS_LIMIT,
  {
    most: 5,
    everyMs: 1_000,
    each: [
      "GET v2/mix/position/all-position",
      "POST v2/mix/account/set-leverage",
      "POST v2/mix/account/set-margin-mode",
      "POST v2/mix/account/set-position-mode",
    ],
  },
  {
    most: 10,
    everyMs: 1_000,
    each: [
      "POST v2/mix/order/place-order",
      "POST v2/mix/order/cancel-order",
      "POST v2/mix/order/batch-cancel-orders",
      "GET v2/mix/order/detail",
      "GET v2/mix/order/orders-pending",
      "GET v2/mix/account/account",
      "GET v2/mix/account/accounts",
      "GET v2/mix/account/bill",
    ],
  },
  { most: 20, everyMs: 1_000, of: "address", each: ["GET v2/mix/market/contracts", "GET v2/mix/market/ticker"] },
];
