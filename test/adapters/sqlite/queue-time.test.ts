import { afterEach, beforeEach, expect, test } from "vitest";
import { openSqliteData, type SqliteData } from "../../../lib/adapters/sqlite/open-sqlite-data.ts";
import { type UnixMs, unixMs } from "../../../lib/core/ids.ts";
import type { Clock } from "../../../lib/ports/clock.ts";
import { ORDER_ID, T0 } from "../../core/execution/order-fixture.ts";
import { openSqliteFolder, type SqliteFolder } from "../../support/sqlite-folder.ts";

const HOUR_MS = 3_600_000;
const LEASE_MS = 14_000;
const MESSAGE = { orderId: ORDER_ID, groupId: "demo#ETH/USDT:USDT" };

/** A clock that can be set back. */
class SetClock implements Clock {
  time: number = T0;
  now(): UnixMs {
    return unixMs(this.time);
  }
  sleep(): Promise<void> {
    return Promise.resolve();
  }
}

let under: SqliteFolder;
let clock: SetClock;
let data: SqliteData;
beforeEach(async () => {
  under = await openSqliteFolder();
  under.data.close();
  clock = new SetClock();
  data = await open();
});
afterEach(async () => {
  data.close();
  await under.close();
});

function open(): Promise<SqliteData> {
  return openSqliteData(under.folder, { use: "work", clock });
}

async function take() {
  const [delivery] = await data.queue.receive({ max: 1, leaseMs: LEASE_MS });
  return delivery;
}

test("S10: the clock steps back an hour: what waits goes on when its own wait is over", async () => {
  await data.queue.send([MESSAGE]);
  await data.queue.extend((await take())?.receipt ?? "", 3_000);
  clock.time -= HOUR_MS;
  expect(await take()).toBeUndefined();
  expect(await data.queue.nextDueAt()).toBe(clock.time + 3_000);
  clock.time += 2_999;
  expect(await take()).toBeUndefined();
  clock.time += 1;
  expect(await take()).toMatchObject({ receiveCount: 2 });
});

test("S10: what is sent after a step waits for nothing, and says when it was sent", async () => {
  clock.time -= HOUR_MS;
  await data.queue.send([MESSAGE]);
  expect(await take()).toMatchObject({ enqueuedAt: clock.time });
});

test("S10: a lease neither ends with a step nor lasts for it", async () => {
  await data.queue.send([MESSAGE]);
  const held = await take();
  clock.time -= HOUR_MS;
  expect(await data.queue.extend(held?.receipt ?? "", LEASE_MS)).toBe(true);
  clock.time += LEASE_MS - 1;
  expect(await take()).toBeUndefined();
  clock.time += 1;
  expect(await take()).toMatchObject({ receiveCount: 2 });
  expect(await data.queue.delete(held?.receipt ?? "")).toBe(false);
});

test("S10: a clock that was set back while whook was down frees at the start what no wait can explain", async () => {
  await data.queue.send([MESSAGE]);
  await take();
  data.close();
  clock.time -= HOUR_MS;
  data = await open();
  expect(await take()).toMatchObject({ receiveCount: 2 });
});

test("a start that knows it is alone frees what the last run held", async () => {
  await data.queue.send([MESSAGE]);
  await take();
  data.close();
  data = await open();
  expect(await take()).toBeUndefined();
  await data.queue.releaseAll();
  expect(await take()).toMatchObject({ receiveCount: 2 });
});

test("whoever listens hears of each sending, an alert's included, until it stops", async () => {
  let calls = 0;
  const stop = data.queue.onSend(() => calls++);
  await data.queue.send([MESSAGE]);
  await data.queue.redrive();
  expect(calls).toBe(2);
  stop();
  await data.queue.send([]);
  expect(calls).toBe(2);
});
