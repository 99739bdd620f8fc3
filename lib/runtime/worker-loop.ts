// Takes messages off the local queue and works on them: one per group, several groups side by side.
import { attemptDelivery } from "../app/attempt-delivery.ts";
import type { ExecuteOrderDeps } from "../app/execution-deps.ts";
import { ATTEMPT_LEASE_MS } from "../config/limits.ts";
import type { Delivery, OrderQueue } from "../ports/order-queue.ts";
import type { Loop } from "./start-loop.ts";
import { waitAtMost } from "./wait-at-most.ts";

/** What working on queued orders needs. */
export interface WorkerLoopOptions {
  readonly queue: OrderQueue & { onSend(listener: () => void): () => void };
  readonly execution: ExecuteOrderDeps;
  /** Orders worked on at the same time. */
  readonly concurrency?: number;
}

const DEFAULT_CONCURRENCY = 64;
/** The longest sleep between two looks at the queue. */
const IDLE_MS = 1_000;

/** Said, since an AbortController that is told nothing makes an error with its stack, at each message. */
const NUDGED = "there may be work";

/** Its `stop` takes no more messages and waits for running attempts, at most until their leases end. */
export function startWorkerLoop({ queue, execution, concurrency = DEFAULT_CONCURRENCY }: WorkerLoopOptions): Loop {
  const { clock, telemetry } = execution;
  const stopping = new AbortController();
  const running = new Set<Promise<void>>();
  let wake = new AbortController();
  const nudge = () => wake.abort(NUDGED);
  const unsubscribe = queue.onSend(nudge);

  async function work(delivery: Delivery): Promise<void> {
    if ((await attemptDelivery({ ...execution, queue }, delivery, { signal: stopping.signal })) !== "ended") return;
    await queue
      .delete(delivery.receipt)
      .catch((error: unknown) => telemetry.log("error", "an ended order stays queued", { reason: describe(error) }));
  }

  function begin(delivery: Delivery): void {
    const attempt = work(delivery).finally(() => {
      running.delete(attempt);
      nudge();
    });
    running.add(attempt);
  }

  async function loop(): Promise<void> {
    while (!stopping.signal.aborted) {
      wake = new AbortController();
      const max = concurrency - running.size;
      const deliveries = max > 0 ? await queue.receive({ max, leaseMs: ATTEMPT_LEASE_MS }) : [];
      for (const delivery of deliveries) begin(delivery);
      if (deliveries.length === 0) await clock.sleep(await idleMs(), wake.signal);
    }
  }

  async function idleMs(): Promise<number> {
    if (running.size >= concurrency) return IDLE_MS;
    const dueAt = (await queue.nextDueAt()) ?? Number.POSITIVE_INFINITY;
    return Math.max(1, Math.min(IDLE_MS, dueAt - clock.now()));
  }

  const looping = supervise();
  async function supervise(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        await loop();
      } catch (error) {
        telemetry.log("error", "the queue could not be read", { reason: describe(error) });
        await clock.sleep(IDLE_MS, stopping.signal);
      }
    }
  }

  return {
    stop: async () => {
      stopping.abort();
      nudge();
      unsubscribe();
      await looping;
      await waitAtMost(Promise.all(running), { clock, ms: ATTEMPT_LEASE_MS });
    },
  };
}

function describe(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : "unknown";
}
