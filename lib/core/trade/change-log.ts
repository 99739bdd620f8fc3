import type { Units } from "./decimal-sum.ts";
import { type BalanceChange, ChangeScale } from "./drawdown.ts";

/**
 * Changes of the balance, each with the parts it is in: column by column, for a hundred thousand objects that stay cost more than
 * all sums made of them.
 */
export class ChangeLog<Part> {
  readonly scale = new ChangeScale();
  readonly #settles: string[] = [];
  readonly #times: number[] = [];
  readonly #units: Units[] = [];
  readonly #places: number[] = [];
  /** As many of each change. */
  readonly #parts: Part[] = [];
  readonly #partsEach: number;

  /** @param partsEach - how many parts each change is in. */
  constructor(partsEach: number) {
    this.#partsEach = partsEach;
  }

  add({ settle, at, result }: BalanceChange, parts: readonly Part[]): void {
    this.scale.add(result);
    this.#settles.push(settle);
    this.#times.push(at);
    this.#units.push(result.units);
    this.#places.push(result.places);
    for (const part of parts) this.#parts.push(part);
  }

  /** Tells of all changes by their times; of two at the same time the first comes first. Each once for every part it is in. */
  tell(each: (part: Part, settle: string, units: Units) => void): void {
    const unitsOf = this.scale.measure();
    const order = [...this.#times.keys()].sort((a, b) => cell(this.#times, a) - cell(this.#times, b));
    for (const row of order) {
      const settle = cell(this.#settles, row);
      const units = unitsOf({ units: cell(this.#units, row), places: cell(this.#places, row) });
      const first = row * this.#partsEach;
      for (let at = first; at < first + this.#partsEach; at++) each(cell(this.#parts, at), settle, units);
    }
  }
}

function cell<T>(column: readonly T[], row: number): T {
  // Every row is in all columns.
  return column[row] as T;
}
