// How often Bybit may be asked: https://bybit-exchange.github.io/docs/v5/rate-limit, the table of the unified account's linear
// and inverse contracts, and JKorf/Bybit.Net, Clients/V5. Where they differ, the stricter.
import type { RequestLimit } from "../../request-limits.ts";

/** By user; all together by address, where too many mean a ban. */
export const BYBIT_LIMITS: readonly RequestLimit[] = [
  { most: 600, everyMs: 5_000, of: "address", weights: {}, others: 1 },
  { most: 1, everyMs: 1_000, each: ["POST v5/order/cancel-all"] },
  { most: 30, everyMs: 1_000, each: ["GET v5/account/transaction-log"] },
  {
    most: 10,
    everyMs: 1_000,
    each: [
      "POST v5/order/create",
      "POST v5/order/cancel",
      "POST v5/position/set-leverage",
      "POST v5/account/set-margin-mode",
    ],
  },
  {
    most: 50,
    everyMs: 1_000,
    each: [
      "GET v5/order/realtime",
      "GET v5/order/history",
      "GET v5/execution/list",
      "GET v5/position/list",
      "GET v5/account/wallet-balance",
      "GET v5/account/info",
    ],
  },
];
