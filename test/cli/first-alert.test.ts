// docs/first-alert.md as its reader goes through it: every command of it, in its order, in one folder, beside a running whook; on paper, and from
// `accounts check` on with an account of an exchange, which is its simulator.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { systemClock } from "../../lib/adapters/local/system-clock.ts";
import { type Runtime, startRuntime } from "../../lib/runtime/start-runtime.ts";
import { documents, wordsOf, writtenCommands } from "../house/written-command.ts";
import { FixedFeed } from "../support/fixed-feed.ts";
import { RecordingTelemetry } from "../support/recording-telemetry.ts";
import { runCli } from "../support/run-cli.ts";
import { BINANCE } from "../venues/binance/profile.ts";
import { entryOf } from "../venues/profile.ts";
import type { Simulator } from "../venues/simulator.ts";

const text = documents.find(({ path }) => path === "docs/first-alert.md")?.text ?? "";
/** `start` is what runs beside them. */
const commands = writtenCommands(text).filter((line) => line !== "start");
/** What the reader answers. */
const ANSWERS: Readonly<Record<string, readonly string[]>> = {
  init: ["paper", "myBinance"],
  "accounts try myBinance ETH/USDT": ["yes"],
  "closeall myBinance": ["yes"],
};
/** What each shows, where that says more than that it worked. */
const SHOWS: Readonly<Record<string, RegExp>> = {
  "send demo ETH/USDT buy 100$ x2": /filled/,
  "order ORDER-ID": /filled/,
  positions: /ETH\/USDT:USDT/,
  "send demo ETH/USDT position -500$ x2": /filled/,
  "send demo ETH/USDT close 33.33%": /filled/,
  "send demo ETH/USDT buy 100$ x2 limit:dip1:100": /placed|rests/,
  "send demo ETH/USDT cancel:dip1": /cancelled/,
  "lint demo ETH/USDT byu 100$": /did you mean/,
  init: /myBinance \(paper\) is in \S*accounts\.json now/,
  "accounts try myBinance ETH/USDT": /ready to trade/,
  "closeall myBinance": /flat/,
};
/** Shown for its error. */
const FAILS = ["lint demo ETH/USDT byu 100$"];

let folder: string;
let runtime: Runtime;
let venue: Simulator;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "whook-first-alert-"));
  venue = await BINANCE.start();
  venue.control.setBook(BINANCE.venueSymbol, { bid: "1999", ask: "2001" });
  await configure({ ACCOUNT_ID: "demo", EXCHANGE: "paper" });
  const accountsFile = join(folder, "accounts.json");
  const options = { port: 0, dataDir: join(folder, ".whook"), accountsFile, clock: systemClock };
  runtime = await startRuntime({ ...options, telemetry: new RecordingTelemetry(), paperFeed: new FixedFeed() });
});
afterEach(async () => {
  await runtime.stop();
  await venue.stop();
  await rm(folder, { recursive: true, force: true });
});

const configure = (...accounts: readonly object[]) =>
  writeFile(join(folder, "accounts.json"), JSON.stringify(accounts), { mode: 0o600 });

test("every command of docs/first-alert.md does what the page says of it", async () => {
  expect(commands.length).toBeGreaterThan(15);
  expect([...Object.keys(ANSWERS), ...Object.keys(SHOWS), ...FAILS].filter((line) => !commands.includes(line))).toEqual(
    [],
  );
  const env = { WHOOK_DATA_DIR: join(folder, ".whook"), WHOOK_ACCOUNTS: join(folder, "accounts.json") };
  let orderId = "";
  for (const line of commands) {
    const answers = ANSWERS[line];
    const words = wordsOf(line.replace("ORDER-ID", orderId));
    const argv = line.startsWith("report ") ? [...words, "--output", join(folder, "report.md")] : words;
    const run = await runCli(argv, { env, ...(answers === undefined ? {} : { answers }) });
    expect({ line, code: run.code, err: run.code === 0 ? "" : run.err }).toEqual({
      line,
      code: FAILS.includes(line) ? 1 : 0,
      err: FAILS.includes(line) ? expect.any(String) : "",
    });
    if (SHOWS[line] !== undefined) expect(run.out, line).toMatch(SHOWS[line]);
    if (line === "init")
      await configure(
        { ACCOUNT_ID: "demo", EXCHANGE: "paper" },
        { ...entryOf(BINANCE, "binance", venue.url), ACCOUNT_ID: "myBinance" },
      );
    if (line === "trades") orderId = /\b01[0-9a-z]{6,}\S*/i.exec(run.out)?.[0] ?? "";
  }
}, 60_000);
