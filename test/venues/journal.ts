// What a simulated venue was asked and what it said: the evidence tests look at.

export interface JournalEntry {
  readonly method: string;
  readonly path: string;
  /** Without the signature. */
  readonly params: Readonly<Record<string, string>>;
  readonly startedAt: number;
  /** When the answer was sent, or the connection cut. */
  readonly endedAt: number;
  /** Absent: no answer was sent. */
  readonly status?: number;
  readonly answer?: unknown;
  /** The injected fault, if any. */
  readonly fault?: string;
}

export class Journal {
  readonly #entries: JournalEntry[] = [];

  add(entry: JournalEntry): void {
    this.#entries.push(entry);
  }

  get entries(): readonly JournalEntry[] {
    return this.#entries;
  }

  /** Entries of one call, e.g. `find("POST", "/fapi/v1/order")`. */
  find(method: string, path: string): readonly JournalEntry[] {
    return this.#entries.filter((entry) => entry.method === method && entry.path === path);
  }

  clear(): void {
    this.#entries.length = 0;
  }

  /**
   * Round trips in sequence: how many requests waited for another one's answer. Requests side by side count as one;
   * give the server some latency, or they may not overlap.
   */
  roundTrips(entries: readonly JournalEntry[] = this.#entries): number {
    const byEnd = entries.toSorted((a, b) => a.endedAt - b.endedAt);
    let count = 0;
    let lastEnd = Number.NEGATIVE_INFINITY;
    for (const { startedAt, endedAt } of byEnd) {
      if (startedAt < lastEnd) continue;
      count += 1;
      lastEnd = endedAt;
    }
    return count;
  }
}
