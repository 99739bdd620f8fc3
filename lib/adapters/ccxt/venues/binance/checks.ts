// What can be wrong with a Binance account before it trades, asked side by side.

import type { AccountFinding } from "../../../../ports/exchange.ts";
import type { BinanceClient } from "../../ccxt.ts";
import { addressFinding, checkClock, checkFunds, checkPositionMode, withdrawalFinding } from "../../common-checks.ts";
import { jsonOf } from "../../json-reply.ts";
import type { AccountQuestion, VenueClient } from "../../venue-module.ts";
import type { BinanceApi } from "./api.ts";

export function checkBinanceAccount(
  client: BinanceClient,
  { api, fundsOf }: { readonly api: BinanceApi; readonly fundsOf: VenueClient["fundsOf"] },
  asked: AccountQuestion,
): readonly (() => Promise<readonly AccountFinding[]>)[] {
  return [
    async () => [{ level: "ok", message: "the keys are valid" }, ...(await api.checkTrading(asked))],
    () => checkPermissions(client),
    () => checkPositionMode(client, "Binance"),
    () => checkFunds(() => api.readAccount(), fundsOf, asked),
    () => checkClock(client, asked, "Binance"),
  ];
}

async function checkPermissions(client: BinanceClient): Promise<AccountFinding[]> {
  if (client.options.enableDemoTrading === true)
    return [{ level: "ok", message: "demo keys: they hold no real money" }];
  const key = jsonOf(await client.sapiGetAccountApiRestrictions());
  const findings: AccountFinding[] = [];
  if (key.enableFutures === false) {
    findings.push({
      level: "problem",
      message: "the key may not trade futures",
      advice: "tick 'Enable Futures' for this key on Binance; a key made before the futures account cannot have it",
    });
  } else {
    findings.push({ level: "ok", message: "the key may trade futures" });
  }
  findings.push(
    withdrawalFinding(key.enableWithdrawals === true, "untick 'Enable Withdrawals' for this key"),
    addressFinding(
      key.ipRestrict === true,
      "restrict it to this machine's address; Binance also lets unrestricted keys expire",
    ),
  );
  return findings;
}
