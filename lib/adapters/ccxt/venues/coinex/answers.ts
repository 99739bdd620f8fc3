// Where CoinEx's answers have what was asked for: rows in `data` (https://docs.coinex.com/api/v2;
// positions also in AlexWan/OsEngine, CoinEx/Futures/CoinExServerFutures.cs).
import { alike } from "../../expected-answer.ts";
import type { ExpectedAnswers } from "../../venue-module.ts";

export const COINEX_ANSWERS: ExpectedAnswers = {
  "GET /v2/futures/pending-position": { list: "data", amount: "open_interest" },
  ...alike({ list: "data" }, [
    "GET /v2/futures/pending-order",
    "GET /v2/futures/finished-order",
    "GET /v2/futures/order-deals",
    "GET /v2/futures/market",
    "GET /v2/assets/futures/balance",
    "POST /v2/futures/cancel-order-by-client-id",
  ]),
  "GET /v2/futures/depth": { object: "data" },
};
