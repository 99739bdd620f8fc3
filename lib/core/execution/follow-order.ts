// What becomes of an order that ended as resting, or as unknown: its later fills, and its true end. Nothing is ever sent.
import { decimal, formatDecimal, ZERO } from "../decimal.ts";
import type { UnixMs } from "../ids.ts";
import { LOOK_UP_GRACE_MS, type VenueTraits } from "../market/venue-table.ts";
import type { VenueOrder } from "../order/venue-order.ts";
import { correctJudged, type End, endOf as endOfAll, judgedOf } from "./correct-judged.ts";
import { type Fill, totalsOf } from "./fills.ts";
import type { Followed } from "./followed.ts";
import { isOurs } from "./is-ours.ts";
import { replaceOpen, withoutOpen } from "./open-orders.ts";
import type { OpenOrder, OrderEvent, OrderExecution, OrderRecord } from "./order-record.ts";
import { placeStepsOf } from "./planned.ts";
import { fillOf } from "./record-fill.ts";
import { untoldOf } from "./untold.ts";

/** How a venue's look-ups lag and forget. */
export type Memory = Pick<VenueTraits, "lookUpGraceMs" | "forgetsUnfilled">;

/** An order the venue has not known for so long is followed no further. */
export const MISSING_MS = 10 * 60 * 1000;

/** What the venue said of one of an order's open ones. */
export interface FollowInput {
  /** One of the order's own list. */
  readonly open: OpenOrder;
  /** The order on the venue; undefined: the venue does not know it. */
  readonly seen: VenueOrder | undefined;
  readonly now: UnixMs;
  /** @default a venue that forgets nothing */
  readonly memory?: Memory;
}

/**
 * The order after the venue was asked about one that is open.
 * @returns undefined when nothing changed.
 */
export function followOrder(record: OrderRecord, { open, seen, now, memory = {} }: FollowInput): Followed | undefined {
  if (seen === undefined && isForgotten(record, open, { now, memory })) {
    const gone = { state: withoutOpen(record.state, open), newEvents: [] };
    return endedBy(gone, { open, seen: { status: "canceled", filledContracts: "0" }, now });
  }
  if (seen === undefined || !isSame(open, seen)) return missing(record, open, now);
  const judged = judgedOf(record, open);
  if (judged !== undefined) return correctJudged(record, { open, seen, now, judged });
  const filled = withFill(record, open, seen, now);
  if (seen.status === "open") return stillOpen(filled, { record, open, seen, now });
  return endedBy({ ...filled, state: withoutOpen(filled.state, open) }, { open, seen, now });
}

/** The order's end by the last of it that was open; nothing while another still is. */
function endedBy(
  followed: Followed,
  { open, seen, now }: { readonly open: OpenOrder; readonly seen: Seen; readonly now: UnixMs },
): Followed {
  if (followed.state.open.length > 0) return followed;
  const { orderType, postOnly } = open.submission.step;
  const isOneOfMany = postOnly === true || (orderType === "market" && placeStepsOf(followed.state).length > 1);
  return ended(followed, isOneOfMany ? endOfAll(followed.state, seen) : endOf(open, seen), now);
}

/** By the venue's own id when it is known; else as an order whose answer was lost is known from another of the same name. */
function isSame({ submission }: OpenOrder, seen: VenueOrder): boolean {
  if (submission.venueOrderId !== undefined) return submission.venueOrderId === seen.venueOrderId;
  return submission.step.customId === undefined || isOurs(submission, seen);
}

/** Cancelled before any of it filled, on a venue that keeps no such order. Its fills would have been listed, sooner than it. */
function isForgotten(
  { state }: OrderRecord,
  { submission }: OpenOrder,
  { now, memory }: { readonly now: UnixMs; readonly memory: Memory },
): boolean {
  const { forgetsUnfilled: forgets, lookUpGraceMs = LOOK_UP_GRACE_MS } = memory;
  const { venueOrderId, clientOrderId, intentAt } = submission;
  const hasFilled = state.executions.some((execution) => execution.clientOrderId === clientOrderId);
  if (forgets === undefined || venueOrderId === undefined || hasFilled) return false;
  const age = now - intentAt;
  return age > forgets.fromMs + lookUpGraceMs && age < (forgets.toMs ?? Number.POSITIVE_INFINITY);
}

