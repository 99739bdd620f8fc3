import { once } from "node:events";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { systemClock } from "../../lib/adapters/local/system-clock.ts";
import { startRuntime } from "../../lib/runtime/start-runtime.ts";
import { FixedFeed } from "../support/fixed-feed.ts";
import { RecordingTelemetry } from "../support/recording-telemetry.ts";

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "whook-start-"));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

test("a start that fails once it listens leaves nothing that takes alerts, and the next start works", async () => {
  const options = {
    port: await freePort(),
    dataDir,
    accountsFile: join(dataDir, "accounts.json"),
    clock: systemClock,
    telemetry: new RecordingTelemetry(),
    paperFeed: new FixedFeed(),
  };
  // Where the address is to be written stands a folder that is in use.
  await mkdir(join(dataDir, "runtime.json", "something"), { recursive: true });
  await expect(startRuntime(options)).rejects.toThrow(/runtime\.json/);
  await expect(isFree(options.port)).resolves.toBe(true);
  await rm(join(dataDir, "runtime.json"), { recursive: true });
  const runtime = await startRuntime(options);
  expect((await fetch(`${runtime.url}/health`)).status).toBe(200);
  await runtime.stop();
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" && address !== null ? address.port : 0;
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
