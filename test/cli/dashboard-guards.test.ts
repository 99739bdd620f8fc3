// Switches from the page: what they do, and everything that must not be enough to use them.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { systemClock } from "../../lib/adapters/local/system-clock.ts";
import { localDashboard } from "../../lib/cli/dashboard/local-dashboard.ts";
import { hashPassword } from "../../lib/cli/dashboard/password.ts";
import { SingleUse } from "../../lib/cli/dashboard/single-use.ts";
import { startDashboard } from "../../lib/cli/dashboard/start-dashboard.ts";
import { unixMs } from "../../lib/core/ids.ts";
import { startRuntime } from "../../lib/runtime/start-runtime.ts";
import { FixedFeed } from "../support/fixed-feed.ts";
import { httpAnswer } from "../support/http-answer.ts";
import { RecordingTelemetry } from "../support/recording-telemetry.ts";
import { runCli } from "../support/run-cli.ts";

const PASSWORD = "correct horse battery";
let hash: string;
beforeAll(async () => {
  hash = await hashPassword(PASSWORD);
});

type Form = Readonly<Record<string, string>>;

/** Two paper accounts, a whook that works on them unless it is not wanted, and the page over both, signed in. */
async function start({ runs = true, password = true } = {}) {
  const folder = await mkdtemp(join(tmpdir(), "whook-guards-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const places = { dataDir: join(folder, ".whook"), accountsFile: join(folder, "accounts.json") };
  const accounts = [
    {
      ACCOUNT_ID: "demo",
      EXCHANGE: "paper",
      MAX_OPEN_POSITIONS: 3,
      MAX_DAILY_LOSS_USD: 200,
      TIMEZONE: "Europe/Berlin",
    },
    { ACCOUNT_ID: "other", EXCHANGE: "paper" },
  ];
  await writeFile(places.accountsFile, JSON.stringify(accounts), { mode: 0o600 });
  const telemetry = new RecordingTelemetry();
  const runtime = await startRuntime({ port: 0, ...places, clock: systemClock, telemetry, paperFeed: new FixedFeed() });
  if (runs) onTestFinished(() => runtime.stop());
  else await runtime.stop();
  const dashboard = await startDashboard({
    ...localDashboard(places),
    port: 0,
    clock: systemClock,
    reach: { host: "127.0.0.1", names: [], ...(password ? { password: hash } : {}) },
  });
  onTestFinished(() => dashboard.stop());
  const { origin } = new URL(dashboard.address);
  const cookie = cookieIn(await httpAnswer(new URL(dashboard.address)));
  const get = (path: string) => httpAnswer(new URL(path, origin), { headers: { cookie } });
  const post = (form: Form, headers: Form = {}, method = "POST") =>
    httpAnswer(new URL("/guards", origin), {
      method,
      body: new URLSearchParams(form).toString(),
      headers: { origin, cookie, "content-type": "application/x-www-form-urlencoded", ...headers },
    });
  const whook = (...argv: string[]) =>
    runCli(argv, { env: { WHOOK_DATA_DIR: places.dataDir, WHOOK_ACCOUNTS: places.accountsFile } });
  /** The form of the page that confirms, filled in. */
  const form = async (word: string, account = ""): Promise<Form> => {
    const { body } = await get(`/guards/confirm?${new URLSearchParams({ word, account })}`);
    const once = /name="once" value="([^"]+)"/.exec(body)?.[1] ?? "";
    return { word, account, once, sure: "yes", password: PASSWORD };
  };
  /** What the ledger holds of it: every order that carries a word. */
  const words = async (): Promise<readonly string[]> =>
    JSON.parse((await whook("trades", "--json")).out).map(({ text }: { text: string }) => text);
  return { get, post, whook, form, words, origin, cookie };
}

function cookieIn({ headers }: Awaited<ReturnType<typeof httpAnswer>>): string {
  return headers["set-cookie"]?.[0]?.split(";")[0] ?? "";
}

test("the page tells each account's switch and guards, and a word confirmed with the password takes the way of the command", async () => {
  const { get, post, form, whook, words } = await start();
  await whook("send", "demo ETH/USDT buy 1");
  const before = (await get("/guards")).body;
  expect(before).toMatch(/<h2>demo <small>paper<\/small><\/h2>\s*<p><span class="status good">open<\/span>/);
  expect(before).toContain("<dt>Open positions, at most</dt><dd>3</dd>");
  expect(before).toContain("200.00 <small>USD, Europe/Berlin</small>");
  const asked = await post(await form("closeall", "demo"));
  expect([asked.status, asked.headers.location]).toEqual([303, expect.stringMatching(/^\/guards\?asked=\w+$/)]);
  const shown = async () => (await get(asked.headers.location ?? "")).body;
  await expect
    .poll(shown, { timeout: 20_000 })
    .toMatch(/<span class="status quiet">done<\/span> <a [^>]*><code>demo closeall/);
  expect(await shown()).toMatch(
    /<h2>demo .*\s*<p><span class="status wait">close only<\/span> nothing opens, as <a href="\/orders\/\w+">an order<\/a> asked at <time/,
  );
  expect(await words()).toContain("demo closeall");
  expect((await whook("positions")).out).toMatch(/nothing is open\naccount demo is close-only since/);
  const all = await post(await form("resume"));
  expect(all.headers.location).toMatch(/^\/guards\?asked=\w+%2C\w+$/);
  await expect.poll(async () => (await whook("positions")).out).toBe("nothing is open\n");
});

