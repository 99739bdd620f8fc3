// What a process of its own has on record, read from its folder beside it.
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { systemClock } from "../../lib/adapters/local/system-clock.ts";
import type { OrderRecord } from "../../lib/core/execution/order-record.ts";
import { openLocalData } from "../../lib/runtime/local-data.ts";
import type { WhookProcess } from "./whook-process.ts";

const LOOK_EVERY_MS = 200;
const LOOKS = 300;

/** Waits until no order waits or is worked on. */
export async function drained(whook: WhookProcess): Promise<void> {
  for (let look = 0; look < LOOKS; look++) {
    const data = await openLocalData(join(whook.folder, ".whook"), { use: "read", clock: systemClock });
    const waiting = await data.queue.count();
    data.close();
    if (waiting === 0) return;
    await sleep(LOOK_EVERY_MS);
  }
  throw new Error(`orders still wait: ${whook.printed}`);
}

/** Newest first. */
export async function recordedOrders({ folder }: WhookProcess, limit: number): Promise<readonly OrderRecord[]> {
  const data = await openLocalData(join(folder, ".whook"), { use: "read", clock: systemClock });
  const { orders } = await data.ledger.listOrders({ limit });
  data.close();
  return orders;
}
