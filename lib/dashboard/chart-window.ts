import { type UnixMs, unixMs } from "../core/ids.ts";
import { CANDLE_STEPS, type CandleQuery, type CandleStep } from "../core/market/candle.ts";

/** As many as every venue gives at once. */
const MOST = 200;
/** Candles before the first fill and after the last. */
const AROUND = 25;
/** Of the fills themselves: with what is around them no more than there may be. */
const WITHIN = MOST - 2 * AROUND - 2;

/** Candles that show what happened between two times, and a little around them; of a very long time the newest. */
export function chartWindow(from: UnixMs, to: UnixMs): Pick<CandleQuery, "step" | "since" | "count"> {
  const steps = Object.entries(CANDLE_STEPS) as [CandleStep, number][];
  const fitting = steps.find(([, ms]) => (to - from) / ms <= WITHIN) ?? (["1d", CANDLE_STEPS["1d"]] as const);
  const [step, ms] = fitting;
  const end = Math.ceil(to / ms) + AROUND;
  const first = Math.max(Math.floor(from / ms) - AROUND, end - MOST);
  return { step, since: unixMs(Math.max(0, first) * ms), count: end - Math.max(0, first) };
}
