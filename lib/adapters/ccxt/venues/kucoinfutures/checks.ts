// What can be wrong with a KuCoin account before it trades, asked side by side.

import type { AccountFinding } from "../../../../ports/exchange.ts";
import type { KucoinFuturesClient } from "../../ccxt.ts";
import { addressFinding, checkClock, checkFunds, checkPositionMode, withdrawalFinding } from "../../common-checks.ts";
import { jsonOf } from "../../json-reply.ts";
import type { AccountQuestion, VenueClient } from "../../venue-module.ts";

export function checkKucoinAccount(
  client: KucoinFuturesClient,
  fundsOf: VenueClient["fundsOf"],
  asked: AccountQuestion,
): readonly (() => Promise<readonly AccountFinding[]>)[] {
  const currency = asked.settle === "BTC" ? "XBT" : asked.settle;
  return [
    () => checkKey(client),
    () => checkAccountMode(client, asked),
    () => checkPositionMode(client, "KuCoin"),
    () => checkFunds(() => client.futuresPrivateGetAccountOverview({ currency }), fundsOf, asked),
    () => checkClock(client, asked, "KuCoin"),
  ];
}

/** https://www.kucoin.com/docs-new/api-3470130: `permission` is a list in words, `ipWhitelist` of addresses. */
async function checkKey(client: KucoinFuturesClient): Promise<AccountFinding[]> {
  const key = jsonOf(jsonOf(await client.privateGetUserApiKey()).data);
  const permissions = String(key.permission ?? "").split(",");
  const addresses = String(key.ipWhitelist ?? "");
  return [
    { level: "ok", message: "the keys are valid" },
    permissions.includes("Futures")
      ? { level: "ok", message: "the key may trade futures" }
      : {
          level: "problem",
          message: "the key may not trade futures",
          advice: "give it the Futures permission on KuCoin",
        },
    // Transfer is what KuCoin called it before.
    withdrawalFinding(
      permissions.includes("Withdrawal") || permissions.includes("Transfer"),
      "take the Withdrawal permission from this key",
    ),
    addressFinding(addresses !== "", "restrict it to this machine's address"),
  ];
}

/** The unified trading account is another API: a classic one trades here. */
async function checkAccountMode(
  client: KucoinFuturesClient,
  { marginMode }: AccountQuestion,
): Promise<AccountFinding[]> {
  const { selfAccountMode } = jsonOf(jsonOf(await client.utaPrivateGetAccountMode()).data);
  if (selfAccountMode === "UNIFIED") {
    return [
      {
        level: "problem",
        message: "the account is a unified trading account",
        advice: "switch it to the classic account on KuCoin: whook trades the classic futures account",
      },
    ];
  }
  return [
    { level: "ok", message: `classic futures account: ${marginMode} margin is set for each symbol before it opens` },
  ];
}
