// One exchange object per account, made when it is first needed and made anew when the account's entry changes.

import { PaperExchange } from "../adapters/paper/paper-exchange.ts";
import type { PaperStore } from "../adapters/paper/paper-store.ts";
import type { ConfiguredAccount } from "../config/accounts.ts";
import type { OrderFailure } from "../core/failure.ts";
import { err, ok, type Result } from "../core/result.ts";
import type { Account } from "../ports/account-store.ts";
import type { Clock } from "../ports/clock.ts";
import type { Exchange } from "../ports/exchange.ts";
import type { Ledger } from "../ports/ledger.ts";
import type { PriceFeed } from "../ports/price-feed.ts";
import type { Telemetry } from "../ports/telemetry.ts";

/** Where an account's entry and its secrets come from. A changed entry is another object. */
export interface ConfiguredAccounts {
  findConfigured(accountId: string): Promise<ConfiguredAccount | undefined>;
}

export interface ExchangeFactoryDeps {
  readonly accounts: ConfiguredAccounts;
  readonly paperStore: PaperStore;
  readonly paperFeed: () => Promise<PriceFeed>;
  readonly ledger: Pick<Ledger, "getCache" | "putCache">;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
}

interface Made {
  readonly configured: ConfiguredAccount;
  readonly exchange: Promise<Result<Exchange, OrderFailure>>;
}

export class ExchangeFactory {
  readonly #deps: ExchangeFactoryDeps;
  readonly #made = new Map<string, Made>();

  constructor(deps: ExchangeFactoryDeps) {
    this.#deps = deps;
  }

  /** The account's venue; a failure when the account is gone or its EXCHANGE cannot be traded on. */
  async exchangeFor({ id }: Pick<Account, "id">): Promise<Result<Exchange, OrderFailure>> {
    const configured = await this.#deps.accounts.findConfigured(id);
    if (configured === undefined) {
      const message = `account ${id} is no longer in the accounts file`;
      return err({ code: "ACCOUNT_UNKNOWN", outcome: "denied", remedy: "abort", message });
    }
    const made = this.#made.get(id);
    if (made?.configured === configured) return made.exchange;
    const exchange = this.#make(configured);
    this.#made.set(id, { configured, exchange });
    const result = await exchange;
    if (!result.ok) this.#made.delete(id);
    return result;
  }

  /** Lets prices move on the paper accounts in use, so that resting orders fill. */
  async tickPaper(): Promise<void> {
    for (const { exchange } of this.#made.values()) {
      const made = await exchange;
      if (made.ok && made.value instanceof PaperExchange) await made.value.tick();
    }
  }

  async #make({ account, credentials }: ConfiguredAccount): Promise<Result<Exchange, OrderFailure>> {
    const { paperStore, paperFeed, clock, telemetry, ledger } = this.#deps;
    if (account.exchange === "paper") {
      return ok(new PaperExchange({ account, store: paperStore, feed: await paperFeed(), clock }));
    }
    const { createCcxtExchange } = await import("../adapters/ccxt/create-ccxt-exchange.ts");
    return createCcxtExchange({ account, credentials, clock, telemetry, marketCache: ledger });
  }
}
