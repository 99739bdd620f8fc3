#!/usr/bin/env node
import { createPinoTelemetry } from "../lib/adapters/local/pino-telemetry.ts";
// `npm start`: the local runtime in the foreground.
import { systemClock } from "../lib/adapters/local/system-clock.ts";
import { readLocalEnv } from "../lib/config/env.ts";
import { describeStart } from "../lib/runtime/describe-start.ts";
import { type Runtime, startRuntime } from "../lib/runtime/start-runtime.ts";

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
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
