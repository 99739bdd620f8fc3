// Alerts as traders send them, row by row against the running product: the webhook, `whook lint`, `whook send` and `whook plan`.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { systemClock } from "../../lib/adapters/local/system-clock.ts";
import type { AlertAnswer } from "../../lib/app/accept-alert.ts";
import { main } from "../../lib/cli/main.ts";
import { type Runtime, startRuntime } from "../../lib/runtime/start-runtime.ts";
import { ETH } from "../core/execution/order-fixture.ts";
import { FixedFeed } from "../support/fixed-feed.ts";
import { type NotifyServer, startNotifyServer } from "../support/notify-server.ts";
import { RecordingTelemetry } from "../support/recording-telemetry.ts";

let folder: string;
let server: NotifyServer;
let runtime: Runtime;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "whook-field-"));
  server = await startNotifyServer();
  const write = (file: string, entries: readonly object[]) =>
    writeFile(join(folder, file), JSON.stringify(entries), { mode: 0o600 });
  await write("accounts.json", [
    { ACCOUNT_ID: "demo", EXCHANGE: "paper" },
    { ACCOUNT_ID: "krk", EXCHANGE: "paper", SETTLE_COIN: "USD" },
  ]);
  await write("notifications.json", [{ CHANNEL: "webhook", URL: `${server.endpoint}/hook` }]);
  const btc = { ...ETH, symbol: "BTC/USDT:USDT", base: "BTC" };
  const usd = { ...ETH, symbol: "ETH/USD:USD", quote: "USD", settle: "USD" };
  runtime = await startRuntime({
    port: 0,
    dataDir: join(folder, ".whook"),
    accountsFile: join(folder, "accounts.json"),
    notificationsFile: join(folder, "notifications.json"),
    clock: systemClock,
    telemetry: new RecordingTelemetry(),
    paperFeed: new FixedFeed([ETH, btc, usd]),
  });
});
afterAll(async () => {
  await runtime.stop();
  await server.stop();
  await rm(folder, { recursive: true });
});

async function post(body: string): Promise<{ status: number; body: AlertAnswer["body"] }> {
  const response = await fetch(`${runtime.url}/whook/${runtime.token}`, { method: "POST", body });
  return { status: response.status, body: (await response.json()) as AlertAnswer["body"] };
}

async function whook(...argv: readonly string[]) {
  const [out, err]: [string[], string[]] = [[], []];
  const code = await main(argv, {
    out: (data) => void out.push(data.toString()),
    err: (text) => void err.push(text),
    readStdin: async () => new Uint8Array(),
    run: async () => 1,
    env: {
      WHOOK_DATA_DIR: join(folder, ".whook"),
      WHOOK_ACCOUNTS: join(folder, "accounts.json"),
      WHOOK_TOKEN: runtime.token,
    },
    isTerminal: false,
    untilStopped: async () => {},
  });
  return { code, out: out.join(""), err: err.join("") };
}

function toldOf(alertId: string) {
  return server.taken.map(({ body }) => body).filter((body) => body.alertId === alertId);
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20));
}

const LONG_KEY = `id:${"k".repeat(200)}`;

describe("section 3: is traded", () => {
  test.each<[string, string, object]>([
    ["Kraken's charts", "krk ETHUSD.PM pos -0.5 x3", { symbol: "ETH/USD:USD", quantity: { value: "-0.5" } }],
    ["pos short 0.5", "demo ETH/USDT pos short 0.5", { command: "position", quantity: { value: "-0.5" } }],
    ["pos flat 0", "demo ETH/USDT pos flat 0", { command: "position", quantity: { value: "0", unit: "base" } }],
    ["pos flat", "demo ETH/USDT pos flat", { command: "position", quantity: { value: "0", unit: "base" } }],
    ["close // exit", "demo ETH/USDT close // exit", { command: "close" }],
    ["３００＄", "demo ETH/USDT buy ３００＄ x3", { quantity: { value: "300", unit: "quote" } }],
    [
      "ＢＵＹ in full width",
      "ｄｅｍｏ ＥＴＨ／ＵＳＤＴ ｂｕｙ １００＄",
      { quantity: { value: "100", unit: "quote" } },
    ],
    ["close with U+200B", "demo ETH/USDT close\u200b", { command: "close" }],
    ["U+200B before and between", "\ufeff\u200bdemo \u200b ETH/USDT \u2060close", { command: "close" }],
    ["JSON with a text", '{"text":"demo ETH/USDT buy 100$"}', { quantity: { value: "100", unit: "quote" } }],
    ["a key of 200 characters", `demo ETH/USDT buy 100$ ${LONG_KEY}`, { key: LONG_KEY.slice(3) }],
    ["M18: price:NaN", "demo ETH/USDT close price:NaN", { command: "close" }],
    ["M18: an empty tag", "demo ETH/USDT close tag:", { command: "close" }],
    ["M21: dust for zero", "demo ETH/USDT pos 2.7755575615628914e-17", { command: "position" }],
  ])("%s: by the webhook, and by lint in the same words", async (_, text, order) => {
    const { status, body } = await post(text);
    expect([status, body.rejected]).toEqual([200, []]);
    expect(body.accepted).toHaveLength(1);
    const lint = await whook("lint", "--json", text);
    expect(lint.code).toBe(0);
    const read = JSON.parse(lint.out);
    expect(read.orders).toMatchObject([order]);
    expect(read.errors).toEqual([]);
    expect(body.warnings.map(({ code }) => code)).toEqual(read.warnings.map(({ code }: { code: string }) => code));
  });

  test("at: three hours ahead, with a warning", async () => {
    const at = new Date(Date.now() + 3 * 3_600_000).toISOString();
    const { status, body } = await post(`demo ETH/USDT buy 100$ at:${at}`);
    expect([status, body.warnings.map(({ code }) => code)]).toEqual([200, ["TIME_AHEAD"]]);
    const lint = await whook("lint", "--json", `demo ETH/USDT buy 100$ at:${at}`);
    expect(JSON.parse(lint.out).warnings).toMatchObject([{ code: "TIME_AHEAD" }]);
  });
});

