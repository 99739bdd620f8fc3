// What can be wrong with a Bitget account before it trades, asked side by side.

import type { AccountFinding } from "../../../../ports/exchange.ts";
import type { BitgetClient } from "../../ccxt.ts";
import {
  addressFinding,
  assetModeFinding,
  checkClock,
  checkFunds,
  positionModeFinding,
  withdrawalFinding,
} from "../../common-checks.ts";
import { jsonOf } from "../../json-reply.ts";
import type { AccountQuestion, VenueClient } from "../../venue-module.ts";

/** To read and write futures orders and positions, and to withdraw: https://www.bitget.com/api-doc/spot/account/Get-Account-Info */
const WRITES_ORDERS = "coow";
const WRITES_POSITIONS = "cpow";
const WITHDRAWS = "wwow";

/** A market of the settle coin; that of any other coin is its own. */
const MODE_SYMBOLS: Readonly<Record<string, string>> = { USDT: "BTCUSDT", USDC: "BTCPERP" };

interface AccountOf {
  readonly productType: string;
  readonly settle: string;
  readonly fundsOf: VenueClient["fundsOf"];
}

export function checkBitgetAccount(
  client: BitgetClient,
  account: AccountOf,
  asked: AccountQuestion,
): readonly (() => Promise<readonly AccountFinding[]>)[] {
  const { productType, fundsOf } = account;
  const readAccounts = async () => jsonOf(await client.privateMixGetV2MixAccountAccounts({ productType })).data;
  return [
    () => checkKey(client),
    () => checkModes(client, account, asked),
    () => checkFunds(readAccounts, fundsOf, asked),
    () => checkClock(client, asked, "Bitget"),
  ];
}

async function checkKey(client: BitgetClient): Promise<AccountFinding[]> {
  const key = jsonOf(jsonOf(await client.privateSpotGetV2SpotAccountInfo()).data);
  const rights: readonly unknown[] = Array.isArray(key.authorities) ? key.authorities : [];
  const mayTrade = rights.includes("trade") || (rights.includes(WRITES_ORDERS) && rights.includes(WRITES_POSITIONS));
  return [
    { level: "ok", message: "the keys are valid" },
    mayTrade
      ? { level: "ok", message: "the key may trade futures" }
      : {
          level: "problem",
          message: "the key may not trade futures",
          advice: "give the key read-write access to 'Futures: orders and holdings' on Bitget",
        },
    withdrawalFinding(rights.includes(WITHDRAWS) || rights.includes("withdraw"), "take 'Withdraw' from this key"),
    addressFinding(typeof key.ips === "string" && key.ips !== "", "bind it to this machine's address"),
  ];
}

/** A mode is told with a symbol; the position mode is one for all contracts of the coin. */
async function checkModes(
  client: BitgetClient,
  { productType, settle }: AccountOf,
  asked: AccountQuestion,
): Promise<AccountFinding[]> {
  const symbol = MODE_SYMBOLS[settle] ?? `${settle}USD`;
  const answer = await client.privateMixGetV2MixAccountAccount({ symbol, productType, marginCoin: settle });
  const account = jsonOf(jsonOf(answer).data);
  return [
    positionModeFinding(account.posMode === "hedge_mode", "Bitget"),
    assetModeFinding(account.assetMode === "union", asked, "Bitget"),
  ];
}
