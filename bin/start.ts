#!/usr/bin/env node
// `npm start`: the local runtime in the foreground.
import { flushCompileCache } from "node:module";
import type { Runtime } from "../lib/runtime/start-runtime.ts";
import { keepCompiled } from "./keep-compiled.ts";

keepCompiled();
const [{ createPinoTelemetry }, { systemClock }, { readLocalEnv }, { describeStart }, { startRuntime }] =
  await Promise.all([
    import("../lib/adapters/local/pino-telemetry.ts"),
    import("../lib/adapters/local/system-clock.ts"),
    import("../lib/config/env.ts"),
    import("../lib/runtime/describe-start.ts"),
    import("../lib/runtime/start-runtime.ts"),
  ]);

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
  // It may run for weeks, and end without a word.
  flushCompileCache();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
