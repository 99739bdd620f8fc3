import { createHmac } from "node:crypto";
import type { VenueProfile } from "../profile.ts";
import type { Simulator } from "../simulator.ts";
import { SIMULATED_KEYS, startBinanceSimulator } from "./start-binance-simulator.ts";

export const BINANCE: VenueProfile = {
  names: ["binance", "binancedemo"],
  keys: SIMULATED_KEYS,
  start: startBinanceSimulator,
  symbol: "ETH/USDT:USDT",
  venueSymbol: "ETHUSDT",
  settle: "USDT",
  contractSize: "1",
  placing: { method: "POST", path: "/fapi/v1/order" },
  positionsPath: "/fapi/v3/positionRisk",
  success: {},
  refusalBody: (code, msg) => ({ code, msg }),
  supplements: ["/fapi/v1/userTrades", "/dapi/v1/userTrades"],
  hosts: { binance: "fapi.binance.com", binancedemo: "demo-fapi.binance.com" },
  switchToHedgeMode,
  codes: { fundsInsufficient: "-2019", wrongKey: "-2015" },
  // https://developers.binance.com/docs/derivatives/usds-margined-futures/error-code
  tooLarge: { status: 400, body: { code: -4005, msg: "Quantity greater than max quantity." } },
  nothingToReduce: { status: 400, body: { code: -2022, msg: "ReduceOnly Order is rejected." } },
};

/** Its market that settles in ETH: the other API of the same venue. */
export const BINANCE_COIN: VenueProfile = {
  ...BINANCE,
  start: (options) =>
    startBinanceSimulator({ accounts: [{ ...SIMULATED_KEYS, deposits: { USDT: "0", ETH: "5" } }], ...options }),
  symbol: "ETH/USD:ETH",
  venueSymbol: "ETHUSD_PERP",
  settle: "ETH",
  contractSize: "0.005",
  leastMarkets: 1,
  placing: { method: "POST", path: "/dapi/v1/order" },
  positionsPath: "/dapi/v1/positionRisk",
  hosts: { binance: "dapi.binance.com", binancedemo: "demo-dapi.binance.com" },
};

async function switchToHedgeMode({ url }: Simulator): Promise<void> {
  const query = `dualSidePosition=true&timestamp=${Date.now()}`;
  const signature = createHmac("sha256", SIMULATED_KEYS.secret).update(query).digest("hex");
  const response = await fetch(`${url}/fapi/v1/positionSide/dual?${query}&signature=${signature}`, {
    method: "POST",
    headers: { "X-MBX-APIKEY": SIMULATED_KEYS.apiKey },
  });
  if (!response.ok) throw new Error(await response.text());
}
