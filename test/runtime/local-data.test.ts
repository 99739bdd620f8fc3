import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateTableCommand } from "@aws-sdk/client-dynamodb";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createLocalClient, LOCAL_TABLE } from "../../lib/adapters/dynamo/ledger-client.ts";
import { ledgerTable } from "../../lib/adapters/dynamo/ledger-table.ts";
import { startEmbeddedDynalite } from "../../lib/adapters/local/embedded-dynalite.ts";
import { systemClock } from "../../lib/adapters/local/system-clock.ts";
import { INDEX } from "../../lib/config/ledger-schema.ts";
import { openLocalData } from "../../lib/runtime/local-data.ts";

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "whook-data-"));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

type Indexes = NonNullable<ReturnType<typeof ledgerTable>["GlobalSecondaryIndexes"]>;

/** A data folder as a whook of other indexes left it. */
async function madeWith(change: (indexes: Indexes) => Indexes): Promise<void> {
  const dynalite = await startEmbeddedDynalite({ path: join(dataDir, "ledger") });
  const client = createLocalClient(dynalite);
  const { GlobalSecondaryIndexes: indexes = [], AttributeDefinitions: all = [], ...table } = ledgerTable(LOCAL_TABLE);
  const GlobalSecondaryIndexes = change(indexes);
  const used = new Set(
    [...(table.KeySchema ?? []), ...GlobalSecondaryIndexes.flatMap(({ KeySchema = [] }) => KeySchema)].map(
      ({ AttributeName }) => AttributeName,
    ),
  );
  const AttributeDefinitions = all.filter(({ AttributeName }) => used.has(AttributeName));
  await client.send(new CreateTableCommand({ ...table, GlobalSecondaryIndexes, AttributeDefinitions }));
  client.destroy();
  await dynalite.stop();
}

test.each<[string, string, (indexes: Indexes) => Indexes]>([
  ["an index", INDEX.notice, (indexes) => indexes.filter(({ IndexName }) => IndexName !== INDEX.notice)],
  [
    "what an index carries",
    INDEX.day,
    (indexes) =>
      indexes.map((index) =>
        index.IndexName === INDEX.day ? { ...index, Projection: { ProjectionType: "KEYS_ONLY" } } : index,
      ),
  ],
])("a folder that lacks %s is not opened: what is the matter and what to do is said", async (_, name, change) => {
  await madeWith(change);
  const opened = openLocalData(dataDir, systemClock);
  await expect(opened).rejects.toThrow(`made by an older version of whook: the ledger lacks ${name} as`);
  await expect(opened).rejects.toThrow(/Rename that folder and start again/);
});

test("a folder that another process uses, or that is damaged, is not opened: its name and the reason are said", async () => {
  const data = await openLocalData(dataDir, systemClock);
  await expect(openLocalData(dataDir, systemClock)).rejects.toThrow(/cannot be opened; another whook may .*LOCK/);
  await data.close();
  await rm(join(dataDir, "ledger", "CURRENT"));
  await mkdir(join(dataDir, "ledger", "CURRENT"));
  await expect(openLocalData(dataDir, systemClock)).rejects.toThrow(/cannot be opened; .*CURRENT/);
});

test("a folder that cannot be made is named", async () => {
  const file = join(dataDir, "file");
  await writeFile(file, "");
  await expect(openLocalData(file, systemClock)).rejects.toThrow(`the data folder ${file} cannot be made`);
});

test("closing waits for requests under way: the database is not closed under one", async () => {
  const data = await openLocalData(dataDir, systemClock);
  const reads = Array.from({ length: 20 }, () => data.ledger.listOrders({ limit: 10 }));
  const ended = Promise.allSettled(reads);
  await Promise.race(reads);
  await expect(data.close()).resolves.toBeUndefined();
  await ended;
});

test("a folder of this version is opened again", async () => {
  await madeWith((indexes) => indexes);
  await (await openLocalData(dataDir, systemClock)).close();
});
