import type { FetchImplementation } from "../../lib/adapters/ccxt/node-fetch.ts";
import { VirtualClock } from "./virtual-clock.ts";

/** Of the event loop, in which nobody asks anything, before time goes on. */
const QUIET_TURNS = 3;

/** A clock that nobody waits for, beside real requests: time stands still while an answer is awaited, and goes on to who wakes next once all are asleep. */
export class RequestClock extends VirtualClock {
  #inFlight = 0;

  constructor() {
    super(Date.now());
  }

  /** `fetch`, with time standing still until it has answered. */
  holding(fetch: FetchImplementation): FetchImplementation {
    return async (url, options) => {
      this.#inFlight++;
      try {
        return await fetch(url, options);
      } finally {
        this.#inFlight--;
      }
    };
  }

  /** Lets time pass until `work` is done. */
  async finish<T>(work: Promise<T>): Promise<T> {
    let isDone = false;
    const settled = work.finally(() => {
      isDone = true;
    });
    settled.catch(() => undefined);
    for (let quiet = 0; !isDone; quiet = this.#inFlight === 0 ? quiet + 1 : 0) {
      await new Promise((resolve) => setImmediate(resolve));
      const next = this.nextWakeAt();
      if (quiet < QUIET_TURNS || next === undefined) continue;
      this.advanceTo(next);
      quiet = 0;
    }
    return settled;
  }
}
