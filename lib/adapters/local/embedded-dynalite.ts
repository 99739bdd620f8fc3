// DynamoDB's protocol on this machine: dynalite in a thread of its own, so that the ledger uses a second core.
import { once } from "node:events";
import { Worker } from "node:worker_threads";
// Node unloads a thread's addons when it ends, LevelDB's under the feet of its own background thread: the process died of SIGSEGV
// in 3 of 3 runs of 150 such ends, in none of 3 while the main thread holds the addon too.
import "classic-level";

/** Requests are small and short-lived: a small young generation keeps the process small at no cost that was measurable. */
const RESOURCE_LIMITS = { maxYoungGenerationSizeMb: 16, maxOldGenerationSizeMb: 256 };

export interface EmbeddedDynalite {
  /** `http://127.0.0.1:PORT` */
  readonly endpoint: string;
  /** Closes the database; what was answered is on disk. */
  stop(): Promise<void>;
}

/** What the thread says first. */
export type DynaliteMessage = { readonly port: number } | { readonly error: string };

/**
 * Starts dynalite on a free port of 127.0.0.1.
 * @param options.path - folder of the data; absent: in memory.
 * @throws Error that says why when it cannot listen, or cannot open the folder: another process holds it, or it is damaged.
 */
export async function startEmbeddedDynalite(options: { readonly path?: string } = {}): Promise<EmbeddedDynalite> {
  const worker = new Worker(new URL("./embedded-dynalite-worker.ts", import.meta.url), {
    workerData: options,
    resourceLimits: RESOURCE_LIMITS,
  });
  const [first] = (await once(worker, "message")) as [DynaliteMessage];
  if ("error" in first) {
    await worker.terminate();
    throw new Error(first.error);
  }
  return {
    endpoint: `http://127.0.0.1:${first.port}`,
    stop: async () => {
      const exited = once(worker, "exit");
      worker.postMessage("stop");
      await exited;
    },
  };
}
