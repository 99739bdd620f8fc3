import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ClassicLevel, type OpenOptions, type PutOptions } from "classic-level";
import dynalite from "dynalite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { DynamoDocuments } from "../../../lib/adapters/aws/dynamo-documents.ts";
import { DynamoLedger } from "../../../lib/adapters/aws/dynamo-ledger.ts";
import { createLedgerTable, createLocalClient, LOCAL_TABLE } from "../../../lib/adapters/aws/ledger-client.ts";
import { makeLevelDurable } from "../../../lib/adapters/local/durable-level.ts";
import { orderAt } from "../../contract/ledger-contract.ts";
import { VirtualClock } from "../../support/virtual-clock.ts";

const clock = new VirtualClock();
const opened: (OpenOptions | undefined)[] = [];
/** What LevelDB was asked to write: the key's beginning, the item's, and whether it waits for the disk. */
const writes: { readonly to: string; readonly item: string; readonly sync: boolean }[] = [];

let path: string;
let server: ReturnType<typeof dynalite>;
let client: ReturnType<typeof createLocalClient>;

beforeAll(async () => {
  const { open, put } = ClassicLevel.prototype;
  ClassicLevel.prototype.open = function (options?: OpenOptions) {
    opened.push(options);
    return open.call(this, options ?? {});
  };
  ClassicLevel.prototype.put = function (
    this: ClassicLevel,
    key: unknown,
    value: unknown,
    options: PutOptions<unknown, unknown> = {},
  ) {
    const [to = ""] = String(key).split("-");
    const [item = ""] = (value as { readonly pk?: { readonly S: string } }).pk?.S.split("#") ?? [];
    writes.push({ to, item, sync: options.sync === true });
    return put.call(this, key, value, options);
  };
  const ready = makeLevelDurable();
  path = await mkdtemp(join(tmpdir(), "whook-level-"));
  server = dynalite({ path, createTableMs: 0 });
  await ready;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  client = createLocalClient(`http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`);
  await createLedgerTable(client, LOCAL_TABLE);
});
afterAll(async () => {
  client.destroy();
  await new Promise((resolve) => server.close(resolve));
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

test("an order is on disk before its write is answered, and so is each change of it, written last", async () => {
  const ledger = new DynamoLedger({ client, tableName: LOCAL_TABLE, clock });
  const order = orderAt(clock.now());
  const ended = { at: clock.now(), kind: "ended", status: "cancelled", code: "CANCELLED", reason: "done" } as const;
  for (const write of [() => ledger.createOrder(order), () => ledger.updateOrder(order, [ended])]) {
    const ofOrder = (await writesOf(write)).filter(({ item }) => item === "ORDER");
    expect(ofOrder.at(-1)).toEqual({ to: "item", item: "ORDER", sync: true });
    expect(ofOrder.slice(0, -1).map(({ to, sync }) => ({ to, sync }))).toEqual(
      Array.from({ length: 5 }, () => ({ to: "index", sync: false })),
    );
  }
});

test("an alert is on disk too; what a later write takes with it is not waited for", async () => {
  const ledger = new DynamoLedger({ client, tableName: LOCAL_TABLE, clock });
  const { alertId } = orderAt(clock.now());
  const alert = { alertId, receivedAt: clock.now(), text: "", accepted: [], rejected: [], warnings: [] };
  const ofItems = async (work: () => Promise<unknown>) =>
    (await writesOf(work)).filter(({ to, item }) => to === "item" && item !== "CACHE");
  expect(await ofItems(() => ledger.putAlert(alert))).toMatchObject([{ item: "ALERT", sync: true }]);
  expect(await ofItems(() => ledger.openAlert("body", alert))).toMatchObject([{ item: "KEY", sync: false }]);
  const documents = new DynamoDocuments({ client, tableName: LOCAL_TABLE });
  expect(await ofItems(() => documents.writeDocument("book", "{}", undefined))).toMatchObject([{ sync: false }]);
});
