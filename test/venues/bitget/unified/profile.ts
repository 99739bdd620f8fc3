import type { VenueProfile } from "../../profile.ts";
import type { Simulator } from "../../simulator.ts";
import { BITGET } from "../profile.ts";
import { sendSigned } from "../sign.ts";
import { SIMULATED_KEYS, startBitgetSimulator } from "../start-bitget-simulator.ts";

/** Its list does not say in which of its categories a transfer stands: it is not asked. */
const { feeInOrder: _classic, tellsMovements: _tells, ...CLASSIC } = BITGET;

/** The same venue for an account of its other type, which nobody tells whook. */
export const BITGET_UNIFIED: VenueProfile = {
  ...CLASSIC,
  accountType: "unified",
  start: (options) => startBitgetSimulator({ accounts: [{ ...SIMULATED_KEYS, isUnified: true }], ...options }),
  placing: { method: "POST", path: "/api/v3/trade/place-order" },
  positionsPath: "/api/v3/position/current-position",
  supplements: ["/api/v3/trade/fills"],
  switchToHedgeMode,
  // The question, the markets of the type it turns out to be, the reading.
  coldRoundTrips: 3,
  without: {
    "margin mode setting": "the margin mode goes with each order",
    "retry-after": "no answer says when a limit ends",
  },
  codes: { fundsInsufficient: "25203", wrongKey: "40037" },
  // https://github.com/JKorf/Bitget.Net, Bitget.Net/BitgetErrors.cs
  tooLarge: {
    status: 400,
    body: { code: "25230", msg: "The order quantity exceeds the maximum open quantity", data: null },
  },
  nothingToReduce: { status: 400, body: { code: "25227", msg: "No position to close", data: null } },
};

async function switchToHedgeMode({ url }: Simulator): Promise<void> {
  const path = "/api/v3/account/set-hold-mode";
  const answer = await sendSigned(url, { method: "POST", path, params: { holdMode: "hedge_mode" } });
  if (answer.code !== "00000") throw new Error(answer.msg);
}
