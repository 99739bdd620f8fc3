// The power fails at any moment of a burst. What was written and not waited for may be gone, from any point on: the log is
// one, and a cut takes its end. What was told before must hold.
import { closeSync, copyFileSync, mkdirSync, openSync, readSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openSqliteData, type SqliteData } from "../../../lib/adapters/sqlite/open-sqlite-data.ts";
import { isEnded, type OrderRecord } from "../../../lib/core/execution/order-record.ts";
import { alertId, orderIdOf, timeOf, timePrefix, unixMs } from "../../../lib/core/ids.ts";
import type { Delivery } from "../../../lib/ports/order-queue.ts";
import { failure, orderRecord, T0, venueOrder, Walk } from "../../core/execution/order-fixture.ts";
import { openSqliteFolder, type SqliteFolder } from "../../support/sqlite-folder.ts";

const ALERTS = 12;
const GROUPS = 4;
/** https://www.sqlite.org/fileformat2.html#the_write_ahead_log */
const LOG_HEADER = 32;
const FRAME = 24 + 4_096;
/** https://www.sqlite.org/pragma.html#pragma_synchronous */
const FULL = 2;

/** What somebody outside has heard, and cannot be made to forget. */
interface Told {
  readonly what: "accepted" | "sent" | "filled" | "refused";
  readonly order: OrderRecord;
}

/** The disk was waited for: of the log nothing up to `length` can be lost any more. */
interface Sync {
  readonly length: number;
  /** How much had been told by then. */
  readonly toldBefore: number;
}

let under: SqliteFolder;
let file: string;
let told: Told[];
let syncs: Sync[];
/** Called whenever something was told. */
let onTold: () => void;

beforeEach(async () => {
  under = await openSqliteFolder({ marksNotices: () => true });
  file = join(under.folder, "whook.db");
  told = [];
  syncs = [];
  watchSyncs(under.data);
  onTold = () => undefined;
});
afterEach(() => under.close());

function tell(what: Told["what"], order: OrderRecord): void {
  told.push({ what, order });
  onTold();
}

/** Notes each commit that waited for the disk, before whoever asked for it goes on. */
function watchSyncs({ database }: SqliteData): void {
  const transact = database.transact.bind(database);
  // A prepared PRAGMA answers what it was when it was prepared.
  const mode = () => database.prepare("PRAGMA synchronous").get()?.synchronous;
  database.transact = async (keeping, work) => {
    const result = await transact(keeping, work);
    if (mode() === FULL) syncs.push({ length: statSync(`${file}-wal`).size, toldBefore: told.length });
    return result;
  };
}

async function post(ordinal: number): Promise<void> {
  const { ledger, alertStore } = under.data;
  const id = alertId(`${timePrefix(unixMs(T0 + ordinal))}0123456789abcdef`);
  const receivedAt = timeOf(id);
  const record = orderRecord({ alertId: id, orderId: orderIdOf(id, 0), receivedAt });
  await ledger.openAlert("body", { alertId: id, receivedAt });
  const alert = { alertId: id, receivedAt, text: record.text, rejected: [], warnings: [] };
  const accepted = [{ line: 1, orderId: record.orderId, account: "demo", symbol: record.symbol }];
  const orders = [{ record, groupId: `group ${ordinal % GROUPS}`, key: { hash: `key ${ordinal}`, since: T0 } }];
  await alertStore.storeAlert({ orders, describe: () => ({ ...alert, accepted }) });
  await ledger.closeAlerts("body", [id]);
  tell("accepted", record);
}

/** As the worker does: the intent before the order, the end behind it. Every third order is refused. */
async function workOn({ message, receipt }: Delivery): Promise<void> {
  const { ledger, alertStore, documents } = under.data;
  const record = await ledger.getOrder(message.orderId);
  if (record === undefined) throw new Error("a message without its order");
  const walk = new Walk(record, record.receivedAt).sent();
  await ledger.updateOrder(walk.record, walk.record.events.slice(record.events.length));
  tell("sent", walk.record);
  const intended = walk.record.events.length;
  const isRefused = timeOf(record.orderId) % 3 === 0;
  walk.on(isRefused ? { kind: "refused", failure: failure({ remedy: "abort" }) } : answered());
  const book = await documents.readDocument("book");
  await documents.writeDocument("book", record.orderId, book?.version, "lazy");
  const ended = { ...walk.record, version: record.version + 1 };
  await alertStore.endOrder(ended, ended.events.slice(intended), receipt);
  tell(isRefused ? "refused" : "filled", ended);
}

