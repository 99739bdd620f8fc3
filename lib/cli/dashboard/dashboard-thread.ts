// The dashboard that comes with `npm start`, in a thread of its own: a page over a hundred thousand trades keeps no order
// waiting, and what goes wrong here ends here (docs/adr/0075-the-dashboard-s-own-thread.md).
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { systemClock } from "../../adapters/local/system-clock.ts";
import { messageOf } from "../errors.ts";
import type { LocalPlaces } from "../local-backend.ts";
import type { Reach } from "./caller-of.ts";
import { localDashboard } from "./local-dashboard.ts";
import { startDashboard } from "./start-dashboard.ts";

/** More than any history needs; without it the thread could take what the orders need. */
const MEMORY_MB = 1_024;
const MARK = "whook dashboard";

/** What the thread is told. */
export interface DashboardThreadOptions {
  /** What can be handed to a thread: a time zone cannot, and the page's times are UTC. */
  readonly env: LocalPlaces;
  /** When it is taken, any free one is used. */
  readonly port: number;
  readonly reach: Reach;
}

interface Started {
  readonly address?: string;
  readonly problem?: string;
}

/** A dashboard beside the orders. */
export interface DashboardThread {
  /** To be opened once. */
  readonly address: string;
  stop(): Promise<void>;
}

/** @param onEnd - told why, when it ends by itself after it listened. @throws Error why there is none. */
export async function startDashboardThread(
  options: DashboardThreadOptions,
  onEnd: (why: string) => void,
): Promise<DashboardThread> {
  const resourceLimits = { maxOldGenerationSizeMb: MEMORY_MB };
  const worker = new Worker(new URL(import.meta.url), { workerData: { mark: MARK, ...options }, resourceLimits });
  const stop = async () => void (await worker.terminate());
  const started = await new Promise<Started>((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("error", reject);
  });
  if (started.address === undefined) {
    await stop();
    throw new Error(started.problem ?? "it did not start");
  }
  worker.on("error", (error) => onEnd(messageOf(error)));
  return { address: started.address, stop };
}

async function serve({ env, port, reach }: DashboardThreadOptions): Promise<Started> {
  const options = {
    ...localDashboard(env),
    reach,
    clock: systemClock,
    reads: "when-asked",
  } as const;
  try {
    const { address } = await startDashboard({ ...options, port }).catch((error: unknown) => {
      const isTaken = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
      if (!isTaken) throw error;
      return startDashboard({ ...options, port: 0 });
    });
    return { address };
  } catch (error) {
    return { problem: messageOf(error) };
  }
}

/** Other threads may import this file too: this one was started here. */
function isOurs(data: unknown): data is DashboardThreadOptions {
  return typeof data === "object" && data !== null && "mark" in data && data.mark === MARK;
}

if (!isMainThread && isOurs(workerData)) parentPort?.postMessage(await serve(workerData));
