// What every alert store must do, beside the ledger and the queue it writes to. Run for each implementation.
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { OrderEvent, OrderRecord } from "../../lib/core/execution/order-record.ts";
import { alertId, orderIdOf, timePrefix, unixMs } from "../../lib/core/ids.ts";
import type { AlertStore, NewOrder } from "../../lib/ports/alert-store.ts";
import type { AlertRecord, Ledger } from "../../lib/ports/ledger.ts";
import type { OrderQueue } from "../../lib/ports/order-queue.ts";
import { orderRecord, T0 } from "../core/execution/order-fixture.ts";

export interface AlertStoreUnderTest {
  readonly store: AlertStore;
  readonly ledger: Pick<Ledger, "getOrder" | "getAlert" | "listOrders">;
  readonly queue: Pick<OrderQueue, "receive" | "count">;
  close(): Promise<void>;
}

const GROUP = "demo#ETH/USDT:USDT";
const SINCE = unixMs(T0 - 86_400_000);
const FILLED: OrderEvent = { at: T0, kind: "ended", status: "filled", code: "FILLED", reason: "filled" };

function alertAt(after: number) {
  return alertId(`${timePrefix(unixMs(T0 + after))}0123456789abcdef`);
}

function newOrder(ordinal: number, { after = 0, hash }: { after?: number; hash?: string } = {}): NewOrder {
  const id = alertAt(after);
  const receivedAt = unixMs(T0 + after);
  const record = orderRecord({ alertId: id, orderId: orderIdOf(id, ordinal), receivedAt, line: ordinal + 1 });
  return { record, groupId: GROUP, ...(hash === undefined ? {} : { key: { hash, since: SINCE } }) };
}

function describeAlert(after = 0) {
  return (orders: readonly OrderRecord[]): AlertRecord => ({
    alertId: alertAt(after),
    receivedAt: unixMs(T0 + after),
    text: "demo ETH/USDT buy 0.5",
    accepted: orders.map(({ orderId, account, symbol }, index) => ({ line: index + 1, orderId, account, symbol })),
    rejected: [],
    warnings: [],
  });
}

export function describeAlertStore(name: string, make: () => Promise<AlertStoreUnderTest>): void {
  describe(`${name} as an alert store`, () => {
    let under: AlertStoreUnderTest;
    beforeEach(async () => {
      under = await make();
    });
    afterEach(() => under.close());

    const store = (orders: readonly NewOrder[], after = 0) =>
      under.store.storeAlert({ orders, describe: describeAlert(after) });
    const take = async () => {
      const [delivery] = await under.queue.receive({ max: 1, leaseMs: 14_000 });
      if (delivery === undefined) throw new Error("nothing is queued");
      return delivery;
    };

    test("keeps the alert, its orders and their messages, in order", async () => {
      const orders = [newOrder(0), newOrder(1)];
      const kept = await store(orders);
      expect(kept).toEqual(orders.map(({ record }) => record));
      expect(await under.ledger.getAlert(alertAt(0))).toEqual(describeAlert()(kept));
      expect(await under.queue.count()).toBe(2);
      expect((await take()).message).toEqual({ orderId: orders[0]?.record.orderId, groupId: GROUP });
      for (const { record } of orders) expect(await under.ledger.getOrder(record.orderId)).toEqual(record);
    });

    test("keeps an alert of bad lines alone", async () => {
      expect(await store([])).toEqual([]);
      expect(await under.ledger.getAlert(alertAt(0))).toBeDefined();
      expect(await under.queue.count()).toBe(0);
    });

    test("of an alert that comes again keeps and queues nothing twice, also once it has ended", async () => {
      await store([newOrder(0)]);
      await store([newOrder(0)]);
      expect(await under.queue.count()).toBe(1);
      const { receipt } = await take();
      const { record } = newOrder(0);
      const state = { ...record.state, status: "filled", phase: { kind: "ended" }, code: "FILLED" } as const;
      expect(await under.store.endOrder({ ...record, state }, [FILLED], receipt)).toBe(true);
      await store([newOrder(0)]);
      expect((await under.ledger.getOrder(record.orderId))?.state.status).toBe("filled");
      expect(await under.queue.count()).toBe(0);
    });

    test("a key stands for the order that claimed it first, in the same alert or before", async () => {
      const first = await store([
        newOrder(0, { hash: "k" }),
        newOrder(1, { hash: "k" }),
        newOrder(2, { hash: "other" }),
      ]);
      expect(first.map(({ orderId }) => orderId)).toEqual([0, 0, 2].map((ordinal) => orderIdOf(alertAt(0), ordinal)));
      const [second] = await store([newOrder(0, { after: 5_000, hash: "k" })], 5_000);
      expect(second).toMatchObject({ orderId: orderIdOf(alertAt(0), 0), alertId: alertAt(0), line: 1 });
      expect((await under.ledger.getAlert(alertAt(5_000)))?.accepted[0]?.orderId).toBe(orderIdOf(alertAt(0), 0));
      expect((await under.ledger.listOrders({})).orders).toHaveLength(2);
      expect(await under.queue.count()).toBe(2);
    });

    test("an order ends with its message, on the version that was read", async () => {
      await store([newOrder(0), newOrder(1)]);
      const { receipt } = await take();
      const { record } = newOrder(0);
      const state = { ...record.state, status: "filled", phase: { kind: "ended" }, code: "FILLED" } as const;
      expect(await under.store.endOrder({ ...record, version: 7, state }, [FILLED], receipt)).toBe(false);
      expect(await under.queue.count()).toBe(2);
      expect(await under.store.endOrder({ ...record, state }, [FILLED], receipt)).toBe(true);
      expect(await under.queue.count()).toBe(1);
      expect((await take()).message.orderId).toBe(orderIdOf(alertAt(0), 1));
    });
  });
}
