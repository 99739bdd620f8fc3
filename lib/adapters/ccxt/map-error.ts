// The funnel: everything that goes wrong in a call becomes one OrderFailure, here and nowhere else.
//
// 1. What the answer means is judge-answer.ts's: the HTTP status where it outranks the body, the venue's own code by its
// table, ccxt's error class. 2. For an order, a refusal counts as one only when the venue said so itself (its code, or the
// status of its rate limiter or its door): everything else may have landed, whatever class ccxt gave it.

import type { Credentials } from "../../core/credentials.ts";
import { defined } from "../../core/defined.ts";
import { FAILURES, type OrderFailure, type Remedy } from "../../core/failure.ts";
import { reasonOf } from "../../core/reason-of.ts";
import { type FailedAnswer, isGatewayCode, judgeAnswer } from "./judge-answer.ts";
import { meaningOf } from "./meaning.ts";
import { UnreadableAnswerError } from "./node-fetch.ts";
import { TurnTooFarError } from "./pacer.ts";
import { scrub, shownRefusal, shownReply, wordsOf } from "./shown-answer.ts";
import type { VenueCall } from "./venue-call.ts";
import { WithheldOrderError } from "./venue-errors.ts";
import type { Refusal, VenueClient, VenueReply } from "./venue-module.ts";
import type { Verdict } from "./verdict.ts";

/** What the call was for: `place` can double an order; the others are simply asked again. */
export type CallPurpose = "read" | "place" | "set" | "cancel";

/** What is known of a call that failed, beside the error it threw. */
export interface FailedCall {
  readonly purpose: CallPurpose;
  readonly call: VenueCall;
  /** EXCHANGE name, for messages. */
  readonly exchange: string;
  readonly venue: Pick<VenueClient, "verdicts" | "findRefusal" | "readRetryAfterMs">;
  readonly credentials: Credentials;
  /** What time it is, in Unix milliseconds. */
  readonly now: number;
}

/** What a failed call came to: a failure, or "done" for a setting that was so already. */
export type FailedOutcome =
  | { readonly kind: "done" }
  | { readonly kind: "failure"; readonly failure: OrderFailure; readonly staleMarkets: boolean };

/** "IP banned until 1573543456789", "unblocked after 1736829382404": an instant of the venue's clock, in its words. */
const TOLD_INSTANT = /\b(?:until|after)\D{0,12}(\d{13})\b/i;

/** What to do when an exchange refuses the address: the cause is not told, so both are named. */
const ADDRESS_ADVICE =
  "for the place it is in, or for too many requests: send from another region, name the host for your region as ENDPOINT, or send fewer requests";

/** Judges `error`, thrown while `failed.call` was running. */
export function mapError(error: unknown, failed: FailedCall): FailedOutcome {
  const { call, purpose, venue } = failed;
  if (error instanceof WithheldOrderError) return { kind: "failure", failure: error.failure, staleMarkets: false };
  // Then nothing in the call's other answers is about this.
  const isOfNone = error instanceof UnreadableAnswerError || error instanceof TurnTooFarError;
  const reply = isOfNone ? undefined : replyToJudge(call, venue);
  const refusal = reply === undefined ? undefined : venue.findRefusal(reply);
  const told = refusal === undefined ? undefined : meaningOf(venue.verdicts, refusal);
  const answer = { reply, refusal, told };
  const { verdict, isSaid } = judgeAnswer(error, answer);
  if (verdict.outcome === "done" && purpose === "set") return { kind: "done" };
  const retryAfterMs = reply === undefined ? turnOf(error) : waitOf(reply, failed, refusal);
  const shown = reply === undefined || refusal === undefined ? undefined : shownRefusal(reply, refusal, failed);
  const isVenueCode = shown !== undefined && (told !== undefined || !isGatewayCode(shown));
  const failure: OrderFailure = {
    ...judge(verdict, { purpose, isSaid, isSent: call.requests > 0 }),
    message: messageOf(error, failed, { ...answer, refusal: shown, verdict }),
    ...(isVenueCode ? { venueCode: shown.code } : {}),
    ...defined({ retryAfterMs }),
  };
  return { kind: "failure", failure, staleMarkets: verdict.staleMarkets === true };
}

/** Of several answers the first that failed. Many venues refuse with status 200. */
function replyToJudge({ replies }: VenueCall, venue: FailedCall["venue"]): VenueReply | undefined {
  return replies.find((reply) => reply.status >= 400 || venue.findRefusal(reply) !== undefined) ?? replies.at(-1);
}

type Judgement = Pick<OrderFailure, "code" | "outcome" | "remedy">;

