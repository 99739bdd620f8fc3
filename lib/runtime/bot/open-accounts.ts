// The account engine for bots: the same planning, execution and record as alerts over HTTP, in the bot's own process.

import { FileAccountStore, readAccountsFile } from "../../adapters/local/file-account-store.ts";
import { readNotificationsFile } from "../../adapters/local/file-notifications.ts";
import { createPinoTelemetry } from "../../adapters/local/pino-telemetry.ts";
import { systemClock } from "../../adapters/local/system-clock.ts";
import { openPaperFeed } from "../../adapters/paper-feed.ts";
import { DataFileError } from "../../adapters/sqlite/data-file-error.ts";
import { type AcceptAlertDeps, acceptAlert } from "../../app/accept-alert.ts";
import type { KeyedAccounts } from "../../app/exchange-pool.ts";
import { readHoldings } from "../../app/read-holdings.ts";
import type { AccountEntry } from "../../config/account-entry.ts";
import { parseAccounts } from "../../config/accounts.ts";
import type { Trade } from "../../core/trade/trade.ts";
import type { Account, AccountStore } from "../../ports/account-store.ts";
import { createEngine } from "../engine.ts";
import { EventFeed, watchedData } from "../event-feed.ts";
import { type LocalData, openLocalData } from "../local-data.ts";
import { startNotifierLoop } from "../notifier-loop.ts";
import { openNotifications } from "../open-notifications.ts";
import type { Loop } from "../start-loop.ts";
import { type BotAccount, createBotAccount } from "./bot-account.ts";
import type { BotLink } from "./bot-link.ts";
import type { CloseOptions } from "./order-words.ts";
import { type AnswerDeps, answerQuestion, type BotAccountFacts } from "./questions.ts";
import { WhookError } from "./whook-error.ts";

const DEFAULT_DATA_DIR = ".whook-bot";

/** Where a bot's accounts keep what they did, and who is told of it. */
export interface OpenAccountOptions {
  /** Where orders are kept. A folder belongs to one process at a time. @default ".whook-bot" */
  readonly dataDir?: string;
  /** Path of a notifications.json: its channels are told what became of orders. Absent: nobody is. */
  readonly notifications?: string;
}

/** One account that has an engine of its own. */
export interface AccountEngine extends BotAccount, AsyncDisposable {
  /** Closes the position of the symbol, or that much of it. */
  close(symbol: string, options?: CloseOptions): Promise<Trade>;
  /** Without a symbol: lets running orders end, and closes the data. `await using` does the same. */
  close(): Promise<void>;
}

/** Several accounts over one engine, until `close`. */
export interface BotAccounts extends AsyncDisposable {
  readonly accounts: readonly BotAccountFacts[];
  /** In any case. @throws WhookError `ACCOUNT_UNKNOWN` */
  account(id: string): BotAccount;
  /** Lets running orders end, where the engine is the bot's own, and closes what was opened. */
  close(): Promise<void>;
}

/** Accounts whose engine is in this process: what `createWebhook` takes. */
export interface OwnAccounts extends BotAccounts {
  readonly alerts: AcceptAlertDeps;
}

/**
 * Opens one account for a program. Orders left from before, however the last process ended, go on at once.
 * @throws WhookError with what is wrong with the entry, or with the data folder.
 * @example
 * await using account = await openAccount({ ACCOUNT_ID: "bot", EXCHANGE: "paper" });
 * const trade = await account.buy("ETH/USDT", { quote: 100, leverage: 2 });
 * console.log(trade.status, trade.averagePrice);
 */
export async function openAccount(entry: AccountEntry, options: OpenAccountOptions = {}): Promise<AccountEngine> {
  const opened = await openAccounts([entry], options);
  const account = opened.account(String(entry.ACCOUNT_ID).trim());
  function close(symbol: string, options?: CloseOptions): Promise<Trade>;
  function close(): Promise<void>;
  function close(...given: readonly unknown[]): Promise<Trade> | Promise<void> {
    if (given.length === 0) return opened.close();
    // As the first form says; one that is not there must not close the engine instead of a position.
    const [symbol, options] = given as [string, CloseOptions | undefined];
    if (typeof symbol !== "string") throw new WhookError("ORDER_INVALID", "close takes a symbol, or nothing at all");
    return account.close(symbol, options);
  }
  return { ...account, close, [Symbol.asyncDispose]: () => opened.close() };
}

/**
 * Opens several accounts in one data folder: entries of accounts.json, or the path of such a file, which is read again when it changes.
 * @throws WhookError with what is wrong with the entries, or with the data folder.
 * @example
 * await using accounts = await openAccounts("accounts.json", { dataDir: ".whook-bot" });
 * await Promise.all(accounts.accounts.map(({ id }) => accounts.account(id).close("ETH/USDT")));
 */
