// The switches and the panic button as commands, with a whook that runs and without.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { systemClock } from "../../lib/adapters/local/system-clock.ts";
import { openLocalData } from "../../lib/runtime/local-data.ts";
import { startRuntime } from "../../lib/runtime/start-runtime.ts";
import { FixedFeed } from "../support/fixed-feed.ts";
import { RecordingTelemetry } from "../support/recording-telemetry.ts";
import { runCli } from "../support/run-cli.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "whook-switch-"));
  const accounts = [
    { ACCOUNT_ID: "demo", EXCHANGE: "paper", REQUIRE_AT: true },
    { ACCOUNT_ID: "other", EXCHANGE: "paper", MAX_DAILY_LOSS_USD: 50 },
  ];
  await writeFile(join(folder, "accounts.json"), JSON.stringify(accounts), { mode: 0o600 });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function whook(...argv: string[]) {
  const env = { WHOOK_DATA_DIR: join(folder, ".whook"), WHOOK_ACCOUNTS: join(folder, "accounts.json") };
  return runCli(argv, { env });
}

function start() {
  return startRuntime({
    port: 0,
    dataDir: join(folder, ".whook"),
    accountsFile: join(folder, "accounts.json"),
    clock: systemClock,
    telemetry: new RecordingTelemetry(),
    paperFeed: new FixedFeed(),
  });
}

test("plan says what a word would do, and a plan alone begins no day", async () => {
  const runtime = await start();
  await whook("pause", "demo");
  for (const [word, what] of [
    ["closeall", /^other closeall\n {2}does {6}nothing opens until resume; every order is cancelled/],
    ["resume", /^other resume\n {2}does {6}pause and close-only end/],
  ] as const) {
    const { code, out } = await whook("plan", `other ${word}`);
    expect([code, what.test(out)], out).toEqual([0, true]);
  }
  const json = JSON.parse((await whook("plan", "--json", "demo closeonly")).out);
  expect(json).toMatchObject({ order: { command: "closeonly" }, outcome: "done", steps: [], warnings: [] });
  expect((await whook("positions")).out).toContain("account demo is paused since");
  // The day of a limit to what it may lose begins with its first order, not with a question.
  expect(await whook("plan", "other ETH/USDT buy 1")).toMatchObject({ code: 0, err: "" });
  await runtime.stop();
  const data = await openLocalData(join(folder, ".whook"), { use: "read", clock: systemClock });
  expect(await data.documents.readDocument("guard#other")).toBeUndefined();
  data.close();
});

test("a running whook takes them, and the account ends flat", async () => {
  const runtime = await start();
  await whook("send", "other ETH/USDT buy 1\nother BTC/USDT sell 1");
  const closed = await whook("closeall", "other", "--json");
  expect(JSON.parse(closed.out)).toMatchObject([{ account: "other", status: "done", code: "FLAT" }]);
  expect(closed.code).toBe(0);
  const positions = await whook("positions", "--account", "other");
  expect(positions.out).toMatch(/nothing is open\naccount other is close-only since .*: nothing opens/);
  const denied = await whook("plan", "other ETH/USDT buy 1");
  expect(denied).toMatchObject({ code: 1 });
  expect(denied.out).toContain("close-only since");
  const resumed = await whook("resume");
  expect(resumed.out).toMatch(/demo {2}resumed: orders open again\nother {2}resumed/);
  expect((await whook("plan", "other ETH/USDT buy 1")).code).toBe(0);
  expect((await whook("plan", "demo ETH/USDT buy 1")).out).toContain("REQUIRE_AT is true");
  await runtime.stop();
});

/** What holds after a close-only that came to a paused account. */
const BOTH = /paused since \S+: nothing is sent; close-only with it: nothing opens; resume ends both/;

test("closeonly says that a pause holds too: as a command and as an alert's word", async () => {
  const runtime = await start();
  await whook("pause", "demo");
  expect((await whook("plan", "demo closeonly")).out).toMatch(BOTH);
  expect(await whook("closeonly", "demo")).toMatchObject({ code: 0, out: expect.stringMatching(BOTH) });
  expect((await whook("send", "demo closeonly")).out).toMatch(BOTH);
  await runtime.stop();
  expect((await whook("closeonly", "demo")).out).toMatch(BOTH);
  expect((await whook("closeall", "demo")).err).toMatch(BOTH);
  expect((await whook("resume", "demo")).out).toContain("demo  resumed: orders open again");
});

test("without one a switch is set all the same, and said at its start", async () => {
  const made = await start();
  await made.stop();
  expect((await whook("pause", "demo")).out).toContain("demo  paused since");
  expect((await whook("positions")).out).toContain("account demo is paused since");
  const closed = await whook("closeall", "other");
  expect(closed).toMatchObject({ code: 1 });
  expect(closed.err).toContain("close-only is set, but no whook runs that could close");
  const runtime = await start();
  expect(runtime.warnings.join("\n")).toMatch(/account demo is paused since .*\n.*other is close-only since/);
  await runtime.stop();
  expect((await whook("pause", "nobody")).err).toContain("no account nobody");
});
