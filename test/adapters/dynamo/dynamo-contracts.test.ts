import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { StepwiseAlertStore } from "../../../lib/adapters/aws/stepwise-alert-store.ts";
import { DynamoCache } from "../../../lib/adapters/dynamo/dynamo-cache.ts";
import { DynamoDocuments } from "../../../lib/adapters/dynamo/dynamo-documents.ts";
import { DynamoEquity } from "../../../lib/adapters/dynamo/dynamo-equity.ts";
import { DynamoLedger } from "../../../lib/adapters/dynamo/dynamo-ledger.ts";
import { DynamoNotices } from "../../../lib/adapters/dynamo/dynamo-notices.ts";
import { describeAlertStore } from "../../contract/alert-store-contract.ts";
import { describeCache } from "../../contract/cache-contract.ts";
import { describeDocuments } from "../../contract/documents-contract.ts";
import { describeEquity } from "../../contract/equity-contract.ts";
import { describeLedger } from "../../contract/ledger-contract.ts";
import { describeNotices } from "../../contract/notices-contract.ts";
import { startDynalite } from "../../support/aws/start-dynalite.ts";
import { MemoryQueue } from "../../support/memory-queue.ts";
import { VirtualClock } from "../../support/virtual-clock.ts";

async function openTable(marksNotices = () => false) {
  const path = await mkdtemp(join(tmpdir(), "whook-table-"));
  const clock = new VirtualClock();
  const open = async () => {
    const { stop, ...table } = await startDynalite({ path });
    return {
      ledger: new DynamoLedger({ ...table, clock, marksNotices }),
      notices: new DynamoNotices(table),
      documents: new DynamoDocuments(table),
      cache: new DynamoCache(table),
      equity: new DynamoEquity(table),
      stop,
    };
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

describeLedger("DynamoDB (dynalite)", async () => {
  const { ledger, clock, reopen, close } = await openTable();
  return { ledger, clock, reopen: async () => (await reopen()).ledger, close };
});

describeNotices("DynamoDB (dynalite)", async () => {
  let isUsed = true;
  const table = await openTable(() => isUsed);
  const mark = (now: boolean) => {
    isUsed = now;
  };
  return { ...table, mark };
});

describeDocuments("DynamoDB (dynalite)", () => openTable());

describeCache("DynamoDB (dynalite)", () => openTable());

describeEquity("DynamoDB (dynalite)", () => openTable());

describeAlertStore("DynamoDB (dynalite) and a queue", async () => {
  const { ledger, clock, close } = await openTable();
  const queue = new MemoryQueue(clock);
  const store = new StepwiseAlertStore({ ledger, queue, removeMessage: (receipt) => queue.delete(receipt) });
  return { store, ledger, queue, close };
});