function judge(
  verdict: Verdict,
  { purpose, isSaid, isSent }: { readonly purpose: CallPurpose; readonly isSaid: boolean; readonly isSent: boolean },
): Judgement {
  const { code } = verdict;
  if (!isSent) return { code, outcome: "denied", remedy: verdict.outcome === "rejected" ? verdict.remedy : "retry" };
  if (purpose === "place") {
    const isKnown = isSaid && verdict.outcome === "rejected";
    if (isKnown) return { code, outcome: "rejected", remedy: verdict.remedy };
    const isTold = verdict.remedy === "adopt" || (isSaid && verdict.remedy === "abort-if-absent");
    if (isTold) return { code, outcome: "unknown", remedy: verdict.remedy };
    return { code: "OUTCOME_UNKNOWN", ...FAILURES.OUTCOME_UNKNOWN };
  }
  if (verdict.outcome === "rejected") return { code, outcome: "rejected", remedy: remedyElsewhere(verdict.remedy) };
  return { code: verdict.outcome === "done" ? code : "VENUE_UNREACHABLE", outcome: "unknown", remedy: "retry" };
}

/** Shrinking, adopting and looking up are for orders only. */
function remedyElsewhere(remedy: Remedy): Remedy {
  return remedy === "retry" || remedy === "retry-if-reducing" ? remedy : "abort";
}

function messageOf(
  error: unknown,
  { call, exchange, credentials }: FailedCall,
  { reply, refusal, verdict }: FailedAnswer & { readonly verdict: Verdict },
): string {
  if (reply !== undefined && verdict.code === "ADDRESS_REFUSED") {
    const words = (refusal?.message ?? scrub(wordsOf(shownReply(reply, credentials)), credentials)).replace(/\.$/, "");
    const said = words === "" ? "" : `: "${words}"`;
    return `${exchange} refuses requests from this address (HTTP ${reply.status})${said}; ${ADDRESS_ADVICE}`;
  }
  const hint = verdict.hint === undefined ? "" : `: ${verdict.hint}`;
  if (refusal !== undefined) {
    const said = refusal.message.replace(/\.$/, "");
    return `${exchange} says "${said}" (${refusal.code})${hint}`;
  }
  if (call.transportFault !== undefined)
    return `no usable answer from ${exchange}: ${scrub(call.transportFault, credentials)}`;
  if (reply !== undefined && reply.status >= 400) {
    return `${exchange} answered HTTP ${reply.status} without a code of its own`;
  }
  const what = call.requests > 0 ? "answered something unreadable" : "was not asked";
  return `${exchange} ${what}: ${scrub(textOf(error, exchange), credentials)}`;
}

/** ccxt begins its messages with the exchange's id. */
function textOf(error: unknown, exchange: string): string {
  const text = reasonOf(error);
  const id = `${exchange.replace(/demo$/, "")} `;
  return text.startsWith(id) ? text.slice(id.length) : text;
}

function turnOf(error: unknown): number | undefined {
  return error instanceof TurnTooFarError ? error.retryAfterMs : undefined;
}

/** How long the venue asks us to stay away: as its module reads it, in seconds in a header, or as an instant in its words, the longest. */
function waitOf(reply: VenueReply, { venue, now }: FailedCall, refusal: Refusal | undefined): number | undefined {
  const inHeaders = venue.readRetryAfterMs?.(reply) ?? retryAfterOf(reply, now);
  const instant = TOLD_INSTANT.exec(refusal?.message ?? "")?.[1];
  // Times, no amounts.
  const inWords = instant === undefined ? undefined : Math.max(0, Number(instant) - now);
  return inHeaders === undefined || inWords === undefined ? (inHeaders ?? inWords) : Math.max(inHeaders, inWords);
}

/** When to come back, from Retry-After: seconds, or a date, as gateways write it (https://www.rfc-editor.org/rfc/rfc9110#field.retry-after). */
function retryAfterOf(reply: VenueReply, now: number): number | undefined {
  const told = reply.headers["retry-after"]?.trim() ?? "";
  // A wait in seconds, no amount.
  if (/^\d{1,6}(?:\.\d+)?$/.test(told)) return Math.ceil(Number(told) * 1_000);
  const date = /^[a-z]{3}, /i.test(told) ? Date.parse(told) : Number.NaN;
  // By the clock it is a date of, where the answer tells that.
  const since = Date.parse(reply.headers.date ?? "");
  return Number.isNaN(date) ? undefined : Math.max(0, date - (Number.isNaN(since) ? now : since));
}
