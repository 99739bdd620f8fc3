import type { AccountNow } from "../core/execution/account-changed.ts";
import type { ExecuteOrderDeps } from "./execution-deps.ts";

/** The account of that name as it is now; undefined: it is no longer there. */
export async function accountNow(
  { accounts, exchangeFor }: Pick<ExecuteOrderDeps, "accounts" | "exchangeFor">,
  id: string,
): Promise<AccountNow | undefined> {
  const account = await accounts.findAccount(id);
  if (account === undefined) return undefined;
  const exchange = await exchangeFor(account);
  return exchange.ok ? { ...account, provenType: exchange.value.provenType } : account;
}
