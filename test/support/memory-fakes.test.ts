import { describeLedger } from "../contract/ledger-contract.ts";
import { CONTRACT_MAX_RECEIVES, describeQueue } from "../contract/queue-contract.ts";
import { MemoryLedger } from "./memory-ledger.ts";
import { MemoryQueue } from "./memory-queue.ts";
import { VirtualClock } from "./virtual-clock.ts";

// A fake that the tests lean on must do what the real thing does.
describeLedger("the ledger in memory", async () => ({
  ledger: new MemoryLedger(),
  clock: new VirtualClock(),
  close: async () => undefined,
}));

describeQueue("the queue in memory", async () => {
  const clock = new VirtualClock();
  return { queue: new MemoryQueue(clock, CONTRACT_MAX_RECEIVES), clock, close: async () => undefined };
});
