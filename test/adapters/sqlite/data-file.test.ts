import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, test } from "vitest";
import { asDataFileError, type DataFault, type DataFileError } from "../../../lib/adapters/sqlite/data-file-error.ts";
import { MIGRATIONS } from "../../../lib/adapters/sqlite/schema.ts";
import { openWhookDatabase, type WhookDatabase } from "../../../lib/adapters/sqlite/whook-database.ts";

let folder: string;
let file: string;
const opened: WhookDatabase[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "whook-file-"));
  file = join(folder, "whook.db");
});
afterEach(async () => {
  for (const database of opened.splice(0)) database.close();
  chmodSync(folder, 0o700);
  await rm(folder, { recursive: true });
});

function open(use: "work" | "read" = "work", migrations = MIGRATIONS): WhookDatabase {
  const database = openWhookDatabase(file, { use, migrations });
  opened.push(database);
  return database;
}

/** A file that somebody worked on, with enough in it for damage to hit something. */
async function written(): Promise<void> {
  const database = openWhookDatabase(file, { use: "work" });
  const { put } = database.prepareAll({ put: "INSERT INTO document VALUES (?, ?, 1)" });
  await database.transact("durable", () => {
    for (let index = 0; index < 200; index++) put.run(`name ${index}`, "body ".repeat(100));
  });
  database.close();
}

function expectFault(fault: DataFault, sentence: RegExp, use: "work" | "read" = "work"): void {
  const before = existsSync(file) ? readFileSync(file) : undefined;
  expect(() => open(use)).toThrow(expect.objectContaining({ name: "DataFileError", fault }));
  expect(() => open(use)).toThrow(sentence);
  expect(existsSync(file) ? readFileSync(file) : undefined).toEqual(before);
}

test("a new file is whole, for its user's eyes alone, and says whose it is", () => {
  open().close();
  opened.pop();
  const header = readFileSync(file);
  expect(header.toString("latin1", 68, 72)).toBe("whok");
  expect(header.readUInt32BE(60)).toBe(MIGRATIONS.length);
  expect(existsSync(`${file}.new`)).toBe(false);
  expect(existsSync(`${file}-wal`)).toBe(false);
});

test("to read where nothing was kept yet is to read an empty file, and makes none", () => {
  const { all } = open("read").prepareAll({ all: "SELECT * FROM trades" });
  expect(all.all()).toEqual([]);
  expect(existsSync(file)).toBe(false);
});

test("S9: a file cut short is told, and left alone", async () => {
  await written();
  truncateSync(file, 40_960);
  expectFault("corrupt", /whook\.db is damaged: .*whook restore FILE/);
});

test("S9: an empty file is not taken for a new one", () => {
  writeFileSync(file, "");
  expectFault("corrupt", /is damaged: .*\(it is empty\)/);
});

test("S9: pages written over with something else are told", async () => {
  await written();
  const bytes = readFileSync(file);
  bytes.fill(0xa5, bytes.length - 30_000, bytes.length - 10_000);
  writeFileSync(file, bytes);
  expectFault("corrupt", /is damaged: move it away/);
});

test.each<[string, () => void]>([
  ["some text", () => writeFileSync(file, "not a database at all\n".repeat(1_000))],
  ["another program's database", () => otherDatabase()],
])("S9: %s is not ours, and is left alone", (_, make) => {
  make();
  expectFault("foreign", /is no database of whook, .*: move it away, or set WHOOK_DATA_DIR/);
});

function otherDatabase(): void {
  const other = new DatabaseSync(file);
  other.exec("CREATE TABLE theirs (x)");
  other.close();
}

test("S9: a file of a newer whook is left to it", () => {
  open("work", [...MIGRATIONS, "CREATE TABLE later (x TEXT) STRICT"]).close();
  opened.pop();
  const { length } = MIGRATIONS;
  const forms = `its form is ${length + 1}, this version's is ${length}`;
  expectFault("newer", new RegExp(`was written by a newer whook: update this one; .*${forms}`));
  expectFault("newer", /update this one/, "read");
});

test("a reader leaves a file of an older form to the next start", () => {
  open().close();
  opened.pop();
  const newer = [...MIGRATIONS, "CREATE TABLE later (x TEXT) STRICT"];
  expect(() => open("read", newer)).toThrow(/older form: start whook once/);
});

test.each(["ledger", "queue.db", "paper.db"])(
  "a folder with an older whook's %s is refused, to read as well",
  (name) => {
    mkdirSync(join(folder, name));
    expectFault("old-form", /holds data of an older whook .*: rename that folder and start again/);
    expectFault("old-form", /orders still waiting in it are not traded/, "read");
    expect(existsSync(file)).toBe(false);
  },
);

test("two cannot work on one file; any number read it beside", async () => {
  const worker = open();
  expectFault("in-use", /is in use by another whook: stop that one/);
  const { put } = worker.prepareAll({ put: "INSERT INTO document VALUES ('a', 'b', 1)" });
  const readers = [open("read"), open("read")];
  await worker.transact("lazy", () => put.run());
  for (const reader of readers) expect(reader.prepare("SELECT body FROM document").all()).toHaveLength(1);
  worker.close();
  opened.shift();
  expect(open().prepare("SELECT body FROM document").all()).toHaveLength(1);
});

