// Every trade as far as the views need it, read once in the background and kept up to date: a page is made from memory, however
// many trades there are. What nobody looks at for a while is forgotten: beside the orders memory is theirs.
// It is a long file for one reason: what is read first, next and again depends on all of it.

import { readPages } from "../../app/read-trades.ts";
import { defined } from "../../core/defined.ts";
import { type UnixMs, unixMs } from "../../core/ids.ts";
import { reasonOf } from "../../core/reason-of.ts";
import { type Trade, tradeOf } from "../../core/trade/trade.ts";
import type { FilterChoices } from "../../dashboard/render-filters.ts";
import { FAILED } from "../../dashboard/trade-keys.ts";
import { byTime, isSameTrade, type OutlineRow, rowOf, type TradeRow } from "../../dashboard/trade-row.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Ledger } from "../../ports/ledger.ts";
import type { BackendLease } from "./backend-lease.ts";
import { type RefusedLine, RefusedLines } from "./refused-lines.ts";
import { TradeOutline } from "./trade-outline.ts";

/** Where trades come from, and how often they are asked for. */
export interface TradeBookOptions {
  readonly lease: BackendLease;
  readonly clock: Clock;
  /** Whether anything can have changed since the last look. */
  readonly isLive: () => Promise<boolean>;
  readonly everyMs: number;
  /** What was read is forgotten when nobody has looked for so long. @default never */
  readonly keptMs?: number;
  /** Whether figures are read before the trades: where the ledger keeps them apart. @default "with-trades" */
  readonly figures?: "first" | "with-trades";
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

/** A look begins this long before the newest trade: an order may still change, or have been stored late. */
const OVERLAP_MS = 10 * 60 * 1_000;
/** Older trades that have not ended are looked at one by one, so many at a time. */
const OPEN_PER_LOOK = 50;
const OPEN: ReadonlySet<Trade["status"]> = new Set(["queued", "working", "placed"]);
/** The ledger is looked at so long after somebody looked. */
const WATCHED_MS = 60_000;
/** So long reading rests when somebody looks, for a page to be made and painted first; and so long it goes on then, whoever looks. */
const RESTS_MS = 300;
const READS_MS = 1_000;
/** A page is worth waiting for so long; then it shows what there is, and asks again. */
const A_MOMENT_MS = 250;
/** The overview is opened at 30 days: somewhat more. */
const FIRST_SHOWN_MS = 31 * 24 * 60 * 60 * 1_000;

/** Every trade and refused line: read in the background and kept, so that a page shows what is there already. */
export class TradeBook {
  readonly #options: TradeBookOptions;
  readonly #rows = new Map<string, TradeRow>();
  /** Those that have not ended. */
  readonly #open = new Map<string, TradeRow>();
  readonly #named = { accounts: new Set<string>(), strategies: new Set<string>(), symbols: new Set<string>() };
  readonly #stopping = new AbortController();
  readonly #refused = new RefusedLines();
  readonly #outline = new TradeOutline();
  #inOrder: readonly TradeRow[] | undefined;
  #lookedAt: UnixMs;
  #restsUntil = 0;
  #rest = new AbortController();
  /** Pages that wait for what is read next. */
  #waiting = 0;
  #isWhole = false;
  /** The figures are read from the outline, until all trades are. */
  #isOutlined = false;
  /** Since when all that failed was read. */
  #failedSince: UnixMs | undefined;
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

  /** The same as far as figures read them: all of them long before every trade is read. */
  figured(): readonly OutlineRow[] {
    return this.outlined() ?? this.rows();
  }

  /** Until every trade is read: what is there of their figures. */
  outlined(): readonly OutlineRow[] | undefined {
    return this.#isOutlined ? this.#outline.rows() : undefined;
  }

