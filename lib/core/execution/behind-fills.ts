// A venue tells an order's fill before its positions show it: what is read just after one may be the position from before it
// (docs/adr/0131-a-position-from-before-the-last-fill.md).
import { type DecimalString, decimal } from "../decimal.ts";
import { type UnixMs, unixMs } from "../ids.ts";
import { LAST_ATTEMPT_MS } from "./backoff.ts";
import { positionAfter } from "./fills.ts";
import type { OrderFacts } from "./order-record.ts";

/** So long after a fill was learned of, what looks like the position from before it is not believed. Then the venue is right. */
const SHOWN_AFTER_MS = 3_000;
/** Between two readings. */
const READ_AGAIN_MS = 500;

/** The order that moved the position last: its executions, oldest first, and when they were learned of. */
export type LastFills = Pick<OrderFacts, "executions" | "filledAt">;

/**
 * When to read anew, since the position is on the way from what was there before these fills to what they left. Undefined: it is
 * believed, as is one that an order has no time to read again.
 */
export function readAgainAt(
  position: DecimalString,
  { executions, filledAt }: LastFills,
  { now, deadline }: { readonly now: UnixMs; readonly deadline: UnixMs },
): UnixMs | undefined {
  if (filledAt === undefined || !isOnTheWay(position, executions)) return undefined;
  const again = Math.min(filledAt + SHOWN_AFTER_MS, now + READ_AGAIN_MS);
  return again > now && again <= deadline - LAST_ATTEMPT_MS ? unixMs(again) : undefined;
}

function isOnTheWay(position: DecimalString, executions: LastFills["executions"]): boolean {
  const passed = executions.map((execution) => {
    const { positionBefore } = execution;
    return positionBefore === undefined ? [] : [positionBefore, positionAfter(positionBefore, execution)];
  });
  const left = passed.at(-1)?.at(1);
  if (left === undefined || decimal(left).eq(position)) return false;
  const stops = passed.flat();
  return stops.some((stop) => decimal(stop).lte(position)) && stops.some((stop) => decimal(stop).gte(position));
}
