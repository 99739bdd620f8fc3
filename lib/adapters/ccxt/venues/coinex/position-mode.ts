// CoinEx accounts have a position mode, one for all futures markets. It stands with the account's settings:
// https://docs.coinex.com/api/v2/account/settings/http/accquire-futures-market-settings. Clients read `position_mode`, "one_way" or
// "hedge", and an answer of before that has none, only `settle_switch` (CoinEx.Net, CoinExFuturesMarketSettings.cs,
// PositionMode.cs); ccxt 4.5.84 lists the endpoint and reads nothing of it.

import type { PositionMode } from "../../../../core/market/modes.ts";
import { ExchangeError } from "../../ccxt.ts";
import { jsonOf } from "../../json-reply.ts";
import { positionModeOf } from "../../position-mode-of.ts";
import type { CoinexClient } from "./client.ts";

/** Undefined: CoinEx does not say. An account it refuses to tell of is traded as one without the setting; no answer is none. */
export async function readPositionMode(client: CoinexClient): Promise<PositionMode | undefined> {
  try {
    const { data } = jsonOf(await client.v2PrivateGetAccountFuturesMarketSettings());
    const { position_mode: told = "one_way" } = jsonOf(data);
    return positionModeOf(told, { oneWay: ["one_way"], hedge: ["hedge"] });
  } catch (error) {
    if (error instanceof ExchangeError) return undefined;
    throw error;
  }
}
