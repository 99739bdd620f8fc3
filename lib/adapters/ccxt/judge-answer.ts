// What an answer that is no success means, before it is known what was asked. First the HTTP status where it outranks the
// body: a gateway in front of the venue writes JSON too, and its codes are nobody's. Then the venue's table, then ccxt's class.
import { verdictOfClass } from "./error-classes.ts";
import { VerdictError } from "./venue-errors.ts";
import type { Refusal, VenueReply } from "./venue-module.ts";
import { type Verdict, verdict } from "./verdict.ts";

/** Too many requests, whatever the body says: what was asked was not done. */
const RATE_LIMIT_STATUSES: readonly number[] = [418, 429];
/** Refused before it was looked at, for where it came from; Bybit also for too many requests: https://bybit-exchange.github.io/docs/v5/rate-limit */
const ADDRESS_STATUSES: readonly number[] = [403, 451];
/** Nobody knows whether it was done: a request given up (408), one that met another (409), one that came too early (425). */
const UNCERTAIN_STATUSES: readonly number[] = [408, 409, 425];
/** A status that a gateway repeats in the body, where the venue's code would stand. */
const STATUS_AS_CODE = /^(403|408|418|425|429|451|5\d\d)$/;
/** How venues say it beside a code of no table, or none: "from a restricted location", "your country/region is not supported". */
const PLACE_WORDS =
  /restricted (?:location|country|region|jurisdiction)|(?:location|country|region|jurisdiction)\b[^.]{0,40}\b(?:restricted|unavailable|not (?:currently )?(?:available|supported|allowed))/i;

const RATE_LIMITED = verdict("RATE_LIMITED");
const ADDRESS_REFUSED = verdict("ADDRESS_REFUSED");
const UNREACHABLE = verdict("VENUE_UNREACHABLE");

/** The last answer of a failed call, and what was found in it. */
export interface FailedAnswer {
  readonly reply: VenueReply | undefined;
  /** The code and words in the body. */
  readonly refusal: Refusal | undefined;
  /** The row of the venue's table for that code. */
  readonly told: Verdict | undefined;
}

/** `isSaid`: the venue itself, or what keeps its door, said so. */
export interface Judgement {
  readonly verdict: Verdict;
  readonly isSaid: boolean;
}

/** What `error` means, thrown over that answer. */
export function judgeAnswer(error: unknown, answer: FailedAnswer): Judgement {
  const { reply, refusal, told } = answer;
  const byStatus = verdictOfStatus(answer);
  if (byStatus !== undefined) return { verdict: byStatus, isSaid: byStatus.outcome === "rejected" };
  const isSaid = refusal !== undefined;
  if (error instanceof VerdictError) return { verdict: error.verdict, isSaid };
  if (told !== undefined) return { verdict: told, isSaid };
  const byClass = verdictOfClass(error);
  // ccxt's plain error over an answer in which the venue says no such thing is about its shape: `{}`, a gateway's 404.
  const isUnread = !isSaid && reply !== undefined && byClass.code === "VENUE_REJECTED";
  return { verdict: isUnread && byClass.outcome === "rejected" ? UNREACHABLE : byClass, isSaid };
}

/** Whether `refusal` is none of the venue's: its code only repeats a gateway's status. */
export function isGatewayCode({ code }: Refusal): boolean {
  return STATUS_AS_CODE.test(code);
}

function verdictOfStatus({ reply, refusal, told }: FailedAnswer): Verdict | undefined {
  if (reply === undefined) return undefined;
  const status = statusOf(reply, refusal);
  if (RATE_LIMIT_STATUSES.includes(status)) {
    // A status, no amount.
    const isOwnWord = reply.status !== Number(refusal?.code) && told?.outcome === "rejected" && told.remedy === "retry";
    return isOwnWord ? told : RATE_LIMITED;
  }
  if (told !== undefined) return isUncertain(status) ? told : undefined;
  if (ADDRESS_STATUSES.includes(status) && isUncoded(status, refusal)) return ADDRESS_REFUSED;
  if (isUncertain(status)) return UNREACHABLE;
  const isRefused = reply.status >= 400 || refusal !== undefined;
  return isRefused && PLACE_WORDS.test(refusal?.message ?? reply.body) ? ADDRESS_REFUSED : undefined;
}

/** A page with 403 is a door that is shut; a code there is the venue's, which may mean the key. 451 is about the place alone. */
function isUncoded(status: number, refusal: Refusal | undefined): boolean {
  return status === 451 || refusal === undefined || isGatewayCode(refusal);
}

/** Redirects come from something in between as well. */
function isUncertain(status: number): boolean {
  return status >= 500 || (status >= 300 && status < 400) || UNCERTAIN_STATUSES.includes(status);
}

/** The status, or the one that stands for a code in an answer with another. */
function statusOf({ status }: VenueReply, refusal: Refusal | undefined): number {
  // A code that repeats a status, no amount.
  return refusal !== undefined && isGatewayCode(refusal) && !isUncertain(status) ? Number(refusal.code) : status;
}
