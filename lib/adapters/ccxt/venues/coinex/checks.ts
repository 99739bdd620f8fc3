// What can be wrong with a CoinEx account before it trades, asked side by side.
import type { AccountFinding } from "../../../../ports/exchange.ts";
import { checkClock, checkFunds, untoldKeyFinding } from "../../common-checks.ts";
import type { AccountQuestion, VenueClient } from "../../venue-module.ts";
import type { CoinexClient } from "./client.ts";

export function checkCoinexAccount(
  client: CoinexClient,
  fundsOf: VenueClient["fundsOf"],
  asked: AccountQuestion,
): readonly (() => Promise<readonly AccountFinding[]>)[] {
  return [
    () => checkKey(client),
    () => checkFunds(() => client.v2PrivateGetAssetsFuturesBalance(), fundsOf, asked),
    () => checkClock(client, asked, "CoinEx"),
  ];
}

/** The API does not tell what a key may do, from where, or until when. */
async function checkKey(client: CoinexClient): Promise<AccountFinding[]> {
  await client.v2PrivateGetFuturesPendingPosition({ market_type: "FUTURES", limit: 1 });
  return [
    { level: "ok", message: "the keys are valid" },
    { level: "ok", message: "one-way position mode: CoinEx has one position per market" },
    untoldKeyFinding(
      "CoinEx",
      "see on its page of API keys that it may trade, not withdraw, and lists this machine's address",
    ),
  ];
}
