// Where Bybit's answers have what was asked for: https://bybit-exchange.github.io/docs/v5, and
// hummingbot/hummingbot, bybit_perpetual_derivative.py. An empty list is written [].
import { alike } from "../../expected-answer.ts";
import type { ExpectedAnswers } from "../../venue-module.ts";

export const BYBIT_ANSWERS: ExpectedAnswers = {
  "GET /v5/position/list": { list: "result.list", amount: "size" },
  ...alike({ list: "result.list" }, [
    "GET /v5/order/realtime",
    "GET /v5/order/history",
    "GET /v5/execution/list",
    "GET /v5/account/wallet-balance",
    "GET /v5/account/transaction-log",
    "GET /v5/market/instruments-info",
    "GET /v5/market/risk-limit",
    "GET /v5/market/tickers",
  ]),
  "GET /v5/account/info": { object: "result" },
};
