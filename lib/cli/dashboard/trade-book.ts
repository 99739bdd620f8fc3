// Every trade as far as the views need it, read once in the background and kept up to date: a page is made from memory, however
// many trades there are. What nobody looks at for a while is forgotten: beside the orders memory is theirs.

import { readPages } from "../../app/read-trades.ts";
import { defined } from "../../core/defined.ts";
import { type AlertId, type UnixMs, unixMs } from "../../core/ids.ts";
import { reasonOf } from "../../core/reason-of.ts";
import { type Trade, tradeOf } from "../../core/trade/trade.ts";
import type { FilterChoices } from "../../dashboard/render-filters.ts";
import { byTime, isSameTrade, rowOf, type TradeRow } from "../../dashboard/trade-row.ts";
import type { Clock } from "../../ports/clock.ts";
import type { AlertRecord, Ledger, RejectedLine } from "../../ports/ledger.ts";
import type { BackendLease } from "./backend-lease.ts";

/** Where trades come from, and how often they are asked for. */
export interface TradeBookOptions {
  readonly lease: BackendLease;
  readonly clock: Clock;
  /** Whether anything can have changed since the last look. */
  readonly isLive: () => Promise<boolean>;
  readonly everyMs: number;
  /** What was read is forgotten when nobody has looked for so long. @default never */
  readonly keptMs?: number;
}

/** A line of an alert that was not traded. */
export interface RefusedLine {
  readonly alertId: AlertId;
  readonly at: UnixMs;
  readonly text: string;
  readonly message: string;
}

/** How far the book is. */
export interface Progress {
  readonly trades: number;
  /** Everything older than the newest was read. */
  readonly isWhole: boolean;
  /** The time of the oldest that was read, until all were. */
  readonly backTo?: UnixMs;
  /** Why the last look failed, in words for a person. */
  readonly problem?: string;
}

/** Alerts with bad lines read at a time. */
const ALERTS = 100;
/** Characters kept of a bad line: an alert may be 64 KiB of them. */
const LONGEST_TEXT = 300;
/** A look begins this long before the newest trade: an order may still change, or have been stored late. */
const OVERLAP_MS = 10 * 60 * 1_000;
/** Older trades that have not ended are looked at one by one, so many at a time. */
const OPEN_PER_LOOK = 50;
const OPEN: ReadonlySet<Trade["status"]> = new Set(["queued", "working", "placed"]);
/** The ledger is looked at so long after somebody looked. */
const WATCHED_MS = 60_000;
/** So long reading rests when somebody looks, for a page to come first; and so long it goes on then, whoever looks. */
const RESTS_MS = 200;
const READS_MS = 1_000;

/** Every trade and refused line: read in the background and kept, so that a page shows what is there already. */
export class TradeBook {
  readonly #options: TradeBookOptions;
  readonly #rows = new Map<string, TradeRow>();
  /** Those that have not ended. */
  readonly #open = new Map<string, TradeRow>();
  readonly #named = { accounts: new Set<string>(), strategies: new Set<string>(), symbols: new Set<string>() };
  readonly #stopping = new AbortController();
  readonly #refused = new Map<AlertId, readonly RefusedLine[]>();
  #newestRefused: UnixMs | undefined;
  #inOrder: readonly TradeRow[] | undefined;
  #lookedAt: UnixMs;
  #restsUntil = 0;
  #isWhole = false;
  #oldest: UnixMs | undefined;
  #newest: UnixMs | undefined;
  #problem: string | undefined;
  #version = 0;
  #reading: Promise<void> | undefined;

  constructor(options: TradeBookOptions) {
    this.#options = options;
    this.#lookedAt = options.clock.now();
  }

  /** Another number whenever a page made from the book may look different. */
  get version(): number {
    return this.#version;
  }

