// One exchange object per account, made when it is first needed and made anew when the account's entry changes.
import type { OrderFailure } from "../core/failure.ts";
import { err, type Result } from "../core/result.ts";
import type { Account, KeyedAccount } from "../ports/account-store.ts";
import type { Exchange } from "../ports/exchange.ts";
import { accountGone } from "./account-gone.ts";

/** Where accounts with their secrets come from. */
export interface KeyedAccounts {
  findConfigured(accountId: string): Promise<KeyedAccount | undefined>;
}

/** Where accounts and their exchanges come from. */
export interface ExchangePoolDeps {
  readonly accounts: KeyedAccounts;
  /** Opens the account's venue; a failure when its EXCHANGE cannot be traded on. */
  open(entry: KeyedAccount): Promise<Result<Exchange, OrderFailure>>;
}

interface Opened {
  readonly entry: KeyedAccount;
  readonly exchange: Promise<Result<Exchange, OrderFailure>>;
}

/** The open exchange of each account: opened when it is first asked for, and anew once the account's entry has changed. */
export class ExchangePool {
  readonly #deps: ExchangePoolDeps;
  readonly #opened = new Map<string, Opened>();

  constructor(deps: ExchangePoolDeps) {
    this.#deps = deps;
  }

  /** The account's venue; a failure when the account is gone or its EXCHANGE cannot be traded on. */
  async exchangeFor({ id }: Pick<Account, "id">): Promise<Result<Exchange, OrderFailure>> {
    const entry = await this.#deps.accounts.findConfigured(id);
    if (entry === undefined) return err(accountGone(id));
    const opened = this.#opened.get(id);
    if (opened?.entry === entry) return opened.exchange;
    const exchange = this.#deps.open(entry);
    this.#opened.set(id, { entry, exchange });
    // What could not be opened now may be the next time.
    const isOpen = exchange.then(({ ok }) => ok).catch(() => false);
    if (!(await isOpen)) this.#opened.delete(id);
    return exchange;
  }

  /** Every exchange that was opened so far. */
  async opened(): Promise<readonly Exchange[]> {
    const results = await Promise.all([...this.#opened.values()].map(({ exchange }) => exchange));
    return results.flatMap((result) => (result.ok ? [result.value] : []));
  }
}
