// How often each venue may be asked, as its documents say, in paths: what a simulator counts by when it is told to. Phemex's counts
// on its own (phemex/request-limits.ts).
import type { DocumentedLimit } from "./request-counter.ts";

const PER_SECOND = 1_000;

function each(most: number, everyMs: number, names: readonly string[]): DocumentedLimit {
  return { most, everyMs, counts: "each", weights: Object.fromEntries(names.map((name) => [name, 1])) };
}

function together(most: number, everyMs: number, weights: Readonly<Record<string, number>>): DocumentedLimit {
  return { most, everyMs, counts: "together", weights };
}

/** By the first of a profile's names. */
export const DOCUMENTED_LIMITS: Readonly<Record<string, readonly DocumentedLimit[]>> = {
  /** https://developers.binance.com/docs/derivatives/usds-margined-futures/general-info and under each request. */
  binance: [
    together(2_400, 60_000, {
      "GET /fapi/v1/positionSide/dual": 30,
      "GET /fapi/v3/account": 5,
      "GET /fapi/v3/positionRisk": 5,
      "GET /fapi/v1/symbolConfig": 5,
      "GET /fapi/v1/accountConfig": 5,
      "GET /fapi/v1/userTrades": 5,
      "GET /fapi/v1/income": 30,
      "GET /fapi/v1/ticker/bookTicker": 2,
      "POST /fapi/v1/order": 0,
      "GET *": 1,
      "POST *": 1,
    }),
    together(300, 10_000, { "POST /fapi/v1/order": 1 }),
  ],
  /** https://github.com/BingX-API/api-ai-skills, the references of swap-trade and swap-account. */
  bingx: [
    each(2, PER_SECOND, [
      "GET /openApi/swap/v2/trade/marginType",
      "POST /openApi/swap/v2/trade/marginType",
      "GET /openApi/swap/v1/positionSide/dual",
      "POST /openApi/swap/v2/trade/leverage",
    ]),
    each(5, PER_SECOND, [
      "GET /openApi/swap/v3/user/balance",
      "GET /openApi/swap/v2/user/positions",
      "GET /openApi/swap/v2/user/income",
      "GET /openApi/swap/v2/trade/leverage",
      "GET /openApi/swap/v2/trade/order",
      "GET /openApi/swap/v2/trade/openOrders",
      "POST /openApi/swap/v2/trade/order",
    ]),
    together(500, 10_000, { "GET /openApi/swap/v2/quote/*": 1 }),
  ],
  /** https://www.bitget.com/api-doc/contract/intro, under each request. */
  bitget: [
    each(5, PER_SECOND, [
      "GET /api/v2/mix/position/all-position",
      "POST /api/v2/mix/account/set-leverage",
      "POST /api/v2/mix/account/set-margin-mode",
      "POST /api/v2/mix/account/set-position-mode",
    ]),
    each(10, PER_SECOND, [
      "POST /api/v2/mix/order/place-order",
      "GET /api/v2/mix/order/detail",
      "GET /api/v2/mix/account/account",
      "GET /api/v2/mix/account/accounts",
      "GET /api/v2/mix/account/bill",
    ]),
    each(20, PER_SECOND, ["GET /api/v2/mix/market/ticker", "GET /api/v2/mix/market/contracts"]),
  ],
  /** https://bybit-exchange.github.io/docs/v5/rate-limit */
  bybit: [
    each(10, PER_SECOND, ["POST /v5/order/create", "POST /v5/order/cancel", "POST /v5/position/set-leverage"]),
    each(50, PER_SECOND, [
      "GET /v5/order/realtime",
      "GET /v5/execution/list",
      "GET /v5/position/list",
      "GET /v5/account/wallet-balance",
    ]),
    together(600, 5_000, { "GET *": 1, "POST *": 1 }),
  ],
  /** https://docs.coinex.com/api/v2/rate-limit */
  coinex: [
    together(20, PER_SECOND, {
      "POST /v2/futures/order": 1,
      "POST /v2/futures/close-position": 1,
      "POST /v2/futures/adjust-position-leverage": 1,
    }),
    together(50, PER_SECOND, { "GET /v2/futures/pending-order": 1, "GET /v2/futures/pending-position": 1 }),
    together(10, PER_SECOND, { "GET /v2/futures/finished-order": 1, "GET /v2/futures/order-deals": 1 }),
    together(10, PER_SECOND, { "GET /v2/assets/futures/balance": 1, "GET /v2/account/futures-market-settings": 1 }),
  ],
  /** https://docs.kraken.com/exchange/guides/futures/ratelimits */
  krakenfutures: [
    together(500, 10_000, {
      "POST /derivatives/api/v3/sendorder": 10,
      "POST /derivatives/api/v3/cancelorder": 10,
      "POST /derivatives/api/v3/orders/status": 1,
      "PUT /derivatives/api/v3/leveragepreferences": 10,
      "GET /derivatives/api/v3/leveragepreferences": 2,
      "GET /derivatives/api/v3/accounts": 2,
      "GET /derivatives/api/v3/openpositions": 2,
      "GET /derivatives/api/v3/fills": 25,
    }),
    together(100, 600_000, { "GET /api/history/v3/account-log": 2 }),
  ],
  /** https://www.kucoin.com/docs-new/rate-limit and under each request. */
  kucoinfutures: [
    together(2_000, 30_000, {
      "POST /api/v1/orders": 2,
      "GET /api/v1/orders/*": 5,
      "GET /api/v1/recentFills": 3,
      "GET /api/v1/account-overview": 5,
      "GET /api/v1/positions": 2,
      "GET /api/v2/*": 2,
    }),
    together(2_000, 30_000, { "GET /api/v1/contracts/active": 3, "GET /api/v1/ticker": 2 }),
  ],
  /** https://www.okx.com/docs-v5/en/, under each request. */
  okx: [
    each(5, 2_000, ["GET /api/v5/account/config"]),
    each(10, 2_000, ["GET /api/v5/account/balance", "GET /api/v5/account/positions"]),
    each(20, 2_000, [
      "GET /api/v5/account/leverage-info",
      "POST /api/v5/account/set-leverage",
      "GET /api/v5/public/instruments",
    ]),
    each(40, 2_000, ["GET /api/v5/market/books"]),
    each(60, 2_000, ["POST /api/v5/trade/order", "GET /api/v5/trade/order", "GET /api/v5/trade/fills"]),
  ],
};
