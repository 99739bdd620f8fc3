import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, test } from "vitest";
import { GroupCommitDatabase } from "../../../lib/adapters/sqlite/group-commit.ts";

const SCHEMA = "CREATE TABLE IF NOT EXISTS word (text TEXT PRIMARY KEY) STRICT";
const SQL = { add: "INSERT INTO word VALUES (?)", all: "SELECT text FROM word ORDER BY rowid" } as const;

let folder: string;
let file: string;
let database: GroupCommitDatabase;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "whook-sqlite-"));
  file = join(folder, "words.db");
  database = new GroupCommitDatabase(file, SCHEMA);
});
afterEach(async () => {
  database.close();
  await rm(folder, { recursive: true });
});

/** What another connection sees: what is committed. */
function words(): readonly unknown[] {
  const other = new DatabaseSync(file);
  const rows = other.prepare(SQL.all).all();
  other.close();
  return rows.map(({ text }) => text);
}

/** Adds a word, says how many there are. */
function adder(): (text: string) => number {
  const { add, all } = database.prepareAll(SQL);
  return (text) => {
    add.run(text);
    return all.all().length;
  };
}

test("is committed when the promise says so, and not before", async () => {
  const add = adder();
  const first = database.transact(() => add("a"));
  const second = database.transactLazily(() => add("b"));
  expect(words()).toEqual([]);
  expect(await Promise.all([first, second])).toEqual([1, 2]);
  expect(words()).toEqual(["a", "b"]);
});

test("transactions of one turn share a commit: nobody sees a part of them", async () => {
  const add = adder();
  const first = database.transact(() => add("a"));
  const second = database.transact(() => [add("b"), words()]);
  await first;
  expect(words()).toEqual(["a", "b"]);
  expect(await second).toEqual([2, []]);
});

test("one that throws is undone whole, and takes no other with it", async () => {
  const add = adder();
  const good = database.transact(() => add("a"));
  const bad = database.transact(() => {
    add("b");
    throw new Error("no");
  });
  const alsoGood = database.transact(() => add("c"));
  await expect(bad).rejects.toThrow("no");
  expect(await Promise.all([good, alsoGood])).toEqual([1, 2]);
  expect(words()).toEqual(["a", "c"]);
});

test("when the file cannot be written all who wait hear it, and the next one is served", async () => {
  const add = adder();
  const other = new DatabaseSync(file);
  other.exec("BEGIN IMMEDIATE");
  database.prepareAll({ impatient: "PRAGMA busy_timeout = 0" }).impatient.get();
  const outcomes = await Promise.allSettled(["a", "b"].map((text) => database.transact(() => add(text))));
  expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  other.exec("ROLLBACK");
  other.close();
  expect(await database.transact(() => add("c"))).toBe(1);
});

test("what is asked for after closing is refused, and harms nobody", async () => {
  const add = adder();
  database.close();
  await expect(database.transact(() => add("a"))).rejects.toThrow("not open");
  database = new GroupCommitDatabase(file, SCHEMA);
  expect(words()).toEqual([]);
});

test("when SQLite itself undoes everything, all hear why, and the next one is served", async () => {
  const add = adder();
  const good = database.transact(() => add("a"));
  const bad = database.transact(() => {
    // As a full disk does: https://www.sqlite.org/lang_transaction.html
    database.prepareAll({ undo: "ROLLBACK" }).undo.run();
    throw new Error("the disk is full");
  });
  await expect(bad).rejects.toThrow("the disk is full");
  await expect(good).rejects.toThrow("the disk is full");
  expect(words()).toEqual([]);
  expect(await database.transact(() => add("c"))).toBe(1);
});

test("closing keeps what waits", async () => {
  const add = adder();
  const waiting = database.transactLazily(() => add("a"));
  database.close();
  expect(await waiting).toBe(1);
  expect(words()).toEqual(["a"]);
  database = new GroupCommitDatabase(file, SCHEMA);
});