test("the file of a process that was killed is free at once, and holds what was committed", async () => {
  const module = new URL("../../../lib/adapters/sqlite/whook-database.ts", import.meta.url).href;
  const script = `import { openWhookDatabase } from ${JSON.stringify(module)};
    const database = openWhookDatabase(${JSON.stringify(file)}, { use: "work" });
    const put = database.prepare("INSERT INTO document VALUES ('a', 'b', 1)");
    await database.transact("lazy", () => put.run());
    process.stdout.write("done");
    setInterval(() => undefined, 1_000);`;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(child.stdout, "data");
  expect(() => open()).toThrow(/in use by another whook/);
  child.kill("SIGKILL");
  await once(child, "exit");
  expect(open().prepare("SELECT body FROM document").all()).toEqual([{ body: "b" }]);
});

test("S9: a full disk is told, what was asked for is undone, and it goes on once there is room", async () => {
  const worker = open();
  const { put, count } = worker.prepareAll({
    put: "INSERT INTO document VALUES (?, ?, 1)",
    count: "SELECT COUNT(*) AS n FROM document",
  });
  const write = (name: string) => worker.transact("durable", () => put.run(name, "x".repeat(50_000)));
  // What SQLite does when the disk is full it does at this bound too: https://www.sqlite.org/pragma.html#pragma_max_page_count
  worker.prepare("PRAGMA max_page_count = 1").get();
  const outcomes = await Promise.allSettled([write("a"), write("b")]);
  for (const outcome of outcomes)
    expect(outcome).toMatchObject({
      status: "rejected",
      reason: { fault: "full", message: /disk is full: make room/ },
    });
  expect(count.get()).toEqual({ n: 0 });
  worker.prepare("PRAGMA max_page_count = 100000").get();
  await write("a");
  expect(count.get()).toEqual({ n: 1 });
});

test("writing over a reader's connection is told, and changes nothing", async () => {
  open().close();
  opened.pop();
  const reader = open("read");
  const put = reader.prepare("INSERT INTO document VALUES ('a', 'b', 1)");
  await expect(reader.transact("durable", () => put.run())).rejects.toMatchObject({ fault: "read-only" });
});

test("a record that is no JSON any more is damage, not a record", () => {
  expect(() => open().parse("{half")).toThrow(/is damaged: .*a record is no JSON/);
});

test("codes of SQLite are told apart; other errors stay what they are", () => {
  const sqliteError = (errcode: number) => Object.assign(new Error("words"), { errcode });
  const faultOf = (errcode: number) => (asDataFileError(sqliteError(errcode), file) as DataFileError).fault;
  expect([3, 5, 8, 11, 13, 23, 26].map(faultOf)).toEqual([
    "no-permission",
    "locked",
    "read-only",
    "corrupt",
    "full",
    "no-permission",
    "foreign",
  ]);
  expect([10, 14, 1034].map(faultOf)).toEqual(["unreadable", "unreadable", "unreadable"]);
  const others = [new Error("no code"), sqliteError(19), "text"];
  expect(others.map((error) => asDataFileError(error, file))).toEqual(others);
});

/** Root may do everything: as root, the file is opened by somebody else. */
const OTHER = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

interface Permissions {
  readonly file: number;
  readonly folder: number;
}

/** What a process of the user who owns the file, and is not root, hears when it opens it; "" when it is opened. */
function heard(all: readonly Permissions[]): unknown {
  const module = new URL("../../../lib/adapters/sqlite/whook-database.ts", import.meta.url).href;
  const script = `import { chmodSync } from "node:fs";
    const { openWhookDatabase } = await import(${JSON.stringify(module)});
    const heard = (use) => {
      try { openWhookDatabase(${JSON.stringify(file)}, { use }).close(); return ""; } catch (error) { return error.message; }
    };
    const all = ${JSON.stringify(all)}.map(({ file, folder }) => {
      chmodSync(${JSON.stringify(folder)}, 0o700);
      chmodSync(${JSON.stringify(file)}, file);
      chmodSync(${JSON.stringify(folder)}, folder);
      return heard("work");
    });
    process.stdout.write(JSON.stringify(all));`;
  const child = spawnSync(process.execPath, ["--input-type=module", "--eval", script], { ...OTHER, encoding: "utf8" });
  return JSON.parse(child.stdout);
}

test.skipIf(process.platform === "win32")(
  "S9: a file or folder that may not be read or written is told as such",
  async () => {
    await written();
    if (OTHER.uid !== undefined)
      for (const path of [folder, file, `${file}.lock`]) chownSync(path, OTHER.uid, OTHER.gid);
    const states = [
      { file: 0o000, folder: 0o700 },
      { file: 0o400, folder: 0o700 },
      { file: 0o600, folder: 0o500 },
      { file: 0o600, folder: 0o700 },
    ];
    expect(heard(states)).toEqual([
      expect.stringMatching(/may not be opened by this user: .*whook\.db\)/),
      expect.stringMatching(/cannot be written: make the file, .*whook\.db\)/),
      expect.stringMatching(/cannot be written: make the file, its folder and its file system writable/),
      "",
    ]);
  },
);

test("a start that died while it made the file leaves nothing in the way", () => {
  writeFileSync(`${file}.new`, "half of it");
  expect(open().prepare("SELECT * FROM orders").all()).toEqual([]);
});

test("a copy of file and log, made while whook ran, opens with all that was committed", async () => {
  const worker = open();
  const put = worker.prepare("INSERT INTO document VALUES ('a', 'b', 1)");
  await worker.transact("durable", () => put.run());
  const copy = join(folder, "copy.db");
  for (const end of ["", "-wal"]) copyFileSync(file + end, copy + end);
  const reader = openWhookDatabase(copy, { use: "read" });
  opened.push(reader);
  expect(reader.prepare("SELECT name FROM document").all()).toEqual([{ name: "a" }]);
});
