import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, test } from "vitest";
import { SharedCommit } from "../../../lib/adapters/sqlite/shared-commit.ts";

const SCHEMA = "CREATE TABLE IF NOT EXISTS word (text TEXT PRIMARY KEY) STRICT";
const SQL = { add: "INSERT INTO word VALUES (?)", all: "SELECT text FROM word ORDER BY rowid" } as const;

let folder: string;
let file: string;
let db: DatabaseSync;
let commits: SharedCommit;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "whook-sqlite-"));
  file = join(folder, "words.db");
  open();
});
afterEach(async () => {
  db.close();
  await rm(folder, { recursive: true });
});

function open(): void {
  db = new DatabaseSync(file);
  db.exec(`PRAGMA journal_mode = WAL; ${SCHEMA}`);
  commits = new SharedCommit(db, { failed: (error) => error, written: () => undefined });
}

/** What another connection sees: what is committed. */
function words(): readonly unknown[] {
  const other = new DatabaseSync(file);
  const rows = other.prepare(SQL.all).all();
  other.close();
  return rows.map(({ text }) => text);
}

/** Adds a word, says how many there are. */
function adder(): (text: string) => number {
  const [add, all] = [db.prepare(SQL.add), db.prepare(SQL.all)];
  return (text) => {
    add.run(text);
    return all.all().length;
  };
}

test("is committed when the promise says so, and not before", async () => {
  const add = adder();
  const first = commits.transact("durable", () => add("a"));
  const second = commits.transact("lazy", () => add("b"));
  expect(words()).toEqual([]);
  expect(await Promise.all([first, second])).toEqual([1, 2]);
  expect(words()).toEqual(["a", "b"]);
});

test("transactions of one turn share a commit: nobody sees a part of them", async () => {
  const add = adder();
  const first = commits.transact("durable", () => add("a"));
  const second = commits.transact("durable", () => [add("b"), words()]);
  await first;
  expect(words()).toEqual(["a", "b"]);
  expect(await second).toEqual([2, []]);
});

test("one that throws is undone whole, and takes no other with it", async () => {
  const add = adder();
  const good = commits.transact("durable", () => add("a"));
  const bad = commits.transact("durable", () => {
    add("b");
    throw new Error("no");
  });
  const alsoGood = commits.transact("durable", () => add("c"));
  await expect(bad).rejects.toThrow("no");
  expect(await Promise.all([good, alsoGood])).toEqual([1, 2]);
  expect(words()).toEqual(["a", "c"]);
});

test("when the file cannot be written all who wait hear it, and the next one is served", async () => {
  const add = adder();
  const other = new DatabaseSync(file);
  other.exec("BEGIN IMMEDIATE");
  const outcomes = await Promise.allSettled(["a", "b"].map((text) => commits.transact("durable", () => add(text))));
  expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  other.exec("ROLLBACK");
  other.close();
  expect(await commits.transact("durable", () => add("c"))).toBe(1);
});

test("what is asked for after closing is refused, and harms nobody", async () => {
  const add = adder();
  db.close();
  await expect(commits.transact("durable", () => add("a"))).rejects.toThrow("not open");
  open();
  expect(words()).toEqual([]);
});

test("when SQLite itself undoes everything, all hear why, and the next one is served", async () => {
  const add = adder();
  const good = commits.transact("durable", () => add("a"));
  const bad = commits.transact("durable", () => {
    // As a full disk does: https://www.sqlite.org/lang_transaction.html
    db.exec("ROLLBACK");
    throw new Error("the disk is full");
  });
  await expect(bad).rejects.toThrow("the disk is full");
  await expect(good).rejects.toThrow("the disk is full");
  expect(words()).toEqual([]);
  expect(await commits.transact("durable", () => add("c"))).toBe(1);
});

test("what waits can be committed at once", async () => {
  const add = adder();
  const waiting = commits.transact("lazy", () => add("a"));
  commits.flush();
  expect(words()).toEqual(["a"]);
  expect(await waiting).toBe(1);
  commits.flush();
});

test("a commit waits for the disk when one of its transactions does", async () => {
  const add = adder();
  const modeAfter = async (...asked: readonly ("durable" | "lazy")[]) => {
    await Promise.all(asked.map((keeping, index) => commits.transact(keeping, () => add(`${asked} ${index}`))));
    return db.prepare("PRAGMA synchronous").get()?.synchronous;
  };
  const [FULL, NORMAL] = [2, 1];
  expect(await modeAfter("lazy")).toBe(NORMAL);
  expect(await modeAfter("lazy", "durable")).toBe(FULL);
  expect(await modeAfter("durable")).toBe(FULL);
  expect(await modeAfter("lazy", "lazy")).toBe(NORMAL);
});

test("a commit waits while more comes in, at most 64 turns: libuv accepts one connection a turn", async () => {
  let turns = 0;
  let arriving = 10;
  commits = new SharedCommit(db, { failed: (error) => error, written: () => undefined }, () => {
    turns += 1;
    return turns <= arriving;
  });
  const add = adder();
  await commits.transact("durable", () => add("a"));
  expect(turns).toBe(11);
  arriving = Number.POSITIVE_INFINITY;
  turns = 0;
  const first = commits.transact("durable", () => add("b"));
  setImmediate(() => void commits.transact("durable", () => add("c")));
  await first;
  expect(turns).toBe(63);
  expect(words()).toEqual(["a", "b", "c"]);
});

test("what SQLite throws is told in the words that were given for it", async () => {
  commits = new SharedCommit(db, {
    failed: (error) => new Error(`in plain words: ${String(error)}`),
    written: () => undefined,
  });
  const add = adder();
  await commits.transact("lazy", () => add("a"));
  await expect(commits.transact("lazy", () => add("a"))).rejects.toThrow(/in plain words: .*UNIQUE/);
});
