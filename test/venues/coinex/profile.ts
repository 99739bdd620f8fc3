import type { VenueProfile } from "../profile.ts";
import { SIMULATED_KEYS, startCoinexSimulator } from "./start-coinex-simulator.ts";

export const COINEX: VenueProfile = {
  names: ["coinex"],
  keys: SIMULATED_KEYS,
  start: startCoinexSimulator,
  symbol: "ETH/USDT:USDT",
  venueSymbol: "ETHUSDT",
  settle: "USDT",
  contractSize: "1",
  placing: { method: "POST", path: "/v2/futures/order" },
  positionsPath: "/v2/futures/pending-position",
  success: { code: 0, message: "OK" },
  refusalBody: (code, message) => ({ code, message, data: {} }),
  fillInAnswer: true,
  supplements: ["/v2/futures/order-deals"],
  feeInOrder: true,
  hosts: { coinex: "api.coinex.com" },
  without: {
    "hedge mode": "it is told and denied, and left on CoinEx's own page: coinex-exchange.test.ts",
    "settings when flat":
      "leverage and margin mode are told of open positions only: name the leverage in the alert, else 1 is set before opening",
    "cancelled orders": "an order that is cancelled before any of it fills is forgotten",
    "duplicate refusal": "a client order id is taken again and again: whook looks before it sends",
    "retry-after": "a refusal for too many requests does not say when to come back",
  },
  codes: { fundsInsufficient: "3109", wrongKey: "4005" },
  // https://docs.coinex.com/api/v2/error
  tooLarge: {
    status: 200,
    body: {
      code: 3627,
      data: {},
      message: "The current market depth is low, please reduce your order amount and try again.",
    },
  },
  nothingToReduce: { status: 200, body: { code: 3120, data: {}, message: "no position" } },
};
