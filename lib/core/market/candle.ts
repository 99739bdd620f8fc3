import type { DecimalString } from "../decimal.ts";
import type { UnixMs } from "../ids.ts";

/** How long a candle lasts, by the name that every venue has for it. */
export const CANDLE_STEPS = {
  "1m": 60_000,
  "5m": 300_000,
  "15m": 900_000,
  "1h": 3_600_000,
  "4h": 14_400_000,
  "1d": 86_400_000,
} as const;
/** One of those names. */
export type CandleStep = keyof typeof CANDLE_STEPS;

/** What a market's price did in one step of time. */
export interface Candle {
  /** When it began. */
  readonly at: UnixMs;
  readonly open: DecimalString;
  readonly high: DecimalString;
  readonly low: DecimalString;
  readonly close: DecimalString;
}

/** Which candles are asked for. */
export interface CandleQuery {
  readonly symbol: string;
  readonly step: CandleStep;
  readonly since: UnixMs;
  /** At most 200: every venue gives so many at once. */
  readonly count: number;
}
