// What can be wrong with a Binance account before it trades, asked side by side.
import type BinanceClient from "../../../../node_modules/ccxt/js/src/binance.js";
import type { AccountFinding } from "../../../ports/exchange.ts";
import {
  addressFinding,
  assetModeFinding,
  checkClock,
  checkFunds,
  checkPositionMode,
  withdrawalFinding,
} from "../common-checks.ts";
import { jsonOf } from "../json-reply.ts";
import type { AccountQuestion, Venue } from "../venue-module.ts";

export function checkBinanceAccount(
  client: BinanceClient,
  fundsOf: Venue["fundsOf"],
  asked: AccountQuestion,
): readonly (() => Promise<readonly AccountFinding[]>)[] {
  return [
    () => checkTrading(client, asked),
    () => checkPermissions(client),
    () => checkPositionMode(client, "Binance"),
    () => checkFunds(() => client.fapiPrivateV3GetAccount(), fundsOf, asked),
    () => checkClock(client, asked, "Binance"),
  ];
}

/** The keys work, the account may trade, and its margin suits the mode the account wants. */
async function checkTrading(client: BinanceClient, asked: AccountQuestion): Promise<AccountFinding[]> {
  const config = jsonOf(await client.fapiPrivateGetAccountConfig());
  const findings: AccountFinding[] = [{ level: "ok", message: "the keys are valid" }];
  findings.push(
    config.canTrade === false
      ? {
          level: "problem",
          message: "the account may not trade futures",
          advice: "open a USDⓈ-M futures account on Binance, or lift its restriction",
        }
      : { level: "ok", message: "the account may trade futures" },
  );
  return [...findings, assetModeFinding(config.multiAssetsMargin === true, asked, "Binance")];
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
