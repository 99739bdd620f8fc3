// Where Bitget's answers have what was asked for: https://www.bitget.com/api-doc/contract; positions, balances,
// markets, tickers and fills also in hummingbot/hummingbot, bitget_perpetual_derivative.py. Null for an empty list was read of
// open orders and of fills, while positions came as []: live reads in https://github.com/search?q=%22entrustedList%22+bitget+null.
import { alike } from "../../expected-answer.ts";
import type { ExpectedAnswers } from "../../venue-module.ts";

export const BITGET_ANSWERS: ExpectedAnswers = {
  "GET /api/v2/mix/position/all-position": { list: "data", amount: "total" },
  ...alike({ list: "data" }, [
    "GET /api/v2/mix/account/accounts",
    "GET /api/v2/mix/market/contracts",
    "GET /api/v2/mix/market/ticker",
  ]),
  ...alike({ list: "data.entrustedList", nullIsEmpty: true }, [
    "GET /api/v2/mix/order/orders-pending",
    "GET /api/v2/mix/order/orders-history",
  ]),
  "GET /api/v2/mix/account/bill": { list: "data.bills", nullIsEmpty: true, amount: "amount" },
  "GET /api/v2/mix/order/fills": { list: "data.fillList", nullIsEmpty: true },
  ...alike({ object: "data" }, ["GET /api/v2/mix/order/detail", "GET /api/v2/mix/account/account"]),
};
