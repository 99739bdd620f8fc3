import { mkdtemp, rm } from "node:fs/promises";
import type { Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ClassicLevel, type OpenOptions } from "classic-level";
import dynalite from "dynalite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { DynamoDocuments } from "../../../lib/adapters/dynamo/dynamo-documents.ts";
import { DynamoLedger } from "../../../lib/adapters/dynamo/dynamo-ledger.ts";
import { createLedgerTable, createLocalClient, LOCAL_TABLE } from "../../../lib/adapters/dynamo/ledger-client.ts";
import { askDynalite, type DynaliteHandler, type Question } from "../../../lib/adapters/local/ask-dynalite.ts";
import { type DurableLevel, makeLevelDurable } from "../../../lib/adapters/local/durable-level.ts";
import { createLedgerServer } from "../../../lib/adapters/local/ledger-server.ts";
import { orderAt } from "../../contract/ledger-contract.ts";
import { VirtualClock } from "../../support/virtual-clock.ts";

const clock = new VirtualClock();
const opened: (OpenOptions | undefined)[] = [];
/** What LevelDB was asked to write at once: the keys' beginnings with the items', and whether it waits for the disk. */
const writes: { readonly items: readonly string[]; readonly sync: boolean }[] = [];
type Operations = readonly { readonly key: string; readonly value?: { readonly pk?: { readonly S: string } } }[];

let path: string;
let level: DurableLevel;
let server: Server;
let client: ReturnType<typeof createLocalClient>;

beforeAll(async () => {
  const { open, batch } = ClassicLevel.prototype;
  ClassicLevel.prototype.open = function (options?: OpenOptions) {
    opened.push(options);
    return open.call(this, options ?? {});
  };
  const spy = function (
    this: ClassicLevel,
    operations: Operations,
    options: { readonly sync?: boolean },
  ): Promise<void> {
    const items = operations.map(({ key, value }) => `${key.split("-")[0]} ${value?.pk?.S.split("#")[0] ?? ""}`);
    writes.push({ items, sync: options.sync === true });
    return (batch as unknown as typeof spy).call(this, operations, options);
  };
  // Of its overloads, the one that takes a list.
  ClassicLevel.prototype.batch = spy as unknown as typeof batch;
  level = makeLevelDurable();
  path = await mkdtemp(join(tmpdir(), "whook-level-"));
  const [handler] = dynalite({ path, createTableMs: 0 }).listeners("request") as [DynaliteHandler];
  const answer = (question: Question) => level.asRequest(() => askDynalite(handler, question));
  server = createLedgerServer({ secret: "none", answer });
  await level.opened;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  client = createLocalClient({
    endpoint: `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`,
    secret: "none",
  });
  await createLedgerTable(client, LOCAL_TABLE);
});
afterAll(async () => {
  client.destroy();
  await new Promise((resolve) => server.close(resolve));
  await level.close();
  await rm(path, { recursive: true });
});

async function writesOf(work: () => Promise<unknown>): Promise<typeof writes> {
  writes.length = 0;
  await work();
  return [...writes];
}

test("few table files are open at a time", () => {
  expect(opened).toMatchObject([{ maxOpenFiles: 74 }]);
});

test("an order and each change of it are on disk before the write is answered, with its places in the indexes at once", async () => {
  const ledger = new DynamoLedger({ client, tableName: LOCAL_TABLE, clock });
  const order = orderAt(clock.now());
  const ended = { at: clock.now(), kind: "ended", status: "cancelled", code: "CANCELLED", reason: "done" } as const;
  const isIndex = (item: string) => item.startsWith("index ");
  for (const write of [() => ledger.createOrder(order), () => ledger.updateOrder(order, [ended])]) {
    const ofOrder = (await writesOf(write)).filter(({ items }) => items.includes("item ORDER"));
    expect(ofOrder).toHaveLength(1);
    expect(ofOrder[0]?.sync).toBe(true);
    expect(ofOrder[0]?.items.filter((item) => item === "index ORDER")).toHaveLength(5);
    expect(ofOrder[0]?.items.filter((item) => !isIndex(item))).toEqual(["item ORDER"]);
  }
});

test("an alert is on disk too; what a later write takes with it is not waited for", async () => {
  const ledger = new DynamoLedger({ client, tableName: LOCAL_TABLE, clock });
  const { alertId } = orderAt(clock.now());
  const alert = { alertId, receivedAt: clock.now(), text: "", accepted: [], rejected: [], warnings: [] };
  const ofItem = async (name: string, work: () => Promise<unknown>) =>
    (await writesOf(work)).filter(({ items }) => items.includes(`item ${name}`)).map(({ sync }) => sync);
  expect(await ofItem("ALERT", () => ledger.putAlert(alert))).toEqual([true]);
  expect(await ofItem("KEY", () => ledger.openAlert("body", alert))).toEqual([false]);
  const documents = new DynamoDocuments({ client, tableName: LOCAL_TABLE });
  expect(await ofItem("DOCUMENT", () => documents.writeDocument("book", "{}", undefined))).toEqual([false]);
});