  get progress(): Progress {
    return {
      trades: this.#rows.size,
      isWhole: this.#isWhole,
      ...defined({ backTo: this.#isWhole ? undefined : this.#oldest, problem: this.#problem }),
    };
  }

  /** Every trade read so far, in the order of `byTime`. */
  rows(): readonly TradeRow[] {
    this.#inOrder ??= [...this.#rows.values()].sort(byTime);
    return this.#inOrder;
  }

  /** What the trades read so far name. */
  choices(): FilterChoices {
    const { accounts, strategies, symbols } = this.#named;
    return { accounts: [...accounts].sort(), strategies: [...strategies].sort(), symbols: [...symbols].sort() };
  }

  /** Every line that was refused, in no order. */
  *refusedLines(): Iterable<RefusedLine> {
    for (const lines of this.#refused.values()) yield* lines;
  }

  /** Somebody looks: begins to read, unless it has. */
  look(): void {
    this.#lookedAt = this.#options.clock.now();
    if (this.#lookedAt > this.#restsUntil + READS_MS) this.#restsUntil = this.#lookedAt + RESTS_MS;
    this.#reading ??= this.#run();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#reading;
  }

  async #run(): Promise<void> {
    const { clock, everyMs, isLive, keptMs = Number.POSITIVE_INFINITY } = this.#options;
    const { signal } = this.#stopping;
    while (!signal.aborted && this.#unwatchedMs < keptMs) {
      const isWatched = this.#unwatchedMs < WATCHED_MS;
      const isDue = !this.#isWhole || this.#problem !== undefined || (isWatched && (await isLive()));
      if (isDue) await this.#readMore();
      await clock.sleep(everyMs, signal);
    }
    this.#forget();
  }

  get #unwatchedMs(): number {
    return this.#options.clock.now() - this.#lookedAt;
  }

  /** The next look begins anew. */
  #forget(): void {
    for (const kept of [this.#rows, this.#open, this.#refused, ...Object.values(this.#named)]) kept.clear();
    [this.#newestRefused, this.#inOrder, this.#oldest, this.#newest] = [undefined, undefined, undefined, undefined];
    this.#isWhole = false;
    this.#version += 1;
    this.#reading = undefined;
  }

  async #readMore(): Promise<void> {
    try {
      await this.#options.lease.use(async (backend) => {
        const ledger = await backend.ledger();
        await this.#readRefused(ledger);
        if (this.#isWhole) await this.#readNew(ledger);
        else await this.#readAll(ledger);
      });
      this.#note(undefined);
    } catch (error) {
      this.#note(reasonOf(error));
    }
  }

  #note(problem: string | undefined): void {
    if (problem !== this.#problem) this.#version += 1;
    this.#problem = problem;
  }

  /** They are few: all of them the first time, then the newest. */
  async #readRefused(ledger: Ledger): Promise<void> {
    const since = this.#newestRefused === undefined ? {} : { since: unixMs(this.#newestRefused - OVERLAP_MS) };
    let newest = this.#newestRefused;
    let cursor: AlertId | undefined;
    do {
      const page = await ledger.listAlerts({
        refused: true,
        limit: ALERTS,
        ...since,
        ...defined({ cursor }),
      });
      for (const alert of page.alerts) {
        if (!this.#refused.has(alert.alertId)) this.#version += 1;
        this.#refused.set(alert.alertId, alert.rejected.map(refusedLineOf(alert)));
        newest = newest === undefined || alert.receivedAt > newest ? alert.receivedAt : newest;
      }
      cursor = page.cursor;
    } while (cursor !== undefined && !this.#stopping.signal.aborted);
    this.#newestRefused = newest;
  }

  /** From the newest back to the first. */
  async #readAll(ledger: Ledger): Promise<void> {
    await this.#readSince(ledger, undefined);
    if (this.#stopping.signal.aborted) return;
    this.#isWhole = true;
    this.#version += 1;
  }

  async #readNew(ledger: Ledger): Promise<void> {
    const since = this.#newest === undefined ? undefined : unixMs(this.#newest - OVERLAP_MS);
    await this.#readSince(ledger, since);
    const before = since ?? 0;
    const open = [...this.#open.values()].filter(({ receivedAt }) => receivedAt < before);
    for (const row of open.slice(0, OPEN_PER_LOOK)) {
      const record = await ledger.getOrder(row.orderId as Parameters<Ledger["getOrder"]>[0]);
      // Put back at the end: the next look begins with others.
      this.#open.delete(row.orderId);
      this.#open.set(row.orderId, row);
      if (record !== undefined) this.#add(tradeOf(record));
    }
  }

  async #readSince(ledger: Ledger, since: UnixMs | undefined): Promise<void> {
    const { clock } = this.#options;
    const { signal } = this.#stopping;
    for await (const trades of readPages((filter) => ledger.listTrades(filter), defined({ since }))) {
      for (const trade of trades) this.#add(trade);
      if (signal.aborted) return;
      const restMs = this.#restsUntil - clock.now();
      if (restMs > 0) await clock.sleep(restMs, signal);
    }
  }

  #add(trade: Trade): void {
    const before = this.#rows.get(trade.orderId);
    if (before !== undefined && isSameTrade(before, trade)) return;
    const row = rowOf(trade);
    const { orderId, receivedAt, account, strategy, symbol } = row;
    this.#rows.set(orderId, row);
    if (OPEN.has(row.status)) this.#open.set(orderId, row);
    else this.#open.delete(orderId);
    this.#named.accounts.add(account);
    this.#named.strategies.add(strategy);
    this.#named.symbols.add(symbol);
    this.#inOrder = undefined;
    this.#version += 1;
    if (this.#newest === undefined || receivedAt > this.#newest) this.#newest = receivedAt;
    if (this.#oldest === undefined || receivedAt < this.#oldest) this.#oldest = receivedAt;
  }
}

function refusedLineOf({ alertId, receivedAt }: AlertRecord): (line: RejectedLine) => RefusedLine {
  return ({ text, message }) => ({ alertId, at: receivedAt, text: cut(text), message: cut(message) });
}

function cut(text: string): string {
  return text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text;
}
