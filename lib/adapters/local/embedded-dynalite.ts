// DynamoDB's protocol on this machine: dynalite in a thread of its own, so that the ledger uses a second core.
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { Worker } from "node:worker_threads";
// Node unloads a thread's addons when it ends, LevelDB's under the feet of its own background thread: the process died of SIGSEGV
// in 3 of 3 runs of 150 such ends, in none of 3 while the main thread holds the addon too.
import "classic-level";

/** Requests are small and short-lived: a small young generation keeps the process small at no cost that was measurable. */
const RESOURCE_LIMITS = { maxYoungGenerationSizeMb: 16, maxOldGenerationSizeMb: 256 };
const SECRET_BYTES = 24;

/** The ledger's database in a thread of its own: where it listens, and what it asks of callers. */
export interface EmbeddedDynalite {
  /** `http://127.0.0.1:PORT` */
  readonly endpoint: string;
  /** The access key of its clients: without it nothing is answered. */
  readonly secret: string;
  /** Closes the database; what was answered is on disk. */
  stop(): Promise<void>;
}

/** Where the ledger's database keeps its files. */
export interface EmbeddedDynaliteOptions {
  /** Folder of the data. @default in memory */
  readonly path?: string;
  /** Told why when it cannot be written, once, and without a reason when it can be again. */
  readonly onFault?: (reason?: string) => void;
}

/** What the thread is given. */
export interface DynaliteWorkerData {
  readonly path?: string;
  readonly secret: string;
}

/** What the thread says: the first two once, first. */
export type DynaliteMessage =
  | { readonly port: number }
  | { readonly error: string }
  | { readonly fault: string }
  | { readonly mended: true };

/**
 * Starts dynalite on a free port of 127.0.0.1.
 * @throws Error that says why when it cannot listen, or cannot open the folder: another process holds it, or it is damaged.
 */
export async function startEmbeddedDynalite({
  path,
  onFault,
}: EmbeddedDynaliteOptions = {}): Promise<EmbeddedDynalite> {
  const secret = randomBytes(SECRET_BYTES).toString("base64url");
  const workerData: DynaliteWorkerData = { secret, ...(path === undefined ? {} : { path }) };
  const worker = new Worker(new URL("./embedded-dynalite-worker.ts", import.meta.url), {
    workerData,
    resourceLimits: RESOURCE_LIMITS,
  });
  const port = await firstWord(worker);
  worker.on("message", (message: DynaliteMessage) => {
    if ("fault" in message) onFault?.(message.fault);
    if ("mended" in message) onFault?.();
  });
  return {
    endpoint: `http://127.0.0.1:${port}`,
    secret,
    stop: async () => {
      const exited = once(worker, "exit");
      worker.postMessage("stop");
      await exited;
    },
  };
}

async function firstWord(worker: Worker): Promise<number> {
  const [first] = (await once(worker, "message")) as [DynaliteMessage];
  if ("port" in first) return first.port;
  await worker.terminate();
  throw new Error("error" in first ? first.error : "the ledger could not be written at its start");
}
