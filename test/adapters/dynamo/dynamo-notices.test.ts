import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { OrderState } from "../../../lib/core/execution/order-record.ts";
import { type LocalData, openLocalData } from "../../../lib/runtime/local-data.ts";
import { ALERT, orderRecord, T0 } from "../../core/execution/order-fixture.ts";
import { VirtualClock } from "../../support/virtual-clock.ts";

let folder: string;
let data: LocalData;
let isUsed: boolean;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "whook-notices-"));
  isUsed = true;
  data = await open();
});
afterEach(async () => {
  await data.close();
  await rm(folder, { recursive: true });
});

function open() {
  return openLocalData(folder, new VirtualClock(), { marksNotices: () => isUsed });
}

const order = orderRecord();
const working: OrderState = { ...order.state, status: "working" };
const rejected: OrderState = { ...order.state, status: "rejected", phase: { kind: "ended" } };
const ENDED = { at: T0, kind: "ended", status: "rejected", code: "VENUE_REJECTED", reason: "no" } as const;
const alert = { alertId: ALERT, receivedAt: T0, text: "x", accepted: [], rejected: [], warnings: [] };
const badAlert = { ...alert, rejected: [{ line: 1, text: "x", code: "UNKNOWN", message: "no" }] };

function update(version: number, state: OrderState, orderId = order.orderId) {
  const newEvents = state.phase.kind === "ended" ? [ENDED] : [];
  return data.ledger.updateOrder({ ...order, orderId, version, state }, newEvents);
}

test("what ends and what is bad is marked, and stays so over a restart until it is cleared", async () => {
  await data.ledger.createOrder(order);
  await data.ledger.putAlert(alert);
  await update(1, working);
  expect(await data.notices.listNotices(10)).toEqual([]);
  await update(2, rejected);
  await data.ledger.putAlert(badAlert);
  await data.close();
  data = await open();
  const notices = await data.notices.listNotices(10);
  expect(notices).toEqual([
    { kind: "alert", alert: badAlert },
    { kind: "order", order: { ...order, version: 3, state: rejected, events: [...order.events, ENDED] } },
  ]);
  expect(await data.notices.listNotices(1)).toHaveLength(1);
  for (const notice of notices) await data.notices.clearNotice(notice);
  expect(await data.notices.listNotices(10)).toEqual([]);
  expect(await data.ledger.getAlert(ALERT)).toEqual(badAlert);
  expect((await data.ledger.getOrder(order.orderId))?.version).toBe(3);
});

test("an order that changed since it was read keeps its mark", async () => {
  await data.ledger.createOrder(order);
  await update(1, { ...rejected, status: "placed" });
  const [placed] = await data.notices.listNotices(10);
  await update(2, { ...rejected, status: "filled" });
  if (placed !== undefined) await data.notices.clearNotice(placed);
  const after = await data.notices.listNotices(10);
  expect(after.map((notice) => notice.kind === "order" && notice.order.state.status)).toEqual(["filled"]);
});

test("more than one batch is read", async () => {
  for (let ordinal = 0; ordinal < 120; ordinal++) {
    const orderId = `${order.orderId.slice(0, 26)}${ordinal.toString(36).padStart(3, "0")}` as typeof order.orderId;
    await data.ledger.createOrder({ ...order, orderId });
    await update(1, rejected, orderId);
  }
  expect(await data.notices.listNotices(500)).toHaveLength(120);
});

test("nothing is marked while there is nobody to tell", async () => {
  isUsed = false;
  await data.ledger.createOrder(order);
  await update(1, rejected);
  await data.ledger.putAlert(badAlert);
  expect(await data.notices.listNotices(10)).toEqual([]);
});
