import { expect, test } from "vitest";
import { StepwiseAlertStore, type StepwiseAlertStoreParts } from "../../../lib/adapters/aws/stepwise-alert-store.ts";
import type { OrderRecord } from "../../../lib/core/execution/order-record.ts";
import { orderIdOf, unixMs } from "../../../lib/core/ids.ts";
import type { NewOrder } from "../../../lib/ports/alert-store.ts";
import { describeAlertStore } from "../../contract/alert-store-contract.ts";
import { ALERT, orderRecord } from "../../core/execution/order-fixture.ts";
import { MemoryLedger } from "../../support/memory-ledger.ts";
import { MemoryQueue } from "../../support/memory-queue.ts";
import { VirtualClock } from "../../support/virtual-clock.ts";

describeAlertStore("A ledger and a queue, step by step,", async () => {
  const [ledger, queue] = [new MemoryLedger(), new MemoryQueue(new VirtualClock())];
  const store = new StepwiseAlertStore({ ledger, queue, removeMessage: (receipt) => queue.delete(receipt) });
  return { store, ledger, queue, close: async () => undefined };
});

type Steps = StepwiseAlertStoreParts["ledger"];

function stepsOf(ledger: MemoryLedger, changed: Partial<Steps>): Steps {
  return {
    claimKey: (...claim) => ledger.claimKey(...claim),
    createOrder: (record) => ledger.createOrder(record),
    putAlert: (alert) => ledger.putAlert(alert),
    updateOrder: (...update) => ledger.updateOrder(...update),
    ...changed,
  };
}

/** A ledger whose writes take a turn, and how many were under way at most. */
function slowLedger() {
  const ledger = new MemoryLedger();
  const counts = { now: 0, most: 0, written: 0 };
  const slowly = async <T>(write: () => Promise<T>): Promise<T> => {
    counts.most = Math.max(counts.most, ++counts.now);
    await new Promise((resolve) => setImmediate(resolve));
    counts.now--;
    counts.written++;
    return write();
  };
  const slow = stepsOf(ledger, {
    claimKey: (...claim) => slowly(() => ledger.claimKey(...claim)),
    createOrder: (record) => slowly(() => ledger.createOrder(record)),
  });
  return { ledger, slow, counts };
}

const describe = (kept: readonly OrderRecord[]) => ({
  alertId: ALERT,
  receivedAt: unixMs(0),
  text: "",
  accepted: kept.map(({ orderId, line, account, symbol }) => ({ orderId, line, account, symbol })),
  rejected: [],
  warnings: [],
});

test("an alert of thousands of good lines writes some at once, and each of them", async () => {
  const { ledger, slow, counts } = slowLedger();
  const queue = new MemoryQueue(new VirtualClock());
  const store = new StepwiseAlertStore({ ledger: slow, queue, removeMessage: async () => undefined });
  const orders = Array.from({ length: 3_000 }, (_, ordinal): NewOrder => {
    const record = orderRecord({ orderId: orderIdOf(ALERT, ordinal), line: ordinal + 1 });
    return { record, groupId: `demo#${ordinal}`, key: { hash: `${ordinal}`, since: unixMs(0) } };
  });
  const kept = await store.storeAlert({ orders, describe });
  expect(kept.map(({ orderId }) => orderId)).toEqual(orders.map(({ record }) => record.orderId));
  expect(counts).toMatchObject({ written: 6_000, now: 0 });
  expect(counts.most).toBeGreaterThan(1);
  expect(counts.most).toBeLessThanOrEqual(50);
  expect([...ledger.all()]).toHaveLength(3_000);
  expect(await queue.count()).toBe(3_000);
});

test("a write that fails ends it: the caller hears of it, and no more are begun", async () => {
  let begun = 0;
  const broken = stepsOf(new MemoryLedger(), {
    createOrder: async () => {
      begun++;
      throw new Error("throttled");
    },
  });
  const queue = new MemoryQueue(new VirtualClock());
  const store = new StepwiseAlertStore({ ledger: broken, queue, removeMessage: async () => undefined });
  const orders = Array.from({ length: 500 }, (_, ordinal): NewOrder => {
    return { record: orderRecord({ orderId: orderIdOf(ALERT, ordinal) }), groupId: "demo#ETH" };
  });
  await expect(store.storeAlert({ orders, describe })).rejects.toThrow("throttled");
  expect(begun).toBeLessThanOrEqual(50);
  expect(await queue.count()).toBe(0);
});
