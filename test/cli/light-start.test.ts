// A command loads what it needs and no more, and what Node compiled of it is kept for the next one.
import { execFile, spawn } from "node:child_process";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { systemClock } from "../../lib/adapters/local/system-clock.ts";
import { openLocalData } from "../../lib/runtime/local-data.ts";

const run = promisify(execFile);
const WHOOK = join(import.meta.dirname, "../../bin/whook.js");
const TELL_LOADED = join(import.meta.dirname, "../support/tell-loaded.ts");

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "whook-light-"));
  (await openLocalData(join(folder, "data"), { use: "work", clock: systemClock })).close();
});
afterAll(() => rm(folder, { recursive: true }));

/** One command line in an empty folder, as a program of its own. */
async function whook(words: readonly string[], { node = [], cache }: { node?: readonly string[]; cache: string }) {
  const { NODE_COMPILE_CACHE: _cache, NODE_DISABLE_COMPILE_CACHE: _off, ...env } = process.env;
  return run(process.execPath, [...node, WHOOK, ...words], {
    cwd: folder,
    env: { ...env, XDG_CACHE_HOME: cache, WHOOK_DATA_DIR: join(folder, "data") },
  });
}

describe("whook trades loads nothing of what it does not use", () => {
  let loaded: readonly string[];
  beforeAll(async () => {
    const { stderr } = await whook(["trades"], { node: ["--import", TELL_LOADED], cache: join(folder, "cache") });
    loaded = JSON.parse(stderr.split("\n").at(-1) ?? "");
  });
  const of = (part: string) => loaded.filter((url) => url.includes(part));

  test("its own code is among what was looked at", () => {
    expect(of("/lib/cli/commands/")).toHaveLength(1);
    expect(of("/lib/cli/commands/trades.ts")).toHaveLength(1);
  });

  test.each([
    "/node_modules/ccxt/",
    "/node_modules/fastify/",
    "/node_modules/zod/",
    "/node_modules/uplot/",
    "/node_modules/hyparquet-writer/",
    "/node_modules/aws-cdk",
    "/node_modules/@aws-sdk/",
    "/node_modules/pino/",
    "/lib/adapters/ccxt/",
    "/lib/adapters/paper-feed.ts",
    "/lib/config/accounts.ts",
    "/lib/runtime/token.ts",
    "/lib/cli/ask.ts",
    "/lib/dashboard/",
    "/lib/infra/",
  ])("%s", (part) => {
    expect(of(part)).toEqual([]);
  });
});

describe("whook start with a paper account loads nothing of what it does not use", () => {
  let loaded: readonly string[];
  beforeAll(async () => {
    const child = spawn(process.execPath, ["--import", TELL_LOADED, WHOOK, "start"], {
      cwd: folder,
      env: {
        ...process.env,
        PORT: "0",
        XDG_CACHE_HOME: join(folder, "cache"),
        WHOOK_DATA_DIR: join(folder, "started"),
        WHOOK_DASHBOARD_PORT: "off",
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const told = text(child.stderr);
    for await (const lines of child.stdout) if (String(lines).includes("/whook/")) break;
    child.kill("SIGTERM");
    loaded = JSON.parse((await told).split("\n").at(-1) ?? "");
  }, 60_000);
  const of = (part: string) => loaded.filter((url) => url.includes(part));

  test("its own code is among what was looked at", () => {
    expect(of("/lib/runtime/start-runtime.ts")).toHaveLength(1);
  });

  test.each([
    "/node_modules/zod/",
    "/node_modules/ajv/",
    "/node_modules/@aws-sdk/",
    "/lib/config/notifications.ts",
    "/lib/runtime/bot/questions.ts",
  ])("%s", (part) => {
    expect(of(part)).toEqual([]);
  });
});

describe("what was compiled", () => {
  test.skipIf(process.platform !== "linux")("is kept in the user's cache folder", async () => {
    const cache = join(folder, "kept");
    await whook(["--help"], { cache });
    const [version = ""] = await readdir(join(cache, "whook", "compiled"));
    expect((await readdir(join(cache, "whook", "compiled", version))).length).toBeGreaterThan(10);
  });

  test("is not kept, and no word said, where no folder can be made", async () => {
    const cache = join(folder, "a-file");
    await writeFile(cache, "");
    const { stdout, stderr } = await whook(["--help"], { cache });
    expect(stdout).toContain("Usage: whook");
    expect(stderr).toBe("");
  });
});
