import { MAX_RECEIVE_COUNT } from "../../lib/config/limits.ts";
import { type UnixMs, unixMs } from "../../lib/core/ids.ts";
import type { Clock } from "../../lib/ports/clock.ts";
import type { DeadLetter, Delivery, OrderQueue, QueueMessage } from "../../lib/ports/order-queue.ts";

interface Stored {
  readonly message: QueueMessage;
  readonly enqueuedAt: UnixMs;
  visibleAt: number;
  receiveCount: number;
}

/** A queue in memory. */
export class MemoryQueue implements OrderQueue {
  readonly #clock: Clock;
  readonly #maxReceiveCount: number;
  readonly #seen = new Set<string>();
  #stored: Stored[] = [];
  #dead: DeadLetter[] = [];

  constructor(clock: Clock, maxReceiveCount = MAX_RECEIVE_COUNT) {
    this.#clock = clock;
    this.#maxReceiveCount = maxReceiveCount;
  }

  async send(messages: readonly QueueMessage[]): Promise<void> {
    for (const message of messages) {
      if (this.#seen.has(message.orderId)) continue;
      this.#seen.add(message.orderId);
      this.#push(message);
    }
  }

  async receive({ max, leaseMs }: { readonly max: number; readonly leaseMs: number }): Promise<readonly Delivery[]> {
    const now = this.#clock.now();
    const due = this.#heads().filter(({ visibleAt }) => visibleAt <= now);
    const deliveries: Delivery[] = [];
    for (const stored of due.slice(0, max)) {
      if (stored.receiveCount >= this.#maxReceiveCount) {
        this.#remove(stored);
        this.#dead.push({ message: stored.message, receiveCount: stored.receiveCount, diedAt: now });
        continue;
      }
      stored.receiveCount++;
      stored.visibleAt = now + leaseMs;
      const { message, enqueuedAt, receiveCount } = stored;
      deliveries.push({ message, enqueuedAt, receiveCount, receipt: `${message.orderId}:${receiveCount}` });
    }
    return deliveries;
  }

  async extend(receipt: string, leaseMs: number): Promise<boolean> {
    const stored = this.#leased(receipt);
    if (stored === undefined) return false;
    stored.visibleAt = this.#clock.now() + leaseMs;
    return true;
  }

  async delete(receipt: string): Promise<boolean> {
    const stored = this.#leased(receipt);
    if (stored === undefined) return false;
    this.#remove(stored);
    return true;
  }

  async count(): Promise<number> {
    return this.#stored.length;
  }

  async deadLetters(): Promise<readonly DeadLetter[]> {
    return this.#dead;
  }

  async redrive(): Promise<number> {
    const dead = this.#dead;
    this.#dead = [];
    for (const { message } of dead) this.#push(message);
    return dead.length;
  }

  async nextDueAt(): Promise<UnixMs | undefined> {
    const times = this.#heads().map(({ visibleAt }) => visibleAt);
    return times.length === 0 ? undefined : unixMs(Math.min(...times));
  }

  #push(message: QueueMessage): void {
    const now = this.#clock.now();
    this.#stored.push({ message, enqueuedAt: now, visibleAt: now, receiveCount: 0 });
  }

  #heads(): readonly Stored[] {
    const groups = new Set<string>();
    return this.#stored.filter(({ message }) => {
      if (groups.has(message.groupId)) return false;
      groups.add(message.groupId);
      return true;
    });
  }

  #leased(receipt: string): Stored | undefined {
    return this.#stored.find(
      ({ message, receiveCount, visibleAt }) =>
        `${message.orderId}:${receiveCount}` === receipt && visibleAt > this.#clock.now(),
    );
  }

  #remove(stored: Stored): void {
    this.#stored = this.#stored.filter((other) => other !== stored);
  }
}
