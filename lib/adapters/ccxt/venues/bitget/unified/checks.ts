// What can be wrong with a unified Bitget account before it trades, asked side by side.

import type { AccountFinding } from "../../../../../ports/exchange.ts";
import type { BitgetClient } from "../../../ccxt.ts";
import {
  addressFinding,
  checkClock,
  checkFunds,
  positionModeFinding,
  withdrawalFinding,
} from "../../../common-checks.ts";
import { jsonOf } from "../../../json-reply.ts";
import type { AccountQuestion, VenueClient } from "../../../venue-module.ts";

/** https://www.bitget.com/api-doc/uta/account/Get-Account-Info, as recorded in JKorf/Bitget.Net, Unified/Account/GetAccountInfo.txt */
const TRADES = "uta_trade";
const MANAGES = "uta_mgt";
const WITHDRAWS = "withdraw";

export function checkUnifiedAccount(
  client: BitgetClient,
  fundsOf: VenueClient["fundsOf"],
  asked: AccountQuestion,
): readonly (() => Promise<readonly AccountFinding[]>)[] {
  return [
    () => checkKey(client),
    () => checkModes(client),
    () => checkFunds(() => client.privateUtaGetV3AccountAssets(), fundsOf, asked),
    () => checkClock(client, asked, "Bitget"),
  ];
}

async function checkKey(client: BitgetClient): Promise<AccountFinding[]> {
  const key = jsonOf(jsonOf(await client.privateUtaGetV3AccountInfo()).data);
  const rights: readonly unknown[] = Array.isArray(key.permissions) ? key.permissions : [];
  return [
    { level: "ok", message: "the keys are valid" },
    { level: "ok", message: "a unified account: traded over Bitget's v3 API" },
    tradeFinding(key, rights),
    withdrawalFinding(rights.includes(WITHDRAWS), "take 'Withdraw' from this key"),
    addressFinding(typeof key.ips === "string" && key.ips !== "", "bind it to this machine's address"),
  ];
}

/** Orders need the right to trade, leverage and position mode the right to manage the account. */
function tradeFinding({ permType }: Readonly<Record<string, unknown>>, rights: readonly unknown[]): AccountFinding {
  const isWritable = permType === undefined || permType === "read-and-write" || permType === "read_and_write";
  if (isWritable && rights.includes(TRADES) && rights.includes(MANAGES)) {
    return { level: "ok", message: "the key may trade and manage the account" };
  }
  return {
    level: "problem",
    message: isWritable ? "the key may not trade, or not manage the account" : "the key may only read",
    advice: "give the key read-write access with 'Unified account: trade' and 'manage' on Bitget",
  };
}

async function checkModes(client: BitgetClient): Promise<AccountFinding[]> {
  const account = jsonOf(jsonOf(await client.privateUtaGetV3AccountSettings()).data);
  return [positionModeFinding(account.holdMode === "hedge_mode", "Bitget")];
}
