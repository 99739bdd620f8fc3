// The two accounts of a smoke test. Neither can move money: one is paper; the other has an exchange's name, an address
// nobody listens on, and keys that are none.
import type { AccountEntry } from "../../config/account-entry.ts";
import { parseAccounts } from "../../config/accounts.ts";
import type { Account } from "../../ports/account-store.ts";

/** Room for waits of 1, 1, 2 and 3 s, give or take a fifth: the longer ones go through the queue. */
const SILENT_TIMEOUT_S = 10;
/** Of the machine the worker runs on. Port 9 is that of the discard service, which nobody runs: RFC 863. */
const NOBODY_LISTENS = "http://127.0.0.1:9";

interface SmokeAccount {
  readonly account: Account;
  readonly entry: AccountEntry;
}

/** Accounts that cannot move money: one on the paper exchange, and one whose address never answers. */
export interface SmokeAccounts {
  readonly paper: SmokeAccount;
  readonly silent: SmokeAccount;
}

/** @param suffix - makes the names new: a stack remembers for minutes which accounts there were. */
export function smokeAccounts(suffix: string): SmokeAccounts {
  return {
    paper: accountOf({ ACCOUNT_ID: `smoke_${suffix}`, EXCHANGE: "paper" }),
    silent: accountOf({
      ACCOUNT_ID: `smoke_silent_${suffix}`,
      EXCHANGE: "binance",
      API_KEY: "none",
      SECRET_KEY: "none",
      ENDPOINT: NOBODY_LISTENS,
      ORDER_TIMEOUT: SILENT_TIMEOUT_S,
    }),
  };
}

function accountOf(entry: AccountEntry): SmokeAccount {
  const parsed = parseAccounts(JSON.stringify([entry]));
  const account = parsed.ok ? parsed.value[0]?.account : undefined;
  if (account === undefined) throw new Error("the smoke test's own account is not valid");
  return { account, entry };
}
