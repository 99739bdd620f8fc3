// Where KuCoin's answers have what was asked for: https://www.kucoin.com/docs-new/rest/futures-trading;
// positions and markets also in hummingbot/hummingbot, kucoin_perpetual_derivative.py.
import { alike } from "../../expected-answer.ts";
import type { ExpectedAnswers } from "../../venue-module.ts";

export const KUCOIN_ANSWERS: ExpectedAnswers = {
  "GET /api/v1/positions": { list: "data", amount: "currentQty" },
  ...alike({ list: "data" }, ["GET /api/v1/recentFills", "GET /api/v1/contracts/active"]),
  "GET /api/v1/orders": { list: "data.items" },
  ...alike({ object: "data" }, [
    "GET /api/v1/account-overview",
    "GET /api/v1/orders/byClientOid",
    "GET /api/v1/ticker",
    "GET /api/v2/position/getMarginMode",
    "GET /api/v2/position/getPositionMode",
    "GET /api/v2/getCrossUserLeverage",
  ]),
};
