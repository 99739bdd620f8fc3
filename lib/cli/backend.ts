// Where a command's facts are: on this machine, or in a stack on AWS. Commands do not know which.
import type { AskedExchange } from "../app/ask-exchange.ts";
import type { GuardKeeper } from "../app/guard-keeper.ts";
import type { LiveEvent } from "../app/live-event.ts";
import type { OrderId } from "../core/ids.ts";
import type { Account } from "../ports/account-store.ts";
import type { VenueAnswer } from "../ports/answer-log.ts";
import type { EquityLog } from "../ports/equity-log.ts";
import type { AccountFinding, Exchange } from "../ports/exchange.ts";
import type { Ledger } from "../ports/ledger.ts";
import type { OrderQueue } from "../ports/order-queue.ts";
import { CommandError } from "./errors.ts";
import type { AlertReply } from "./post-alert.ts";

/** Parts are opened when they are first asked for. Methods throw CommandError when a part cannot be had. */
export interface Backend {
  /** Every account, without its keys. */
  listAccounts(): Promise<readonly Account[]>;
  ledger(): Promise<Ledger>;
  /** Switches and guards; to be changed they are opened as a worker opens them. */
  guards(use: "read" | "change"): Promise<GuardKeeper>;
  /** What accounts had, over time. */
  equity(): Promise<EquityLog>;
  /** Whether there is a whook that works on orders. */
  runs(): Promise<boolean>;
  /** Hands an alert to it. @throws CommandError when it does not take it. */
  submit(text: string): Promise<AlertReply>;
  queue(): Promise<OrderQueue>;
  /** The account's exchange, with its keys. */
  openExchange(account: Account): Promise<Exchange>;
  /** The same as it is asked from where the account's orders leave, which may be another machine. */
  openAsOrdersDo(account: Account): Promise<AskedExchange>;
  /** The webhook's address. It holds the token: it must not become part of a message. */
  webhookUrl(): Promise<string>;
  /** What happens from now on, until the signal aborts. `onOpen` is called once nothing is missed any more. */
  events(signal: AbortSignal, onOpen: () => void): AsyncIterable<LiveEvent>;
  /** How often it may be asked for something that is waited for, milliseconds. */
  readonly askEveryMs: number;
  /** The one address orders are sent from, where it is fixed. */
  egressAddress(): Promise<string | undefined>;
  /** What a report of the order holds beside its record: the exchange's answers, where they are kept, and what must not be in it. */
  reportFacts(
    orderId: OrderId,
  ): Promise<{ readonly answers?: readonly VenueAnswer[]; readonly secrets: readonly string[] }>;
  /** What went wrong, in one line for a person. */
  explain(error: unknown): string;
  /** Closes what was opened. */
  close(): Promise<void>;
}

/** The accounts, or the one named. @throws CommandError naming those there are. */
export async function selectAccounts(backend: Backend, id: string | undefined): Promise<readonly Account[]> {
  const accounts = await backend.listAccounts();
  return id === undefined ? accounts : [named(accounts, id)];
}

/** The account of a name. @throws CommandError naming those there are. */
export async function onlyAccount(backend: Backend, id: string): Promise<Account> {
  return named(await backend.listAccounts(), id);
}

function named(accounts: readonly Account[], id: string): Account {
  const found = accounts.find((account) => account.id.toLowerCase() === id.toLowerCase());
  if (found !== undefined) return found;
  throw new CommandError(`no account ${id}; there are ${accounts.map((account) => account.id).join(", ") || "none"}`);
}

/** What each account answered; one that fails does not hide the others. */
export interface AccountAnswer<T> {
  readonly account: Account;
  readonly value?: T;
  readonly problem?: string;
}

/** Asks every account side by side. */
export function askAccounts<T>(
  backend: Backend,
  accounts: readonly Account[],
  ask: (exchange: Exchange, account: Account) => Promise<T>,
): Promise<readonly AccountAnswer<T>[]> {
  return answersOf(backend, accounts, async (account) => ask(await backend.openExchange(account), account));
}

/** Checks every account side by side, from where its orders leave. */
export function checkAccounts(
  backend: Backend,
  accounts: readonly Account[],
): Promise<readonly AccountAnswer<readonly AccountFinding[]>[]> {
  return answersOf(backend, accounts, async (account) => {
    const checked = await (await backend.openAsOrdersDo(account)).checkAccount();
    if (!checked.ok) throw new CommandError(checked.error.message);
    return checked.value;
  });
}

function answersOf<T>(
  backend: Backend,
  accounts: readonly Account[],
  ask: (account: Account) => Promise<T>,
): Promise<readonly AccountAnswer<T>[]> {
  return Promise.all(
    accounts.map(async (account) => {
      try {
        return { account, value: await ask(account) };
      } catch (error) {
        return { account, problem: backend.explain(error) };
      }
    }),
  );
}
