// What can be wrong with a Kraken futures account before it trades, asked side by side.

import type { AccountFinding } from "../../../../ports/exchange.ts";
import type { KrakenClient } from "../../ccxt.ts";
import { addressFinding, checkClock, checkFunds, withdrawalFinding } from "../../common-checks.ts";
import { jsonOf } from "../../json-reply.ts";
import type { AccountQuestion, VenueClient } from "../../venue-module.ts";

/** Where a key's rights are told, unknown to ccxt: https://docs.kraken.com/api-reference/api-keys/check-v3-api-key */
const KEY_CHECK = "api-keys/v3/check";

/** What ccxt must know to sign for it. */
export const KEY_API = {
  urls: { api: { auth: "https://futures.kraken.com/api/auth/" } },
  options: { access: { auth: { GET: { [KEY_CHECK]: "private" } } } },
} as const;

export function checkKrakenAccount(
  client: KrakenClient,
  fundsOf: VenueClient["fundsOf"],
  asked: AccountQuestion,
): readonly (() => Promise<readonly AccountFinding[]>)[] {
  return [
    () => checkKeys(client),
    () => checkPermissions(client),
    () => checkFunds(() => client.privateGetAccounts(), fundsOf, asked),
    () => checkMarginModes(client, asked),
    () => checkClock(client, asked, "Kraken"),
  ];
}

async function checkKeys(client: KrakenClient): Promise<AccountFinding[]> {
  await client.privateGetOpenpositions();
  return [
    { level: "ok", message: "the keys are valid" },
    { level: "ok", message: "one-way position mode" },
  ];
}

async function checkPermissions(client: KrakenClient): Promise<AccountFinding[]> {
  if (client.isSandboxModeEnabled) return [{ level: "ok", message: "demo keys: they hold no real money" }];
  const key = jsonOf(await client.request(KEY_CHECK, "auth", "GET", { version: "v1" }));
  const { general, transfer } = jsonOf(key.permissions);
  const blocks: readonly unknown[] = Array.isArray(key.allowedCidrBlocks) ? key.allowedCidrBlocks : [];
  return [
    general === "FULL_ACCESS"
      ? { level: "ok", message: "the key may trade futures" }
      : {
          level: "problem",
          message: "the key may not trade futures",
          advice: "give it full access to the general API on Kraken",
        },
    withdrawalFinding(transfer === "FULL_ACCESS", "give it no access to withdrawals"),
    addressFinding(
      blocks.some((block) => !String(block).endsWith("/0")),
      "bind it to this machine's address",
    ),
  ];
}

/** Each market has its own mode: whook sets it before it opens a position. */
async function checkMarginModes(
  client: KrakenClient,
  { marginMode, settle }: AccountQuestion,
): Promise<AccountFinding[]> {
  if (settle !== "USD") {
    return [
      { level: "ok", message: "an inverse market is backed by its own account: no margin mode or leverage to set" },
    ];
  }
  const { leveragePreferences } = jsonOf(await client.privateGetLeveragepreferences());
  const isolated = Array.isArray(leveragePreferences) ? leveragePreferences.length : 0;
  return [
    {
      level: "ok",
      message: `${marginMode} margin is set market by market; now ${isolated} are isolated, the others cross`,
    },
  ];
}
