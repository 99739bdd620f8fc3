// Every trade as far as the figures need it, read once in the background and kept up to date: a page is made from memory,
// however many trades there are.

import { readTrades } from "../../app/read-trades.ts";
import { defined } from "../../core/defined.ts";
import { type AlertId, isoTime, type UnixMs, unixMs } from "../../core/ids.ts";
import { reasonOf } from "../../core/reason-of.ts";
import { type Trade, tradeOf } from "../../core/trade/trade.ts";
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
const FAILED: ReadonlySet<Trade["status"]> = new Set(["rejected", "expired"]);

/** Every trade and refused line: read in the background and kept, so that a page shows what is there already. */
export class TradeBook {
  readonly #options: TradeBookOptions;
  readonly #trades = new Map<string, Trade>();
  readonly #stopping = new AbortController();
  readonly #refused = new Map<AlertId, readonly RefusedLine[]>();
  #newestRefused: UnixMs | undefined;
  #isWhole = false;
  #oldest: string | undefined;
  #newest: string | undefined;
  #problem: string | undefined;
  #version = 0;
  #reading: Promise<void> | undefined;

  constructor(options: TradeBookOptions) {
    this.#options = options;
  }

  /** Another number whenever a page made from the book may look different. */
  get version(): number {
    return this.#version;
  }

  get progress(): Progress {
    return {
      trades: this.#trades.size,
      isWhole: this.#isWhole,
      ...(this.#isWhole || this.#oldest === undefined ? {} : { backTo: unixMs(Date.parse(this.#oldest)) }),
      ...defined({ problem: this.#problem }),
    };
  }

  /** Every trade read so far, in no order; texts are kept of those that failed. */
  trades(): Iterable<Trade> {
    return this.#trades.values();
  }

  /** Every line that was refused, in no order. */
  *refusedLines(): Iterable<RefusedLine> {
    for (const lines of this.#refused.values()) yield* lines;
  }

  start(): void {
    this.#reading = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#reading;
  }

  async #run(): Promise<void> {
    const { clock, everyMs, isLive } = this.#options;
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      const isDue = !this.#isWhole || this.#problem !== undefined || (await isLive());
      if (isDue) await this.#look();
      await clock.sleep(everyMs, signal);
    }
  }

  async #look(): Promise<void> {
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
    const since = this.#newest === undefined ? undefined : unixMs(Date.parse(this.#newest) - OVERLAP_MS);
    await this.#readSince(ledger, since);
    const before = since === undefined ? "" : isoTime(since);
    const open = [...this.#trades.values()].filter(({ status, receivedAt }) => OPEN.has(status) && receivedAt < before);
    for (const { orderId } of open.slice(0, OPEN_PER_LOOK)) {
      const record = await ledger.getOrder(orderId as Parameters<Ledger["getOrder"]>[0]);
      // Put back at the end: the next look begins with others.
      this.#trades.delete(orderId);
      if (record !== undefined) this.#add(tradeOf(record));
    }
  }

  async #readSince(ledger: Ledger, since: UnixMs | undefined): Promise<void> {
    for await (const trade of readTrades(ledger, defined({ since }))) {
      this.#add(trade);
      if (this.#stopping.signal.aborted) return;
    }
  }

  #add(trade: Trade): void {
    const { orderId, receivedAt } = trade;
    const before = this.#trades.get(orderId);
    const slim = slimmed(trade);
    if (before !== undefined && isSame(before, slim)) return;
    this.#trades.set(orderId, slim);
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

/** Without the texts that no figure needs: they would be most of the memory. */
function slimmed(trade: Trade): Trade {
  const { text, reason, notes: _notes, warnings: _warnings, clientOrderIds: _ids, stagesMs: _stages, ...rest } = trade;
  const isFailed = FAILED.has(trade.status);
  return {
    ...rest,
    text: isFailed ? text : "",
    ...(isFailed && reason !== undefined ? { reason } : {}),
    notes: [],
    warnings: [],
    clientOrderIds: [],
    stagesMs: {},
  };
}

/** What of a trade changes while it is worked on. */
function isSame(a: Trade, b: Trade): boolean {
  return (
    a.status === b.status &&
    a.filledContracts === b.filledContracts &&
    a.realizedProfit === b.realizedProfit &&
    a.netProfit === b.netProfit &&
    a.fee?.cost === b.fee?.cost
  );
}
