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
  tellsMovements: true,
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

/** USDⓈ-M in multi-assets mode, where there is cross margin only: as the account that is in order wants it. */
export const BINANCE_MULTI_ASSETS: VenueProfile = {
  ...BINANCE,
  accountType: "multi-assets",
  names: ["binance"],
  account: { marginMode: "cross" },
  start: (options) => startBinanceSimulator({ accounts: [{ ...SIMULATED_KEYS, isMultiAssets: true }], ...options }),
  hosts: { binance: "fapi.binance.com" },
  without: { "margin mode setting": "multi-assets mode knows cross margin only" },
};

/** Portfolio margin has wallets beyond the list of one API. */
const { tellsMovements: _tells, ...PLAIN } = BINANCE;

/** USDⓈ-M of a portfolio margin account, which nobody tells whook. */
export const BINANCE_PORTFOLIO: VenueProfile = {
  ...PLAIN,
  accountType: "portfolio",
  names: ["binance"],
  start: (options) => startBinanceSimulator({ accounts: [{ ...SIMULATED_KEYS, isPortfolio: true }], ...options }),
  placing: { method: "POST", path: "/papi/v1/um/order" },
  positionsPath: "/papi/v1/um/positionRisk",
  supplements: ["/papi/v1/um/userTrades"],
  hosts: { binance: "fapi.binance.com papi.binance.com" },
  // Markets and a reading that is refused, the question, and both again: once in the account's life.
  coldRoundTrips: 5,
  switchToHedgeMode: (simulator) => switchMode(simulator, "/papi/v1/um/positionSide/dual"),
  without: { "margin mode setting": "portfolio margin knows cross margin only" },
};

function switchToHedgeMode(simulator: Simulator): Promise<void> {
  return switchMode(simulator, "/fapi/v1/positionSide/dual");
}

async function switchMode({ url }: Simulator, path: string): Promise<void> {
  const query = `dualSidePosition=true&timestamp=${Date.now()}`;
  const signature = createHmac("sha256", SIMULATED_KEYS.secret).update(query).digest("hex");
  const response = await fetch(`${url}${path}?${query}&signature=${signature}`, {
    method: "POST",
    headers: { "X-MBX-APIKEY": SIMULATED_KEYS.apiKey },
  });
  if (!response.ok) throw new Error(await response.text());
}