/** As 3Commas makes it for a signal bot: https://help.3commas.io/en/articles/8529234-signal-bot-json-file-for-custom-signal-type */
const SIGNAL = JSON.stringify(
  {
    secret: "eyJhbGciOiJIUzI1NiJ9.c2lnbmFs",
    max_lag: "300",
    timestamp: "{{timenow}}",
    trigger_price: "{{close}}",
    tv_exchange: "{{exchange}}",
    tv_instrument: "{{ticker}}",
    action: "{{strategy.order.action}}",
    bot_uuid: "8f2c1f3e-0000-4000-8000-000000000000",
    strategy_info: { market_position: "{{strategy.market_position}}", market_position_size: "1" },
    order: { amount: "{{strategy.order.contracts}}", currency_type: "base" },
  },
  null,
  2,
);

test("section 3: 3Commas' signal JSON pasted whole is one error, and one notification", async () => {
  const { status, body } = await post(SIGNAL);
  expect([status, body.rejected.map(({ code }) => code)]).toEqual([400, ["NO_MESSAGE"]]);
  await until(() => toldOf(body.alertId).length > 0);
  const good = await post("demo ETH/USDT byu 1");
  await until(() => toldOf(good.body.alertId).length > 0);
  expect(toldOf(body.alertId)).toHaveLength(1);
  expect((await whook("lint", "--json", SIGNAL)).code).toBe(1);
});

test.each([
  ["3,000 bad ones (27 kB)", 3_000, "demo byu\n"],
  ["5,000 of one letter", 5_000, "a\n"],
  ["32,000 of one letter", 32_000, "a\n"],
])(
  "section 3, S5: one good line beside %s is answered 200 and traded, and its alert told once",
  async (_, count, bad) => {
    const { status, body } = await post(`${bad.repeat(count)}demo ETH/USDT buy 100$`);
    expect([status, body.accepted.length, body.rejected.length]).toEqual([200, 1, count]);
    await until(() => toldOf(body.alertId).some(({ event }) => event === "filled"));
    await until(() => toldOf(body.alertId).some(({ event }) => event === "bad-alert"));
    expect(toldOf(body.alertId)).toHaveLength(2);
  },
);

describe("section 3: whook lint of README's own template", () => {
  const text = "demo {{ticker}} pos {{strategy.position_size}} x3";

  test("is an error as it stands, and names --template", async () => {
    const { code, out } = await whook("lint", text);
    expect(code).toBe(1);
    expect(out).toContain("--template");
  });

  test("is good with --template", async () => {
    const { code, out } = await whook("lint", "--template", "--json", text);
    expect(code).toBe(0);
    expect(JSON.parse(out).samples.map(({ name }: { name: string }) => name)).toEqual(["long", "short", "flat"]);
  });
});

describe("section 3: Windows' shells", () => {
  const words = ["demo", "ETH/USDT", "buy", "100$", "x2"];

  test("leave the single quotes of a curl line, and the webhook says what is wrong", async () => {
    const { status, body } = await post("'demo ETH/USDT buy 100$ x2'");
    expect(status).toBe(400);
    expect(body.rejected[0]?.message).not.toBe("");
  });

  test("split what is not quoted: the words of send, lint and plan are joined", async () => {
    const sent = await whook("send", ...words);
    expect([sent.code, sent.err]).toEqual([0, ""]);
    expect(sent.out).toContain("ETH/USDT:USDT");
    expect((await whook("lint", ...words)).code).toBe(0);
    const plan = await whook("plan", ...words);
    expect([plan.code, plan.err]).toEqual([0, ""]);
  });

  test("what is printed at the start and by send holds no single quote around an alert", async () => {
    expect((await whook("send", ...words)).out).not.toContain("'");
  });
});
