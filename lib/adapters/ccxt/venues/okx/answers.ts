// Where OKX's answers have what was asked for: rows in `data`, always a list (https://www.okx.com/docs-v5/en/#overview;
// also hummingbot/hummingbot, okx_perpetual_derivative.py).
import { alike } from "../../expected-answer.ts";
import type { ExpectedAnswers } from "../../venue-module.ts";

export const OKX_ANSWERS: ExpectedAnswers = {
  "GET /api/v5/account/positions": { list: "data", amount: "pos" },
  ...alike({ list: "data" }, [
    "GET /api/v5/account/balance",
    "GET /api/v5/account/bills",
    "GET /api/v5/account/config",
    "GET /api/v5/account/leverage-info",
    "GET /api/v5/trade/orders-pending",
    "GET /api/v5/trade/fills",
    "GET /api/v5/public/instruments",
    "GET /api/v5/market/books",
  ]),
};
