import { type UnixMs, unixMs } from "../../lib/core/ids.ts";
import type { Clock } from "../../lib/ports/clock.ts";

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

/** A clock that stands still until it is told to go on; whoever sleeps wakes in order of time. */
export class VirtualClock implements Clock {
  #now: number;
  #sleepers: Sleeper[] = [];

  constructor(start = 1_700_000_000_000) {
    this.#now = start;
  }

  now(): UnixMs {
    return unixMs(this.#now);
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (ms <= 0 || signal?.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const sleeper = { at: this.#now + ms, wake: resolve };
      this.#sleepers.push(sleeper);
      signal?.addEventListener("abort", () => {
        this.#sleepers = this.#sleepers.filter((other) => other !== sleeper);
        resolve();
      });
    });
  }

  /** When the next sleeper wakes; undefined when nobody sleeps. */
  nextWakeAt(): UnixMs | undefined {
    const times = this.#sleepers.map(({ at }) => at);
    return times.length === 0 ? undefined : unixMs(Math.min(...times));
  }

  /** Moves time on and wakes everyone whose time has come, earliest first. */
  advance(ms: number): void {
    this.advanceTo(unixMs(this.#now + ms));
  }

  advanceTo(time: UnixMs): void {
    this.#now = Math.max(this.#now, time);
    const due = this.#sleepers.filter(({ at }) => at <= this.#now).sort((a, b) => a.at - b.at);
    this.#sleepers = this.#sleepers.filter(({ at }) => at > this.#now);
    for (const { wake } of due) wake();
  }
}
