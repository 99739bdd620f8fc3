/** What a venue said, good for a while: asked again after that, or once it is forgotten. Failures are not remembered. */
export class Remembered<T> {
  readonly #lifeMs: number;
  readonly #now: () => number;
  readonly #told = new Map<string, { readonly value: T; readonly at: number }>();

  /** @param now - Unix milliseconds. */
  constructor(lifeMs: number, now: () => number) {
    this.#lifeMs = lifeMs;
    this.#now = now;
  }

  /** What was said of `key`, if that is young enough; else what `ask` gives. */
  async read(key: string, ask: () => Promise<T>): Promise<T> {
    const known = this.#told.get(key);
    if (known !== undefined && Math.abs(this.#now() - known.at) < this.#lifeMs) return known.value;
    const at = this.#now();
    const value = await ask();
    this.#told.set(key, { value, at });
    return value;
  }

  /** @returns whether there was anything to forget. */
  forget(): boolean {
    const hadSome = this.#told.size > 0;
    this.#told.clear();
    return hadSome;
  }
}
