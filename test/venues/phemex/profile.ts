import type { VenueProfile } from "../profile.ts";
import type { Simulator } from "../simulator.ts";
import { signedHeaders } from "./sign-request.ts";
import { SIMULATED_KEYS, startPhemexSimulator } from "./start-phemex-simulator.ts";

export const PHEMEX: VenueProfile = {
  names: ["phemex", "phemexdemo"],
  keys: SIMULATED_KEYS,
  start: startPhemexSimulator,
  symbol: "ETH/USDT:USDT",
  venueSymbol: "ETHUSDT",
  settle: "USDT",
  contractSize: "1",
  placing: { method: "POST", path: "/g-orders" },
  positionsPath: "/g-accounts/accountPositions",
  success: { code: 0, msg: "OK" },
  refusalBody: (code, msg) => ({ code, msg, data: null }),
  supplements: ["/api-data/g-futures/trades", "/exchange/order/trade"],
  hosts: { phemex: "api.phemex.com", phemexdemo: "testnet-api.phemex.com" },
  switchToHedgeMode: (simulator) => switchToHedgeMode(simulator),
  codes: { fundsInsufficient: "11001", wrongKey: "401 Failed to load API KEY" },
  // https://github.com/phemex/phemex-api-docs/blob/master/TradingErrorCode.md
  without: {
    "orders of all symbols": "open orders are listed of one symbol at a time: closeall sees those of whook's symbols",
  },
  tooLarge: { status: 200, body: { code: 11_056, msg: "TE_QTY_TOO_LARGE", data: null } },
  nothingToReduce: { status: 200, body: { code: 11_057, msg: "TE_QTY_NOT_MATCH_REDUCE_ONLY", data: null } },
};

/** Its market that settles in ETH: another API of the same venue. */
export const PHEMEX_COIN: VenueProfile = {
  ...PHEMEX,
  start: (options) =>
    startPhemexSimulator({ accounts: [{ ...SIMULATED_KEYS, deposits: { USDT: "0", ETH: "5" } }], ...options }),
  symbol: "ETH/USD:ETH",
  venueSymbol: "cETHUSD",
  settle: "ETH",
  contractSize: "0.0005",
  leastMarkets: 1,
  placing: { method: "POST", path: "/orders" },
  positionsPath: "/accounts/accountPositions",
  toldByFills: "price",
};

export async function switchToHedgeMode({ url }: Simulator, symbol = "ETHUSDT"): Promise<void> {
  const [path, query] = ["/g-positions/switch-pos-mode-sync", `symbol=${symbol}&targetPosMode=Hedged`];
  const response = await fetch(`${url}${path}?${query}`, { method: "PUT", headers: signedHeaders(path, query, "") });
  const { code } = (await response.json()) as { code: number };
  if (code !== 0) throw new Error(String(code));
}
