// What a simulated market's price did: as every book stands now, since nobody asks a simulator how it stood before.
import type { Book } from "../../lib/adapters/paper/venue-state.ts";

/** One step of time, in whatever order and words the venue tells it. */
export interface SimulatedCandle {
  readonly at: number;
  readonly open: string;
  readonly high: string;
  readonly low: string;
  readonly close: string;
}

/** What a venue is asked for; times that are left out are open. */
export interface CandlesAsked {
  readonly stepMs: number;
  readonly from?: number;
  /** Of the last one's beginning. */
  readonly to?: number;
  readonly most: number;
}

/** Oldest first; of more than `most` the oldest when a beginning was asked for, else the newest. */
export function candlesOf(
  { book, now }: { readonly book: Book; readonly now: number },
  { stepMs, from, to = now, most }: CandlesAsked,
): readonly SimulatedCandle[] {
  const last = Math.floor(Math.min(to, now) / stepMs);
  const first = from === undefined ? last - most + 1 : Math.ceil(from / stepMs);
  const count = Math.max(0, Math.min(most, last - first + 1));
  const { bid, ask } = book;
  return Array.from({ length: count }, (_, index) => ({
    at: (first + index) * stepMs,
    open: bid,
    high: ask,
    low: bid,
    close: ask,
  }));
}

const MINUTE_MS = 60_000;

/** @throws Error for a name the simulator does not know, which then is one that ccxt should not have sent. */
export function stepOf(name: string | undefined, minutes: Readonly<Record<string, number>>): number {
  const known = name === undefined ? undefined : minutes[name];
  if (known === undefined) throw new Error(`no candles of ${name}`);
  return known * MINUTE_MS;
}
