// What can be wrong with a BingX account before it trades, asked side by side.

import type { AccountFinding } from "../../../../ports/exchange.ts";
import type { BingxClient } from "../../ccxt.ts";
import {
  addressFinding,
  assetModeFinding,
  checkClock,
  checkFunds,
  checkPositionMode,
  withdrawalFinding,
} from "../../common-checks.ts";
import { jsonOf } from "../../json-reply.ts";
import type { AccountQuestion, VenueClient } from "../../venue-module.ts";

/** What a key may do, as numbers: https://bingx-api.github.io/docs/#/en-us/common/sub-account ("Query user API Key permissions"). */
const MAY_TRADE_PERPETUALS = 3;
const MAY_WITHDRAW = 5;

export function checkBingxAccount(
  client: BingxClient,
  fundsOf: VenueClient["fundsOf"],
  asked: AccountQuestion,
): readonly (() => Promise<readonly AccountFinding[]>)[] {
  return [
    () => checkKey(client),
    () => checkAssetMode(client, asked),
    () => checkPositionMode(client, "BingX"),
    () => checkFunds(() => client.swapV3PrivateGetUserBalance(), fundsOf, asked),
    () => checkClock(client, asked, "BingX"),
  ];
}

async function checkKey(client: BingxClient): Promise<AccountFinding[]> {
  const key = jsonOf(jsonOf(await client.accountV1PrivateGetAccountApiPermissions()).data);
  const permissions = Array.isArray(key.permissions) ? key.permissions.map(Number) : [];
  const addresses = Array.isArray(key.ipAddresses) ? key.ipAddresses : [];
  return [
    { level: "ok", message: "the keys are valid" },
    permissions.includes(MAY_TRADE_PERPETUALS)
      ? { level: "ok", message: "the key may trade perpetual futures" }
      : {
          level: "problem",
          message: "the key may not trade perpetual futures",
          advice: "tick 'Perpetual Futures Trading' for this key on BingX",
        },
    withdrawalFinding(permissions.includes(MAY_WITHDRAW), "untick 'Withdraw' for this key"),
    addressFinding(addresses.length > 0, "restrict it to this machine's address"),
  ];
}

async function checkAssetMode(client: BingxClient, asked: AccountQuestion): Promise<AccountFinding[]> {
  const { assetMode } = jsonOf(jsonOf(await client.swapV1PrivateGetTradeAssetMode()).data);
  return [assetModeFinding(assetMode === "multiAssetsMode", asked, "BingX")];
}
