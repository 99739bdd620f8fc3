// What an alert costs in the table: docs/design.md#what-it-must-reach. Units and bytes by DynamoDB's own rules, of what is stored.

import { createHash } from "node:crypto";
import { GetItemCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bytesOf, type Item, storedBytes, writeUnits } from "../../../bench/table-units.ts";
import { StepwiseAlertStore } from "../../../lib/adapters/aws/stepwise-alert-store.ts";
import { DynamoLedger } from "../../../lib/adapters/dynamo/dynamo-ledger.ts";
import { DynamoNotices } from "../../../lib/adapters/dynamo/dynamo-notices.ts";
import { itemKey } from "../../../lib/adapters/dynamo/ledger-table.ts";
import { packText, unpackText } from "../../../lib/adapters/dynamo/pack-text.ts";
import { PACKING_DICTIONARY } from "../../../lib/adapters/dynamo/packing-dictionary.ts";
import { INDEXES } from "../../../lib/config/ledger-schema.ts";
import type { OrderEvent, OrderRecord } from "../../../lib/core/execution/order-record.ts";
import { unixMs } from "../../../lib/core/ids.ts";
import { orderAt } from "../../contract/ledger-contract.ts";
import { stateOf } from "../../core/execution/order-fixture.ts";
import { World } from "../../simulation/world.ts";
import { type Dynalite, startDynalite } from "../../support/aws/start-dynalite.ts";
import { MemoryQueue } from "../../support/memory-queue.ts";

const OPEN_ORDER = {
  submission: {
    clientOrderId: "dip1",
    step: {
      kind: "place",
      purpose: "open",
      side: "buy",
      orderType: "limit",
      contracts: "1",
      price: "9",
      reduceOnly: false,
    },
    intentAt: unixMs(1_700_000_000_000),
    positionBefore: "0",
  },
} as const;

let dynalite: Dynalite;
beforeAll(async () => {
  dynalite = await startDynalite();
});
afterAll(() => dynalite.stop());

/** A filled order's record after each of its writes, as the retry machine made them. */
async function versionsOf(text: string): Promise<readonly OrderRecord[]> {
  const world = new World({ seed: text.length });
  const versions: OrderRecord[] = [];
  const update = world.ledger.updateOrder.bind(world.ledger);
  world.ledger.updateOrder = async (order: OrderRecord, events: readonly OrderEvent[]) => {
    versions.push(order);
    return update(order, events);
  };
  await world.post(text);
  const [queued] = world.ledger.all();
  if (queued === undefined) throw new Error("nothing was stored");
  await world.drain();
  return [queued, ...versions];
}

async function read(orderId: OrderRecord["orderId"]): Promise<Item | undefined> {
  const key = Object.fromEntries(Object.entries(itemKey.order(orderId)).map(([name, S]) => [name, { S }]));
  const { client, tableName } = dynalite;
  const { Item: item } = await client.send(
    new GetItemCommand({ TableName: tableName, Key: key, ConsistentRead: true }),
  );
  return item;
}

