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
  #places = 0;
  /** By decimal place: all amounts of it without their signs, about. */
  readonly #coarse: number[] = [];

  /** Takes in a change. All are to be known before one is measured. */
  add({ units, places }: WholeUnits): void {
    if (places > this.#places) this.#places = places;
    this.#coarse[places] = (this.#coarse[places] ?? 0) + Math.abs(Number(units));
  }

  get places(): number {
    return this.#places;
  }

  /** Half of what is exact: the sum itself may be a little off. */
  get isSmall(): boolean {
    // Places without an amount are passed over.
    const coarse = this.#coarse.reduce((sum, amount, places) => sum + amount * 10 ** (this.#places - places), 0);
    return this.#places <= MAX_SMALL_PLACES && coarse <= Number.MAX_SAFE_INTEGER / 2;
  }

  /** Where a sum of changes begins. */
  get zero(): Units {
    return this.isSmall ? 0 : 0n;
  }

  /** How a change is measured. */
  measure(): (amount: WholeUnits) => Units {
    const places = this.#places;
    if (!this.isSmall) return (amount) => unitsAt(amount, places);
    // Nearly always it is that place already.
    return ({ units, places: own }) => (own === places ? Number(units) : Number(units) * 10 ** (places - own));
  }
}

/** How far below its high a running profit is, and the furthest it was. */
export class Fall {
  now: Units;
  largest: Units;
  readonly #zero: Units;

  constructor({ zero }: Pick<ChangeScale, "zero">) {
    this.#zero = zero;
    [this.now, this.largest] = [this.#zero, this.#zero];
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

/** The falls of these changes, which may come in any order; of two at the same time the first comes first. */
export function drawdownsOf(changes: readonly BalanceChange[]): Drawdowns {
  const scale = new ChangeScale();
  for (const { result } of changes) scale.add(result);
  const drawdowns = new Drawdowns(scale);
  const unitsOf = scale.measure();
  const inOrder = changes.toSorted((a, b) => a.at - b.at);
  for (const { settle, result } of inOrder) drawdowns.fallOf(settle).add(unitsOf(result));
  return drawdowns;
}
