import type { Clock } from "../../ports/clock.ts";

/** Tries counted within this time. */
const WINDOW_MS = 15 * 60 * 1_000;
/** Of one address, and of all: guessing from a thousand addresses is guessing too. */
const MOST_OF_ONE = 5;
const MOST_OF_ALL = 60;
const MINUTE_MS = 60_000;

/** How often a password may be tried. A try counts before it is judged, so that many at once are as many as one after another. */
export class AttemptLimit {
  readonly #clock: Pick<Clock, "now">;
  /** When each address tried, oldest first. */
  readonly #tries = new Map<string, readonly number[]>();

  constructor(clock: Pick<Clock, "now">) {
    this.#clock = clock;
  }

  /** @returns how many minutes that address has to wait; 0: it may try, and this is its try. */
  count(address: string): number {
    const now = this.#clock.now();
    this.#forget(now - WINDOW_MS);
    const own = this.#tries.get(address) ?? [];
    const all = [...this.#tries.values()].flat().sort((a, b) => a - b);
    const [oldest] = own.length >= MOST_OF_ONE ? own : all.length >= MOST_OF_ALL ? all : [];
    if (oldest !== undefined) return Math.max(1, Math.ceil((oldest + WINDOW_MS - now) / MINUTE_MS));
    this.#tries.set(address, [...own, now]);
    return 0;
  }

  /** It was right: its owner's earlier slips count no more. */
  clear(address: string): void {
    this.#tries.delete(address);
  }

  #forget(before: number): void {
    for (const [address, times] of this.#tries) {
      const young = times.filter((at) => at > before);
      if (young.length === 0) this.#tries.delete(address);
      else this.#tries.set(address, young);
    }
  }
}
