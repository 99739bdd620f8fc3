import { readFileSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openSqliteData, type SqliteData } from "../../../lib/adapters/sqlite/open-sqlite-data.ts";
import { MIGRATIONS } from "../../../lib/adapters/sqlite/schema.ts";
import { VirtualClock } from "../../support/virtual-clock.ts";

/** Every form that was ever released: each is a file that somebody has. */
const RELEASED = [1, 2, 3, 4, 5, 6];
/** What a later version might do: a new column, filled from what is there, and a new table. */
const MADE_UP = [
  ...MIGRATIONS,
  `ALTER TABLE ledger_order ADD COLUMN exchange TEXT NOT NULL DEFAULT '';
   UPDATE ledger_order SET exchange = trade ->> '$.exchange';
   CREATE TABLE balance (account TEXT NOT NULL, at INTEGER NOT NULL, equity TEXT NOT NULL) STRICT;`,
];

let folder: string;
const opened: SqliteData[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "whook-forms-"));
});
afterEach(async () => {
  for (const data of opened.splice(0)) data.close();
  await rm(folder, { recursive: true });
});

async function open(use: "work" | "read" = "work", migrations = MIGRATIONS): Promise<SqliteData> {
  const data = await openSqliteData(folder, { use, migrations, clock: new VirtualClock() });
  opened.push(data);
  return data;
}

function putStored(version: number): void {
  const stored = new URL(`../../fixtures/sqlite/version-${version}.db.gz`, import.meta.url);
  writeFileSync(join(folder, "whook.db"), gunzipSync(readFileSync(stored)));
}

async function expectHistory({ ledger, queue, notices, documents, cache }: SqliteData): Promise<void> {
  const { orders } = await ledger.listOrders({});
  const statuses = ["queued", "rejected", "placed", "filled", "filled", "filled", "filled"];
  expect(orders.map(({ state }) => state.status)).toEqual(statuses);
  expect((await ledger.listTrades({ tag: "macd" })).trades.map(({ netProfit }) => netProfit)).toEqual(["9.5", "-0.5"]);
  expect(await ledger.listFollowed("other", { max: 9 })).toHaveLength(1);
  expect((await ledger.listAlerts({ refused: true })).alerts).toHaveLength(1);
  expect(await notices.listNotices(50)).toHaveLength(7);
  expect(await documents.readDocument("book#demo#ETH/USDT:USDT#USDT")).toMatchObject({ version: 1 });
  expect(await cache.getCache("markets#binance")).toMatchObject({ value: "[]" });
  const [delivery] = await queue.receive({ max: 9, leaseMs: 1_000 });
  expect(delivery?.message.orderId).toBe(orders[0]?.orderId);
}

test.each(RELEASED)("a stored file of form %i is brought forward and goes on", async (version) => {
  putStored(version);
  const data = await open();
  await expectHistory(data);
  expect(data.database.prepare("PRAGMA user_version").get()).toEqual({ user_version: MIGRATIONS.length });
});

test("the form of this version is among the released ones", () => {
  expect(RELEASED.at(-1)).toBe(MIGRATIONS.length);
});

test("a later form is reached from the one before, whole, and says so in the file itself", async () => {
  putStored(MIGRATIONS.length);
  const data = await open("work", MADE_UP);
  await expectHistory(data);
  expect(data.database.prepare("SELECT DISTINCT exchange FROM ledger_order").all()).toEqual([{ exchange: "binance" }]);
  expect(data.database.prepare("SELECT count(*) AS n FROM trades").get()).toEqual({ n: 7 });
  data.close();
  expect(readFileSync(join(folder, "whook.db")).readUInt32BE(60)).toBe(MADE_UP.length);
  await expect(open()).rejects.toThrow(/newer whook: update this one/);
  await (await open("read", MADE_UP)).ledger.listTrades({});
});

test("a step that fails leaves the file as it was", async () => {
  putStored(MIGRATIONS.length);
  const broken = [...MIGRATIONS, "CREATE TABLE half (x TEXT) STRICT; INSERT INTO nowhere VALUES (1)"];
  await expect(open("work", broken)).rejects.toThrow(/no such table: nowhere/);
  const data = await open();
  expect(data.database.prepare("SELECT name FROM sqlite_schema WHERE name = 'half'").all()).toEqual([]);
  await expectHistory(data);
});
