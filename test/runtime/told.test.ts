// Nothing silent (docs/design.md#the-webhook): what was worth saying, and what was refused, in every place where a person looks.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, test } from "vitest";
import { systemClock } from "../../lib/adapters/local/system-clock.ts";
import type { AlertAnswer } from "../../lib/app/accept-alert.ts";
import { alertEntryOf } from "../../lib/cli/dashboard/alerts-of.ts";
import { main } from "../../lib/cli/main.ts";
import { renderAlerts } from "../../lib/dashboard/render-alerts.ts";
import { renderOrder } from "../../lib/dashboard/render-order.ts";
import { openLocalData } from "../../lib/runtime/local-data.ts";
import { type Runtime, startRuntime } from "../../lib/runtime/start-runtime.ts";
import { FixedFeed } from "../support/fixed-feed.ts";
import { type NotifyServer, startNotifyServer } from "../support/notify-server.ts";
import { RecordingTelemetry } from "../support/recording-telemetry.ts";

const WARNED = "demo ETH/USDT buy 0.5 x3 tag:";
const SAID = "left out";

let folder: string;
let server: NotifyServer;
let runtime: Runtime;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "whook-told-"));
  server = await startNotifyServer();
  const write = (file: string, entries: readonly object[]) =>
    writeFile(join(folder, file), JSON.stringify(entries), { mode: 0o600 });
  await write("accounts.json", [{ ACCOUNT_ID: "demo", EXCHANGE: "paper" }]);
  await write("notifications.json", [{ CHANNEL: "webhook", URL: `${server.endpoint}/hook` }]);
  runtime = await startRuntime({
    port: 0,
    dataDir: join(folder, ".whook"),
    accountsFile: join(folder, "accounts.json"),
    notificationsFile: join(folder, "notifications.json"),
    clock: systemClock,
    telemetry: new RecordingTelemetry(),
    paperFeed: new FixedFeed(),
  });
});
afterEach(async () => {
  await runtime.stop();
  await server.stop();
  await rm(folder, { recursive: true });
});

async function post(body: string | Uint8Array<ArrayBuffer>): Promise<{ status: number; body: AlertAnswer["body"] }> {
  const response = await fetch(`${runtime.url}/whook/${runtime.token}`, { method: "POST", body });
  return { status: response.status, body: (await response.json()) as AlertAnswer["body"] };
}

function toldOf(event: string) {
  return server.taken.map(({ body }) => body).filter((body) => body.event === event);
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 20));
}

async function whook(...argv: readonly string[]): Promise<string> {
  let out = "";
  await main(argv, {
    out: (data) => {
      out += data.toString();
    },
    err: () => undefined,
    readStdin: async () => new Uint8Array(),
    run: async () => 1,
    env: { WHOOK_DATA_DIR: join(folder, ".whook"), WHOOK_ACCOUNTS: join(folder, "accounts.json") },
    isTerminal: false,
    untilStopped: async () => {},
  });
  return out;
}

async function withLedger<T>(look: (data: Awaited<ReturnType<typeof openLocalData>>) => Promise<T>): Promise<T> {
  const data = await openLocalData(join(folder, ".whook"), { use: "read", clock: systemClock });
  try {
    return await look(data);
  } finally {
    data.close();
  }
}

test("M19: a good line's warning is in the story, in trades as table, JSON and CSV, in SQL, on the dashboard, and told", async () => {
  const { status, body } = await post(WARNED);
  expect([status, body.warnings.length]).toEqual([200, 1]);
  const [said = ""] = body.warnings.map(({ message }) => message);
  expect(said).toContain(SAID);
  const [orderId] = body.accepted.map((line) => line.orderId);
  if (orderId === undefined) throw new Error("no order");
  await until(() => toldOf("filled").length + toldOf("warning").length === 2);
  expect(toldOf("warning")[0]).toMatchObject({ account: "demo", text: expect.stringContaining(said) });
  expect(JSON.parse(await whook("trades", "--json"))[0].warnings).toEqual([said]);
  expect(await whook("trades")).toContain(`warning: ${said.slice(0, 40)}`);
  expect(await whook("trades", "--format", "csv")).toContain(said.replaceAll('"', '""'));
  expect(await whook("order", orderId)).toContain(said);
  expect(await whook("order", body.alertId)).toContain(said);
  await withLedger(async ({ ledger }) => {
    const record = await ledger.getOrder(orderId);
    const alert = await ledger.getAlert(body.alertId);
    if (record === undefined || alert === undefined) throw new Error("not on record");
    const alerts = [await alertEntryOf(ledger, alert)];
    const shown = said.replaceAll('"', "&quot;");
    expect(renderAlerts({ source: "here", show: "all", alerts, isOlder: false })).toContain(`Warning: ${shown}`);
    expect(renderOrder({ source: "here", record })).toContain(`Warning: ${shown}`);
  });
  const database = new DatabaseSync(join(folder, ".whook", "whook.db"), { readOnly: true });
  expect(database.prepare("SELECT warnings FROM trades").get()).toEqual({ warnings: said });
  database.close();
});

test("M19: of a plan, too: what the exchange does not do is told when the order has ended", async () => {
  await post("demo ETH/USDT buy 0.5 x500");
  await until(() => toldOf("warning").length === 1);
  expect(String(toldOf("warning")[0]?.text)).toMatch(/^Warning, demo ETH\/USDT:USDT buy: .*leverage/);
});

test("an alert of many bad lines is one notification; its good line is traded; what was not listed is counted everywhere", async () => {
  const { status, body } = await post(`${"dmeo buy\n".repeat(3_000)}demo ETH/USDT buy 0.5`);
  expect([status, body.rejected.length, body.accepted.length]).toEqual([200, 3_000, 1]);
  await until(() => toldOf("filled").length === 1 && toldOf("bad-alert").length > 0);
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(toldOf("bad-alert")).toHaveLength(1);
  expect(toldOf("bad-alert")[0]?.text).toMatch(/^Bad alert, nothing was traded for 3000 of its lines:\n/);
  expect(await whook("order", body.alertId)).toContain("2900 more lines");
  await withLedger(async ({ ledger }) => {
    const alert = await ledger.getAlert(body.alertId);
    if (alert === undefined) throw new Error("not on record");
    const alerts = [await alertEntryOf(ledger, alert)];
    expect(renderAlerts({ source: "here", show: "failed", alerts, isOlder: false })).toContain("2900 more lines");
  });
});
