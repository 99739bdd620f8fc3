#!/usr/bin/env node
// `npm start`: the local runtime in the foreground.
import { flushCompileCache } from "node:module";
import type { LocalEnv } from "../lib/config/env.ts";
import type { Runtime } from "../lib/runtime/start-runtime.ts";
import { keepCompiled } from "./keep-compiled.ts";

keepCompiled();
const [
  { createPinoTelemetry },
  { systemClock },
  { readLocalEnv },
  { readDashboardEnv },
  { describeStart },
  { startRuntime },
] = await Promise.all([
  import("../lib/adapters/local/pino-telemetry.ts"),
  import("../lib/adapters/local/system-clock.ts"),
  import("../lib/config/env.ts"),
  import("../lib/config/dashboard-env.ts"),
  import("../lib/runtime/describe-start.ts"),
  import("../lib/runtime/start-runtime.ts"),
]);

/** The page to look at, in a thread beside the orders: whatever becomes of it, they go on. */
async function openDashboard(env: LocalEnv): Promise<void> {
  try {
    const { port, ...wanted } = readDashboardEnv(process.env, env.port);
    if (port === "off") return;
    const { startDashboardThread } = await import("../lib/cli/dashboard/dashboard-thread.ts");
    const { reachOf } = await import("../lib/cli/dashboard/reach-of.ts");
    const reach = await reachOf(wanted, env.dataDir);
    const address = await startDashboardThread({ env, port, reach }, sayNoDashboard);
    console.log(`dashboard ${address}\n          open it once, in a browser on this machine`);
  } catch (error) {
    sayNoDashboard(error instanceof Error ? error.message : String(error));
  }
}

function sayNoDashboard(why: string): void {
  console.error(`warning   the dashboard does not run: ${why}`);
}

/** Ctrl-C drains and stops; a second one does not wait. */
function stopOnSignal(runtime: Runtime): void {
  let isStopping = false;
  const stop = async () => {
    if (isStopping) process.exit(130);
    isStopping = true;
    console.log("stopping: running orders end first, press Ctrl-C again not to wait");
    await runtime.stop();
    process.exit(0);
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
}

try {
  const env = readLocalEnv(process.env);
  const runtime = await startRuntime({ ...env, clock: systemClock, telemetry: createPinoTelemetry() });
  stopOnSignal(runtime);
  console.log(describeStart(runtime, env));
  await openDashboard(env);
  // It may run for weeks, and end without a word.
  flushCompileCache();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
