import { createHmac } from "node:crypto";
import type { VenueProfile } from "../profile.ts";
import type { Simulator } from "../simulator.ts";
import { SIMULATED_KEYS, startBingxSimulator } from "./start-bingx-simulator.ts";

export const BINGX: VenueProfile = {
  names: ["bingx", "bingxdemo"],
  keys: SIMULATED_KEYS,
  start: startBingxSimulator,
  startDemo: (options) => startBingxSimulator({ accounts: [{ ...SIMULATED_KEYS, isDemo: true }], ...options }),
  symbol: "ETH/USDT:USDT",
  venueSymbol: "ETH-USDT",
  settle: "USDT",
  contractSize: "1",
  placing: { method: "POST", path: "/openApi/swap/v2/trade/order" },
  positionsPath: "/openApi/swap/v2/user/positions",
  success: { code: 0, msg: "" },
  refusalBody: (code, msg) => ({ code, msg, data: {} }),
  supplements: ["/openApi/swap/v2/trade/allFillOrders"],
  tellsMovements: true,
  feeInOrder: true,
  hosts: { bingx: "open-api.bingx.com", bingxdemo: "open-api-vst.bingx.com" },
  switchToHedgeMode,
  without: {
    "one-order reversal": "an order that closes a position does not open the opposite one: whook sends two",
    "duplicate refusal":
      "a repeated client order id is told the code of a busy system: whook looks the order up instead of trusting it",
  },
  codes: { fundsInsufficient: "101204", wrongKey: "100413" },
  // https://bingx-api.github.io/docs/#/en-us/swapV2/base-info.html
  tooLarge: {
    status: 200,
    body: { code: 101209, msg: "The maximum position value for this leverage is 50000 USDT", data: {} },
  },
  nothingToReduce: { status: 200, body: { code: 101205, msg: "No position to close", data: {} } },
};

async function switchToHedgeMode({ url }: Simulator): Promise<void> {
  const query = `dualSidePosition=true&timestamp=${Date.now()}`;
  const signature = createHmac("sha256", SIMULATED_KEYS.secret).update(query).digest("hex");
  const response = await fetch(`${url}/openApi/swap/v1/positionSide/dual?${query}&signature=${signature}`, {
    method: "POST",
    headers: { "X-BX-APIKEY": SIMULATED_KEYS.apiKey },
  });
  const { code, msg } = (await response.json()) as { readonly code: number; readonly msg: string };
  if (code !== 0) throw new Error(msg);
}
