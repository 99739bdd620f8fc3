// How long to wait before the next attempt: 1, 1, 2, 3, 5, 5 s with jitter, clamped to what is left of the deadline.
import type { OrderId, UnixMs } from "../ids.ts";
import { unixMs } from "../ids.ts";

const WAITS_MS = [1_000, 1_000, 2_000, 3_000, 5_000] as const;
const LONGEST_WAIT_MS = 5_000;
const JITTER = 0.2;
/** The last attempt begins this long before the deadline, so that it can still read, plan and send. */
export const LAST_ATTEMPT_MS = 2_000;
/** An order whose outcome is unknown is looked for this long after its deadline, then closed as unknown. */
export const LOOK_UP_AFTER_DEADLINE_MS = 15_000;
/** A partly filled order that the venue cancelled goes on after this. */
export const REMAINDER_WAIT_MS = 500;

/** So many refusals of an order's size, and no more: a venue that keeps refusing is not asked for ever. */
export const MOST_REFUSALS = 25;

interface WaitInput {
  readonly orderId: OrderId;
  /** How many waits came before this one. */
  readonly waits: number;
  /** The venue's own word on when to come back: waited at least. */
  readonly retryAfterMs?: number;
}

/** The unclamped wait in whole milliseconds: the same order and count always wait the same. */
export function backoffMs({ orderId, waits, retryAfterMs = 0 }: WaitInput): number {
  const base = WAITS_MS[waits] ?? LONGEST_WAIT_MS;
  const jittered = Math.round(base * (1 + JITTER * (2 * fractionOf(`${orderId}${waits}`) - 1)));
  return Math.max(jittered, retryAfterMs);
}

/**
 * When the next attempt begins, or undefined when the deadline leaves no room for another.
 * The last attempt is used: a wait that would end past it is cut to end just before the deadline.
 */
export function nextAttemptAt(now: UnixMs, waitMs: number, deadline: UnixMs): UnixMs | undefined {
  const last = deadline - LAST_ATTEMPT_MS;
  if (now >= last) return undefined;
  return unixMs(Math.min(now + waitMs, last));
}

/** A number from 0 to 1 that depends on `text` only (FNV-1a), so that waiting needs no randomness in the core. */
function fractionOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const char of text) hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193) >>> 0;
  return hash / 0xffffffff;
}
