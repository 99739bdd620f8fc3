// What the process that works remembers of its own writes is what is in the file, whatever was taken back.
import { afterEach, beforeEach, expect, test } from "vitest";
import { openSqliteData } from "../../../lib/adapters/sqlite/open-sqlite-data.ts";
import { RememberedRows } from "../../../lib/adapters/sqlite/remembered-rows.ts";
import { openSqliteFolder, type SqliteFolder } from "../../support/sqlite-folder.ts";

let under: SqliteFolder;
beforeEach(async () => {
  under = await openSqliteFolder();
});
afterEach(() => under.close());

test("a document that another transaction's failure made write twice is kept once, and read as it is", async () => {
  const { documents, database } = under.data;
  const written = documents.writeDocument("book", "first", undefined);
  const failed = database.transact("durable", () => {
    throw new Error("no");
  });
  await expect(failed).rejects.toThrow("no");
  expect(await written).toBe(true);
  expect(await documents.readDocument("book")).toEqual({ body: "first", version: 1 });
  expect(await documents.writeDocument("book", "second", 1)).toBe(true);
  expect(await (await under.reopen()).documents.readDocument("book")).toEqual({ body: "second", version: 2 });
});

test("what was taken back is not remembered", async () => {
  const { database } = under.data;
  const rows = new RememberedRows<string>(database);
  rows.set("before", "kept");
  const failed = database.transact("durable", () => {
    rows.set("book", "never written");
    throw new Error("no");
  });
  await expect(failed).rejects.toThrow("no");
  expect([rows.get("before"), rows.get("book")]).toEqual([undefined, undefined]);
});

test("who only reads remembers nothing: another process writes", async () => {
  const reader = await openSqliteData(under.folder, { use: "read", clock: under.clock });
  await under.data.documents.writeDocument("book", "first", undefined);
  expect(await reader.documents.readDocument("book")).toEqual({ body: "first", version: 1 });
  await under.data.documents.writeDocument("book", "second", 1);
  expect(await reader.documents.readDocument("book")).toEqual({ body: "second", version: 2 });
  reader.close();
});
