import { describeAlertStore } from "../../contract/alert-store-contract.ts";
import { describeCache } from "../../contract/cache-contract.ts";
import { describeDocuments } from "../../contract/documents-contract.ts";
import { describeEquity } from "../../contract/equity-contract.ts";
import { describeLedger } from "../../contract/ledger-contract.ts";
import { describeNotices } from "../../contract/notices-contract.ts";
import { CONTRACT_MAX_RECEIVES, describeQueue } from "../../contract/queue-contract.ts";
import { openSqliteFolder } from "../../support/sqlite-folder.ts";

describeLedger("The data file", async () => {
  const { data, clock, reopen, close } = await openSqliteFolder();
  return { ledger: data.ledger, clock, reopen: async () => (await reopen()).ledger, close };
});

describeQueue("The data file", async () => {
  const { data, clock, reopen, close } = await openSqliteFolder({ maxReceiveCount: CONTRACT_MAX_RECEIVES });
  return { queue: data.queue, clock, reopen: async () => (await reopen()).queue, close };
});

describeNotices("The data file", async () => {
  let isUsed = true;
  const { data, reopen, close } = await openSqliteFolder({ marksNotices: () => isUsed });
  const mark = (now: boolean) => {
    isUsed = now;
  };
  return { ...data, mark, reopen, close };
});

describeDocuments("The data file", async () => {
  const { data, close } = await openSqliteFolder();
  return { documents: data.documents, close };
});

describeCache("The data file", async () => {
  const { data, close } = await openSqliteFolder();
  return { cache: data.cache, close };
});

describeEquity("The data file", async () => {
  const { data, close } = await openSqliteFolder();
  return { equity: data.equity, close };
});

describeAlertStore("The data file", async () => {
  const { data, close } = await openSqliteFolder();
  return { ...data, store: data.alertStore, close };
});
