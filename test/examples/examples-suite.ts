// The examples as people run them: each a program of its own, with its data in an empty folder.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, onTestFinished, test } from "vitest";
import { startSignals } from "../support/signal-server.ts";

/** Whose examples, and beside which whook. */
export interface ExamplesPlace {
  /** The example's file, where `whook` is what is tested. */
  fileOf(name: string): string;
  readonly env: NodeJS.ProcessEnv;
  /** Starts a whook in the folder, over its accounts.json. @returns where it takes alerts. */
  startWhook(folder: string): Promise<string>;
}

/** A program of its own takes its time on a busy machine. */
const LONG = { timeout: 60_000 };

class Example {
  readonly #child: ChildProcess;
  printed = "";

  constructor(file: string, options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv }) {
    this.#child = spawn(process.execPath, [file], options);
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream?.on("data", (data: Buffer) => {
        this.printed += data.toString();
        this.#child.emit("printed");
      });
    onTestFinished(() => void this.#child.kill("SIGKILL"));
  }

  async prints(text: string): Promise<void> {
    while (!this.printed.includes(text)) await once(this.#child, "printed");
  }

  async end(): Promise<number | null> {
    if (this.#child.exitCode === null) await once(this.#child, "close");
    return this.#child.exitCode;
  }
}

/** Each example once, to its end. */
export function describeExamples(place: () => ExamplesPlace): void {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "whook-example-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  function run(name: string, env: Readonly<Record<string, string>> = {}): Example {
    const { fileOf, env: usual } = place();
    return new Example(fileOf(name), { cwd: folder, env: { ...usual, ...env } });
  }

  test("a grid on paper", LONG, async () => {
    const bot = run("grid-bot", { ROUNDS: "1" });
    expect([await bot.end(), bot.printed]).toEqual([
      0,
      expect.stringMatching(/0 to 1 steps, filled at \d+.*\nnet profit: -?\d/),
    ]);
  });

  test("signals of a WebSocket", LONG, async () => {
    const refused = run("websocket-signal");
    expect([await refused.end(), refused.printed]).toEqual([1, expect.stringContaining("set SIGNALS")]);
    const buy = '{"side": "buy", "symbol": "ETH/USDT", "usdt": 100, "id": "first"}';
    const unknown = '{"side": "buy", "symbol": "NO SYMBOL", "usdt": 100, "id": "bad"}';
    const signals = await startSignals([buy, unknown, buy]);
    const bot = run("websocket-signal", { SIGNALS: signals.url });
    expect([await bot.end(), bot.printed]).toEqual([0, expect.stringMatching(/first: buy ETH\/USDT filled at \d/)]);
    expect(bot.printed).toContain("bad: ORDER_INVALID");
    // The same id again: the same order, at the same price.
    expect(new Set(bot.printed.split("\n").filter((line) => line.startsWith("first"))).size).toBe(1);
    signals.stop();
  });

  test("a bot that joins a running whook", LONG, async () => {
    await writeFile(join(folder, "accounts.json"), '[{ "ACCOUNT_ID": "demo", "EXCHANGE": "paper" }]', { mode: 0o600 });
    const webhook = await place().startWhook(folder);
    const bot = run("join-running", { WHOOK_DATA_DIR: join(folder, ".whook"), MOST_LOST: "-1000" });
    await bot.prints("joined demo on paper");
    await fetch(webhook, { method: "POST", body: "demo ETH/USDT buy 0.5" });
    expect([await bot.end(), bot.printed]).toEqual([0, expect.stringContaining("lost too much, closed: filled")]);
  });
}
