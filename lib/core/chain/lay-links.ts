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

interface Way {
  readonly holes: number;
  /** The links so far, as indexes. */
  readonly path: readonly number[];
}

/** By the set of links laid, as bits, and the last of them: the best way there. */
type Ways = Map<number, Map<number, Way>>;

/**
 * Lays links so that the fewest do not follow from the one before, the first one from `origin`; two of different times keep
 * the order of their times. Of equally good orders the one whose last link arrived last.
 * @param arrived - in the order they arrived; at most 12.
 */
export function layLinks<L extends Placed>(arrived: readonly L[], origin: DecimalString | undefined): Laid<L> {
  const earlier = arrived.map((link) => maskOf(arrived, (other) => isBefore(other, link)));
  const fits = arrived.map((link) => arrived.map(({ target }) => follows(link, target)));
  const whole = (1 << arrived.length) - 1;
  const ways: Ways = new Map([[0, new Map([[-1, { holes: 0, path: [] }]])]]);
  const layNext = (set: number, last: number, way: Way): void => {
    for (const [next, link] of arrived.entries()) {
      const isFree = (set & (1 << next)) === 0 && ((earlier[next] ?? 0) & ~set) === 0;
      const isFit = last === -1 ? follows(link, origin) : fits[next]?.[last] === true;
      if (isFree) keepBest(ways, { set, next }, { holes: way.holes + (isFit ? 0 : 1), path: [...way.path, next] });
    }
  };
  for (let set = 0; set < whole; set++) for (const [last, way] of ways.get(set) ?? []) layNext(set, last, way);
  // Later arrivals stand behind earlier ones, and win where they are as good.
  const ends = [...(ways.get(whole) ?? [])].sort(([a], [b]) => a - b).map(([, way]) => way);
  const fewest = Math.min(...ends.map(({ holes }) => holes));
  const best = ends.findLast(({ holes }) => holes === fewest);
  return { links: (best?.path ?? []).flatMap((index) => arrived[index] ?? []), holes: fewest };
}

function keepBest(ways: Ways, { set, next }: { readonly set: number; readonly next: number }, way: Way): void {
  const there = set | (1 << next);
  const row = ways.get(there) ?? new Map<number, Way>();
  const kept = row.get(next);
  if (kept === undefined || way.holes < kept.holes) row.set(next, way);
  ways.set(there, row);
}

function maskOf<L>(links: readonly L[], isIn: (link: L) => boolean): number {
  return links.reduce((mask, link, index) => (isIn(link) ? mask | (1 << index) : mask), 0);
}

function isBefore(a: Placed, b: Placed): boolean {
  return a.at !== undefined && b.at !== undefined && a.at < b.at;
}
