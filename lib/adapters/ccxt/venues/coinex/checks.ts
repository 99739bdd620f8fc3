// What can be wrong with a CoinEx account before it trades, asked side by side.
import type { AccountFinding } from "../../../../ports/exchange.ts";
import { checkClock, checkFunds, untoldKeyFinding } from "../../common-checks.ts";
import type { AccountQuestion, VenueClient } from "../../venue-module.ts";
import type { CoinexClient } from "./client.ts";
import { readPositionMode } from "./position-mode.ts";

export function checkCoinexAccount(
  client: CoinexClient,
  fundsOf: VenueClient["fundsOf"],
  asked: AccountQuestion,
): readonly (() => Promise<readonly AccountFinding[]>)[] {
  return [
    () => checkKey(client),
    () => checkMode(client),
    () => checkFunds(() => client.v2PrivateGetAssetsFuturesBalance(), fundsOf, asked),
    () => checkClock(client, asked, "CoinEx"),
  ];
}

/** The API does not tell what a key may do, from where, or until when. */
async function checkKey(client: CoinexClient): Promise<AccountFinding[]> {
  await client.v2PrivateGetFuturesPendingPosition({ market_type: "FUTURES", limit: 1 });
  return [
    { level: "ok", message: "the keys are valid" },
    untoldKeyFinding(
      "CoinEx",
      "see on its page of API keys that it may trade, not withdraw, and lists this machine's address",
    ),
  ];
}

/** whook does not switch it: `setsPositionMode` of the venue's row. */
async function checkMode(client: CoinexClient): Promise<AccountFinding[]> {
  if ((await readPositionMode(client)) !== "hedge") return [{ level: "ok", message: "one-way position mode" }];
  const advice = "close all positions, then switch to one-way mode in CoinEx's futures preferences";
  return [{ level: "problem", message: "hedge mode is on: every order but a cancel is denied", advice }];
}
