// Every trade as far as the figures need it, read once in the background and kept up to date: a page is made from memory,
// however many trades there are.
import { isoTime, type UnixMs, unixMs } from "../../core/ids.ts";
import { type Trade, tradeOf } from "../../core/trade/trade.ts";
import type { Clock } from "../../ports/clock.ts";
import type { AlertRecord, Ledger } from "../../ports/ledger.ts";
import type { BackendLease } from "./backend-lease.ts";

export interface TradeBookOptions {
  readonly lease: BackendLease;
  readonly clock: Clock;
  /** Whether anything can have changed since the last look. */
  readonly isLive: () => Promise<boolean>;
  readonly everyMs: number;
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

const PAGE = 500;
/** Bad lines are known of this many of the newest alerts. */
const ALERTS = 500;
/** A look begins this long before the newest trade: an order may still change, or have been stored late. */
const OVERLAP_MS = 10 * 60 * 1_000;
/** Older trades that have not ended are looked at one by one, so many at a time. */
const OPEN_PER_LOOK = 50;
const OPEN: ReadonlySet<Trade["status"]> = new Set(["queued", "working", "placed"]);
const FAILED: ReadonlySet<Trade["status"]> = new Set(["rejected", "expired"]);

export class TradeBook {
  readonly #options: TradeBookOptions;
  readonly #trades = new Map<string, Trade>();
  readonly #stopping = new AbortController();
  #alerts: readonly AlertRecord[] = [];
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
      ...(this.#problem === undefined ? {} : { problem: this.#problem }),
    };
  }

  /** Every trade read so far, in no order; texts are kept of those that failed. */
  trades(): Iterable<Trade> {
    return this.#trades.values();
  }

  /** The newest alerts, newest first. */
  alerts(): readonly AlertRecord[] {
    return this.#alerts;
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
        await this.#readAlerts(ledger);
        if (this.#isWhole) await this.#readNew(ledger);
        else await this.#readAll(ledger);
      });
      this.#note(undefined);
    } catch (error) {
      this.#note(error instanceof Error ? error.message : String(error));
    }
  }

  #note(problem: string | undefined): void {
    if (problem !== this.#problem) this.#version += 1;
    this.#problem = problem;
  }

  async #readAlerts(ledger: Ledger): Promise<void> {
    const { alerts } = await ledger.listAlerts({ limit: ALERTS });
    if (alerts[0]?.alertId !== this.#alerts[0]?.alertId) this.#version += 1;
    this.#alerts = alerts;
  }

  /** From the newest back to the first. */
  async #readAll(ledger: Ledger): Promise<void> {
    await this.#readPages(ledger, undefined);
    if (this.#stopping.signal.aborted) return;
    this.#isWhole = true;
    this.#version += 1;
  }

  async #readNew(ledger: Ledger): Promise<void> {
    const since = this.#newest === undefined ? undefined : unixMs(Date.parse(this.#newest) - OVERLAP_MS);
    await this.#readPages(ledger, since);
    const before = since === undefined ? "" : isoTime(since);
    const open = [...this.#trades.values()].filter(({ status, receivedAt }) => OPEN.has(status) && receivedAt < before);
    for (const { orderId } of open.slice(0, OPEN_PER_LOOK)) {
      const record = await ledger.getOrder(orderId as Parameters<Ledger["getOrder"]>[0]);
      // Put back at the end: the next look begins with others.
      this.#trades.delete(orderId);
      if (record !== undefined) this.#add(tradeOf(record));
    }
  }

  async #readPages(ledger: Ledger, since: UnixMs | undefined): Promise<void> {
    let cursor: string | undefined;
    do {
      const page = await ledger.listTrades({
        limit: PAGE,
        ...(since === undefined ? {} : { since }),
        ...(cursor === undefined ? {} : { cursor }),
      });
      for (const trade of page.trades) this.#add(trade);
      cursor = page.cursor;
      // Pages that are asked for meanwhile come first.
      await this.#options.clock.sleep(1);
    } while (cursor !== undefined && !this.#stopping.signal.aborted);
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

/** Without the texts that no figure needs: they would be most of the memory. */
function slimmed(trade: Trade): Trade {
  const { text, reason, notes: _notes, clientOrderIds: _ids, stagesMs: _stages, ...rest } = trade;
  const isFailed = FAILED.has(trade.status);
  return {
    ...rest,
    text: isFailed ? text : "",
    ...(isFailed && reason !== undefined ? { reason } : {}),
    notes: [],
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
