// Where the answers to a unified account have what was asked for: the recorded ones of https://github.com/JKorf/Bitget.Net,
// Bitget.Net.UnitTests/Endpoints/Unified, and https://www.bitget.com/api-doc/uta. `list` is null when nothing is open:
// https://github.com/msw-x/moon's users (package bitgetv3, positionList) read it so.
import { alike } from "../../../expected-answer.ts";
import type { ExpectedAnswers } from "../../../venue-module.ts";

export const BITGET_UNIFIED_ANSWERS: ExpectedAnswers = {
  ...alike({ list: "data" }, ["GET /api/v3/market/instruments", "GET /api/v3/market/tickers"]),
  "GET /api/v3/position/current-position": { list: "data.list", nullIsEmpty: true, amount: "total" },
  ...alike({ list: "data.list", nullIsEmpty: true }, ["GET /api/v3/trade/unfilled-orders", "GET /api/v3/trade/fills"]),
  ...alike({ object: "data" }, [
    "GET /api/v3/account/assets",
    "GET /api/v3/account/settings",
    "GET /api/v3/trade/order-info",
  ]),
};
