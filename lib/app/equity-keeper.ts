// Notes what each account has, every so often, beside the follower: a supplement. What fails is left out and told nowhere, and
// no account is asked more often, whatever process asks (docs/adr/0088-equity-over-time.md).
import { defined } from "../core/defined.ts";
import { type UnixMs, unixMs } from "../core/ids.ts";
import { sumMovements, type ToldMovements } from "../core/trade/account-movement.ts";
import type { Account, AccountStore } from "../ports/account-store.ts";
import type { CachePort } from "../ports/cache.ts";
import type { Clock } from "../ports/clock.ts";
import type { EquityLog } from "../ports/equity-log.ts";
import type { Exchange } from "../ports/exchange.ts";
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
/** Until when it was told what moved. */
const MOVED = "equity-moved#";
/** What moved is in the venue's lists by then. */
const LISTED_AFTER_MS = 60_000;
/** What moved before, while nobody asked, is not told apart: a venue lists so much at once. */
const LONGEST_SPAN_MS = 24 * 60 * 60_000;

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
    if (!exchange.ok) return;
    const [balance, moved] = await Promise.all([
      exchange.value.readBalance(),
      this.#readMoved(account, exchange.value),
    ]);
    if (balance.ok)
      await equity.keepEquity({ account: account.id, at: clock.now(), ...balance.value, ...defined({ moved }) });
  }

  /** From where the last stretch ended that was told; the first time there is none yet. */
  async #readMoved({ id }: Account, exchange: Exchange): Promise<ToldMovements | undefined> {
    const { cache, clock } = this.#deps;
    const key = MOVED + id.toLowerCase();
    const now = clock.now();
    const until = unixMs(now - LISTED_AFTER_MS);
    const kept = await cache.getCache(key);
    // A time, no amount.
    const since = unixMs(Math.max(Number(kept?.value ?? until), now - LONGEST_SPAN_MS));
    const read = kept === undefined ? undefined : await exchange.readMovements({ since, until });
    if (read?.ok === false || (read !== undefined && read.value === undefined)) return undefined;
    // First: what is told once is never counted twice.
    await cache.putCache(key, String(until), now);
    return read?.value && sumMovements(read.value, { since, until });
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
