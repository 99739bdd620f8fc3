// The largest fall of a running net profit from an earlier high, by settle coin.
import { type Decimal, decimal } from "../decimal.ts";
import { unitsAt, type WholeUnits } from "./decimal-sum.ts";

/** What a trade changed the balance by, and when. */
export interface BalanceChange {
  readonly settle: string;
  readonly at: number;
  readonly result: WholeUnits;
}

/** Falls of the changes it was told of, in the order of their times. */
export class Drawdowns {
  readonly #places: number;
  /** By coin: how far below its high the profit is, and the furthest it was. */
  readonly #falls = new Map<string, { now: bigint; largest: bigint }>();

  /** @param places - as fine as any change. */
  constructor(places: number) {
    this.#places = places;
  }

  /** @param units - of the decimal place of all changes. */
  add(settle: string, units: bigint): void {
    const fall = this.#fallOf(settle);
    const now = fall.now - units;
    // A new high: falls are counted from there.
    fall.now = now > 0n ? now : 0n;
    if (now > fall.largest) fall.largest = now;
  }

  of(settle: string): Decimal {
    return decimal(`${this.#fallOf(settle).largest}e-${this.#places}`);
  }

  #fallOf(settle: string): { now: bigint; largest: bigint } {
    const known = this.#falls.get(settle);
    if (known !== undefined) return known;
    const fall = { now: 0n, largest: 0n };
    this.#falls.set(settle, fall);
    return fall;
  }
}

/** The finest decimal place of all changes. */
export function finestPlace(changes: Iterable<BalanceChange>): number {
  let finest = 0;
  for (const { result } of changes) finest = Math.max(finest, result.places);
  return finest;
}

/** The falls of these changes, which may come in any order; of two at the same time the first comes first. */
export function drawdownsOf(changes: readonly BalanceChange[]): Drawdowns {
  const places = finestPlace(changes);
  const falls = new Drawdowns(places);
  for (const { settle, result } of changes.toSorted((a, b) => a.at - b.at)) falls.add(settle, unitsAt(result, places));
  return falls;
}
