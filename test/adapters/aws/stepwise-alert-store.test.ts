import { StepwiseAlertStore } from "../../../lib/adapters/aws/stepwise-alert-store.ts";
import { describeAlertStore } from "../../contract/alert-store-contract.ts";
import { MemoryLedger } from "../../support/memory-ledger.ts";
import { MemoryQueue } from "../../support/memory-queue.ts";
import { VirtualClock } from "../../support/virtual-clock.ts";

describeAlertStore("A ledger and a queue, step by step,", async () => {
  const [ledger, queue] = [new MemoryLedger(), new MemoryQueue(new VirtualClock())];
  const store = new StepwiseAlertStore({ ledger, queue, removeMessage: (receipt) => queue.delete(receipt) });
  return { store, ledger, queue, close: async () => undefined };
});