function answered() {
  return { kind: "answered", order: venueOrder() } as const;
}

/** Alerts come in while orders are worked on, four at a time. */
async function burst(): Promise<void> {
  const posting = (async () => {
    for (let first = 0; first < ALERTS; first += GROUPS)
      await Promise.all([0, 1, 2, 3].map((place) => post(first + place)));
  })();
  while (told.filter(({ what }) => what === "filled" || what === "refused").length < ALERTS) {
    const deliveries = await under.data.queue.receive({ max: GROUPS, leaseMs: 14_000 });
    await Promise.all(deliveries.map(workOn));
    await new Promise((resolve) => setImmediate(resolve));
  }
  await posting;
}

async function expectHeld(data: SqliteData, soFar: readonly Told[], where: string): Promise<void> {
  const queued = new Set(
    data.database
      .prepare("SELECT order_id FROM message")
      .all()
      .map(({ order_id: id }) => id),
  );
  const { orders } = await data.ledger.listOrders({});
  const byId = new Map(orders.map((order) => [order.orderId, order]));
  expect(queued, where).toEqual(new Set(orders.filter(({ state }) => !isEnded(state)).map(({ orderId }) => orderId)));
  for (const { what, order } of soFar) {
    const stored = byId.get(order.orderId);
    const isOver = stored !== undefined && isEnded(stored.state);
    expect(stored, `${where}: ${what}, and the order is gone`).toBeDefined();
    if (what !== "accepted") expect(stored?.state.clientOrderIds, where).toEqual(order.state.clientOrderIds);
    // A fill that was told is found again by the name that is on record; a refusal nobody would find again.
    if (what === "refused") expect(isOver, `${where}: told as refused, and sent once more`).toBe(true);
    if (isOver) expect(await data.ledger.getAlert(order.alertId), where).toBeDefined();
  }
  const marked = (await data.notices.listNotices(99)).filter(({ kind }) => kind === "order");
  expect(marked, where).toHaveLength(orders.filter(({ state }) => isEnded(state)).length);
  expect(data.database.prepare("PRAGMA integrity_check").get(), where).toEqual({ integrity_check: "ok" });
}

async function expectImage(name: string, soFar: readonly Told[]): Promise<void> {
  const data = await openSqliteData(join(under.folder, name), { use: "read", clock: under.clock });
  try {
    await expectHeld(data, soFar, name);
  } finally {
    data.close();
  }
}

/** What was told while the disk may have held no more than `length` of the log. */
function toldUntil(length: number): readonly Told[] {
  const next = syncs.find((sync) => sync.length > length);
  return next === undefined ? told : told.slice(0, next.toldBefore);
}

test("cut at any frame of the log, whole or in the middle of one, the file holds what was told", async () => {
  // The log alone is to hold the burst, so that each of its beginnings is a moment of it.
  under.data.database.prepare("PRAGMA wal_checkpoint(TRUNCATE)").get();
  under.data.database.prepare("PRAGMA wal_autocheckpoint = 0").get();
  const before = join(under.folder, "before.db");
  copyFileSync(file, before);
  await burst();
  const log = join(under.folder, "log");
  copyFileSync(`${file}-wal`, log);
  const { size } = statSync(log);
  expect(size).toBeGreaterThan(100 * FRAME);
  const descriptor = openSync(log, "r");
  let images = 0;
  for (let length = LOG_HEADER; length <= size; length += FRAME) {
    const isTorn = images % 5 === 4;
    const bytes = Buffer.alloc(length + (isTorn ? FRAME / 2 : 0));
    readSync(descriptor, bytes, 0, bytes.length, 0);
    const name = `cut-${images++}`;
    mkdirSync(join(under.folder, name));
    copyFileSync(before, join(under.folder, name, "whook.db"));
    writeFileSync(join(under.folder, name, "whook.db-wal"), bytes);
    await expectImage(name, toldUntil(length));
  }
  closeSync(descriptor);
}, 120_000);

test("killed at the moment something was told, the log being put into the file all the while", async () => {
  under.data.database.prepare("PRAGMA wal_autocheckpoint = 8").get();
  onTold = () => {
    const image = join(under.folder, `told-${told.length}`);
    mkdirSync(image);
    for (const end of ["", "-wal"]) copyFileSync(file + end, join(image, `whook.db${end}`));
  };
  await burst();
  expect(told).toHaveLength(3 * ALERTS);
  for (let count = 1; count <= told.length; count++) await expectImage(`told-${count}`, told.slice(0, count));
}, 120_000);
