import { randomBytes } from "node:crypto";
import type { Clock } from "../../ports/clock.ts";

const BYTES = 18;
/** A form that is confirmed is confirmed soon. */
const LASTS_MS = 10 * 60 * 1_000;
/** More than anybody has open: the oldest is forgotten. */
const MOST = 64;

interface Given {
  readonly forWhat: string;
  readonly until: number;
}

/** Marks that a form carries: each is good once, for the one act and the one session it was given for. */
export class SingleUse {
  readonly #clock: Pick<Clock, "now">;
  /** Oldest first. */
  readonly #given = new Map<string, Given>();

  constructor(clock: Pick<Clock, "now">) {
    this.#clock = clock;
  }

  give(forWhat: string): string {
    const mark = randomBytes(BYTES).toString("base64url");
    this.#given.set(mark, { forWhat, until: this.#clock.now() + LASTS_MS });
    const [oldest] = this.#given.keys();
    if (this.#given.size > MOST && oldest !== undefined) this.#given.delete(oldest);
    return mark;
  }

  /** Whether it was good; it is not any more. */
  take(mark: string, forWhat: string): boolean {
    const given = this.#given.get(mark);
    this.#given.delete(mark);
    return given !== undefined && given.forWhat === forWhat && given.until > this.#clock.now();
  }
}
