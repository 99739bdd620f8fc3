import type { Clock } from "../ports/clock.ts";

/** What a loop does, how often, and who hears of what it throws. */
export interface LoopOptions {
  readonly clock: Clock;
  /** The pause between two rounds. */
  readonly everyMs: number;
  /** One round; one that fails is told, and the next one comes all the same. `signal`: the loop is to stop. */
  work(signal: AbortSignal): Promise<unknown>;
  onError(error: unknown): void;
}

/** Work that goes on in the background until it is stopped. */
export interface Loop {
  /** Begins no further round, and waits for the one under way. */
  stop(): Promise<void>;
}

/** Does the same work again and again beside everything else; the first round begins at once. */
export function startLoop({ clock, everyMs, work, onError }: LoopOptions): Loop {
  const stopping = new AbortController();
  const { signal } = stopping;
  const loop = async () => {
    while (!signal.aborted) {
      await work(signal).catch(onError);
      await clock.sleep(everyMs, signal);
    }
  };
  const looping = loop();
  return {
    stop: async () => {
      stopping.abort();
      await looping;
    },
  };
}
