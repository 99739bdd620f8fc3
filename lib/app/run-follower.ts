import type { OrderQueue } from "../ports/order-queue.ts";
import { type FollowOrdersDeps, type FollowReport, followOrders } from "./follow-orders.ts";
import { recoverUnqueued } from "./recover-unqueued.ts";

/** What a run needs where the ledger and the queue share no transaction. */
export interface RunFollowerDeps extends FollowOrdersDeps {
  readonly queue: Pick<OrderQueue, "send">;
  /** What is done with what is left of the time, once orders were followed. @default nothing */
  readonly keepEquity?: (signal: AbortSignal) => Promise<void>;
}

/**
 * One run where the follower shares a process with orders: what was never queued first, then what is followed. It returns after
 * `cutMs` whatever hangs: each change stands on the version that was read, and the next run goes on.
 */
export async function runFollower(deps: RunFollowerDeps, { cutMs }: { readonly cutMs: number }): Promise<FollowReport> {
  const stop = new AbortController();
  const work = async (): Promise<FollowReport> => {
    const recovered = await recoverUnqueued(deps);
    const followed = await followOrders(deps, stop.signal);
    await deps.keepEquity?.(stop.signal);
    return { looked: followed.looked + recovered.looked, changed: followed.changed + recovered.changed };
  };
  const cut = async (): Promise<undefined> => deps.clock.sleep(cutMs, stop.signal).then(() => undefined);
  const report = await Promise.race([work(), cut()]);
  stop.abort();
  if (report !== undefined) return report;
  deps.telemetry.log("warn", "following orders ran out of time: the next run goes on");
  return { looked: 0, changed: 0 };
}
