import type { VenueProfile } from "../profile.ts";
import { SIMULATED_KEYS, startKrakenSimulator } from "./start-kraken-simulator.ts";

export const KRAKENFUTURES: VenueProfile = {
  names: ["krakenfutures", "krakendemo"],
  keys: SIMULATED_KEYS,
  start: startKrakenSimulator,
  symbol: "ETH/USD:USD",
  venueSymbol: "PF_ETHUSD",
  settle: "USD",
  contractSize: "1",
  placing: { method: "POST", path: "/derivatives/api/v3/sendorder" },
  positionsPath: "/derivatives/api/v3/openpositions",
  success: { result: "success" },
  refusalBody: (_code, error) => ({ result: "error", error }),
  fillInAnswer: true,
  tellsMovements: true,
  supplements: ["/derivatives/api/v3/fills", "/api/history/v3/account-log"],
  hosts: { krakenfutures: "futures.kraken.com", krakendemo: "demo-futures.kraken.com" },
  without: {
    "hedge mode": "there is none: every position is a net one",
    "retry-after": "a rate limit is answered without saying when to come back",
  },
  codes: { fundsInsufficient: "insufficientAvailableFunds", wrongKey: "authenticationError" },
  // https://docs.kraken.com/api-reference/order-management/send-order
  tooLarge: {
    status: 200,
    body: {
      result: "success",
      sendStatus: { status: "maxPositionViolation", receivedTime: "2026-01-01T00:00:00.000Z" },
      serverTime: "2026-01-01T00:00:00.000Z",
    },
  },
  nothingToReduce: {
    status: 200,
    body: {
      result: "success",
      sendStatus: { status: "wouldNotReducePosition", receivedTime: "2026-01-01T00:00:00.000Z" },
      serverTime: "2026-01-01T00:00:00.000Z",
    },
  },
};
