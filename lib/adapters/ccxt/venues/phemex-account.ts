// What can be wrong with a Phemex account before it trades, asked side by side. Phemex's API tells nothing of a key's
// permissions, addresses or end: what it can be asked is whether the key may read and write.
import type { AccountFinding } from "../../../ports/exchange.ts";
import { checkClock, checkFunds } from "../common-checks.ts";
import { jsonOf } from "../json-reply.ts";
import type { AccountQuestion, Venue } from "../venue-module.ts";
import type { PhemexPerpetuals } from "./phemex-client.ts";

const SETTLE_COINS: readonly string[] = ["USDT", "USDC"];

export function checkPhemexAccount(
  client: PhemexPerpetuals,
  fundsOf: Venue["fundsOf"],
  asked: AccountQuestion,
): readonly (() => Promise<readonly AccountFinding[]>)[] {
  return [
    () => checkKey(client),
    async () => [checkSettle(asked)],
    () => checkPositionModes(client),
    () => checkFunds(() => client.readAccount(), fundsOf, asked),
    () => checkClock(client, asked, "Phemex"),
  ];
}

async function checkKey(client: PhemexPerpetuals): Promise<AccountFinding[]> {
  await client.readAccount();
  return [
    { level: "ok", message: "the keys are valid" },
    {
      level: "warning",
      message: "Phemex does not tell what a key may do",
      advice: "look at it on Phemex: it should trade contracts, not withdraw, and be bound to this machine's address",
    },
  ];
}

function checkSettle({ settle, marginMode }: AccountQuestion): AccountFinding {
  if (SETTLE_COINS.includes(settle)) {
    return {
      level: "ok",
      message: `${settle} perpetuals: ${marginMode} margin is set for each symbol before it opens`,
    };
  }
  const advice = `set SETTLE_COIN to ${SETTLE_COINS.join(" or ")}`;
  return { level: "problem", message: `${settle} is no settle coin whook trades on Phemex`, advice };
}

/** A setting of each symbol. */
async function checkPositionModes(client: PhemexPerpetuals): Promise<AccountFinding[]> {
  const hedged = (await client.fetchPositions()).filter((row) => row.hedged === true);
  const symbols = [...new Set(hedged.map((row) => String(jsonOf(row.info).symbol)))];
  if (symbols.length === 0) return [{ level: "ok", message: "one-way position mode" }];
  return [
    {
      level: "warning",
      message: `hedge mode is on for ${symbols.slice(0, 5).join(", ")}${symbols.length > 5 ? " and others" : ""}: orders are denied while anything is open`,
      advice: "close all positions; whook then switches to one-way mode itself, or do it in Phemex's preferences",
    },
  ];
}
