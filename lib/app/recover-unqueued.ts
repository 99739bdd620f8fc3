// Orders on record that are in no queue. Where the two share no transaction the webhook may store an order and fail to queue it, or die
// between the two; its sender gives up after some tries, and nobody would ever work on it or say so. The queue cannot be asked what
// it holds, but it drops a message it has seen, and an order past its time ends the same whoever looks at it.
import { isEnded, type OrderRecord } from "../core/execution/order-record.ts";
import { unixMs } from "../core/ids.ts";
import { faultOf } from "../core/reason-of.ts";
import type { OrderQueue } from "../ports/order-queue.ts";
import { groupIdOf } from "./accept-alert.ts";
import { executeOrder } from "./execute-order.ts";
import type { ExecuteOrderDeps } from "./execution-deps.ts";
import type { FollowLimits } from "./follow-orders.ts";
import { listAllOrders } from "./list-all-orders.ts";

/** What recovering orders needs of the world. */
export interface RecoverUnqueuedDeps extends ExecuteOrderDeps {
  readonly queue: Pick<OrderQueue, "send">;
  /** No order is begun later than `runMs` after the start: orders are to be followed as well. */
  readonly followLimits: Pick<FollowLimits, "runMs">;
}

/** The sender may still send the alert again, and with it the order. */
const YOUNG_MS = 60_000;
/** Queued no later than this after its alert came. SQS knows a message again for 300 s, so a second one never gets in. */
const QUEUED_UNTIL_MS = 180_000;
/** An order past its time that is in the queue after all has been given this long to be ended by its own attempt. */
const PATIENCE_MS = 15_000;

/** Queues what is in time and the newest of its group, ends what is too old. Never throws for one order. */
export async function recoverUnqueued(
  deps: RecoverUnqueuedDeps,
): Promise<{ readonly looked: number; readonly changed: number }> {
  const { clock, ledger, telemetry, followLimits } = deps;
  const lastStart = clock.now() + followLimits.runMs;
  const orders = await listAllOrders(ledger, { status: "queued", until: unixMs(clock.now() - YOUNG_MS) });
  let [looked, changed] = [0, 0];
  // Oldest first: the end of one begins the time of the next of its group, and what a run leaves is the next one's beginning.
  for (const order of orders) {
    if (clock.now() >= lastStart) break;
    looked++;
    changed += (await recoverOne(deps, order)) ? 1 : 0;
  }
  const left = orders.length - looked;
  if (left > 0) telemetry.log("warn", "orders that wait unusually long are left to the next run", { left });
  return { looked, changed };
}

async function recoverOne(deps: RecoverUnqueuedDeps, order: OrderRecord): Promise<boolean> {
  const { clock, ledger, telemetry } = deps;
  const { orderId } = order;
  try {
    const previous = await ledger.findPreviousOrder(order);
    // It may be waiting for its turn.
    if (previous !== undefined && !isEnded(previous.state)) return false;
    const waitsSince = Math.max(order.receivedAt, previous?.state.endedAt ?? 0);
    const now = clock.now();
    if (now > waitsSince + order.alertTimeoutMs + PATIENCE_MS) {
      // Told as any order that ends: its last write carries the mark.
      const { kind } = await executeOrder(deps, { orderId, receiveCount: 2, startedAt: now });
      return kind === "ended";
    }
    if (now > order.receivedAt + Math.min(order.alertTimeoutMs, QUEUED_UNTIL_MS)) return false;
    if (await isNewest(deps, order)) await queueAgain(deps, order);
    return false;
  } catch (error) {
    telemetry.log("error", "order could not be recovered", { orderId, reason: faultOf(error) });
    return false;
  }
}

/** Behind an order that came after it, it would open again what that one has closed. */
async function isNewest({ ledger }: RecoverUnqueuedDeps, { account, symbol, orderId }: OrderRecord): Promise<boolean> {
  const { trades } = await ledger.listTrades({ account, symbol, limit: 1 });
  return trades[0]?.orderId === orderId;
}

async function queueAgain({ queue, telemetry }: RecoverUnqueuedDeps, order: OrderRecord): Promise<void> {
  const { orderId, account, symbol } = order;
  await queue.send([{ orderId, groupId: groupIdOf(account, symbol) }]);
  telemetry.log("warn", "order waits unusually long: queued again, unless it is queued", { orderId, account, symbol });
}
