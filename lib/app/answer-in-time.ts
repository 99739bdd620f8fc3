import { failureOf, type OrderFailure } from "../core/failure.ts";
import { err, type Result } from "../core/result.ts";
import type { Clock } from "../ports/clock.ts";

/** Why nobody waits on: said, since an AbortController that is told nothing makes an error with its stack, order by order. */
const ANSWERED = "answered";

/** How long a venue's answer is waited for. */
export interface AnswerTime {
  readonly clock: Clock;
  readonly limitMs: number;
  /** The time counts from its end. @default from now */
  readonly after?: Promise<unknown>;
}

/** The venue's answer, or the failure that there was none in time. */
export async function answerInTime<T>(
  answer: Promise<Result<T, OrderFailure>>,
  { clock, limitMs, after }: AnswerTime,
): Promise<Result<T, OrderFailure>> {
  const answered = new AbortController();
  const silence = async () => {
    await after;
    await clock.sleep(limitMs, answered.signal);
    return err(failureOf("VENUE_UNREACHABLE", `the exchange did not answer within ${limitMs / 1_000} s`));
  };
  return Promise.race([answer, silence()]).finally(() => answered.abort(ANSWERED));
}
