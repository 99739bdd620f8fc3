// Over the sources; test/package runs the same with the installed package.
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { systemClock } from "../../lib/adapters/local/system-clock.ts";
import { startRuntime } from "../../lib/runtime/start-runtime.ts";
import { FixedFeed } from "../support/fixed-feed.ts";
import { RecordingTelemetry } from "../support/recording-telemetry.ts";
import { describeExamples } from "./examples-suite.ts";

describeExamples(() => ({
  fileOf: (name) => fileURLToPath(new URL(`../../examples/${name}.ts`, import.meta.url)),
  env: { PATH: process.env.PATH },
  startWhook: async (folder) => {
    const runtime = await startRuntime({
      port: 0,
      dataDir: join(folder, ".whook"),
      accountsFile: join(folder, "accounts.json"),
      clock: systemClock,
      telemetry: new RecordingTelemetry(),
      paperFeed: new FixedFeed(),
    });
    onTestFinished(() => runtime.stop());
    return `${runtime.url}/whook/${runtime.token}`;
  },
}));
