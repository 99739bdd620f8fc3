// What every order queue must do. Run for each implementation.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { UnixMs } from "../../lib/core/ids.ts";
import { alertId, type OrderId, orderIdOf } from "../../lib/core/ids.ts";
import type { OrderQueue, QueueMessage } from "../../lib/ports/order-queue.ts";

export interface QueueUnderTest {
  readonly queue: OrderQueue;
  readonly clock: { now(): UnixMs; advance(ms: number): void };
  /** Closes the queue and opens it again on what it stored; absent when it keeps nothing. */
  readonly reopen?: () => Promise<OrderQueue>;
  /** Why the implementation, or what it is tested on, cannot do it. */
  readonly without?: Partial<Readonly<Record<"lost leases" | "due times", string>>>;
  close(): Promise<void>;
}

const ALERT = alertId("01hf7yat000123456789abcdef");
const LEASE_MS = 14_000;
/** The implementation under test is made with this many hand-outs before a message is dead. */
export const CONTRACT_MAX_RECEIVES = 3;

function order(ordinal: number): OrderId {
  return orderIdOf(ALERT, ordinal);
}

function message(ordinal: number, groupId = "demo#ETH/USDT:USDT"): QueueMessage {
  return { orderId: order(ordinal), groupId };
}

export function describeQueue(name: string, make: () => Promise<QueueUnderTest>): void {
  describe(`${name} as an order queue`, () => {
    let under: QueueUnderTest;
    let queue: OrderQueue;
    const receive = (max = 10) => queue.receive({ max, leaseMs: LEASE_MS });
    const take = async () => {
      const [delivery] = await receive(1);
      if (delivery === undefined) throw new Error("nothing to receive");
      return delivery;
    };
    const ids = async (max?: number) => (await receive(max)).map(({ message: { orderId } }) => orderId);

    beforeEach(async () => {
      under = await make();
      queue = under.queue;
    });
    afterEach(() => under.close());

    test("hands out what was sent, once", async () => {
      await queue.send([message(0)]);
      expect(await receive()).toMatchObject([{ message: message(0), receiveCount: 1, enqueuedAt: under.clock.now() }]);
      expect(await receive()).toEqual([]);
    });

    test("works on one message of a group at a time, in order", async () => {
      await queue.send([message(0), message(1)]);
      await queue.send([message(2)]);
      for (const ordinal of [0, 1, 2]) {
        const delivery = await take();
        expect(delivery.message.orderId).toBe(order(ordinal));
        expect(await receive()).toEqual([]);
        expect(await queue.delete(delivery.receipt)).toBe(true);
      }
      expect(await receive()).toEqual([]);
    });

    test("works on other groups beside a busy one", async () => {
      await queue.send([message(0, "a#X"), message(1, "a#X"), message(2, "b#X")]);
      expect(await ids()).toEqual([order(0), order(2)]);
    });

    test("hands out no more than asked for", async () => {
      await queue.send([message(0, "a#X"), message(1, "b#X"), message(2, "c#X")]);
      expect(await ids(2)).toHaveLength(2);
      expect(await ids(2)).toHaveLength(1);
    });

    test("hands a message out again when its lease ends, still first of its group", async () => {
      await queue.send([message(0), message(1)]);
      await take();
      under.clock.advance(LEASE_MS - 1);
      expect(await receive()).toEqual([]);
      under.clock.advance(1);
      expect(await receive()).toMatchObject([{ message: message(0), receiveCount: 2 }]);
    });

    test("a longer lease is the wait before the next attempt: the group waits with it", async () => {
      await queue.send([message(0), message(1)]);
      const delivery = await take();
      expect(await queue.extend(delivery.receipt, 3_000)).toBe(true);
      under.clock.advance(2_999);
      expect(await receive()).toEqual([]);
      under.clock.advance(1);
      expect(await ids()).toEqual([order(0)]);
    });

    test("a lease of nothing frees the message at once", async () => {
      await queue.send([message(0)]);
      const delivery = await take();
      await queue.extend(delivery.receipt, 0);
      expect(await ids()).toEqual([order(0)]);
    });

    test("a lost lease can neither be extended nor deleted", async (context) => {
      if (under.without?.["lost leases"] !== undefined) context.skip(under.without["lost leases"]);
      await queue.send([message(0)]);
      const late = await take();
      under.clock.advance(LEASE_MS);
      const current = await take();
      expect(await queue.extend(late.receipt, 1_000)).toBe(false);
      expect(await queue.delete(late.receipt)).toBe(false);
      expect(await queue.delete(current.receipt)).toBe(true);
    });

    test("takes and drops an order id it has seen, also after that one ended", async () => {
      await queue.send([message(0), message(0)]);
      await queue.delete((await take()).receipt);
      await queue.send([message(0)]);
      expect(await receive()).toEqual([]);
      expect(await queue.count()).toBe(0);
    });

    test("counts what is stored and not ended", async () => {
      await queue.send([message(0), message(1)]);
      const delivery = await take();
      expect(await queue.count()).toBe(2);
      await queue.delete(delivery.receipt);
      expect(await queue.count()).toBe(1);
    });

    test("a message handed out too often is a dead letter and frees its group", async () => {
      await queue.send([message(0), message(1)]);
      for (let turn = 0; turn < CONTRACT_MAX_RECEIVES; turn++) {
        await take();
        under.clock.advance(LEASE_MS);
      }
      // The look that finds it dead may already hand out the next.
      expect([...(await ids()), ...(await ids())]).toEqual([order(1)]);
      const dead = await queue.deadLetters();
      expect(dead).toMatchObject([{ message: message(0) }]);
      expect(dead[0]?.receiveCount).toBeGreaterThanOrEqual(CONTRACT_MAX_RECEIVES);
      expect(await queue.count()).toBe(1);
    });

    test("redrive puts dead letters back behind what waits", async () => {
      await queue.send([message(0), message(1)]);
      for (let turn = 0; turn < CONTRACT_MAX_RECEIVES; turn++) {
        await take();
        under.clock.advance(LEASE_MS);
      }
      const [next] = [...(await receive()), ...(await receive())];
      expect(await queue.redrive()).toBe(1);
      expect(await queue.deadLetters()).toEqual([]);
      await queue.delete(next?.receipt ?? "");
      expect(await receive()).toMatchObject([{ message: message(0), receiveCount: 1 }]);
    });

    test("says when the next message may become free", async (context) => {
      if (under.without?.["due times"] !== undefined) context.skip(under.without["due times"]);
      expect(await queue.nextDueAt()).toBeUndefined();
      await queue.send([message(0)]);
      expect(await queue.nextDueAt()).toBe(under.clock.now());
      await take();
      expect(await queue.nextDueAt()).toBe(under.clock.now() + LEASE_MS);
    });

    test("two receivers never get the same message", async () => {
      await queue.send(Array.from({ length: 40 }, (_, ordinal) => message(ordinal, `group${ordinal}#X`)));
      const all = await Promise.all([ids(15), ids(15), ids(15)]);
      expect(new Set(all.flat()).size).toBe(40);
      expect(all.flat()).toHaveLength(40);
    });

    test("keeps messages, leases and what it has seen over a restart", async (context) => {
      if (under.reopen === undefined) return context.skip();
      await queue.send([message(0), message(1)]);
      await queue.delete((await take()).receipt);
      await take();
      queue = await under.reopen();
      expect(await receive()).toEqual([]);
      await queue.send([message(0), message(1)]);
      under.clock.advance(LEASE_MS);
      expect(await receive()).toMatchObject([{ message: message(1), receiveCount: 2 }]);
      expect(await queue.count()).toBe(1);
    });
  });
}
