// The venue's markets: in memory, else from the cache, else from the venue. Used at once at any age and refreshed in
// the background when old; asked for again when the venue says they are wrong or a symbol is missing.
import { MARKETS_FRESH_MS } from "../../config/limits.ts";
import type { OrderFailure } from "../../core/failure.ts";
import type { UnixMs } from "../../core/ids.ts";
import { faultOf } from "../../core/reason-of.ts";
import { ok, type Result } from "../../core/result.ts";
import type { CachePort } from "../../ports/cache.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Telemetry } from "../../ports/telemetry.ts";
import { type CachedMarket, decodeMarkets, encodeMarkets } from "./map-market.ts";

/** An unknown symbol or a puzzling refusal makes us ask the venue again, but not more often than this. */
const ASK_AGAIN_MS = 60_000;

/** Where markets come from, where they are kept, and who is told of new ones. */
export interface MarketStoreDeps {
  readonly cache: CachePort;
  /** What the cache calls them: venue, account and settle coin. */
  readonly cacheKey: string;
  readonly clock: Clock;
  readonly telemetry: Telemetry | undefined;
  /** Reads them from the venue. */
  download(): Promise<Result<readonly CachedMarket[], OrderFailure>>;
  /** Told whenever other markets are in use. */
  install(markets: readonly CachedMarket[]): void;
  /** Receives work that goes on in the background. It never rejects. */
  onBackgroundWork?(work: Promise<void>): void;
}

interface Held {
  readonly markets: readonly CachedMarket[];
  readonly writtenAt: UnixMs;
}

/** The markets of one account, as old as they may be. */
export class MarketStore {
  readonly #deps: MarketStoreDeps;
  #held: Held | undefined;
  #isDoubted = false;
  #loading: Promise<Result<Held, OrderFailure>> | undefined;

  constructor(deps: MarketStoreDeps) {
    this.#deps = deps;
  }

  /** The markets we trust now; costs a request only when there are none. */
  async load(): Promise<Result<readonly CachedMarket[], OrderFailure>> {
    const held = this.#isDoubted ? undefined : (this.#held ?? (await this.#fromCache()));
    if (held === undefined) return this.reload();
    if (this.#ageOf(held) > MARKETS_FRESH_MS) this.#inBackground(this.#refresh());
    return ok(held.markets);
  }

  /** The markets as the venue has them now. Several callers share one request; a failure is not remembered. */
  async reload(): Promise<Result<readonly CachedMarket[], OrderFailure>> {
    this.#loading ??= this.#download().finally(() => {
      this.#loading = undefined;
    });
    const loaded = await this.#loading;
    return loaded.ok ? ok(loaded.value.markets) : loaded;
  }

  /** Whether asking again could show a market we do not have. */
  get isWorthAsking(): boolean {
    return this.#held === undefined || this.#ageOf(this.#held) > ASK_AGAIN_MS;
  }

  /** The venue said something these markets do not explain: the next load asks it, unless they were read just now. */
  doubt(): void {
    if (this.isWorthAsking) this.#isDoubted = true;
  }

  async #fromCache(): Promise<Held | undefined> {
    const { cache, cacheKey, telemetry } = this.#deps;
    try {
      const found = await cache.getCache(cacheKey);
      const markets = found === undefined ? undefined : decodeMarkets(found.value);
      if (found === undefined || markets === undefined) return undefined;
      // Another caller may have been faster while the cache was read.
      return this.#held ?? this.#hold({ markets, writtenAt: found.writtenAt });
    } catch (error) {
      telemetry?.log("warn", "market cache not readable", { cacheKey, error: faultOf(error) });
      return undefined;
    }
  }

  async #download(): Promise<Result<Held, OrderFailure>> {
    const downloaded = await this.#deps.download();
    if (!downloaded.ok) return downloaded;
    const held = this.#hold({ markets: downloaded.value, writtenAt: this.#deps.clock.now() });
    this.#isDoubted = false;
    // Nobody waits for the cache: it only saves the next start a request.
    this.#inBackground(this.#toCache(held));
    return ok(held);
  }

  async #toCache({ markets, writtenAt }: Held): Promise<void> {
    const { cache, cacheKey, telemetry } = this.#deps;
    try {
      await cache.putCache(cacheKey, encodeMarkets(markets), writtenAt);
    } catch (error) {
      telemetry?.log("warn", "market cache not writable", { cacheKey, error: faultOf(error) });
    }
  }

  async #refresh(): Promise<void> {
    const reloaded = await this.reload();
    if (!reloaded.ok) this.#deps.telemetry?.log("warn", "markets not refreshed", { reason: reloaded.error.message });
  }

  #inBackground(work: Promise<void>): void {
    this.#deps.onBackgroundWork?.(work);
  }

  #hold(held: Held): Held {
    this.#held = held;
    this.#deps.install(held.markets);
    return held;
  }

  #ageOf({ writtenAt }: Held): number {
    return this.#deps.clock.now() - writtenAt;
  }
}
