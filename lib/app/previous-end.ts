import type { OrderRecord } from "../core/execution/order-record.ts";
import type { UnixMs } from "../core/ids.ts";
import type { ExecuteOrderDeps } from "./execution-deps.ts";

/** When the order before it in its group ended: only asked when the order would be stale without it. */
export async function previousEnd(
  { ledger, clock }: ExecuteOrderDeps,
  record: OrderRecord,
): Promise<UnixMs | undefined> {
  const isFirst = record.state.firstAttemptAt === undefined;
  if (!isFirst || clock.now() <= record.receivedAt + record.alertTimeoutMs) return undefined;
  const previous = await ledger.findPreviousOrder(record);
  // The queue hands out one order of a group at a time: an order before this one that seems unfinished has just ended.
  return previous === undefined ? undefined : (previous.state.endedAt ?? clock.now());
}
