import { existsSync, readFileSync, renameSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { backupDataFile, restoreDataFile } from "../../../lib/adapters/sqlite/backup.ts";
import { openWhookDatabase } from "../../../lib/adapters/sqlite/whook-database.ts";
import { openSqliteFolder, type SqliteFolder } from "../../support/sqlite-folder.ts";
import { seedHistory } from "../../support/sqlite-seed.ts";

let under: SqliteFolder;
let file: string;
let backup: string;

beforeEach(async () => {
  under = await openSqliteFolder();
  file = join(under.folder, "whook.db");
  backup = join(under.folder, "backup.db");
  await seedHistory(under.data);
});
afterEach(() => under.close());

/** Everything of the tables people ask, as one text. */
function contentOf(path: string): string {
  const database = openWhookDatabase(path, { use: "read" });
  const read = (table: string) => database.prepare(`SELECT * FROM ${table} ORDER BY 1`).all();
  const content = ["ledger_order", "ledger_alert", "message", "document", "key_claim", "cache"].map(read);
  database.close();
  return JSON.stringify(content);
}

test("a backup made beside a running whook holds what is still in its log, and whook goes on", async () => {
  backupDataFile(file, backup);
  expect(contentOf(backup)).toBe(contentOf(file));
  expect(existsSync(`${backup}.part`)).toBe(false);
  await under.data.documents.writeDocument("after", "x", undefined);
  expect(await under.data.documents.readDocument("after")).toBeDefined();
});

test("a backup overwrites nothing, and of nothing there is none", () => {
  writeFileSync(backup, "mine");
  expect(() => backupDataFile(file, backup)).toThrow(/backup\.db exists already, and is not overwritten/);
  expect(readFileSync(backup, "utf8")).toBe("mine");
  const none = join(under.folder, "none", "whook.db");
  expect(() => backupDataFile(none, join(under.folder, "b"))).toThrow(/does not exist yet: there is nothing to keep/);
});

test("what is in use is not restored over", () => {
  backupDataFile(file, backup);
  expect(() => restoreDataFile(backup, file)).toThrow(/in use by another whook: stop that one/);
  expect(contentOf(file)).toBe(contentOf(backup));
});

test("a backup takes the file's place; what was there is kept, its log with it", async () => {
  backupDataFile(file, backup);
  const before = contentOf(file);
  await under.data.documents.writeDocument("after", "x", undefined);
  const later = contentOf(file);
  under.data.close();
  expect(restoreDataFile(backup, file)).toBe(`${file}.before-1`);
  expect([contentOf(file), contentOf(`${file}.before-1`)]).toEqual([before, later]);
  expect(restoreDataFile(`${file}.before-1`, file)).toBe(`${file}.before-2`);
  expect(contentOf(file)).toBe(later);
});

test("a damaged backup, and a file that is none, change nothing", () => {
  backupDataFile(file, backup);
  under.data.close();
  const before = contentOf(file);
  truncateSync(backup, 20_480);
  expect(() => restoreDataFile(backup, file)).toThrow(/backup\.db is damaged/);
  writeFileSync(backup, "a text of mine\n".repeat(500));
  expect(() => restoreDataFile(backup, file)).toThrow(/backup\.db is no database of whook/);
  expect(() => restoreDataFile(join(under.folder, "nowhere"), file)).toThrow(/does not exist: name a file/);
  expect(contentOf(file)).toBe(before);
  expect(existsSync(`${file}.restored`)).toBe(false);
});

test("a damaged file is replaced by a backup, and kept", async () => {
  backupDataFile(file, backup);
  const before = contentOf(backup);
  under.data.close();
  truncateSync(file, 20_480);
  restoreDataFile(backup, file);
  expect(contentOf(file)).toBe(before);
  expect(readFileSync(`${file}.before-1`)).toHaveLength(20_480);
});

test.each(["before the old file was set aside", "after it"])(
  "a restore that was cut off %s is carried through by the next start",
  async (moment) => {
    backupDataFile(file, backup);
    const before = contentOf(file);
    await under.data.documents.writeDocument("after", "x", undefined);
    under.data.close();
    renameSync(backup, `${file}.restored`);
    if (moment === "after it") renameSync(file, `${file}.before-1`);
    openWhookDatabase(file, { use: "work" }).close();
    expect(contentOf(file)).toBe(before);
    expect(contentOf(`${file}.before-1`)).not.toBe(before);
  },
);
