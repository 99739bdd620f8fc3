import type { OrderEvent, OrderRecord } from "../../core/execution/order-record.ts";
import type { AlertStore, NewAlert, NewOrder } from "../../ports/alert-store.ts";
import type { Ledger } from "../../ports/ledger.ts";
import type { OrderQueue } from "../../ports/order-queue.ts";
import { someAtOnce } from "./some-at-once.ts";

/** Writes of one alert that are on their way at a time: one may hold thousands of lines, and each write would open a connection. */
const WRITES_AT_ONCE = 50;

/** The ledger and the queue that are written one after the other. */
export interface StepwiseAlertStoreParts {
  readonly ledger: Pick<Ledger, "claimKey" | "createOrder" | "putAlert" | "updateOrder">;
  readonly queue: Pick<OrderQueue, "send">;
  /** Takes an ended order's message off the queue; nothing where the event source does. */
  removeMessage(receipt: string): Promise<unknown>;
}

/**
 * The alert store port where ledger and queue share no transaction: keys, then the alert and its orders, then the messages,
 * each written so that doing it again changes nothing. Until the last step is done the caller answers 503.
 */
export class StepwiseAlertStore implements AlertStore {
  readonly #parts: StepwiseAlertStoreParts;

  constructor(parts: StepwiseAlertStoreParts) {
    this.#parts = parts;
  }

  async storeAlert({ orders, describe }: NewAlert): Promise<readonly OrderRecord[]> {
    const { ledger, queue } = this.#parts;
    const records = await someAtOnce(orders, WRITES_AT_ONCE, (order) => this.#underItsKey(order));
    // Two lines of one key are one order.
    const distinct = new Map(records.map((record) => [record.orderId, record]));
    const alert = describe(records);
    await Promise.all([
      ledger.putAlert(alert, records),
      someAtOnce([...distinct.values()], WRITES_AT_ONCE, (record) => ledger.createOrder(record, alert)),
    ]);
    const messages = records.map(({ orderId }, index) => ({ orderId, groupId: orders[index]?.groupId ?? "" }));
    const first = messages.filter(({ orderId }) => distinct.delete(orderId));
    if (first.length > 0) await queue.send(first);
    return records;
  }

  async endOrder(order: OrderRecord, newEvents: readonly OrderEvent[], receipt: string): Promise<boolean> {
    if (!(await this.#parts.ledger.updateOrder(order, newEvents))) return false;
    await this.#parts.removeMessage(receipt);
    return true;
  }

  /** As the order that claimed the key first. That one is stored and queued again: its own alert may have died after the claim. */
  async #underItsKey({ record, key }: NewOrder): Promise<OrderRecord> {
    if (key === undefined) return record;
    const { orderId, alertId, line, receivedAt } = record;
    const claim = { orderId, alertId, line, claimedAt: receivedAt };
    const first = await this.#parts.ledger.claimKey(key.hash, claim, key.since);
    return { ...record, orderId: first.orderId, alertId: first.alertId, line: first.line };
  }
}
