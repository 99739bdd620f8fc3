// Where Binance's answers have what was asked for: https://developers.binance.com/docs/derivatives, both APIs alike; positions
// and fills of the first also in hummingbot/hummingbot, binance_perpetual_derivative.py.
import { alike } from "../../expected-answer.ts";
import type { ExpectedAnswers } from "../../venue-module.ts";

export const BINANCE_ANSWERS: ExpectedAnswers = {
  ...alike({ list: "", amount: "positionAmt" }, [
    "GET /fapi/v3/positionRisk",
    "GET /dapi/v1/positionRisk",
    "GET /papi/v1/um/positionRisk",
  ]),
  ...alike({ list: "" }, [
    "GET /fapi/v1/openOrders",
    "GET /dapi/v1/openOrders",
    "GET /fapi/v1/userTrades",
    "GET /dapi/v1/userTrades",
    "GET /fapi/v1/income",
    "GET /dapi/v1/income",
    "GET /fapi/v1/symbolConfig",
    "GET /fapi/v1/leverageBracket",
    "GET /dapi/v2/leverageBracket",
    "GET /dapi/v1/ticker/bookTicker",
    "GET /papi/v1/um/openOrders",
    "GET /papi/v1/um/userTrades",
    "GET /papi/v1/um/leverageBracket",
  ]),
  ...alike({ list: "assets" }, ["GET /fapi/v3/account", "GET /dapi/v1/account"]),
  ...alike({ list: "positions" }, ["GET /papi/v1/um/account"]),
  ...alike({ list: "symbols" }, ["GET /fapi/v1/exchangeInfo", "GET /dapi/v1/exchangeInfo"]),
  ...alike({ object: "" }, [
    "GET /fapi/v1/order",
    "GET /dapi/v1/order",
    "DELETE /fapi/v1/order",
    "DELETE /dapi/v1/order",
    "GET /papi/v1/account",
    "GET /papi/v1/um/order",
    "DELETE /papi/v1/um/order",
    "GET /papi/v1/um/positionSide/dual",
    "GET /fapi/v1/positionSide/dual",
    "GET /dapi/v1/positionSide/dual",
    "GET /fapi/v1/ticker/bookTicker",
  ]),
};
