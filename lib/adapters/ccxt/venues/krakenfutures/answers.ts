// Where Kraken's answers have what was asked for: https://docs.kraken.com/api/docs/guides/futures-rest; positions, orders, fills
// and instruments also in nautechsystems/nautilus_trader, crates/adapters/kraken/src/http/futures/models.rs.
import type { ExpectedAnswers } from "../../venue-module.ts";

export const KRAKENFUTURES_ANSWERS: ExpectedAnswers = {
  "GET /derivatives/api/v3/openpositions": { list: "openPositions", amount: "size" },
  "GET /derivatives/api/v3/openorders": { list: "openOrders" },
  "POST /derivatives/api/v3/orders/status": { list: "orders" },
  "GET /derivatives/api/v3/fills": { list: "fills" },
  "GET /derivatives/api/v3/leveragepreferences": { list: "leveragePreferences" },
  "GET /derivatives/api/v3/instruments": { list: "instruments" },
  "GET /derivatives/api/v3/accounts": { object: "accounts" },
  "GET /api/history/v2/orders": { list: "elements" },
  "GET /api/history/v3/account-log": { list: "logs" },
};