  /** Whether all since then are read, of the trades or of their figures. */
  covers(since: UnixMs, what: "trades" | "figures"): boolean {
    if (this.#isWhole || (this.#oldest !== undefined && this.#oldest < since)) return true;
    if (what === "trades" || this.#failedSince === undefined) return false;
    return this.#isOutlined && since >= this.#failedSince && this.#outline.covers(since);
  }

  /** Waits until the figures since then are there, where that takes a moment only. */
  async figuresSince(since: UnixMs): Promise<void> {
    const { clock, figures } = this.#options;
    if (figures !== "first" || this.covers(since, "figures")) return;
    const enough = new AbortController();
    const moment = clock.sleep(A_MOMENT_MS, enough.signal).then(() => enough.abort());
    this.#waiting++;
    this.#rest.abort();
    while (!enough.signal.aborted && !this.covers(since, "figures"))
      await Promise.race([this.#outline.nextPage(), moment]);
    this.#waiting--;
    enough.abort();
  }

  /** What the trades read so far name. */
  choices(): FilterChoices {
    const { accounts, strategies, symbols } = this.#named;
    return { accounts: [...accounts].sort(), strategies: [...strategies].sort(), symbols: [...symbols].sort() };
  }

  /** Every line that was refused, in no order. */
  refusedLines(): Iterable<RefusedLine> {
    return this.#refused.all();
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
    this.#outline.clear();
    for (const kept of [this.#rows, this.#open, this.#refused, ...Object.values(this.#named)]) kept.clear();
    [this.#inOrder, this.#oldest, this.#newest, this.#failedSince] = [undefined, undefined, undefined, undefined];
    this.#isWhole = false;
    this.#isOutlined = false;
    this.#version += 1;
    this.#reading = undefined;
  }

  async #readMore(): Promise<void> {
    try {
      await this.#options.lease.use(async (backend) => {
        const ledger = await backend.ledger();
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

  /** From the newest back to the first. */
  async #readAll(ledger: Ledger): Promise<void> {
    if (this.#options.figures === "first") await this.#readFigures(ledger);
    else await this.#readRefused(ledger, unixMs(0));
    await this.#readSince(ledger, undefined);
    if (this.#stopping.signal.aborted) return;
    this.#isWhole = true;
    this.#isOutlined = false;
    this.#outline.clear();
    this.#version += 1;
  }

  /** What the first page shows before all else. */
  async #readFigures(ledger: Ledger): Promise<void> {
    await this.#readFailed(ledger, unixMs(Math.max(0, this.#options.clock.now() - FIRST_SHOWN_MS)));
    this.#isOutlined = true;
    await this.#outline.read(ledger, this.#stopping.signal, (rows) => {
      for (const row of rows) this.#name(row);
      this.#changed();
      return this.#restAWhile();
    });
    await this.#readFailed(ledger, unixMs(0));
  }

  /** What failed is named beside the figures: it is read whole. */
  async #readFailed(ledger: Ledger, since: UnixMs): Promise<void> {
    const { signal } = this.#stopping;
    await this.#readRefused(ledger, since);
    for (const status of FAILED)
      for await (const trades of readPages((filter) => ledger.listTrades(filter), { status, since })) {
        for (const trade of trades) this.#add(trade);
        if (signal.aborted) return;
      }
    this.#failedSince = since;
    this.#changed();
  }

  #readRefused(ledger: Ledger, from?: UnixMs): Promise<void> {
    return this.#refused.read(ledger, { signal: this.#stopping.signal, onNew: this.#changed, ...defined({ from }) });
  }

  async #readNew(ledger: Ledger): Promise<void> {
    await this.#readRefused(ledger);
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
    const { signal } = this.#stopping;
    for await (const trades of readPages((filter) => ledger.listTrades(filter), defined({ since }))) {
      for (const trade of trades) this.#add(trade);
      // From the newest back, at first.
      const oldest = trades.at(-1)?.receivedAt;
      if (since === undefined && oldest !== undefined)
        this.#oldest = unixMs(Math.min(Date.parse(oldest), this.#oldest ?? Number.POSITIVE_INFINITY));
      if (signal.aborted) return;
      await this.#restAWhile();
    }
  }

  /** A page that is made or painted comes first, unless it waits for what is read. */
  async #restAWhile(): Promise<void> {
    const { clock } = this.#options;
    const restMs = this.#restsUntil - clock.now();
    if (restMs <= 0 || this.#waiting > 0) return;
    this.#rest = new AbortController();
    await clock.sleep(restMs, AbortSignal.any([this.#stopping.signal, this.#rest.signal]));
  }

  #add(trade: Trade): void {
    const before = this.#rows.get(trade.orderId);
    if (before !== undefined && isSameTrade(before, trade)) return;
    const row = rowOf(trade);
    const { orderId, receivedAt } = row;
    this.#rows.set(orderId, row);
    if (OPEN.has(row.status)) this.#open.set(orderId, row);
    else this.#open.delete(orderId);
    this.#name(row);
    this.#inOrder = undefined;
    this.#changed();
    if (this.#newest === undefined || receivedAt > this.#newest) this.#newest = receivedAt;
  }

  #name({ account, strategy, symbol }: OutlineRow): void {
    this.#named.accounts.add(account);
    this.#named.strategies.add(strategy);
    this.#named.symbols.add(symbol);
  }

  readonly #changed = (): void => {
    this.#version += 1;
  };
}