test("where no whook runs a switch is on record, and closing all says that nobody closes", async () => {
  const { get, post, form, whook } = await start({ runs: false });
  const paused = await post(await form("pause", "other"));
  expect([paused.status, paused.headers.location]).toEqual([303, "/guards"]);
  expect((await get("/guards")).body).toContain(
    '<span class="status bad">paused</span> nothing is sent, as a command asked at',
  );
  const closed = await post(await form("closeall", "demo"));
  expect([closed.status, closed.body]).toEqual([502, expect.stringContaining("no whook runs that could close")]);
  expect((await whook("positions")).out).toMatch(/demo is close-only since .*\n.*other is paused since/);
});

describe("nothing is done", () => {
  test("without the password, with a wrong one, without the box, or by who has not signed in", async () => {
    const { post, form, words } = await start();
    const { password: _password, ...none } = await form("pause");
    const { sure: _sure, ...unsure } = await form("pause");
    const tries: readonly (readonly [Form, Form])[] = [
      [none, {}],
      [{ ...(await form("pause")), password: "" }, {}],
      [{ ...(await form("pause")), password: "wrong" }, {}],
      [unsure, {}],
      [await form("pause"), { cookie: "" }],
      [await form("pause"), { "user-agent": "another" }],
    ];
    const statuses: number[] = [];
    for (const [body, headers] of tries) statuses.push((await post(body, headers)).status);
    expect(statuses).toEqual([403, 403, 403, 400, 401, 401]);
    expect(await words()).toEqual([]);
  });

  test("from another page, under another name, or by GET", async () => {
    const { get, post, form, words } = await start();
    const good = await form("pause");
    const from = async (headers: Form) => (await post(good, headers)).status;
    expect(await from({ origin: "https://evil.example" })).toBe(403);
    expect(await from({ origin: "null" })).toBe(403);
    expect(await from({ origin: "http://127.0.0.1:1" })).toBe(403);
    expect(await from({ host: "rebound.example", origin: "http://rebound.example" })).toBe(421);
    const asked = new URLSearchParams(good);
    expect((await get(`/guards?${asked}`)).status).toBe(200);
    expect((await get(`/guards/confirm?${asked}`)).status).toBe(200);
    for (const method of ["PUT", "PATCH"]) expect((await post(good, {}, method)).status).toBe(404);
    expect(await words()).toEqual([]);
  });

  test("twice: a form is good once, for its own word, account and session", async () => {
    const { post, form, words, origin } = await start();
    const good = await form("pause", "demo");
    expect((await post({ ...good, word: "closeall" })).status).toBe(409);
    const other = await form("pause", "demo");
    expect((await post({ ...other, account: "" })).status).toBe(409);
    const stranger = await httpAnswer(new URL("/sign-in", origin), {
      method: "POST",
      body: `password=${encodeURIComponent(PASSWORD)}`,
      headers: { origin, "content-type": "application/x-www-form-urlencoded" },
    });
    expect((await post(await form("pause", "demo"), { cookie: cookieIn(stranger) })).status).toBe(409);
    expect(await words()).toEqual([]);
    const once = await form("pause", "demo");
    const [first, second] = await Promise.all([post(once), post(once)]);
    expect([first.status, second.status].sort()).toEqual([303, 409]);
    expect((await post(once)).status).toBe(409);
    expect(await words()).toEqual(["demo pause"]);
  });

  test("by guessing: after five tries even the right password waits, at the act and at the door", async () => {
    const { post, form, words, origin } = await start();
    const guesses: number[] = [];
    for (let guess = 0; guess < 7; guess++)
      guesses.push((await post({ ...(await form("closeall")), password: `guess ${guess}` })).status);
    expect(guesses).toEqual([403, 403, 403, 403, 403, 429, 429]);
    const late = await post(await form("closeall"));
    expect([late.status, Number(late.headers["retry-after"])]).toEqual([429, expect.any(Number)]);
    const door = await httpAnswer(new URL("/sign-in", origin), {
      method: "POST",
      body: `password=${encodeURIComponent(PASSWORD)}`,
      headers: { origin, "content-type": "application/x-www-form-urlencoded" },
    });
    expect(door.status).toBe(429);
    expect(await words()).toEqual([]);
  });

  test("where no password was set: the page says how, and has no switches", async () => {
    const { get, post, words } = await start({ password: false });
    const { body } = await get("/guards");
    expect([body.includes("WHOOK_DASHBOARD_PASSWORD"), body.includes("/guards/confirm")]).toEqual([true, false]);
    expect((await get("/guards/confirm?word=pause")).status).toBe(303);
    expect((await post({ word: "pause", account: "", once: "", sure: "yes", password: "" })).status).not.toBe(303);
    expect(await words()).toEqual([]);
  });

  test("for what is no word, or no account", async () => {
    const { get, post, form, words } = await start();
    expect((await get("/guards/confirm?word=toString")).status).toBe(303);
    expect((await post({ ...(await form("pause")), word: "buy" })).status).toBe(400);
    const markup = await get("/guards/confirm?word=pause&account=%3Cscript%3E");
    expect([markup.status, markup.body.includes("<script>")]).toEqual([503, false]);
    expect(await words()).toEqual([]);
  });
});

test("a form that lies about is good for ten minutes", () => {
  let now = 1_800_000_000_000;
  const once = new SingleUse({ now: () => unixMs(now) });
  const [young, old] = [once.give("pause"), once.give("pause")];
  now += 600_000 - 1;
  expect(once.take(young, "pause")).toBe(true);
  now += 1;
  expect(once.take(old, "pause")).toBe(false);
});
