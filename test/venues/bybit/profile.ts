import type { VenueProfile } from "../profile.ts";
import type { Simulator } from "../simulator.ts";
import { sendSigned } from "./sign.ts";
import { SIMULATED_KEYS, startBybitSimulator } from "./start-bybit-simulator.ts";

export const BYBIT: VenueProfile = {
  names: ["bybit", "bybitdemo", "bybitdemotrading"],
  keys: SIMULATED_KEYS,
  start: startBybitSimulator,
  symbol: "ETH/USDT:USDT",
  venueSymbol: "ETHUSDT",
  settle: "USDT",
  contractSize: "1",
  placing: { method: "POST", path: "/v5/order/create" },
  positionsPath: "/v5/position/list",
  success: { retCode: 0, retMsg: "OK" },
  refusalBody: (retCode, retMsg) => ({ retCode, retMsg, result: {} }),
  supplements: ["/v5/execution/list"],
  tellsMovements: true,
  feeInOrder: true,
  hosts: { bybit: "api.bybit.com", bybitdemo: "api-testnet.bybit.com", bybitdemotrading: "api-demo.bybit.com" },
  switchToHedgeMode,
  without: { "one-order reversal": "the margin of both sides is asked for at once, so a reversal takes two orders" },
  codes: { fundsInsufficient: "110007", wrongKey: "10003" },
  // https://bybit-exchange.github.io/docs/v5/error
  tooLarge: {
    status: 200,
    body: { retCode: 110_090, retMsg: "Order placement failed as your position may exceed the max limit.", result: {} },
  },
  nothingToReduce: {
    status: 200,
    body: { retCode: 110_017, retMsg: "orderQty will be truncated to zero.", result: {} },
  },
};

async function switchToHedgeMode({ url }: Simulator): Promise<void> {
  const params = { category: "linear", coin: "USDT", mode: 3 };
  const answer = await sendSigned(url, { method: "POST", path: "/v5/position/switch-mode", params });
  if (answer.retCode !== 0) throw new Error(answer.retMsg);
}
