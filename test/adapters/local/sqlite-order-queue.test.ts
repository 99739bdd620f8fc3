import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { SqliteOrderQueue } from "../../../lib/adapters/local/sqlite-order-queue.ts";
import { alertId, orderIdOf } from "../../../lib/core/ids.ts";
import { CONTRACT_MAX_RECEIVES, describeQueue } from "../../contract/queue-contract.ts";
import { VirtualClock } from "../../support/virtual-clock.ts";

describeQueue("SQLite", async () => {
  const folder = await mkdtemp(join(tmpdir(), "whook-queue-"));
  const clock = new VirtualClock();
  const open = () =>
    new SqliteOrderQueue({ file: join(folder, "queue.db"), clock, maxReceiveCount: CONTRACT_MAX_RECEIVES });
  let queue = open();
  return {
    queue,
    clock,
    reopen: async () => {
      queue.close();
      queue = open();
      return queue;
    },
    close: async () => {
      queue.close();
      await rm(folder, { recursive: true });
    },
  };
});

test("tells listeners that something was sent", async () => {
  const queue = new SqliteOrderQueue({ file: ":memory:", clock: new VirtualClock() });
  let calls = 0;
  const stop = queue.onSend(() => calls++);
  await queue.send([{ orderId: orderIdOf(alertId("01hf7yat000123456789abcdef"), 0), groupId: "a#X" }]);
  stop();
  await queue.send([]);
  queue.close();
  expect(calls).toBe(1);
});

test("a start that knows it is alone frees what the last run held", async () => {
  const queue = new SqliteOrderQueue({ file: ":memory:", clock: new VirtualClock() });
  await queue.send([{ orderId: orderIdOf(alertId("01hf7yat000123456789abcdef"), 0), groupId: "a#X" }]);
  await queue.receive({ max: 1, leaseMs: 14_000 });
  queue.releaseAll();
  expect(await queue.receive({ max: 1, leaseMs: 14_000 })).toMatchObject([{ receiveCount: 2 }]);
  queue.close();
});
