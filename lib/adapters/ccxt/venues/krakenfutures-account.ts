// What can be wrong with a Kraken futures account before it trades, asked side by side.
import type KrakenClient from "../../../../node_modules/ccxt/js/src/krakenfutures.js";
import type { AccountFinding } from "../../../ports/exchange.ts";
import { checkClock, checkFunds } from "../common-checks.ts";
import { jsonOf } from "../json-reply.ts";
import type { AccountQuestion, Venue } from "../venue-module.ts";

export function checkKrakenAccount(
  client: KrakenClient,
  fundsOf: Venue["fundsOf"],
  asked: AccountQuestion,
): readonly (() => Promise<readonly AccountFinding[]>)[] {
  return [
    () => checkKeys(client),
    () => checkFunds(() => client.privateGetAccounts(), fundsOf, asked),
    () => checkMarginModes(client, asked),
    () => checkClock(client, asked, "Kraken"),
  ];
}

/** No request tells what a key may do. */
async function checkKeys(client: KrakenClient): Promise<AccountFinding[]> {
  await client.privateGetOpenpositions();
  const permissions: AccountFinding = client.isSandboxModeEnabled
    ? { level: "ok", message: "demo keys: they hold no real money" }
    : {
        level: "ok",
        message: "Kraken does not tell what the key may do, nor from which addresses",
        advice: "give it full access to the general API, none to withdrawals, and only this machine's address",
      };
  return [
    { level: "ok", message: "the keys are valid" },
    permissions,
    { level: "ok", message: "one-way position mode" },
  ];
}

/** Each market has its own mode: whook sets it before it opens a position. */
async function checkMarginModes(client: KrakenClient, { marginMode }: AccountQuestion): Promise<AccountFinding[]> {
  const { leveragePreferences } = jsonOf(await client.privateGetLeveragepreferences());
  const isolated = Array.isArray(leveragePreferences) ? leveragePreferences.length : 0;
  return [
    {
      level: "ok",
      message: `${marginMode} margin is set market by market; now ${isolated} are isolated, the others cross`,
    },
  ];
}
