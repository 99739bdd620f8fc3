// How often OKX may be asked. Each request has a limit of its own: https://www.okx.com/docs-v5/en/ (under each of them) and
// JKorf/OKX.Net, Clients/UnifiedApi. Orders are counted by instrument as well, and then less strictly.
import type { RequestLimit } from "../../request-limits.ts";

/** By user, market data by address. */
export const OKX_LIMITS: readonly RequestLimit[] = [
  { most: 5, everyMs: 2_000, each: ["GET account/config", "POST account/set-position-mode"] },
  { most: 5, everyMs: 1_000, each: ["GET account/bills"] },
  { most: 10, everyMs: 2_000, each: ["GET account/balance", "GET account/positions"] },
  { most: 20, everyMs: 2_000, each: ["GET account/leverage-info", "POST account/set-leverage"] },
  {
    most: 60,
    everyMs: 2_000,
    each: [
      "POST trade/order",
      "POST trade/cancel-order",
      "GET trade/order",
      "GET trade/orders-pending",
      "GET trade/fills",
    ],
  },
  { most: 20, everyMs: 2_000, of: "address", each: ["GET public/instruments"] },
  { most: 40, everyMs: 2_000, of: "address", each: ["GET market/books"] },
];
