// A clone on whatever Node the machine has, installed without what only developers need: from an empty folder to a paper trade.
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, onTestFinished, test } from "vitest";
import packageJson from "../../package.json" with { type: "json" };
import { outside } from "./outside.ts";

const execute = promisify(execFile);
const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const LONG = 480_000;
/** npm's own, of packages that others bring; hundreds hide what matters. */
const MOST_WARNINGS = 10;

const ADDS = /^add(?:ed)? /m;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "whook-clone-"));
  const { stdout } = await execute("git", ["ls-files", "-z"], { cwd: ROOT });
  for (const file of stdout.split("\0").filter((name) => name !== "")) await cp(join(ROOT, file), join(folder, file));
}, LONG);
afterEach(() => rm(folder, { recursive: true, force: true }));

function warningsIn(printed: string): readonly string[] {
  return printed.split("\n").filter((line) => /\bwarn/i.test(line));
}

/** `npm start`, with all that it runs; at the end none of it is left. */
function start(env: NodeJS.ProcessEnv) {
  const child = spawn("npm", ["start"], { cwd: folder, env, detached: true });
  let printed = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (data: Buffer) => {
      printed += data.toString();
    });
  const exited = once(child, "exit");
  const signal = (name: NodeJS.Signals) => child.pid !== undefined && process.kill(-child.pid, name);
  onTestFinished(() => void (child.exitCode === null && child.signalCode === null && signal("SIGKILL")));
  return {
    printed: () => printed,
    prints: async (pattern: RegExp) => {
      await expect.poll(() => printed, { timeout: 60_000 }).toMatch(pattern);
      return pattern.exec(printed)?.[1] ?? "";
    },
    end: async () => {
      signal("SIGINT");
      await exited;
    },
  };
}

async function install(env: NodeJS.ProcessEnv, ...words: readonly string[]): Promise<string> {
  const { stdout, stderr } = await execute("npm", ["ci", "--prefer-offline", ...words], { cwd: folder, env });
  return stdout + stderr;
}

test(
  "npm ci with NODE_ENV=production or --omit=dev, npm start: a paper trade, and few warnings",
  async () => {
    const production = { ...outside(), NODE_ENV: "production" };
    const installed = await install(production);
    expect(warningsIn(installed).length).toBeLessThanOrEqual(MOST_WARNINGS);
    // What only developers need is not there.
    const [dev = ""] = Object.keys(packageJson.devDependencies);
    await expect(readFile(join(folder, "node_modules", dev, "package.json"))).rejects.toThrow("ENOENT");
    // The other way to say so would add nothing to it, while no such word would.
    expect(await install(outside(), "--omit=dev", "--dry-run")).not.toMatch(ADDS);
    expect(await install(outside(), "--dry-run")).toMatch(ADDS);
    for (const env of [production, outside()]) {
      const started = start(env);
      const webhook = await started.prints(/(http:\/\/127\.0\.0\.1:\d+\/whook\/\S+)/);
      expect((await fetch(webhook, { method: "POST", body: "demo ETH/USDT buy 100$ x2" })).status).toBe(200);
      await started.prints(/filled +demo ETH\/USDT:USDT/);
      const { stdout } = await execute("npx", ["whook", "trades", "--limit", "1"], { cwd: folder, env });
      expect(stdout).toMatch(/ETH\/USDT:USDT +buy +filled/);
      expect(warningsIn(started.printed())).toEqual([]);
      await started.end();
    }
  },
  LONG,
);
