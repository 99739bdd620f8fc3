import type { Clock } from "../ports/clock.ts";

/** Waits for work, no longer than that. No timer stays behind: one would keep the process from ending, and a bot's with it. */
export async function waitAtMost(work: Promise<unknown>, { clock, ms }: { clock: Clock; ms: number }): Promise<void> {
  const done = new AbortController();
  await Promise.race([work, clock.sleep(ms, done.signal)]).finally(() => done.abort());
}
