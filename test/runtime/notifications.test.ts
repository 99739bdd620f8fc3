import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { systemClock } from "../../lib/adapters/local/system-clock.ts";
import { unixMs } from "../../lib/core/ids.ts";
import type { Clock } from "../../lib/ports/clock.ts";
import { type Runtime, startRuntime } from "../../lib/runtime/start-runtime.ts";
import { FixedFeed } from "../support/fixed-feed.ts";
import { BOT_TOKEN, CHAT_ID, type NotifyServer, startNotifyServer } from "../support/notify-server.ts";
import { RecordingTelemetry } from "../support/recording-telemetry.ts";

let folder: string;
let server: NotifyServer;
let telemetry: RecordingTelemetry;
let runtime: Runtime | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "whook-notify-"));
  server = await startNotifyServer();
  telemetry = new RecordingTelemetry();
  await writeFile(join(folder, "accounts.json"), JSON.stringify([{ ACCOUNT_ID: "demo", EXCHANGE: "paper" }]), {
    mode: 0o600,
  });
});
afterEach(async () => {
  await runtime?.stop();
  await server.stop();
  await rm(folder, { recursive: true });
});

async function configure(text: string): Promise<void> {
  await writeFile(join(folder, "notifications.json"), text, { mode: 0o600 });
}

function phone(): object {
  return { NAME: "phone", CHANNEL: "telegram", BOT_TOKEN, CHAT_ID, ENDPOINT: server.endpoint };
}

async function start(clock: Clock = systemClock): Promise<Runtime> {
  runtime = await startRuntime({
    port: 0,
    dataDir: join(folder, ".whook"),
    accountsFile: join(folder, "accounts.json"),
    notificationsFile: join(folder, "notifications.json"),
    clock,
    telemetry,
    paperFeed: new FixedFeed(),
  });
  return runtime;
}

async function post(text: string): Promise<number> {
  const { url, token } = runtime ?? (await start());
  return (await fetch(`${url}/whook/${token}`, { method: "POST", body: text })).status;
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20));
}

function texts(): string {
  return server.taken.map(({ body }) => String(body.text)).join("\n");
}

test("what was filled and what was bad is told within seconds, and no secret is in any text or log", async () => {
  await configure(JSON.stringify([phone()]));
  const { token } = await start();
  expect(await post("demo ETH/USDT buy 0.5 x3\ndemo ETH/USDT byu 1")).toBe(200);
  await until(() => texts().includes("Filled: demo") && texts().includes("Bad alert"));
  expect(texts()).toContain("0.5 contracts at 2001 (x3)");
  expect(await post("demo ETH/USDT close 40%")).toBe(200);
  await until(() => texts().includes("demo ETH/USDT:USDT close"));
  expect(texts()).toMatch(
    /Position after it: long 0\.5 contracts[\s\S]*Position after it: long 0\.3 contracts\nRealised profit: -/,
  );
  for (const secret of [token, BOT_TOKEN]) expect(texts() + telemetry.lines.join()).not.toContain(secret);
});

test("a service that is down delays no order; what it missed is told after a restart", async () => {
  await configure(JSON.stringify([phone()]));
  server.fail({ kind: "dropped" }, 1_000);
  await start();
  expect(await post("demo ETH/USDT buy 0.5")).toBe(200);
  await until(() => server.journal.length > 0);
  const began = performance.now();
  expect(await post("demo BTC/USDT byu 1")).toBe(400);
  await runtime?.stop();
  expect(performance.now() - began).toBeLessThan(5_000);
  const { endpoint } = server;
  await server.stop();
  server = await startNotifyServer();
  expect(server.endpoint).not.toBe(endpoint);
  await configure(JSON.stringify([phone()]));
  await start();
  await until(() => texts().includes("Filled: demo") && texts().includes("Bad alert"));
});

test("a broken file stops no order, is said at the start, and is taken up once it is mended", async () => {
  await configure('[{"BOT_TOKEN": "secret-secret"');
  const { warnings } = await start();
  expect(warnings.join()).toContain("notifications.json: the file is not JSON");
  expect(await post("demo ETH/USDT buy 0.5")).toBe(200);
  await configure(JSON.stringify([{ ...phone(), EVENTS: ["bad-alert"] }]));
  const isTold = async () => {
    expect(await post("demo ETH/USDT byu 1")).toBe(400);
    return texts().includes("Bad alert");
  };
  while (!(await isTold())) await new Promise((resolve) => setTimeout(resolve, 200));
  expect(texts()).not.toContain("Filled");
  expect(warnings.join() + telemetry.lines.join()).not.toContain("secret-secret");
});

/** Shows this time now, and goes on from there. */
function clockAt(time: string): Clock {
  const shift = Date.parse(time) - Date.now();
  return { ...systemClock, now: () => unixMs(systemClock.now() + shift) };
}

test("the digest of the day comes once over restarts, with what accounts hold, and late when whook was not running", async () => {
  await configure(JSON.stringify([{ ...phone(), EVENTS: ["rejected"], DIGEST: "20:00", TIMEZONE: "Europe/Berlin" }]));
  await start(clockAt("2030-03-31T12:00Z"));
  expect(await post("demo ETH/USDT buy 0.5 x3\ndemo ETH/USDT close\ndemo ETH/USDT buy 0.2 x3")).toBe(200);
  expect(await post("demo BTC/USDT buy 0.0000001")).toBe(200);
  await until(() => texts().includes("Rejected: demo"));
  await runtime?.stop();
  // The clocks have leapt that day: it is 20:00 in Berlin at 18:00 in UTC.
  await start(clockAt("2030-03-31T17:59:59Z"));
  await until(() => texts().includes("Digest of 2030-03-31"));
  expect(texts()).toMatch(
    /Digest of 2030-03-31, of the day until 20:00 \(Europe\/Berlin\)\ndemo: -[\d.]+ USDT net, 4 orders, 1 failed\n {2}Open: long 0\.2 contracts of ETH\/USDT:USDT \(.*\n {2}Balance: [\d.]+ USDT/,
  );
  await runtime?.stop();
  await start(clockAt("2030-03-31T20:30Z"));
  expect(await post("demo BTC/USDT buy 0.0000002")).toBe(200);
  await until(() => texts().includes("0.0000002"));
  await runtime?.stop();
  await start(clockAt("2030-04-02T19:30Z"));
  await until(() => texts().includes("Digest of 2030-04-02"));
  const digests = texts().match(/Digest of .*/g);
  expect(digests).toHaveLength(2);
  expect(digests?.[1]).toContain(", sent late, at 2030-04-02 21:30");
}, 60_000);
