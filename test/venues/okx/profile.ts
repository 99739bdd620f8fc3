import { createHmac } from "node:crypto";
import type { VenueProfile } from "../profile.ts";
import type { Simulator } from "../simulator.ts";
import { SIMULATED_KEYS, startOkxSimulator } from "./start-okx-simulator.ts";

export const OKX: VenueProfile = {
  names: ["okx", "okxdemo"],
  keys: SIMULATED_KEYS,
  start: startOkxSimulator,
  symbol: "ETH/USDT:USDT",
  venueSymbol: "ETH-USDT-SWAP",
  settle: "USDT",
  contractSize: "0.1",
  placing: { method: "POST", path: "/api/v5/trade/order" },
  positionsPath: "/api/v5/account/positions",
  success: { code: "0", msg: "" },
  refusalBody: (code, msg) => ({ code: String(code), msg, data: [] }),
  supplements: ["/api/v5/trade/fills"],
  tellsMovements: true,
  feeInOrder: true,
  hosts: { okx: "www.okx.com", okxdemo: "www.okx.com" },
  demoHeaders: { "x-simulated-trading": "1" },
  switchToHedgeMode,
  without: {
    "one-order reversal": "a reversal is sent as a close and an opening order",
    "margin mode setting": "the margin mode goes with each order",
    "retry-after": "a rate limit is answered without saying when to come back",
  },
  codes: { fundsInsufficient: "51008", wrongKey: "50111" },
  // https://www.okx.com/docs-v5/en/#error-code-rest-api-trade-class
  tooLarge: {
    status: 200,
    body: {
      code: "1",
      data: [
        { clOrdId: "", ordId: "", sCode: "51202", sMsg: "Market order amount exceeds the maximum amount.", tag: "" },
      ],
      msg: "All operations failed",
    },
  },
  nothingToReduce: {
    status: 200,
    body: {
      code: "1",
      data: [
        {
          clOrdId: "",
          ordId: "",
          sCode: "51169",
          sMsg: "Order failed because you don't have any positions in this direction for this contract to reduce or close.",
          tag: "",
        },
      ],
      msg: "All operations failed",
    },
  },
};

/** An account of the European Economic Area: another host, and X-Perps instead of swaps. */
export const OKX_EEA: VenueProfile = {
  ...OKX,
  accountType: "eea",
  account: { region: "eea" },
  start: (options) =>
    startOkxSimulator({ accounts: [{ ...SIMULATED_KEYS, deposits: { USDT: "0", USDC: "10000" } }], ...options }),
  symbol: "ETH/USDC:USDC",
  venueSymbol: "ETH-USD_UM_XPERP-310404",
  settle: "USDC",
  contractSize: "0.01",
  leastMarkets: 3,
  hosts: { okx: "eea.okx.com", okxdemo: "eea.okx.com" },
};

async function switchToHedgeMode({ url }: Simulator): Promise<void> {
  const path = "/api/v5/account/set-position-mode";
  const body = JSON.stringify({ posMode: "long_short_mode" });
  const timestamp = new Date().toISOString();
  const { apiKey, secret, password } = SIMULATED_KEYS;
  const response = await fetch(`${url}${path}`, {
    method: "POST",
    body,
    headers: {
      "content-type": "application/json",
      "OK-ACCESS-KEY": apiKey,
      "OK-ACCESS-PASSPHRASE": password,
      "OK-ACCESS-TIMESTAMP": timestamp,
      "OK-ACCESS-SIGN": createHmac("sha256", secret).update(`${timestamp}POST${path}${body}`).digest("base64"),
    },
  });
  if (!response.ok) throw new Error(await response.text());
}
