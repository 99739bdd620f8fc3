import type { UnixMs } from "../../core/ids.ts";
import type { DeadLetter, Delivery, OrderQueue, QueueMessage } from "../../ports/order-queue.ts";
import type { MessageTable } from "./message-table.ts";
import type { WhookDatabase } from "./whook-database.ts";

/**
 * The queue port over the data file. What was sent is on disk before `send` returns; a power cut may take back a lease or a
 * deletion, and the message then comes again, as queues of this kind do.
 */
export class SqliteQueue implements OrderQueue {
  readonly #database: WhookDatabase;
  readonly #messages: MessageTable;
  readonly #listeners = new Set<() => void>();

  constructor(database: WhookDatabase, messages: MessageTable) {
    this.#database = database;
    this.#messages = messages;
  }

  /** Calls `listener` after messages were sent: a local worker wakes at once. @returns how to stop. */
  onSend(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Tells listeners of messages that were sent in somebody else's transaction. */
  announce(): void {
    for (const listener of this.#listeners) listener();
  }

  async send(messages: readonly QueueMessage[]): Promise<void> {
    await this.#database.transact("durable", () => this.#messages.send(messages));
    this.announce();
  }

  async receive({ max, leaseMs }: { readonly max: number; readonly leaseMs: number }): Promise<readonly Delivery[]> {
    if (!this.#messages.isAnyDue()) return [];
    return this.#database.transact("lazy", () => this.#messages.receive(max, leaseMs));
  }

  extend(receipt: string, leaseMs: number): Promise<boolean> {
    return this.#database.transact("lazy", () => this.#messages.extend(receipt, leaseMs));
  }

  delete(receipt: string): Promise<boolean> {
    return this.#database.transact("lazy", () => this.#messages.remove(receipt));
  }

  async count(): Promise<number> {
    return this.#messages.count();
  }

  async deadLetters(): Promise<readonly DeadLetter[]> {
    return this.#messages.deadLetters();
  }

  async redrive(): Promise<number> {
    const count = await this.#database.transact("durable", () => this.#messages.redrive());
    this.announce();
    return count;
  }

  async nextDueAt(): Promise<UnixMs | undefined> {
    return this.#messages.nextDueAt();
  }

  /** Frees every message that is leased or waits: the leases of the last run died with it. */
  releaseAll(): Promise<void> {
    return this.#database.transact("lazy", () => this.#messages.freeAll());
  }
}
