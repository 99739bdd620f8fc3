// Where BingX's answers have what was asked for: https://bingx-api.github.io/docs/#/en-us/swapV2/introduce;
// positions, open orders and fills also in AlexWan/OsEngine, BingXFutures/Entity/ResponseFuturesBingX.cs. Of a fund flow of
// null msei99/pbgui, Exchange.py, makes an empty list; others met it where a wider question listed rows: it is not told.
import { alike } from "../../expected-answer.ts";
import type { ExpectedAnswers } from "../../venue-module.ts";

export const BINGX_ANSWERS: ExpectedAnswers = {
  "GET /openApi/swap/v2/user/positions": { list: "data", amount: "positionAmt" },
  ...alike({ list: "data" }, [
    "GET /openApi/swap/v3/user/balance",
    "GET /openApi/swap/v2/user/income",
    "GET /openApi/swap/v2/quote/contracts",
  ]),
  "GET /openApi/swap/v2/trade/openOrders": { list: "data.orders" },
  "GET /openApi/swap/v2/trade/allFillOrders": { list: "data.fill_orders" },
  "GET /openApi/swap/v2/trade/order": { object: "data.order" },
  ...alike({ object: "data" }, [
    "GET /openApi/swap/v2/trade/leverage",
    "GET /openApi/swap/v2/trade/marginType",
    "GET /openApi/swap/v1/positionSide/dual",
    "GET /openApi/swap/v2/quote/bookTicker",
  ]),
};
