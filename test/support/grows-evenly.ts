/** What grows with the square would take four times as long. */
const TIMES = 2;
const MOST = 2.5;
/** Below this one collection of garbage is more than the work, milliseconds. */
const LEAST_MS = 8;
const SERIES = 5;
const TRIES = 4;

/**
 * Whether twice the size takes at most two and a half times as long: the quickest of a series, for nothing makes work quicker than it is,
 * and the series again where the machine was busy.
 */
export async function growsEvenly(size: number, msOf: (size: number) => number | Promise<number>): Promise<boolean> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const half = await quickest(() => msOf(size / TIMES));
    const whole = await quickest(() => msOf(size));
    if (whole / Math.max(half, LEAST_MS) <= MOST) return true;
  }
  return false;
}

async function quickest(ms: () => number | Promise<number>): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let run = 0; run < SERIES; run++) best = Math.min(best, await ms());
  return best;
}
