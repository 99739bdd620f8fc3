import type { VenueProfile } from "../profile.ts";
import type { Simulator } from "../simulator.ts";
import { signedHeaders } from "./sign-request.ts";
import { SIMULATED_KEYS, startKucoinSimulator } from "./start-kucoin-simulator.ts";

export const KUCOINFUTURES: VenueProfile = {
  names: ["kucoinfutures"],
  keys: SIMULATED_KEYS,
  start: startKucoinSimulator,
  symbol: "ETH/USDT:USDT",
  venueSymbol: "ETHUSDTM",
  settle: "USDT",
  contractSize: "0.01",
  placing: { method: "POST", path: "/api/v1/orders" },
  positionsPath: "/api/v1/positions",
  success: { code: "200000" },
  refusalBody: (code, msg) => ({ code: String(code), msg }),
  supplements: ["/api/v1/recentFills"],
  hosts: { kucoinfutures: "api-futures.kucoin.com" },
  switchToHedgeMode,
  without: { "leverage setting": "with isolated margin the leverage goes with each order; with cross it is set" },
  codes: { fundsInsufficient: "300003", wrongKey: "400003" },
  // https://www.kucoin.com/docs/basic-info/errors-code/futures-errors-code
  tooLarge: { status: 200, body: { code: "300005", msg: "The order will exceed the maximum risk limit of 2000000." } },
  nothingToReduce: { status: 200, body: { code: "300009", msg: "No open positions to close." } },
};

async function switchToHedgeMode({ url }: Simulator): Promise<void> {
  const path = "/api/v2/position/switchPositionMode";
  const body = JSON.stringify({ positionMode: "1" });
  const response = await fetch(`${url}${path}`, { method: "POST", body, headers: signedHeaders("POST", path, body) });
  const { code } = (await response.json()) as { code: string };
  if (code !== "200000") throw new Error(code);
}
