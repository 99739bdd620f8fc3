// The largest fall of a running net profit from an earlier high, by settle coin.
import { type Decimal, decimal } from "../decimal.ts";
import { type Units, unitsAt, type WholeUnits } from "./decimal-sum.ts";
import { entry } from "./entry.ts";

/** What a trade changed the balance by, and when. */
export interface BalanceChange {
  readonly settle: string;
  readonly at: number;
  readonly result: WholeUnits;
}

/** Of a finer place powers of ten are left to BigInts. */
const MAX_SMALL_PLACES = 15;

/** What changes are measured in: one decimal place for all of them, in numbers while their sum cannot leave what is exact as such. */
export class ChangeScale {
  readonly places: number;
  readonly #isSmall: boolean;

  constructor(changes: Iterable<BalanceChange>) {
    let [places, coarse] = [0, 0];
    for (const { result } of changes) places = Math.max(places, result.places);
    for (const { result } of changes) coarse += Math.abs(Number(result.units)) * 10 ** (places - result.places);
    this.places = places;
    // Half of it: `coarse` itself may be a little off.
    this.#isSmall = places <= MAX_SMALL_PLACES && coarse <= Number.MAX_SAFE_INTEGER / 2;
  }

  get zero(): Units {
    return this.#isSmall ? 0 : 0n;
  }

  unitsOf({ result }: BalanceChange): Units {
    if (!this.#isSmall) return unitsAt(result, this.places);
    return Number(result.units) * 10 ** (this.places - result.places);
  }
}

/** How far below its high a running profit is, and the furthest it was. */
export class Fall {
  now: Units;
  largest: Units;
  readonly #zero: Units;

  constructor({ zero }: Pick<ChangeScale, "zero">) {
    [this.now, this.largest, this.#zero] = [zero, zero, zero];
  }

  /** @param units - of the next change. */
  add(units: Units): void {
    // Both are numbers or both are BigInts, as their one scale made them: the operator is the same.
    const now = ((this.now as number) - (units as number)) as Units;
    // A new high: falls are counted from there.
    this.now = now > 0 ? now : this.#zero;
    if (now > this.largest) this.largest = now;
  }
}

/** Falls by coin. */
export class Drawdowns {
  readonly #scale: ChangeScale;
  readonly #falls = new Map<string, Fall>();

  constructor(scale: ChangeScale) {
    this.#scale = scale;
  }

  of(settle: string): Decimal {
    return decimal(`${this.fallOf(settle).largest}e-${this.#scale.places}`);
  }

  fallOf(settle: string): Fall {
    return entry(this.#falls, settle, () => new Fall(this.#scale));
  }
}

/** By their times; of two at the same time the first comes first. */
export function inOrder<T extends { readonly at: number }>(changes: readonly T[]): readonly T[] {
  return changes.toSorted((a, b) => a.at - b.at);
}

/** The falls of these changes, which may come in any order. */
export function drawdownsOf(changes: readonly BalanceChange[]): Drawdowns {
  const scale = new ChangeScale(changes);
  const drawdowns = new Drawdowns(scale);
  for (const change of inOrder(changes)) drawdowns.fallOf(change.settle).add(scale.unitsOf(change));
  return drawdowns;
}
