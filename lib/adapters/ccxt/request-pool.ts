/** What one request takes of a pool, and when that is free again; not known until it is answered. */
interface Share {
  readonly weight: number;
  freeAt?: number;
}

/**
 * What may be asked of a venue within any stretch of some length. A request counts from before it is sent until that long after
 * its answer came: when in between the venue counted it, nobody here knows.
 */
export class RequestPool {
  readonly #most: number;
  readonly #everyMs: number;
  #taken: Share[] = [];

  /** @param limit - `most` within any `everyMs`. */
  constructor({ most, everyMs }: { readonly most: number; readonly everyMs: number }) {
    this.#most = most;
    this.#everyMs = everyMs;
  }

  /** When there is room for `weight` at the earliest: now, or later. */
  roomAt(weight: number, now: number): number {
    this.#taken = this.#taken.filter(({ freeAt = Number.POSITIVE_INFINITY }) => freeAt > now);
    // What is not answered yet is answered now at the earliest.
    const shares = this.#taken.map((share) => ({ ...share, freeAt: share.freeAt ?? now + this.#everyMs }));
    let left = shares.reduce((room, share) => room - share.weight, this.#most - weight);
    let at = now;
    for (const share of shares.sort((a, b) => a.freeAt - b.freeAt)) {
      if (left >= 0) break;
      left += share.weight;
      at = share.freeAt;
    }
    return at;
  }

  /** @returns what to call when the answer is here, with the time then. */
  take(weight: number): (answeredAt: number) => void {
    const share: Share = { weight };
    this.#taken.push(share);
    return (answeredAt) => {
      share.freeAt = answeredAt + this.#everyMs;
    };
  }
}
