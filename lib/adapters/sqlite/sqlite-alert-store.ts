import type { OrderEvent, OrderRecord } from "../../core/execution/order-record.ts";
import type { AlertStore, NewAlert, NewOrder } from "../../ports/alert-store.ts";
import type { QueueMessage } from "../../ports/order-queue.ts";
import type { AlertTable } from "./alert-table.ts";
import type { MessageTable } from "./message-table.ts";
import { keepingOf, type OrderTable } from "./order-table.ts";
import type { SqliteQueue } from "./sqlite-queue.ts";
import type { WhookDatabase } from "./whook-database.ts";

/** The tables that change together, and their database. */
export interface SqliteAlertStoreParts {
  readonly orders: OrderTable;
  readonly alerts: AlertTable;
  readonly messages: MessageTable;
  readonly queue: Pick<SqliteQueue, "announce">;
}

/** The alert store port over the data file: each call is one transaction. */
export class SqliteAlertStore implements AlertStore {
  readonly #database: WhookDatabase;
  readonly #parts: SqliteAlertStoreParts;

  constructor(database: WhookDatabase, parts: SqliteAlertStoreParts) {
    this.#database = database;
    this.#parts = parts;
  }

  async storeAlert({ orders, describe }: NewAlert): Promise<readonly OrderRecord[]> {
    const kept = await this.#database.transact("durable", () => {
      const messages: QueueMessage[] = [];
      const records = orders.map(({ record: own, groupId, key }) => {
        const record = key === undefined ? own : this.#underItsKey(own, key);
        if (this.#parts.orders.insert(record)) messages.push({ orderId: record.orderId, groupId });
        return record;
      });
      this.#parts.messages.send(messages);
      this.#parts.alerts.put(describe(records));
      return records;
    });
    if (kept.length > 0) this.#parts.queue.announce();
    return kept;
  }

  endOrder(order: OrderRecord, newEvents: readonly OrderEvent[], receipt: string): Promise<boolean> {
    return this.#database.transact(keepingOf(newEvents), () => {
      if (!this.#parts.orders.update(order, newEvents)) return false;
      // A lease that was lost is another worker's: it finds the order ended.
      this.#parts.messages.remove(receipt);
      return true;
    });
  }

  /** As the order that claimed the key first. */
  #underItsKey(record: OrderRecord, { hash, since }: NonNullable<NewOrder["key"]>): OrderRecord {
    const { orderId, alertId, line, receivedAt } = record;
    const first = this.#parts.alerts.claim(hash, { orderId, alertId, line, claimedAt: receivedAt }, since);
    return { ...record, orderId: first.orderId, alertId: first.alertId, line: first.line };
  }
}
