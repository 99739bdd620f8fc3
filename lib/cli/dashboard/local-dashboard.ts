import { findRunning } from "../../runtime/runtime-file.ts";
import { LocalBackend, type LocalPlaces } from "../local-backend.ts";
import type { DashboardOptions } from "./start-dashboard.ts";

/** Between two looks at the data file, milliseconds. */
const EVERY_MS = 2_000;
/** A hundred thousand trades take a hundred megabytes, and are read again in seconds. */
const KEPT_MS = 10 * 60_000;

/** A dashboard over this machine's data. */
export function localDashboard(
  env: LocalPlaces,
): Pick<DashboardOptions, "source" | "openBackend" | "isLive" | "everyMs" | "keptMs" | "figures"> {
  return {
    source: `This machine, ${env.dataDir}`,
    openBackend: () => new LocalBackend(env),
    // Without a running whook the data stands still, and is left alone.
    isLive: async () => (await findRunning(env.dataDir)) !== undefined,
    everyMs: EVERY_MS,
    keptMs: KEPT_MS,
    figures: "first",
  };
}
