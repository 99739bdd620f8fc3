import type { OrderId, UnixMs } from "../core/ids.ts";

/** One order on its way to the worker. The ledger holds the order itself. */
export interface QueueMessage {
  readonly orderId: OrderId;
  /** `account#symbol`: one message of a group is worked on at a time, in arrival order. */
  readonly groupId: string;
}

/** A message handed to one worker until its lease ends. */
export interface Delivery {
  readonly message: QueueMessage;
  /** Names this hand-out: a later one has another. */
  readonly receipt: string;
  /** How many times the message was handed out, this time included. */
  readonly receiveCount: number;
  readonly enqueuedAt: UnixMs;
}

/** A message that was handed out too often. */
export interface DeadLetter {
  readonly message: QueueMessage;
  /** Hand-outs at the least: on SQS looking counts too. */
  readonly receiveCount: number;
  readonly diedAt: UnixMs;
}

/**
 * A FIFO queue with message groups. A message that is neither deleted nor released comes back when its lease ends, still
 * first of its group, and blocks its group until then.
 */
export interface OrderQueue {
  /** Stores messages durably, in order. One whose order id was seen within the deduplication window is taken and dropped. */
  send(messages: readonly QueueMessage[]): Promise<void>;
  /** Up to `max` messages of different groups that are free now, leased for `leaseMs`; none of a group that is busy or waiting. */
  receive(options: { readonly max: number; readonly leaseMs: number }): Promise<readonly Delivery[]>;
  /**
   * Changes how long the lease still lasts from now: shorter after the first call of an attempt, or the wait before the next.
   * @returns false when the lease was already lost.
   */
  extend(receipt: string, leaseMs: number): Promise<boolean>;
  /** The order has ended. @returns false when the lease was already lost. */
  delete(receipt: string): Promise<boolean>;
  /** Messages that are stored and not ended, dead letters apart. */
  count(): Promise<number>;
  deadLetters(): Promise<readonly DeadLetter[]>;
  /** Puts dead letters back at the end of their groups, oldest first. @returns how many. */
  redrive(): Promise<number>;
  /** When a message may next become free: what a local poller sleeps until. Undefined when nothing waits. */
  nextDueAt(): Promise<UnixMs | undefined>;
}
