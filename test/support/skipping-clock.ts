import { setTimeout as wait } from "node:timers/promises";
import { type UnixMs, unixMs } from "../../lib/core/ids.ts";
import type { Clock } from "../../lib/ports/clock.ts";

/** Real time in which nobody waits: whoever sleeps wakes at once, that much later. Who may be woken earlier only watches, and is not the one that is waited for. */
export class SkippingClock implements Clock {
  #skippedMs = 0;
  readonly #onSkip: (skippedMs: number) => void;

  /** @param onSkip - told how far this clock is ahead of the real one, for others that must keep up. */
  constructor(onSkip: (skippedMs: number) => void = () => undefined) {
    this.#onSkip = onSkip;
  }

  now(): UnixMs {
    return unixMs(Date.now() + this.#skippedMs);
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal !== undefined) return wait(ms, undefined, { signal, ref: false }).catch(() => undefined);
    this.#skippedMs += Math.max(0, ms);
    this.#onSkip(this.#skippedMs);
  }
}
