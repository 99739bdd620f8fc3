import type { Account, KeyedAccount } from "../ports/account-store.ts";

interface Keyed extends KeyedAccount {
  readonly warnings: readonly string[];
}

/** Accounts of one key are one account on the exchange: each is told of the others, never of the key. */
export function withSharedKeys(accounts: readonly Keyed[]): readonly Keyed[] {
  return accounts.map((configured) => {
    const sharesKeyWith = accounts.filter((other) => isSameKey(configured, other)).map(({ account }) => account.id);
    if (sharesKeyWith.length === 0) return configured;
    const account = { ...configured.account, sharesKeyWith };
    const warnings = [...configured.warnings, `account ${account.id}: ${sharedKeyText(sharesKeyWith)}`];
    return { ...configured, account, warnings };
  });
}

/** What an account is warned of that shares its key with these. */
export function sharedKeyText(others: NonNullable<Account["sharesKeyWith"]>): string {
  return `API_KEY is that of ${others.join(", ")} too: they move one position, so an order whose report is missing cannot be judged by it, and orders of both at one time are sized as if alone`;
}

function isSameKey(one: Keyed, other: Keyed): boolean {
  const { apiKey } = one.credentials.reveal();
  if (one === other || apiKey === "" || one.account.exchange !== other.account.exchange) return false;
  return apiKey === other.credentials.reveal().apiKey;
}
