// Exact sums of very many decimals. A decimal is taken as a whole number of its last place, and whole numbers of the same place
// are added up: a hundred thousand trades are some million additions.
import { type Decimal, type DecimalString, decimal } from "../decimal.ts";

/** `units` of the decimal place `places`: 12.50 is 1250 at 2. */
export interface WholeUnits {
  readonly units: bigint;
  readonly places: number;
}

/** A decimal as whole units of its last place. */
export function wholeUnits(text: DecimalString): WholeUnits {
  const point = text.indexOf(".");
  if (point === -1) return { units: BigInt(text), places: 0 };
  return { units: BigInt(text.slice(0, point) + text.slice(point + 1)), places: text.length - point - 1 };
}

/** The same amount in units of a place that is at least as fine. */
export function unitsAt({ units, places }: WholeUnits, finer: number): bigint {
  return finer === places ? units : units * 10n ** BigInt(finer - places);
}

/** A sum that grows. */
export class DecimalSum {
  count = 0;
  /** By decimal place. */
  readonly #units = new Map<number, bigint>();

  add({ units, places }: WholeUnits): void {
    this.count++;
    this.#put(places, units);
  }

  /** Adds what another has added up. */
  merge(other: DecimalSum): void {
    this.count += other.count;
    for (const [places, units] of other.#units) this.#put(places, units);
  }

  total(): Decimal {
    const places = Math.max(0, ...this.#units.keys());
    const total = [...this.#units].reduce((sum, [each, units]) => sum + unitsAt({ units, places: each }, places), 0n);
    return decimal(`${total}e-${places}`);
  }

  #put(places: number, units: bigint): void {
    this.#units.set(places, (this.#units.get(places) ?? 0n) + units);
  }
}
