// Notes what each account has, every so often, beside the follower: a supplement. What fails is left out and told nowhere, and
// no account is asked more often, whatever process asks (docs/adr/0088-equity-over-time.md).
import type { UnixMs } from "../core/ids.ts";
import type { Account, AccountStore } from "../ports/account-store.ts";
import type { CachePort } from "../ports/cache.ts";
import type { Clock } from "../ports/clock.ts";
import type { EquityLog } from "../ports/equity-log.ts";
import type { ExecuteOrderDeps } from "./execution-deps.ts";

/** What keeping equity needs of the world. */
export interface EquityKeeperDeps extends Pick<ExecuteOrderDeps, "exchangeFor"> {
  readonly accounts: Pick<AccountStore, "listAccounts">;
  readonly equity: EquityLog;
  /** Remembers when an account was asked, across processes. */
  readonly cache: CachePort;
  readonly clock: Clock;
  /** Between two readings of an account, milliseconds. */
  readonly everyMs: number;
}

/** When an account was asked is kept under this name and the account's. */
const ASKED = "equity-asked#";

/** Reads every account's balance when it is time to. */
export class EquityKeeper {
  readonly #deps: EquityKeeperDeps;
  /** So that the store is not asked each time either. */
  readonly #askedAt = new Map<string, UnixMs>();

  constructor(deps: EquityKeeperDeps) {
    this.#deps = deps;
  }

  /** One round over every account, side by side. Never throws. */
  async keep(signal?: AbortSignal): Promise<void> {
    try {
      const accounts = await this.#deps.accounts.listAccounts();
      await Promise.all(accounts.map((account) => this.#keepOne(account, signal).catch(() => undefined)));
    } catch {
      // The next round asks again.
    }
  }

  async #keepOne(account: Account, signal: AbortSignal | undefined): Promise<void> {
    const { exchangeFor, equity, clock } = this.#deps;
    if (signal?.aborted === true || !(await this.#isDue(account))) return;
    const exchange = await exchangeFor(account);
    const read = exchange.ok ? await exchange.value.readBalance() : exchange;
    if (!read.ok) return;
    await equity.keepEquity({ account: account.id, at: clock.now(), ...read.value });
  }

  /** A look that fails counts too: an exchange in trouble is not asked again and again. */
  async #isDue({ id }: Account): Promise<boolean> {
    const { cache, clock, everyMs } = this.#deps;
    const key = ASKED + id.toLowerCase();
    const now = clock.now();
    const askedAt = this.#askedAt.get(key);
    if (askedAt !== undefined && now - askedAt < everyMs) return false;
    const kept = await cache.getCache(key);
    const isDue = kept === undefined || now - kept.writtenAt >= everyMs;
    this.#askedAt.set(key, kept === undefined || isDue ? now : kept.writtenAt);
    if (isDue) await cache.putCache(key, "", now);
    return isDue;
  }
}
