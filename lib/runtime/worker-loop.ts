// Takes messages off the local queue and works on them: one per group, several groups side by side.
import { attemptDelivery } from "../app/attempt-delivery.ts";
import type { ExecuteOrderDeps } from "../app/execution-deps.ts";
import { ATTEMPT_LEASE_MS } from "../config/limits.ts";
import { faultOf } from "../core/reason-of.ts";
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

/** Works from its making on, until it is stopped. */
export class WorkerLoop implements Loop {
  readonly #queue: WorkerLoopOptions["queue"];
  readonly #execution: ExecuteOrderDeps;
  readonly #concurrency: number;
  readonly #stopping = new AbortController();
  readonly #running = new Set<Promise<void>>();
  readonly #unsubscribe: () => void;
  readonly #looping: Promise<void>;
  #wake = new AbortController();

  constructor({ queue, execution, concurrency = DEFAULT_CONCURRENCY }: WorkerLoopOptions) {
    this.#queue = queue;
    this.#execution = execution;
    this.#concurrency = concurrency;
    this.#unsubscribe = queue.onSend(() => this.#nudge());
    this.#looping = this.#supervise();
  }

  /** Takes no more messages and waits for running attempts, at most until their leases end. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#nudge();
    this.#unsubscribe();
    await this.#looping;
    await waitAtMost(Promise.all(this.#running), { clock: this.#execution.clock, ms: ATTEMPT_LEASE_MS });
  }

  async #supervise(): Promise<void> {
    const { clock, telemetry } = this.#execution;
    while (!this.#stopping.signal.aborted) {
      try {
        await this.#takeTurn();
      } catch (error) {
        telemetry.log("error", "the queue could not be read", { reason: faultOf(error) });
        await clock.sleep(IDLE_MS, this.#stopping.signal);
      }
    }
  }

  /** Begins what is there; sleeps, until it is nudged or something is due, when nothing is. */
  async #takeTurn(): Promise<void> {
    this.#wake = new AbortController();
    const max = this.#concurrency - this.#running.size;
    const deliveries = max > 0 ? await this.#queue.receive({ max, leaseMs: ATTEMPT_LEASE_MS }) : [];
    for (const delivery of deliveries) this.#begin(delivery);
    if (deliveries.length === 0) await this.#execution.clock.sleep(await this.#idleMs(), this.#wake.signal);
  }

  #begin(delivery: Delivery): void {
    const attempt = this.#work(delivery).finally(() => {
      this.#running.delete(attempt);
      this.#nudge();
    });
    this.#running.add(attempt);
  }

  async #work(delivery: Delivery): Promise<void> {
    const deps = { ...this.#execution, queue: this.#queue };
    if ((await attemptDelivery(deps, delivery, { signal: this.#stopping.signal })) !== "ended") return;
    await this.#queue
      .delete(delivery.receipt)
      .catch((error: unknown) =>
        this.#execution.telemetry.log("error", "an ended order stays queued", { reason: faultOf(error) }),
      );
  }

  #nudge(): void {
    this.#wake.abort(NUDGED);
  }

  async #idleMs(): Promise<number> {
    if (this.#running.size >= this.#concurrency) return IDLE_MS;
    const dueAt = (await this.#queue.nextDueAt()) ?? Number.POSITIVE_INFINITY;
    return Math.max(1, Math.min(IDLE_MS, dueAt - this.#execution.clock.now()));
  }
}
