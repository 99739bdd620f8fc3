import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DynamoDocuments } from "../../../lib/adapters/aws/dynamo-documents.ts";
import { DynamoLedger } from "../../../lib/adapters/aws/dynamo-ledger.ts";
import { DynamoNotices } from "../../../lib/adapters/aws/dynamo-notices.ts";
import { createLedgerTable, createLocalClient, LOCAL_TABLE } from "../../../lib/adapters/aws/ledger-client.ts";
import { StepwiseAlertStore } from "../../../lib/adapters/aws/stepwise-alert-store.ts";
import { startEmbeddedDynalite } from "../../../lib/adapters/local/embedded-dynalite.ts";
import { describeAlertStore } from "../../contract/alert-store-contract.ts";
import { describeDocuments } from "../../contract/documents-contract.ts";
import { describeNotices } from "../../contract/notices-contract.ts";
import { MemoryQueue } from "../../support/memory-queue.ts";
import { VirtualClock } from "../../support/virtual-clock.ts";

async function openTable(marksNotices = () => false) {
  const path = await mkdtemp(join(tmpdir(), "whook-table-"));
  const clock = new VirtualClock();
  const open = async () => {
    const dynalite = await startEmbeddedDynalite({ path });
    const client = createLocalClient(dynalite.endpoint);
    await createLedgerTable(client, LOCAL_TABLE);
    const table = { client, tableName: LOCAL_TABLE };
    const ports = {
      ledger: new DynamoLedger({ ...table, clock, marksNotices }),
      notices: new DynamoNotices(table),
      documents: new DynamoDocuments(table),
    };
    const stop = () => {
      client.destroy();
      return dynalite.stop();
    };
    return { ...ports, stop };
  };
  let current = await open();
  return {
    ...current,
    clock,
    reopen: async () => {
      await current.stop();
      current = await open();
      return current;
    },
    close: async () => {
      await current.stop();
      await rm(path, { recursive: true });
    },
  };
}

describeNotices("DynamoDB (dynalite)", async () => {
  let isUsed = true;
  const table = await openTable(() => isUsed);
  const mark = (now: boolean) => {
    isUsed = now;
  };
  return { ...table, mark };
});

describeDocuments("DynamoDB (dynalite)", () => openTable());

describeAlertStore("DynamoDB (dynalite) and a queue", async () => {
  const { ledger, clock, close } = await openTable();
  const queue = new MemoryQueue(clock);
  const store = new StepwiseAlertStore({ ledger, queue, removeMessage: (receipt) => queue.delete(receipt) });
  return { store, ledger, queue, close };
});
