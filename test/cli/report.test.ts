// `whook report`: an order that went over real HTTP to an exchange's simulator, and what that answered, in one file.
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { systemClock } from "../../lib/adapters/local/system-clock.ts";
import type { AlertAnswer } from "../../lib/app/accept-alert.ts";
import { openLocalData } from "../../lib/runtime/local-data.ts";
import { type Runtime, startRuntime } from "../../lib/runtime/start-runtime.ts";
import { FixedFeed } from "../support/fixed-feed.ts";
import { RecordingTelemetry } from "../support/recording-telemetry.ts";
import { runCli } from "../support/run-cli.ts";
import { entryOf } from "../venues/profile.ts";
import type { Simulator } from "../venues/simulator.ts";
import { SIMULATORS } from "../venues/simulators.ts";

const [PROFILE] = SIMULATORS.filter(({ names }) => names.includes("bybit"));

let folder: string;
let venue: Simulator;
let runtime: Runtime;
let secrets: readonly string[];

beforeAll(async () => {
  if (PROFILE === undefined) throw new Error("no simulator of bybit");
  folder = await mkdtemp(join(tmpdir(), "whook-report-"));
  venue = await PROFILE.start();
  venue.control.setBook(PROFILE.venueSymbol, { bid: "1999", ask: "2001" });
  const entry = { ...entryOf(PROFILE, "bybit", venue.url), ACCOUNT_ID: "by" };
  await writeFile(join(folder, "accounts.json"), JSON.stringify([entry]), { mode: 0o600 });
  runtime = await startRuntime({
    port: 0,
    dataDir: join(folder, ".whook"),
    accountsFile: join(folder, "accounts.json"),
    clock: systemClock,
    telemetry: new RecordingTelemetry(),
    paperFeed: new FixedFeed(),
  });
  const { apiKey, secret } = PROFILE.keys;
  secrets = [runtime.token, apiKey, secret];
});
afterAll(async () => {
  await runtime.stop();
  await venue.stop();
  await rm(folder, { recursive: true, force: true });
});

function whook(...argv: string[]) {
  const env = { WHOOK_DATA_DIR: join(folder, ".whook"), WHOOK_ACCOUNTS: join(folder, "accounts.json") };
  return runCli(argv, { env });
}

/** The id of an order that has ended, and whose last answer is kept. */
async function trade(text: string): Promise<string> {
  const response = await fetch(`${runtime.url}/whook/${runtime.token}`, { method: "POST", body: text });
  const { accepted } = (await response.json()) as AlertAnswer["body"];
  const [orderId] = accepted.map((line) => line.orderId);
  if (orderId === undefined) throw new Error("no order");
  const data = await openLocalData(join(folder, ".whook"), { use: "read", clock: systemClock });
  try {
    while ((await data.ledger.getOrder(orderId))?.state.phase.kind !== "ended" || !(await hasAnswers()))
      await new Promise((resolve) => setTimeout(resolve, 20));
  } finally {
    data.close();
  }
  return orderId;

  async function hasAnswers(): Promise<boolean> {
    return orderId !== undefined && (await data.answers.listAnswers(orderId)).some(({ route }) => /create/.test(route));
  }
}

test("holds the order, its story, and each answer of the exchange; nothing secret", async () => {
  const orderId = await trade(`by ${PROFILE?.symbol} buy 0.1 x5 tag:${secrets[2]}`);
  const file = join(folder, "report.json");
  const { code, out } = await whook("report", orderId, "--output", file);
  expect([code, out]).toEqual([0, expect.stringContaining(`written to ${file}`)]);
  expect((await stat(file)).mode & 0o077).toBe(0);
  const text = await readFile(file, "utf8");
  for (const secret of secrets) expect(text).not.toContain(secret);
  const report = JSON.parse(text);
  expect(report).toMatchObject({ order: { orderId, status: "filled" }, record: { orderId }, alert: { warnings: [] } });
  expect(report.story.at(-1)).toMatch(/Ended as filled/);
  const placed = report.answers.find(({ route }: { route: string }) => route === "POST /v5/order/create");
  expect(placed).toMatchObject({
    status: 200,
    at: expect.stringMatching(/Z$/),
    body: expect.stringContaining("retCode"),
  });
  expect(JSON.parse((await whook("report", "--json", orderId)).out).answers).toEqual(report.answers);
});

test("takes the beginning of an id, as tables show it; of an alert of several orders it asks for one", async () => {
  const orderId = await trade(`by ${PROFILE?.symbol} buy 0.1 x5`);
  const { code, out } = await whook("report", "--json", orderId.slice(0, 14));
  expect([code, JSON.parse(out).order.orderId]).toEqual([0, orderId]);
  const several = await trade(`by ${PROFILE?.symbol} buy 0.1 x5\nby resume`);
  const refused = await whook("report", several.slice(0, 26));
  expect(refused).toMatchObject({ code: 1, err: expect.stringContaining(`has 2 orders, ${several}, `) });
});

test("says so of an order that is not there, or a word that is no order's id", async () => {
  expect(await whook("report", "01kb3s9m2q7v8x4n6t0c5e1r2y000")).toMatchObject({ code: 1 });
  expect(await whook("report", "an order")).toMatchObject({ code: 2 });
});
