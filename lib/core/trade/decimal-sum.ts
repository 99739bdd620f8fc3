// Exact sums of very many decimals. A decimal is taken as a whole number of its last place, and whole numbers of the same place
// are added up: a hundred thousand trades are some million additions. A whole number that JavaScript's numbers hold exactly is
// kept as one, which takes a tenth of a BigInt's time; it is never rounded, for what grows past that is a BigInt.
import { type Decimal, type DecimalString, decimal } from "../decimal.ts";

/** A whole number, exactly: a number only while it is a safe integer. */
export type Units = number | bigint;

/** `units` of the decimal place `places`: 12.50 is 1250 at 2. */
export interface WholeUnits {
  readonly units: Units;
  readonly places: number;
}

/** A decimal as whole units of its last place. */
export function wholeUnits(text: DecimalString): WholeUnits {
  const point = text.indexOf(".");
  const digits = point === -1 ? text : text.slice(0, point) + text.slice(point + 1);
  // What rounds to a safe integer is that integer.
  const near = Number(digits);
  const units = Number.isSafeInteger(near) ? near : BigInt(digits);
  return { units, places: point === -1 ? 0 : text.length - point - 1 };
}

/** The same amount in units of a place that is at least as fine. */
export function unitsAt({ units, places }: WholeUnits, finer: number): bigint {
  return BigInt(units) * 10n ** BigInt(finer - places);
}

/** The sum of two amounts of one scale: both are numbers, whose sum is known to be exact, or both are BigInts. */
export function sumOf(a: Units, b: Units): Units {
  // As the scale made them: the operator is the same.
  return ((a as number) + (b as number)) as Units;
}

/** A sum that grows. */
export class DecimalSum {
  count = 0;
  /** By decimal place: what is left of it while it is small. */
  readonly #small: number[] = [];
  readonly #large = new Map<number, bigint>();

  add({ units, places }: WholeUnits): void {
    this.count++;
    this.#put(places, units);
  }

  /** Adds what another has added up. */
  merge(other: DecimalSum): void {
    this.count += other.count;
    for (const { units, places } of other.#parts()) this.#put(places, units);
  }

  total(): Decimal {
    const parts = this.#parts();
    const places = parts.reduce((finest, part) => Math.max(finest, part.places), 0);
    const total = parts.reduce((sum, part) => sum + unitsAt(part, places), 0n);
    return decimal(`${total}e-${places}`);
  }

  #put(places: number, units: Units): void {
    const before = this.#small[places] ?? 0;
    const sum = typeof units === "number" ? before + units : Number.NaN;
    if (Number.isSafeInteger(sum)) {
      this.#small[places] = sum;
      return;
    }
    this.#small[places] = 0;
    this.#large.set(places, (this.#large.get(places) ?? 0n) + BigInt(before) + BigInt(units));
  }

  #parts(): readonly WholeUnits[] {
    const small = this.#small.flatMap((units, places) => (units === 0 ? [] : [{ units, places }]));
    return [...small, ...[...this.#large].map(([places, units]) => ({ units, places }))];
  }
}
