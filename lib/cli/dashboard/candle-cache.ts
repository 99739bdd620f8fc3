import type { Candle, CandleQuery } from "../../core/market/candle.ts";
import { CANDLE_STEPS } from "../../core/market/candle.ts";
import type { Clock } from "../../ports/clock.ts";
import { onlyAccount } from "../backend.ts";
import { CommandError } from "../errors.ts";
import type { BackendLease } from "./backend-lease.ts";

/** Candles that still move are asked for again after this; those that are over stay as they are. */
const FRESH_MS = 30_000;
/** Windows kept: a few charts somebody goes back and forth between. */
const MOST = 32;

interface Kept {
  readonly askedAt: number;
  readonly candles: Promise<readonly Candle[]>;
}

/** Candles of accounts' exchanges, asked for only when somebody looks, and once for however many look. */
export class CandleCache {
  readonly #lease: BackendLease;
  readonly #clock: Pick<Clock, "now">;
  /** Oldest first. */
  readonly #kept = new Map<string, Kept>();

  constructor(lease: BackendLease, clock: Pick<Clock, "now">) {
    this.#lease = lease;
    this.#clock = clock;
  }

  /** @throws Error in words for a person: the exchange did not tell. */
  async read(account: string, query: CandleQuery): Promise<readonly Candle[]> {
    const now = this.#clock.now();
    const key = JSON.stringify([account, query]);
    const known = this.#kept.get(key);
    const isOver = query.since + query.count * CANDLE_STEPS[query.step] < (known?.askedAt ?? now);
    if (known !== undefined && (isOver || now - known.askedAt < FRESH_MS)) return known.candles;
    const candles = this.#ask(account, query);
    this.#kept.delete(key);
    this.#kept.set(key, { askedAt: now, candles });
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MOST && oldest !== undefined) this.#kept.delete(oldest);
    // What failed is not kept: whoever looks next asks anew.
    candles.catch(() => this.#kept.delete(key));
    return candles;
  }

  #ask(account: string, query: CandleQuery): Promise<readonly Candle[]> {
    return this.#lease.use(async (backend) => {
      const exchange = await backend.openExchange(await onlyAccount(backend, account));
      const read = await exchange.readCandles(query);
      if (!read.ok) throw new CommandError(read.error.message);
      return read.value;
    });
  }
}
