// Which part of which index answers a question: one partition, or one a day, newest first.
import { INDEX, INDEX_PARTITION, OPEN } from "../../config/ledger-schema.ts";
import { findOrderId, timeOf, timePrefix, type UnixMs, unixMs } from "../../core/ids.ts";
import type { TradeFilter } from "../../ports/ledger.ts";
import { accountKey, dayOf, marketKey } from "./ledger-table.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
/** Sorts before and after every id. */
export const FIRST_ID = "0";
export const LAST_ID = "~";

/** Any instant of the first and of the last day there may be orders of. */
export interface Days {
  /** Read when days are walked, and only then. */
  readonly first: () => Promise<UnixMs>;
  readonly last: UnixMs;
}

interface Partition {
  readonly index: string;
  readonly partition: string;
  readonly value: string;
}

/** A stretch of one partition of an index. */
export interface IndexRange extends Partition {
  /** Order ids from here, exclusive upper bound. */
  readonly from: string;
  readonly before: string;
}

/** The parts of the index to read, newest first. */
export async function* rangesOf(filter: TradeFilter, days: Days): AsyncGenerator<IndexRange> {
  const { since, until, cursor } = filter;
  const from = since === undefined ? FIRST_ID : timePrefix(since);
  const ends = [until === undefined ? LAST_ID : timePrefix(until), cursor ?? LAST_ID];
  const before = ends.sort()[0] ?? LAST_ID;
  const partition = partitionOf(filter);
  if (partition !== undefined) {
    yield { ...partition, from, before };
    return;
  }
  const first = Math.max(await days.first(), since ?? 0);
  const last = Math.min(days.last, until ?? days.last, timeOfCursor(cursor) ?? days.last);
  for (let day = startOfDay(last); day >= startOfDay(first); day -= DAY_MS) {
    yield { ...partitionOfIndex("day", dayOf(unixMs(day))), from, before };
  }
}

/** The one partition that holds everything the filter can match; undefined: only the days do. */
function partitionOf({ account, symbol, status }: TradeFilter): Partition | undefined {
  if (account !== undefined && symbol !== undefined) return partitionOfIndex("market", marketKey(account, symbol));
  // What has not ended is little, whoever's it is.
  if (status === "queued" || status === "working") return partitionOfIndex("open", OPEN);
  return account === undefined ? undefined : partitionOfIndex("account", accountKey(account));
}

/** Whether every order of these parts is wanted: no other filter is left. */
export function isWhole({ account, symbol, status, tag }: TradeFilter): boolean {
  return tag === undefined && status === undefined && (symbol === undefined || account !== undefined);
}

/** One partition of an index. */
export function partitionOfIndex(of: keyof typeof INDEX, value: string): Partition {
  return { index: INDEX[of], partition: INDEX_PARTITION[of], value };
}

function timeOfCursor(cursor: string | undefined): UnixMs | undefined {
  const id = cursor === undefined ? undefined : findOrderId(cursor);
  return id === undefined ? undefined : timeOf(id);
}

function startOfDay(time: number): number {
  return time - (time % DAY_MS);
}
