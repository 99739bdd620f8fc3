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

/**
 * Lays links so that the fewest do not follow from the one before, the first one from `origin`; two of different times keep
 * the order of their times. Of equally good orders the one whose last link arrived last.
 * @param arrived - in the order they arrived; at most 12.
 */
export function layLinks<L extends Placed>(arrived: readonly L[], origin: DecimalString | undefined): Laid<L> {
  const count = arrived.length;
  const earlier = arrived.map((link) => maskOf(arrived, (other) => isBefore(other, link)));
  const fits = arrived.map((link) => arrived.map(({ target }) => follows(link, target)));
  // By the set of links laid, as bits, and the last of them: the best way there.
  const ways: (Way | undefined)[][] = Array.from({ length: 1 << count }, () => []);
  for (const [index, link] of arrived.entries()) {
    if (earlier[index] !== 0) continue;
    setWay(ways, 1 << index, index, { holes: follows(link, origin) ? 0 : 1, path: [index] });
  }
  for (let set = 1; set < 1 << count; set++) {
    for (const [last, way] of (ways[set] ?? []).entries()) {
      if (way === undefined) continue;
      for (let next = 0; next < count; next++) {
        const isLaid = (set & (1 << next)) !== 0;
        if (isLaid || ((earlier[next] ?? 0) & ~set) !== 0) continue;
        const holes = way.holes + (fits[next]?.[last] === true ? 0 : 1);
        setWay(ways, set | (1 << next), next, { holes, path: [...way.path, next] });
      }
    }
  }
  const all = ways[(1 << count) - 1] ?? [];
  const best = all.reduce<Way | undefined>((kept, way) => {
    if (way === undefined) return kept;
    return kept === undefined || way.holes <= kept.holes ? way : kept;
  }, undefined);
  const path = best?.path ?? [];
  return { links: path.flatMap((index) => arrived[index] ?? []), holes: best?.holes ?? 0 };
}

function setWay(ways: (Way | undefined)[][], set: number, last: number, way: Way): void {
  const row = ways[set];
  if (row === undefined) return;
  const kept = row[last];
  if (kept === undefined || way.holes < kept.holes) row[last] = way;
}

function maskOf<L>(links: readonly L[], isIn: (link: L) => boolean): number {
  return links.reduce((mask, link, index) => (isIn(link) ? mask | (1 << index) : mask), 0);
}

function isBefore(a: Placed, b: Placed): boolean {
  return a.at !== undefined && b.at !== undefined && a.at < b.at;
}