export async function openAccounts(
  entries: readonly AccountEntry[] | string,
  { dataDir = DEFAULT_DATA_DIR, notifications: notificationsFile }: OpenAccountOptions = {},
): Promise<OwnAccounts> {
  const telemetry = createPinoTelemetry("error");
  const notifications = openNotifications(notificationsFile, telemetry);
  await checkNotifications(notificationsFile);
  await notifications?.listChannels();
  const accounts = typeof entries === "string" ? await storeOfFile(entries) : storeOf(entries);
  const facts = (await accounts.listAccounts()).map(({ id, exchange, settle }) => ({ id, exchange, settle }));
  const feed = new EventFeed();
  const marksNotices = () => notifications?.isUsed ?? false;
  const data = await openLocalData(dataDir, { use: "work", clock: systemClock, marksNotices }).catch(sayOtherFolder);
  await data.queue.releaseAll();
  const watched = watchedData(data, feed);
  const prices = openPaperFeed(systemClock);
  const told = { accounts, clock: systemClock, telemetry };
  const engine = createEngine({ ...told, data: watched, paperFeed: () => prices });
  await engine.startWork();
  const { alerts, guards } = engine;
  const exchangeFor = (account: Account) => engine.exchanges.exchangeFor(account);
  const holdings = (some: readonly Account[]) => readHoldings({ telemetry, exchangeFor }, some);
  const notifier = notifications && startNotifierLoop({ ...watched, ...told, readHoldings: holdings, notifications });
  const parts = { alerts, data, feed, accounts, guards, clock: systemClock, ledger: watched.ledger, exchangeFor };
  const link = ownLink(notifier === undefined ? [engine] : [engine, notifier], parts);
  return { ...botAccounts(link, facts), alerts };
}

/** Accounts over an engine, whichever it is. */
export function botAccounts(link: BotLink, facts: readonly BotAccountFacts[]): BotAccounts {
  return {
    accounts: facts,
    account: (id) => {
      const found = facts.find((known) => known.id.toLowerCase() === id.toLowerCase());
      if (found !== undefined) return createBotAccount(link, found);
      throw new WhookError(
        "ACCOUNT_UNKNOWN",
        `there is no account ${id}; there are ${facts.map((of) => of.id).join(", ")}`,
      );
    },
    close: () => link.close(),
    [Symbol.asyncDispose]: () => link.close(),
  };
}

interface OwnParts extends AnswerDeps {
  readonly alerts: AcceptAlertDeps;
  readonly data: LocalData;
  readonly feed: EventFeed;
}

/** @param working - stopped in this order before the data is closed. */
function ownLink(working: readonly Loop[], { alerts, data, feed, ...deps }: OwnParts): BotLink {
  const closing = new AbortController();
  let closed: Promise<void> | undefined;
  const close = async () => {
    for (const part of working) await part.stop();
    closing.abort(new WhookError("CLOSED", "the accounts were closed"));
    data.close();
  };
  return {
    accept: async (text) => (await acceptAlert(alerts, text)).body,
    // The answer is that of the question.
    ask: (question) => answerQuestion(deps, question) as Promise<never>,
    listen: (listener) => feed.listen(listener),
    closing: closing.signal,
    close: () => (closed ??= close()),
  };
}

function storeOf(entries: readonly AccountEntry[]): AccountStore & KeyedAccounts {
  const parsed = parseAccounts(JSON.stringify(entries));
  if (!parsed.ok) throw new WhookError("ACCOUNTS_INVALID", parsed.error.join("; "));
  const configured = parsed.value;
  const find = async (id: string) => configured.find(({ account }) => account.id.toLowerCase() === id.toLowerCase());
  return {
    listAccounts: async () => configured.map(({ account }) => account),
    findAccount: async (id) => (await find(id))?.account,
    findConfigured: find,
  };
}

async function storeOfFile(file: string): Promise<AccountStore & KeyedAccounts> {
  const read = await readAccountsFile(file);
  if (!read.ok) throw new WhookError("ACCOUNTS_INVALID", read.error.join("; "));
  return new FileAccountStore(file);
}

async function checkNotifications(file: string | undefined): Promise<void> {
  const read = file === undefined ? undefined : await readNotificationsFile(file);
  if (read?.ok === false) throw new WhookError("NOTIFICATIONS_INVALID", read.error.join("; "));
}

function sayOtherFolder(error: unknown): never {
  if (!(error instanceof DataFileError)) throw error;
  const hint =
    error.fault === "in-use" ? "; or give the bot a folder of its own, or connect to the whook that runs there" : "";
  throw new WhookError(`DATA_${error.fault.toUpperCase().replaceAll("-", "_")}`, `${error.message}${hint}`, {
    cause: error,
  });
}
