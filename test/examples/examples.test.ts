// The examples as people run them: each a program of its own, in an empty folder.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { systemClock } from "../../lib/adapters/local/system-clock.ts";
import { startRuntime } from "../../lib/runtime/start-runtime.ts";
import { FixedFeed } from "../support/fixed-feed.ts";
import { RecordingTelemetry } from "../support/recording-telemetry.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "whook-example-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

class Example {
  readonly #child: ChildProcess;
  printed = "";
  #waiting: { isSo(printed: string): boolean; done(): void } | undefined;

  constructor(name: string, env: Readonly<Record<string, string>>) {
    const file = fileURLToPath(new URL(`../../examples/${name}.ts`, import.meta.url));
    this.#child = spawn(process.execPath, [file], { cwd: folder, env: { PATH: process.env.PATH, ...env } });
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream?.on("data", (data: Buffer) => {
        this.printed += data.toString();
        if (this.#waiting?.isSo(this.printed)) this.#waiting.done();
      });
  }

  async prints(text: string): Promise<void> {
    const isSo = (printed: string) => printed.includes(text);
    if (!isSo(this.printed)) await new Promise<void>((done) => (this.#waiting = { isSo, done }));
  }

  async end(): Promise<number | null> {
    if (this.#child.exitCode === null) await once(this.#child, "exit");
    return this.#child.exitCode;
  }

  stop(): void {
    this.#child.kill("SIGKILL");
  }
}

/** A program of its own takes its time on a busy machine. */
const LONG = { timeout: 60_000 };

test("a grid on paper", LONG, async () => {
  const bot = new Example("grid-bot", { ROUNDS: "1" });
  expect([await bot.end(), bot.printed]).toEqual([
    0,
    expect.stringMatching(/0 to 1 steps, filled at \d+.*\nnet profit: -?\d/),
  ]);
});

test("signals of a WebSocket", LONG, async () => {
  const refused = new Example("websocket-signal", {});
  expect([await refused.end(), refused.printed]).toEqual([1, expect.stringContaining("set SIGNALS")]);
});

test("a bot that joins a running whook", LONG, async () => {
  const accountsFile = join(folder, "accounts.json");
  await writeFile(accountsFile, JSON.stringify([{ ACCOUNT_ID: "demo", EXCHANGE: "paper" }]), { mode: 0o600 });
  const dataDir = join(folder, ".whook");
  const options = { port: 0, dataDir, accountsFile, clock: systemClock, telemetry: new RecordingTelemetry() };
  const runtime = await startRuntime({ ...options, paperFeed: new FixedFeed() });
  const bot = new Example("join-running", { WHOOK_DATA_DIR: dataDir, MOST_LOST: "-1000" });
  try {
    await bot.prints("joined demo on paper");
    const post = { method: "POST", body: "demo ETH/USDT buy 0.5" };
    await fetch(`${runtime.url}/whook/${runtime.token}`, post);
    expect(await bot.end()).toBe(0);
    expect(bot.printed).toContain("lost too much, closed: filled");
  } finally {
    bot.stop();
    await runtime.stop();
  }
});
