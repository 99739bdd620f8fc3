import type { VenueProfile } from "../profile.ts";
import type { Simulator } from "../simulator.ts";
import { sendSigned } from "./sign.ts";
import { SIMULATED_KEYS, startBitgetSimulator } from "./start-bitget-simulator.ts";

export const BITGET: VenueProfile = {
  names: ["bitget", "bitgetdemo"],
  keys: SIMULATED_KEYS,
  start: startBitgetSimulator,
  symbol: "ETH/USDT:USDT",
  venueSymbol: "ETHUSDT",
  settle: "USDT",
  contractSize: "1",
  placing: { method: "POST", path: "/api/v2/mix/order/place-order" },
  positionsPath: "/api/v2/mix/position/all-position",
  success: { code: "00000", msg: "success" },
  refusalBody: (code, msg) => ({ code: String(code), msg, data: null }),
  supplements: ["/api/v2/mix/order/fills"],
  tellsMovements: true,
  feeInOrder: true,
  hosts: { bitget: "api.bitget.com", bitgetdemo: "api.bitget.com" },
  demoHeaders: { paptrading: "1" },
  switchToHedgeMode,
  without: { "retry-after": "no answer says when a limit ends" },
  codes: { fundsInsufficient: "40762", wrongKey: "40037" },
  // https://www.bitget.com/api-doc/contract/error-code/restapi
  tooLarge: { status: 400, body: { code: "45112", msg: "more than the maximum order quantity", data: null } },
  nothingToReduce: { status: 400, body: { code: "22002", msg: "No position to close", data: null } },
};

/** Its market that settles in ETH, counted in ETH too. */
export const BITGET_COIN: VenueProfile = {
  ...BITGET,
  start: (options) => startBitgetSimulator({ accounts: [{ ...SIMULATED_KEYS, deposits: { ETH: "5" } }], ...options }),
  symbol: "ETH/USD:ETH",
  venueSymbol: "ETHUSD",
  settle: "ETH",
  leastMarkets: 1,
};

async function switchToHedgeMode({ url }: Simulator): Promise<void> {
  const params = { productType: "USDT-FUTURES", posMode: "hedge_mode" };
  const answer = await sendSigned(url, { method: "POST", path: "/api/v2/mix/account/set-position-mode", params });
  if (answer.code !== "00000") throw new Error(answer.msg);
}
