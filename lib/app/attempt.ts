import type { OrderId, UnixMs } from "../core/ids.ts";
import type { Ledger } from "../ports/ledger.ts";

/** One hand-out of an order's message: the time and place that one attempt at it has. */
export interface Attempt {
  readonly orderId: OrderId;
  /** How many times the message was handed out, this time included. */
  readonly receiveCount: number;
  /** When the message was handed out: its lease runs from here. */
  readonly startedAt: UnixMs;
  /** Of the message. Absent: nobody holds it. */
  readonly receipt?: string;
  /** Aborted when the runtime stops: the attempt ends at the next wait. */
  readonly signal?: AbortSignal;
  /** The order's record, where it is being read already. */
  readonly record?: ReturnType<Ledger["getOrder"]>;
}

/**
 * `ended`: take the message off the queue, unless it went with the order's last write. `wait`: give it back and have it again
 * after `delayMs`.
 */
export type AttemptOutcome =
  | { readonly kind: "ended"; readonly isOffQueue?: true }
  | { readonly kind: "wait"; readonly delayMs: number };
