import { unixMs } from "../core/ids.ts";
import type { Clock } from "../ports/clock.ts";
import type { Notifier, PassReport } from "./notifier.ts";

/** How long one run of the notifier's function lasts. */
export interface RunNotifierOptions {
  readonly clock: Clock;
  /** A run starts no message after this many milliseconds. */
  readonly runMs: number;
}

/**
 * Passes as long as there is something to tell. What is marked while a pass is at work wakes up another run, which finds it
 * busy and leaves: it is this one that has to look again.
 */
export async function runNotifier(
  notifier: Pick<Notifier, "pass">,
  { clock, runMs }: RunNotifierOptions,
): Promise<PassReport> {
  const until = unixMs(clock.now() + runMs);
  let total: PassReport = { isWhole: true, told: 0, lost: 0 };
  for (;;) {
    const { isWhole, told, lost } = await notifier.pass({ until });
    total = { isWhole, told: total.told + told, lost: total.lost + lost };
    if (!isWhole || told + lost === 0 || clock.now() >= until) return total;
  }
}
