// An order under a price lock (docs/design.md#pricelock): what would go at market is tried as a maker first
// (docs/adr/0080-a-price-lock-is-three-phases.md).
//
// 1. One submission of it rests at a time: the next goes out only once the venue shows the one before filled or cancelled.
// 2. What is cancelled is recorded with all it filled, then the rest is due like that of any order.
// 3. When the lock's time is over it is withdrawn, and the rest goes at market.
import { decimal, formatDecimal, ZERO } from "../decimal.ts";
import { type UnixMs, unixMs } from "../ids.ts";
import { findVenue, LOOK_UP_GRACE_MS, type VenueTraits } from "../market/venue-table.ts";
import { largestOrder } from "../order/largest-order.ts";
import type { PlaceStep } from "../order/plan.ts";
import type { VenueOrder } from "../order/venue-order.ts";
import { belowMinimum } from "./confirm-order.ts";
import {
  act,
  type Decision,
  type EventOf,
  expire,
  isExpired,
  type Planned,
  restUntil,
  retryLater,
  type Working,
  withEvent,
  withFacts,
  withWork,
} from "./decision.ts";
import { atMarket, atPrice, isLocked, lockEnd } from "./lock-terms.ts";
import { lookAgain } from "./look-again.ts";
import type { TakenSubmission } from "./phase.ts";
import { recordFill } from "./record-fill.ts";
import { advance, sendStep, takeStep, toNextSubmission } from "./walk-plan.ts";

/** It is moved, and looked at, at most so often. */
const LOOK_EVERY_MS = 3_000;
/** A long lock is looked at less often, by what is left of it: every look is a delivery of the order's message, which are limited. */
const LOOKS = 50;
/** What would have traded at once is priced again at most so often. */
const PRICE_EVERY_MS = 1_000;

/** The price is read: it is tried there, or goes at market when there is none, or no time. */
export function placeLocked(before: Working<"pricing">, { reading }: EventOf<"read">): Decision {
  const { step } = before.state.phase;
  const { snapshot, instrument } = reading;
  const situation = withWork(before, { instrument, position: snapshot.position });
  if (isExpired(situation)) return expire(situation, "the time ran out before it could be priced");
  const price = step.side === "buy" ? snapshot.bid : snapshot.ask;
  if (price === undefined || !isLocked(situation, step)) return sendStep(situation, step);
  const most = largestOrder(instrument, { orderType: "limit", price });
  return sendStep(situation, most?.lt(step.contracts) ? step : atPrice(step, price));
}

/** No order is lost for want of a price: when the lock's time is over it goes at market. */
export function priceUnknown(situation: Working<"pricing">, { failure }: EventOf<"read-failed">): Decision {
  return retryLater(withEvent(situation, { kind: "read-failed", failure }), failure);
}

/** The venue has it. `order`: what the venue shows of it; its mere answer is read again. */
export function lock(situation: Working<"accepted">, order: VenueOrder | undefined): Decision {
  const { submission } = situation.state.phase;
  const locked = inLock(situation, submission);
  return order === undefined ? act(locked, { kind: "look-up", submission }) : shown(locked, { order });
}

/** What the venue shows of the order that rests. */
export function lockFound(situation: Working<"locked">, { order }: EventOf<"found">): Decision {
  return shown(situation, { order });
}

/** It is not shown: the venue may be behind, or forgets what it cancelled; a cancel finds out. */
export function lockNotFound(situation: Working<"locked">, { graceMs }: EventOf<"not-found">): Decision {
  const { intentAt } = situation.state.phase.submission;
  if (isOver(situation)) return withdraw(situation, OVER);
  if (situation.now > intentAt + graceMs) return withdraw(situation, "the exchange does not show it");
  return rest(situation, "the exchange does not show it yet");
}

export function lockUnseen(situation: Working<"locked">, { failure }: EventOf<"look-up-failed">): Decision {
  return isOver(situation) ? withdraw(situation, OVER) : rest(situation, failure.message, failure.retryAfterMs);
}

export function lockUnpriced(situation: Working<"locked">, { failure }: EventOf<"read-failed">): Decision {
  return isOver(situation) ? withdraw(situation, OVER) : rest(situation, failure.message, failure.retryAfterMs);
}

/** It stays while its price is the best of its side. */
export function lockPriced(situation: Working<"locked">, { reading, off }: EventOf<"read">): Decision {
  const { step, intentAt } = situation.state.phase.submission;
  if (off !== undefined) return withdraw(situation, off);
  if (isOver(situation)) return withdraw(situation, OVER);
  const { bid, ask } = reading.snapshot;
  const best = step.side === "buy" ? bid : ask;
  const isAway = best !== undefined && isBetter(step, best);
  if (isAway && situation.now >= intentAt + LOOK_EVERY_MS) return withdraw(situation, `the price is ${best} now`);
  return rest(situation, `it rests at ${step.price} as a maker`);
}

/** The cancel goes again after a crash or a wait: of what is gone already it finds nothing. */
export function cancelLocked(situation: Working<"withdrawing">): Decision {
  const { venueOrderId, clientOrderId, step } = situation.state.phase.submission;
  const { side, contracts, reduceOnly } = step;
  const order = { venueOrderId, clientOrderId, side, contracts, reduceOnly, isConditional: false };
  return act(situation, { kind: "cancel-resting", orders: [order] });
}

/** A cancel is believed once the venue shows it. */
export function confirmCancel(situation: Working<"withdrawing">): Decision {
  return act(situation, { kind: "look-up", submission: situation.state.phase.submission });
}

