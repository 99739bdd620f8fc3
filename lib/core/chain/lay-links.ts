// The order in which the alerts of one bar were made, from what each says came before it
// (docs/design.md#alerts-of-one-bar-in-the-wrong-order).
import { type DecimalString, decimal } from "../decimal.ts";

/** What an alert says of its place: where it goes to, and from where. */
export interface Placed {
  readonly target: DecimalString;
  readonly prev: DecimalString;
  /** `prev` is long or short: which, is not said. */
  readonly prevIsSize?: true;
  /** When the signal was made, where the line says so. */
  readonly at?: string;
}

/** Links in the order they were made, and how many of them do not follow from the one before. */
export interface Laid<L> {
  readonly links: readonly L[];
  readonly holes: number;
}

/** Whether an alert follows a target. Undefined: nobody knows what was before, and it is believed. A size is never the alert's own target. */
export function follows({ prev, prevIsSize, target }: Placed, before: DecimalString | undefined): boolean {
  if (before === undefined) return true;
  if (prevIsSize !== true) return decimal(prev).eq(before);
  return decimal(before).abs().eq(prev) && !decimal(before).eq(target);
}

interface Way<L> {
  readonly holes: number;
  /** The links so far. */
  readonly path: readonly L[];
}

/** By the set of links laid, as bits, and the last of them: the best way there. */
type Ways<L> = Map<number, Map<number, Way<L>>>;
/** In place of the last link, where none is laid yet. */
const NONE = -1;

/**
 * Lays links so that the fewest do not follow from the one before, the first one from `origin`; two of different times keep
 * the order of their times. Of equally good orders the one whose last link arrived last.
 * @param arrived - in the order they arrived; at most 12.
 */
export function layLinks<L extends Placed>(arrived: readonly L[], origin: DecimalString | undefined): Laid<L> {
  const nodes = arrived.map((link, index) => ({
    link,
    index,
    bit: 1 << index,
    earlier: maskOf(arrived, (other) => isBefore(other, link)),
    after: new Set([
      ...(follows(link, origin) ? [NONE] : []),
      ...arrived.flatMap(({ target }, place) => (follows(link, target) ? [place] : [])),
    ]),
  }));
  const whole = (1 << arrived.length) - 1;
  const ways: Ways<L> = new Map([[0, new Map([[NONE, { holes: 0, path: [] }]])]]);
  const layNext = (set: number, last: number, { holes, path }: Way<L>): void => {
    for (const { link, index, bit, earlier, after } of nodes) {
      if ((set & bit) !== 0 || (earlier & ~set) !== 0) continue;
      keepBest(
        ways,
        { set: set | bit, last: index },
        { holes: holes + (after.has(last) ? 0 : 1), path: [...path, link] },
      );
    }
  };
  let best: Way<L> = { holes: Number.POSITIVE_INFINITY, path: [] };
  for (let set = 0; set <= whole; set++) {
    // Those that end with a later arrival stand behind, and win where they are as good.
    for (const [last, way] of [...(ways.get(set) ?? [])].sort(([a], [b]) => a - b)) {
      if (set < whole) layNext(set, last, way);
      else if (way.holes <= best.holes) best = way;
    }
  }
  return { links: best.path, holes: best.holes };
}

function keepBest<L>(ways: Ways<L>, { set, last }: { readonly set: number; readonly last: number }, way: Way<L>): void {
  const row = ways.get(set) ?? new Map<number, Way<L>>();
  const kept = row.get(last);
  if (kept === undefined || way.holes < kept.holes) row.set(last, way);
  ways.set(set, row);
}

function maskOf<L>(links: readonly L[], isIn: (link: L) => boolean): number {
  return links.reduce((mask, link, index) => (isIn(link) ? mask | (1 << index) : mask), 0);
}

function isBefore(a: Placed, b: Placed): boolean {
  return a.at !== undefined && b.at !== undefined && a.at < b.at;
}
