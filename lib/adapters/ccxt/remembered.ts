/** What a venue said, good for a while: asked again after that, or once it is forgotten. Failures are not remembered. */
export class Remembered<T> {
  readonly #lifeMs: number;
  readonly #now: () => number;
  readonly #told = new Map<string, { readonly value: Promise<T>; readonly at: number }>();

  /** @param now - Unix milliseconds. */
  constructor(lifeMs: number, now: () => number) {
    this.#lifeMs = lifeMs;
    this.#now = now;
  }

  /** What was said of `key`, or is being asked, if that is young enough; else what `ask` gives. */
  async read(key: string, ask: () => Promise<T>): Promise<T> {
    const known = this.#told.get(key);
    if (known !== undefined && Math.abs(this.#now() - known.at) < this.#lifeMs) return known.value;
    const asked = { value: ask(), at: this.#now() };
    this.#told.set(key, asked);
    try {
      return await asked.value;
    } catch (error) {
      if (this.#told.get(key) === asked) this.#told.delete(key);
      throw error;
    }
  }

  /** @returns whether there was anything to forget. */
  forget(): boolean {
    const hadSome = this.#told.size > 0;
    this.#told.clear();
    return hadSome;
  }
}