/** It may have filled meanwhile, which some venues refuse in words of their own. */
export function notCancelled(situation: Working<"withdrawing">, { failure }: EventOf<"not-performed">): Decision {
  if (failure.remedy !== "retry") return confirmCancel(situation);
  return lookAgain(situation, failure.message, { retryAfterMs: failure.retryAfterMs });
}

/** What the venue shows of an order that is being cancelled. */
export function cancelSeen(situation: Working<"withdrawing">, { order }: EventOf<"found">): Decision {
  const { submission } = situation.state.phase;
  if (order.status === "open") return lookAgain(situation, "the exchange has not cancelled it yet");
  return recordGone(situation, submission, { order, again: situation.now });
}

/** Not shown it may be cancelled, or filled and not shown yet: only of a venue that forgets what was cancelled it says so. */
export function cancelUnseen(situation: Working<"withdrawing">, seen: EventOf<"not-found">): Decision {
  const { record, state, now } = situation;
  const { submission, since } = state.phase;
  const traits: VenueTraits = findVenue(record.exchange)?.traits ?? {};
  const { forgetsUnfilled: forgets, lookUpGraceMs = LOOK_UP_GRACE_MS } = traits;
  const isUnmoved = decimal(seen.position).eq(submission.positionBefore);
  const isForgotten = forgets?.fromMs === 0 && isUnmoved && now >= since + lookUpGraceMs;
  if (!isForgotten) return lookAgain(situation, "the exchange does not show whether it is cancelled");
  const { venueOrderId, clientOrderId, step } = submission;
  const { symbol } = record;
  const { side, orderType, contracts } = step;
  const gone = { venueOrderId, clientOrderId, symbol, side, orderType, contracts, filledContracts: "0" } as const;
  return recordGone(situation, submission, { order: { ...gone, status: "canceled" }, again: now });
}

export function cancelUnknown(situation: Working<"withdrawing">, { failure }: EventOf<"look-up-failed">): Decision {
  return lookAgain(situation, failure.message, { retryAfterMs: failure.retryAfterMs });
}

/** Refused as one that would trade at once: no failure, it is priced again. */
export function priceAgain(situation: Planned, step: PlaceStep, intentAt: UnixMs): Decision {
  return due(toNextSubmission(situation, step), step, unixMs(intentAt + PRICE_EVERY_MS));
}

/** The venue takes no such order at all: the lock is over, and it goes at market. */
export function unlock(situation: Planned, step: PlaceStep): Decision {
  return takeStep(withWork(toNextSubmission(situation, step), { lockedUntil: situation.now }), step);
}

const OVER = "the time to fill as a maker is over";

function shown(situation: Working<"locked">, { order }: { readonly order: VenueOrder }): Decision {
  const { submission } = situation.state.phase;
  if (order.status !== "open") {
    const again = unixMs(submission.intentAt + PRICE_EVERY_MS);
    return recordGone(situation, submission, { order, again });
  }
  return isOver(situation) ? withdraw(situation, OVER) : act(situation, { kind: "read" });
}

interface Settled {
  readonly order: VenueOrder;
  /** The rest is priced no sooner. */
  readonly again: UnixMs;
}

/** It fills no more: what it filled is recorded, the rest is due. */
function recordGone(situation: Working, submission: TakenSubmission, { order, again }: Settled): Decision {
  const { step } = submission;
  const filled = recordFill(situation, submission, order);
  const left = decimal(step.contracts).minus(order.filledContracts);
  if (left.lte(ZERO)) return advance(filled);
  const rest = { ...atMarket(step), contracts: formatDecimal(left) };
  const sent = formatDecimal(decimal(filled.state.sent).minus(left));
  const known = withFacts(filled, { sent, waits: 0 });
  const tooSmall = left.lt(step.contracts) ? belowMinimum(known, rest, order) : undefined;
  if (tooSmall === undefined) return due(toNextSubmission(known, rest), rest, again);
  const why = `the rest of ${rest.contracts} contracts is not sent: ${tooSmall.message}`;
  return advance(withEvent(known, { kind: "shrunk", from: step.contracts, to: order.filledContracts, why }));
}

/** The next submission, not before `again` while it is still tried as a maker. */
function due(situation: Working, step: PlaceStep, again: UnixMs): Decision {
  if (situation.now >= again || !isLocked(situation, step)) return takeStep(situation, step);
  return restUntil(situation, again, "it would have traded at once: it is priced again");
}

function withdraw(situation: Working<"locked">, why: string): Decision {
  const { submission } = situation.state.phase;
  const phase = { kind: "withdrawing", submission, since: situation.now } as const;
  const state = { ...situation.state, phase, waits: 0 };
  const told = withEvent(
    { ...situation, state },
    { kind: "withdrawing", clientOrderId: submission.clientOrderId, why },
  );
  return cancelLocked(told);
}

function inLock(situation: Working, submission: TakenSubmission): Working<"locked"> {
  return { ...situation, state: { ...situation.state, phase: { kind: "locked", submission } } };
}

/** Until the next look, or the lock's end. */
function rest(situation: Working<"locked">, why: string, retryAfterMs = 0): Decision {
  const { now } = situation;
  const until = lockEnd(situation);
  const look = Math.max(LOOK_EVERY_MS, retryAfterMs, Math.round((until - now) / LOOKS));
  return restUntil(situation, unixMs(Math.min(now + look, until)), why);
}

function isOver(situation: Working): boolean {
  return situation.now >= lockEnd(situation);
}

/** Whether others offer more: the order no longer is the first to fill. */
function isBetter({ side, price }: PlaceStep, best: string): boolean {
  if (price === undefined) return false;
  return side === "buy" ? decimal(best).gt(price) : decimal(best).lt(price);
}
