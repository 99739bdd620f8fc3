import type { WhookDatabase } from "./whook-database.ts";

/** More are not remembered: all begin anew. */
const MOST = 1_000;

/**
 * What the process that works on the file has written or read last, by name, so that it is not read again: nobody else writes. Whoever only
 * reads remembers nothing, and nothing is remembered over something that was written and taken back.
 */
export class RememberedRows<T> {
  readonly #database: WhookDatabase;
  readonly #rows = new Map<string, T>();
  #undone = 0;

  constructor(database: WhookDatabase) {
    this.#database = database;
  }

  get(name: string): T | undefined {
    this.#forgetUndone();
    return this.#rows.get(name);
  }

  set(name: string, row: T): void {
    if (this.#database.isReader) return;
    this.#forgetUndone();
    if (this.#rows.size >= MOST) this.#rows.clear();
    this.#rows.set(name, row);
  }

  delete(name: string): void {
    this.#rows.delete(name);
  }

  #forgetUndone(): void {
    if (this.#undone === this.#database.undone) return;
    this.#undone = this.#database.undone;
    this.#rows.clear();
  }
}
