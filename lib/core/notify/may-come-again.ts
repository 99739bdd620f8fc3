import { alertId, timeOf, type UnixMs } from "../ids.ts";

/** Milliseconds. */
export interface ComebackTimes {
  /** A dead letter lies where it is no longer than this. */
  readonly deadLetterMs: number;
  /** An alert whose sender got no answer is stored, and marked, anew for no longer than this. */
  readonly resendMs: number;
}

const DEAD_LETTER = /^dead:[^:]+:(\d+)$/;
const OF_DATE = /^(?:digest|loss:.*|lost:.*):(\d{4}-\d{2}-\d{2})$/;
/** A date is over everywhere, and what was found on it is kept no more, this long after it began in Greenwich. */
const DATE_MS = 5 * 24 * 60 * 60 * 1_000;
const OF_ALERT = /^([0-9a-z]{26}):\w+$/;

/**
 * Whether what is over now may be there to be told once more: SQS does not show every dead letter each time, a sender sends again,
 * a digest is due until its date is over, and what the clock found is kept for days.
 */
export function mayComeAgain(key: string, now: UnixMs, { deadLetterMs, resendMs }: ComebackTimes): boolean {
  const diedAt = DEAD_LETTER.exec(key)?.[1];
  if (diedAt !== undefined) return now - Number.parseInt(diedAt, 10) <= deadLetterMs;
  const date = OF_DATE.exec(key)?.[1];
  if (date !== undefined) return now - Date.parse(date) <= DATE_MS;
  const alert = OF_ALERT.exec(key)?.[1];
  return alert !== undefined && now - timeOf(alertId(alert)) <= resendMs;
}
