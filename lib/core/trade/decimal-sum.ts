// Exact sums of very many decimals. A decimal is taken as a whole number of its last place, and whole numbers of the same place
// are added up: a hundred thousand trades in six groups are some million additions.
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
  readonly #units: (bigint | undefined)[] = [];

  add({ units, places }: WholeUnits): void {
    this.count++;
    this.#units[places] = (this.#units[places] ?? 0n) + units;
  }

  /** Adds what another has added up. */
  merge(other: DecimalSum): void {
    this.count += other.count;
    other.#units.forEach((units = 0n, places) => {
      this.#units[places] = (this.#units[places] ?? 0n) + units;
    });
  }

  total(): Decimal {
    const finest = Math.max(0, this.#units.length - 1);
    const total = this.#units.reduce<bigint>((sum, units = 0n, places) => sum + unitsAt({ units, places }, finest), 0n);
    return decimal(`${total}e-${finest}`);
  }
}
