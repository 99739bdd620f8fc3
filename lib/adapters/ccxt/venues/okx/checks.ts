// What can be wrong with an OKX account before it trades, asked side by side.

import type { AccountFinding } from "../../../../ports/exchange.ts";
import type { OkxClient } from "../../ccxt.ts";
import { addressFinding, checkClock, checkFunds, positionModeFinding, withdrawalFinding } from "../../common-checks.ts";
import { bodyOf, jsonOf, rowsOf } from "../../json-reply.ts";
import { currentCall } from "../../venue-call.ts";
import type { AccountQuestion, VenueClient } from "../../venue-module.ts";
import { findOkxRegion } from "./regions.ts";

/** Account modes: https://www.okx.com/docs-v5/en/#overview-account-mode */
const SPOT_MODE = "1";
const FUTURES_MODE = "2";
/** "API key doesn't exist": also of a key that lives on another of OKX's hosts. */
const UNKNOWN_KEY = "50119";

export function checkOkxAccount(
  client: OkxClient,
  fundsOf: VenueClient["fundsOf"],
  asked: AccountQuestion,
): readonly (() => Promise<readonly AccountFinding[]>)[] {
  return [
    () => checkConfiguration(client, asked),
    () => checkFunds(() => client.privateGetAccountBalance(), fundsOf, asked),
    () => checkClock(client, asked, "OKX"),
  ];
}

type Configuration = Readonly<Record<string, unknown>>;

/** OKX tells the key, its permissions and the account's modes in one answer, which may be asked for 5 times in 2 s. */
async function checkConfiguration(client: OkxClient, { marginMode }: AccountQuestion): Promise<AccountFinding[]> {
  const answer = await readConfiguration(client);
  if (answer === undefined) return [await findOkxRegion(client)];
  const [account] = rowsOf(answer.data);
  if (account === undefined) throw new Error("the venue told no account configuration");
  const isDemo = client.options.sandboxMode === true;
  return [
    { level: "ok", message: "the keys are valid" },
    ...(isDemo ? [{ level: "ok", message: "demo keys: they hold no real money" } as const] : keyFindings(account)),
    tradeFinding(account),
    accountModeFinding(account, marginMode),
    positionModeFinding(account.posMode === "long_short_mode", "OKX"),
  ];
}

/** Undefined: this host does not know the key. */
async function readConfiguration(client: OkxClient): Promise<Configuration | undefined> {
  try {
    return jsonOf(await client.privateGetAccountConfig());
  } catch (error) {
    const reply = currentCall()?.replies.at(-1);
    if (reply !== undefined && bodyOf(reply).code === UNKNOWN_KEY) return undefined;
    throw error;
  }
}

function permissionsOf({ perm }: Configuration): readonly string[] {
  return typeof perm === "string" ? perm.split(",") : [];
}

function tradeFinding(account: Configuration): AccountFinding {
  if (permissionsOf(account).includes("trade")) return { level: "ok", message: "the key may trade" };
  return {
    level: "problem",
    message: "the key may not trade",
    advice: "give it the Trade permission on OKX's page of API keys",
  };
}

function keyFindings(account: Configuration): readonly AccountFinding[] {
  const isBound = typeof account.ip === "string" && account.ip !== "";
  return [
    withdrawalFinding(permissionsOf(account).includes("withdraw"), "take the Withdraw permission from it"),
    addressFinding(isBound, "bind it to this machine's address; OKX deletes unbound keys after 14 days without use"),
  ];
}

function accountModeFinding({ acctLv, ctIsoMode }: Configuration, marginMode: string): AccountFinding {
  if (acctLv === SPOT_MODE) {
    return {
      level: "problem",
      message: "the account is in Spot mode: it cannot trade perpetual swaps",
      advice: "switch the account mode to Futures mode on OKX",
    };
  }
  if (marginMode === "isolated" && acctLv !== FUTURES_MODE) {
    return {
      level: "problem",
      message: "the account mode pools all coins: OKX takes no isolated margin in it",
      advice: "switch the account mode to Futures mode on OKX, or set MARGIN_MODE to cross",
    };
  }
  if (marginMode === "isolated" && ctIsoMode !== undefined && ctIsoMode !== "automatic") {
    return {
      level: "problem",
      message: "isolated positions get their margin by hand only",
      advice: "set isolated margin trading to automatic transfers in OKX's trading settings",
    };
  }
  return { level: "ok", message: `the account mode allows ${marginMode} margin` };
}