describe("an alert of one order", () => {
  test.each(["alice ETH/USDT buy 300$ x3", "alice BTC/USDT sell 0.5 tag:breakout id:2026-11-30T12:00:00Z"])(
    "writes its order in a unit a change and keeps at most 3.5 kB: %s",
    async (text) => {
      const { clock } = new World();
      const ledger = new DynamoLedger({ ...dynalite, clock, marksNotices: () => true });
      const notices = new DynamoNotices(dynalite);
      const [queued, ...later] = await versionsOf(text);
      if (queued === undefined) throw new Error("nothing was stored");
      const { orderId, alertId, receivedAt, line, account, symbol } = queued;
      const accepted = [{ line, orderId, account, symbol }];
      const alert = { alertId, receivedAt, text, accepted, rejected: [], warnings: [] };
      const store = new StepwiseAlertStore({ ledger, queue: new MemoryQueue(clock), removeMessage: async () => 1 });
      await store.storeAlert({ orders: [{ record: queued, groupId: "alice#ETH" }], describe: () => alert });
      let before = await read(orderId);
      let units = writeUnits(undefined, before);
      for (const version of later) {
        const added = version.events.slice(-1);
        expect(await ledger.updateOrder(version, added)).toBe(true);
        const after = await read(orderId);
        units += writeUnits(before, after);
        before = after;
      }
      const [notice] = await notices.listNotices(10);
      if (notice === undefined) throw new Error("nobody would be told");
      await notices.clearNotice(notice);
      const told = await read(orderId);
      units += writeUnits(before, told);
      // Created with its four index entries; each change of it; told, and with that out of one index.
      expect(units).toBeLessThanOrEqual(5 + later.length + 2);
      expect(storedBytes(told ?? {})).toBeLessThanOrEqual(3_500);
      // Its alert has no item of its own, and is told all the same.
      expect(await ledger.getAlert(alertId)).toEqual(alert);
      expect((await ledger.listAlerts({ since: receivedAt })).alerts).toContainEqual(alert);
      expect(await ledger.getOrder(orderId)).toEqual({ ...later.at(-1), version: later.length + 1 });
      // For a person in the console.
      expect(told).toMatchObject({ status: { S: "filled" }, text: { S: text }, filled: { S: expect.any(String) } });
    },
  );
});

test("entries of indexes hold keys alone, less than 1,024 bytes whatever an order holds", async () => {
  const account = "币安人生".repeat(40);
  const long = { account, symbol: `${"COIN".repeat(10)}/USDT:USDT`, text: `${account} x `.repeat(400) };
  const later = unixMs(4_000_000_000_000);
  const working = orderAt(later, 0, long);
  const placed = orderAt(later, 1, {
    ...long,
    state: stateOf({ status: "placed", phase: { kind: "ended" }, open: [OPEN_ORDER] }),
  });
  const ledger = new DynamoLedger({ ...dynalite, clock: new World().clock });
  for (const record of [working, placed]) expect(await ledger.createOrder(record)).toBe("created");
  for (const { name, partition } of INDEXES) {
    const { client, tableName } = dynalite;
    const { Items = [] } = await client.send(new ScanCommand({ TableName: tableName, IndexName: name }));
    const entries = Items.filter(({ orderId }) => [working, placed].some((one) => one.orderId === orderId?.S));
    expect(entries, name).not.toEqual([]);
    for (const entry of entries) {
      expect(Object.keys(entry).toSorted()).toEqual(["orderId", "pk", "sk", partition].toSorted());
      expect(bytesOf(entry), name).toBeLessThan(1_024);
    }
  }
});

test("S5: an alert of the largest size, each line of it bad, stays far below the 400 kB that an item holds", async () => {
  const world = new World();
  const ledger = new DynamoLedger({ ...dynalite, clock: world.clock });
  const text = Array.from({ length: 6_000 }, (_, index) => `w${index} ${index}`)
    .join("\n")
    .slice(0, 65_536);
  for (const alertText of [text, text.replaceAll("\n", " "), `alice ETH/USDT buy 1\n${"a\n".repeat(30_000)}`]) {
    const store = world.ledger.putAlert.bind(world.ledger);
    let size = 0;
    world.ledger.putAlert = async (alert) => {
      await ledger.putAlert(alert);
      expect(await ledger.getAlert(alert.alertId)).toEqual(alert);
      size = packText(JSON.stringify(alert)).byteLength;
      await store(alert);
    };
    await world.post(alertText);
    world.ledger.putAlert = store;
    expect(size).toBeGreaterThan(0);
    expect(size).toBeLessThan(200_000);
  }
});

test("what is packed stays readable: its dictionary is never changed", () => {
  expect(createHash("sha256").update(PACKING_DICTIONARY).digest("hex")).toBe(
    "3c9560b6607b3e23102adaef454bf15c2e7259832cf384efcb89c291c07d77f6",
  );
  const text = '{"text":"Größe 币安人生"}';
  expect(unpackText(packText(text))).toBe(text);
});