function missing({ state }: OrderRecord, open: OpenOrder, now: UnixMs): Followed | undefined {
  const { missingSince } = open;
  if (missingSince === undefined)
    return { state: replaceOpen(state, open, { ...open, missingSince: now }), newEvents: [] };
  if (now < missingSince + MISSING_MS) return undefined;
  const given: Followed = { state: withoutOpen(state, open), newEvents: [] };
  if (judgedOf({ state }, open) !== undefined) return given;
  const name = open.submission.clientOrderId;
  if (given.state.open.length > 0) return given;
  const reason = `the venue no longer knows ${name}: whether more of it filled is not known, check the position`;
  const status = state.status === "placed" ? "cancelled" : "expired";
  return ended(given, { status, code: "OUTCOME_UNKNOWN", reason }, now);
}

interface Sight {
  readonly record: OrderRecord;
  readonly open: OpenOrder;
  readonly seen: VenueOrder;
  readonly now: UnixMs;
}

function stillOpen(filled: Followed, { record, open, seen, now }: Sight): Followed | undefined {
  const { missingSince: _found, ...known } = open;
  const submission = { ...open.submission, venueOrderId: seen.venueOrderId };
  const kept = { ...filled, state: replaceOpen(filled.state, open, { ...known, submission }) };
  const { orderType, postOnly } = submission.step;
  // One under a price lock is not left to rest: it is cancelled.
  if (orderType === "limit" && postOnly === undefined && record.state.status !== "placed") {
    const reason = `found resting on the venue as ${submission.clientOrderId}`;
    return ended(kept, { status: "placed", code: "PLACED", reason }, now);
  }
  const isNews =
    filled.newEvents.length > 0 || open.missingSince !== undefined || open.submission.venueOrderId === undefined;
  return isNews ? kept : undefined;
}

type Seen = Pick<VenueOrder, "status" | "filledContracts">;

function endOf({ submission }: OpenOrder, { status, filledContracts }: Seen): End {
  const { clientOrderId: name, step } = submission;
  const part = `${filledContracts} of ${step.contracts} contracts filled`;
  // What it filled before it was rejected stands: then it was cut short, as one that is cancelled.
  switch (filledContracts === "0" || status !== "rejected" ? status : "canceled") {
    case "filled":
      return { status: "filled", code: "FILLED", reason: `${name}: ${part}` };
    case "rejected":
      return { status: "rejected", code: "VENUE_REJECTED", reason: `the venue took ${name}, then rejected it` };
    default:
      return step.orderType === "limit"
        ? { status: "cancelled", code: "CANCELLED", reason: `${name} was cancelled on the venue: ${part}` }
        : { status: "expired", code: "DEADLINE_EXCEEDED", reason: `the venue ended ${name} itself: ${part}` };
  }
}

function ended({ state, newEvents }: Followed, end: End, now: UnixMs): Followed {
  const event: OrderEvent = { at: now, kind: "ended", ...end };
  return { state: { ...state, ...end, endedAt: now }, newEvents: [...newEvents, event] };
}

/** The state with everything the venue says the order has filled; its story gets what came since. */
function withFill({ state }: OrderRecord, { submission }: OpenOrder, seen: VenueOrder, now: UnixMs): Followed {
  const { clientOrderId, step } = submission;
  const before = state.executions.find((execution) => execution.clientOrderId === clientOrderId);
  const fill = fillOf(submission, seen);
  const more = decimal(fill.contracts).minus(before?.contracts ?? ZERO);
  const isFirstSight = submission.venueOrderId === undefined;
  const sent = isFirstSight ? formatDecimal(decimal(state.sent).plus(step.contracts)) : state.sent;
  if (more.lte(ZERO)) return { state: { ...state, sent }, newEvents: [] };
  const untold = untoldOf({ ...submission, venueOrderId: seen.venueOrderId }, fill, now);
  const executions = [
    ...state.executions.filter((other) => other !== before),
    { ...startOf(submission), ...keptOf(before), ...fill, ...untold },
  ];
  return {
    state: {
      ...state,
      executions,
      fills: totalsOf(executions, state.work?.instrument),
      sent,
      filledAt: now,
    },
    newEvents: [{ at: now, kind: "filled", clientOrderId, contracts: formatDecimal(more), ...priceOf(fill) }],
  };
}

/** A market order's position before it is known; that of one which fills while it rests has passed. */
function startOf({
  clientOrderId,
  positionBefore,
  step,
}: OpenOrder["submission"]): Pick<OrderExecution, "clientOrderId" | "positionBefore"> {
  return step.orderType === "limit" ? { clientOrderId } : { clientOrderId, positionBefore };
}

/** Price, fee and result of what filled before are not those of all that filled now. */
function keptOf(before: OrderExecution | undefined): Partial<OrderExecution> {
  return before?.positionBefore === undefined ? {} : { positionBefore: before.positionBefore };
}

function priceOf({ averagePrice }: Fill) {
  return averagePrice === undefined ? {} : { averagePrice };
}
