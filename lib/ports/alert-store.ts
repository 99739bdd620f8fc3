import type { OrderEvent, OrderRecord } from "../core/execution/order-record.ts";
import type { UnixMs } from "../core/ids.ts";
import type { AlertRecord } from "./ledger.ts";

/** A good line of an alert, as it is to be kept. */
export interface NewOrder {
  readonly record: OrderRecord;
  /** The group its message waits in. */
  readonly groupId: string;
  /** Its idempotency key, hashed, which decides when it was claimed at or after `since`. */
  readonly key?: { readonly hash: string; readonly since: UnixMs };
}

/** An alert to be stored: its orders, and how it is told once they are known. */
export interface NewAlert {
  readonly orders: readonly NewOrder[];
  /** The alert, once it is known which orders its lines stand for: one for each of `orders`, in their order. */
  describe(orders: readonly OrderRecord[]): AlertRecord;
}

/** What must be kept together: nothing of an alert is on record and not queued, nor queued and not on record. */
export interface AlertStore {
  /**
   * Claims keys, and keeps the alert, its orders and their messages. What is on record already stays as it is, and is not
   * queued again. Where the store has no transactions it stops at what failed, and the same call goes on from there.
   * @returns the orders the lines stand for: their own, or the ones that claimed their keys before.
   * @throws when something was not stored.
   */
  storeAlert(alert: NewAlert): Promise<readonly OrderRecord[]>;
  /**
   * Ends an order on the version that was read, with its notice's mark, and takes its message off the queue.
   * @returns false when another writer was first: nothing is changed then.
   */
  endOrder(order: OrderRecord, newEvents: readonly OrderEvent[], receipt: string): Promise<boolean>;
}
