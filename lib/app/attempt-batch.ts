// Several deliveries at once, as an event source hands them over: groups side by side, each group in its order.
import { nameOf } from "../core/reason-of.ts";
import type { Delivery } from "../ports/order-queue.ts";
import { type AttemptDeliveryDeps, attemptDelivery } from "./attempt-delivery.ts";

/** What working on a delivered batch needs of the world. */
export interface AttemptBatchDeps extends AttemptDeliveryDeps {
  /** How long an attempt may hold its message, milliseconds. */
  readonly leaseMs: number;
  /** No attempt begins later than this after the batch was handed over, milliseconds. */
  readonly lastStartMs: number;
}

/**
 * Works on each delivery once. Never throws.
 * @returns those whose orders have not ended: they are to stay queued. What follows one of them in its group is among them, untouched.
 */
export async function attemptBatch(
  deps: AttemptBatchDeps,
  deliveries: readonly Delivery[],
): Promise<readonly Delivery[]> {
  const deadline = deps.clock.now() + deps.lastStartMs;
  const groups = Map.groupBy(deliveries, ({ message }) => message.groupId);
  const unfinished = await Promise.all([...groups.values()].map((group) => attemptGroup(deps, group, deadline)));
  return unfinished.flat();
}

async function attemptGroup(
  deps: AttemptBatchDeps,
  group: readonly Delivery[],
  deadline: number,
): Promise<readonly Delivery[]> {
  for (const [index, delivery] of group.entries()) {
    const isLate = deps.clock.now() > deadline;
    // Beside one another: whoever reads an order that another worker has is told so by its first write.
    const record = isLate ? undefined : deps.ledger.getOrder(delivery.message.orderId);
    record?.catch(() => undefined);
    const isOurs = record !== undefined && (await shortenLease(deps, delivery));
    const hasEnded = isOurs && (await attemptDelivery(deps, delivery, { record })) !== "waits";
    if (hasEnded) continue;
    await release(deps, isOurs ? group.slice(index + 1) : group.slice(index));
    return group.slice(index);
  }
  return [];
}

/** Untouched messages are free at once: their group still waits for the one before them. */
async function release({ queue }: AttemptBatchDeps, deliveries: readonly Delivery[]): Promise<void> {
  // What cannot be released comes back when its lease ends.
  await Promise.all(deliveries.map(({ receipt }) => queue.extend(receipt, 0).catch(() => false)));
}

/** A crash then costs seconds, not the queue's whole visibility timeout. @returns false when another worker has the message. */
async function shortenLease({ queue, leaseMs, telemetry }: AttemptBatchDeps, { receipt }: Delivery): Promise<boolean> {
  try {
    return await queue.extend(receipt, leaseMs);
  } catch (error) {
    // The longer lease still holds: only a crash would cost more.
    telemetry.log("warn", "lease could not be shortened", { reason: nameOf(error) });
    return true;
  }
}
