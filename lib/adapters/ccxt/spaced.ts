/** Calls that a venue counts together, so far apart that it never refuses one: each waits for its turn. */
export class Spaced {
  readonly #everyMs: number;
  readonly #sleep: (ms: number) => Promise<unknown>;
  #turn: Promise<unknown> = Promise.resolve();

  /** @param sleep - waits so many milliseconds. */
  constructor(everyMs: number, sleep: (ms: number) => Promise<unknown>) {
    this.#everyMs = everyMs;
    this.#sleep = sleep;
  }

  /** Makes the call once its turn has come. @throws what it throws; the next one goes all the same. */
  call<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn;
    this.#turn = turn.then(() => this.#sleep(this.#everyMs));
    return turn.then(work);
  }
}
