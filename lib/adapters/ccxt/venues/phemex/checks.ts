// What can be wrong with a Phemex account before it trades, asked side by side. Phemex's API tells nothing of a key's
// permissions, addresses or end: what it can be asked is whether the key may read and write.
import type { AccountFinding } from "../../../../ports/exchange.ts";
import { checkClock, checkFunds, untoldKeyFinding } from "../../common-checks.ts";
import { jsonOf } from "../../json-reply.ts";
import type { AccountQuestion, VenueClient } from "../../venue-module.ts";
import type { PhemexClient } from "./client.ts";

export function checkPhemexAccount(
  client: PhemexClient,
  fundsOf: VenueClient["fundsOf"],
  asked: AccountQuestion,
): readonly (() => Promise<readonly AccountFinding[]>)[] {
  return [
    () => checkKey(client),
    async () => [checkMarginMode(asked)],
    () => checkPositionModes(client),
    () => checkFunds(() => client.readAccount(), fundsOf, asked),
    () => checkClock(client, asked, "Phemex"),
  ];
}

async function checkKey(client: PhemexClient): Promise<AccountFinding[]> {
  await client.readAccount();
  return [
    { level: "ok", message: "the keys are valid" },
    untoldKeyFinding(
      "Phemex",
      "see on its page of API keys that it may trade contracts, not withdraw, and is bound to this machine's address",
    ),
  ];
}

function checkMarginMode({ settle, marginMode }: AccountQuestion): AccountFinding {
  return { level: "ok", message: `${settle} perpetuals: ${marginMode} margin is set for each symbol before it opens` };
}

/** A setting of each symbol of USDT and USDC; the contract API has one-way mode only. */
async function checkPositionModes(client: PhemexClient): Promise<AccountFinding[]> {
  const hedged = (await client.fetchPositions()).filter((row) => row.hedged === true);
  const symbols = [...new Set(hedged.map((row) => String(jsonOf(row.info).symbol)))];
  if (symbols.length === 0) return [{ level: "ok", message: "one-way position mode" }];
  return [
    {
      level: "warning",
      message: `hedge mode is on for ${symbols.slice(0, 5).join(", ")}${symbols.length > 5 ? " and others" : ""}: orders there are denied while a position of the symbol is open`,
      advice: "close those positions; whook then switches the symbol to one-way mode, or do it in Phemex's preferences",
    },
  ];
}
