// What a venue has not told of a fill when its order ended: the fee, or the price. No order waits for them. The follower
// asks again, after waits that grow, until they are told or FEE_FOLLOWED_MS are over.
import { decimal } from "../decimal.ts";
import type { UnixMs } from "../ids.ts";
import type { VenueOrder } from "../order/venue-order.ts";
import { type Fill, totalsOf } from "./fills.ts";
import type { Followed } from "./followed.ts";
import type { OrderExecution, OrderRecord, Untold } from "./order-record.ts";
import type { Submission } from "./phase.ts";

/** A fee, or a price, that is not told so long after its fill is asked for no more. */
export const FEE_FOLLOWED_MS = 60 * 60 * 1000;

/** How the venue is asked later for what `fill` lacks; nothing when it lacks nothing. */
export function untoldOf(
  { venueOrderId, intentAt }: Submission,
  { averagePrice, fee }: Fill,
  since: UnixMs,
): { readonly untold?: Untold } {
  const isTold = averagePrice !== undefined && fee !== undefined;
  return isTold || venueOrderId === undefined ? {} : { untold: { venueOrderId, intentAt, since } };
}

/** Whether it is time to ask again: at once the first time, then when half as much time again has passed, and a last time. */
export function isDue({ since, askedAt }: Untold, now: UnixMs): boolean {
  return askedAt === undefined || now - askedAt >= (askedAt - since) / 2 || isOver(since, now);
}

function isOver(since: UnixMs, now: UnixMs): boolean {
  return now >= since + FEE_FOLLOWED_MS;
}

/**
 * The order after the venue was asked what it had not told of an execution. Its contracts are on record and stay.
 * @param seen - the order on the venue; undefined: the venue did not tell.
 */
export function followUntold(
  record: OrderRecord,
  execution: OrderExecution & { readonly untold: Untold },
  { seen, now }: { readonly seen: VenueOrder | undefined; readonly now: UnixMs },
): Followed {
  const { untold, ...known } = execution;
  const news = seen === undefined ? {} : newsOf(execution, seen);
  const fuller: OrderExecution = { ...known, ...news };
  const isWhole = fuller.averagePrice !== undefined && fuller.fee !== undefined;
  const isLast = isOver(untold.since, now);
  const next = isWhole || isLast ? fuller : { ...fuller, untold: { ...untold, askedAt: now } };
  const { clientOrderId } = execution;
  const isNews = Object.keys(news).length > 0 || (isLast && !isWhole);
  return {
    state: withExecution(record, next),
    newEvents: isNews ? [{ at: now, kind: "told", clientOrderId, ...news }] : [],
  };
}

/** What is new, of the same order and the same fill only. */
function newsOf(execution: OrderExecution & { readonly untold: Untold }, seen: VenueOrder): Partial<Fill> {
  const isSame = seen.venueOrderId === execution.untold.venueOrderId;
  if (!isSame || !decimal(seen.filledContracts).eq(execution.contracts)) return {};
  const { averagePrice, fee } = seen;
  return {
    ...(execution.averagePrice !== undefined || averagePrice === undefined ? {} : { averagePrice }),
    ...(execution.fee !== undefined || fee === undefined ? {} : { fee }),
  };
}

function withExecution({ state }: OrderRecord, changed: OrderExecution): OrderRecord["state"] {
  const { clientOrderId } = changed;
  const executions = state.executions.map((other) => (other.clientOrderId === clientOrderId ? changed : other));
  return { ...state, executions, fills: totalsOf(executions, state.work?.instrument) };
}
