import { type UnixMs, unixMs } from "../../core/ids.ts";
import type { Clock } from "../../ports/clock.ts";

/**
 * Time as the queue measures waits: the clock's, but it never goes back. When the clock is set back by an hour, what waits
 * stands still for as long as nobody looked, not for the hour.
 */
export class QueueTime {
  readonly #clock: Clock;
  #last: UnixMs;
  /** By how much the clock was set back since. */
  #setBack = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#last = clock.now();
  }

  now(): UnixMs {
    const now = this.#clock.now();
    if (now < this.#last) this.#setBack += this.#last - now;
    this.#last = now;
    return unixMs(now + this.#setBack);
  }

  /** What the clock will show then. */
  onClock(time: UnixMs): UnixMs {
    return unixMs(time - this.#setBack);
  }
}
