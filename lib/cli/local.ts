// What commands need of this machine: accounts, data, exchanges.

import { FileAccountStore, readAccountsFile } from "../adapters/local/file-account-store.ts";
import { createPinoTelemetry } from "../adapters/local/pino-telemetry.ts";
import { systemClock } from "../adapters/local/system-clock.ts";
import { openExchange } from "../adapters/open-exchange.ts";
import { openPaperFeed } from "../adapters/paper-feed.ts";
import { ExchangePool } from "../app/exchange-pool.ts";
import type { LocalEnv } from "../config/env.ts";
import type { Account } from "../ports/account-store.ts";
import type { Exchange } from "../ports/exchange.ts";
import { type LocalData, openLocalData } from "../runtime/local-data.ts";
import { CommandError } from "./command.ts";

/** The accounts of the file. @throws CommandError with every problem of it. */
export async function loadAccounts({ accountsFile }: LocalEnv): Promise<readonly Account[]> {
  const read = await readAccountsFile(accountsFile);
  if (!read.ok) throw new CommandError(read.error.join("; "));
  return read.value.accounts.map(({ account }) => account);
}

/** The accounts, or the one named. @throws CommandError naming those there are. */
export async function selectAccounts(env: LocalEnv, id: string | undefined): Promise<readonly Account[]> {
  const accounts = await loadAccounts(env);
  if (id === undefined) return accounts;
  const found = accounts.find((account) => account.id.toLowerCase() === id.toLowerCase());
  if (found !== undefined) return [found];
  throw new CommandError(`no account ${id}; there are ${accounts.map((account) => account.id).join(", ")}`);
}

/** Runs `work` on the local data and closes it whatever happens. */
export async function withLocalData<T>({ dataDir }: LocalEnv, work: (data: LocalData) => Promise<T>): Promise<T> {
  const data = await openLocalData(dataDir, systemClock);
  try {
    return await work(data);
  } finally {
    await data.close();
  }
}

/** Opens an account's exchange. @throws CommandError when it cannot be spoken to. */
export type OpenExchange = (account: Account) => Promise<Exchange>;

/** Runs `work` with the exchanges of this machine's accounts. */
export function withExchanges<T>(env: LocalEnv, work: (open: OpenExchange) => Promise<T>): Promise<T> {
  return withLocalData(env, async ({ ledger, paperStore }) => {
    const accounts = new FileAccountStore(env.accountsFile);
    const telemetry = createPinoTelemetry("error");
    const paperFeed = () => openPaperFeed(systemClock);
    const factory = new ExchangePool({
      accounts,
      open: openExchange({ paperStore, paperFeed, marketCache: ledger, clock: systemClock, telemetry }),
    });
    return work(async (account) => {
      const exchange = await factory.exchangeFor(account);
      if (!exchange.ok) throw new CommandError(`account ${account.id}: ${exchange.error.message}`);
      return exchange.value;
    });
  });
}

/** What each account answered; one that fails does not hide the others. */
export interface AccountAnswer<T> {
  readonly account: Account;
  readonly value?: T;
  readonly problem?: string;
}

/** Asks every account side by side. */
export function askAccounts<T>(
  env: LocalEnv,
  accounts: readonly Account[],
  ask: (exchange: Exchange, account: Account) => Promise<T>,
): Promise<readonly AccountAnswer<T>[]> {
  return withExchanges(env, (open) =>
    Promise.all(
      accounts.map(async (account) => {
        try {
          return { account, value: await ask(await open(account), account) };
        } catch (error) {
          return { account, problem: error instanceof Error ? error.message : String(error) };
        }
      }),
    ),
  );
}
