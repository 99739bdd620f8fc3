// Who gets in, and who does not. On loopback here: what a network would reach is the same server on another address.
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { systemClock } from "../../lib/adapters/local/system-clock.ts";
import { AttemptLimit } from "../../lib/cli/dashboard/attempt-limit.ts";
import type { Reach } from "../../lib/cli/dashboard/caller-of.ts";
import { keepPassword } from "../../lib/cli/dashboard/keep-password.ts";
import { hashPassword, isPassword } from "../../lib/cli/dashboard/password.ts";
import { reachOf } from "../../lib/cli/dashboard/reach-of.ts";
import { Sessions } from "../../lib/cli/dashboard/sessions.ts";
import { startDashboard } from "../../lib/cli/dashboard/start-dashboard.ts";
import { readDashboardEnv } from "../../lib/config/dashboard-env.ts";
import { type UnixMs, unixMs } from "../../lib/core/ids.ts";
import { httpAnswer } from "../support/http-answer.ts";

const PASSWORD = "correct horse battery";
const HOUR_MS = 3_600_000;
let hash: string;
beforeAll(async () => {
  hash = await hashPassword(PASSWORD);
});

async function start(reach?: Partial<Reach>) {
  const dashboard = await startDashboard({
    port: 0,
    source: "a test",
    openBackend: () => {
      throw new Error("there is no data");
    },
    isLive: async () => false,
    everyMs: 60_000,
    clock: systemClock,
    reach: { host: "127.0.0.1", names: [], ...reach },
  });
  onTestFinished(() => dashboard.stop());
  const { origin } = new URL(dashboard.address);
  const get = (path: string, headers: Readonly<Record<string, string>> = {}) =>
    httpAnswer(new URL(path, origin), { headers });
  const post = (path: string, form: Readonly<Record<string, string>>, headers: Readonly<Record<string, string>> = {}) =>
    httpAnswer(new URL(path, origin), {
      method: "POST",
      body: new URLSearchParams(form).toString(),
      headers: { origin, "content-type": "application/x-www-form-urlencoded", ...headers },
    });
  return { address: dashboard.address, origin, get, post };
}

function cookieIn({ headers }: { readonly headers: { readonly "set-cookie"?: string[] | undefined } }): string {
  return headers["set-cookie"]?.[0]?.split(";")[0] ?? "";
}

/** A clock that is set by hand. */
function handClock(at = 1_800_000_000_000) {
  let now = at;
  return {
    now: (): UnixMs => unixMs(now),
    pass: (ms: number) => {
      now += ms;
    },
  };
}

describe("without a password", () => {
  test("S1: the dashboard answers under its own name, to its own pages, and to who signed in", async () => {
    const { origin, get } = await start();
    const status = async (headers: Readonly<Record<string, string>>) => (await get("/", headers)).status;
    expect(await status({ host: "rebound.example" })).toBe(421);
    expect(await status({ host: "192.168.1.5:8081" })).toBe(421);
    expect(await status({ origin: "http://127.0.0.1:1" })).toBe(403);
    expect(await status({ origin: "null" })).toBe(403);
    expect(await status({})).toBe(401);
    expect(await status({ origin })).toBe(401);
  });

  test("the printed address lets one browser in, and the cookie it gets opens nothing elsewhere", async () => {
    const { address, get } = await start();
    const first = await get(address, { "user-agent": "mine" });
    expect([first.status, (await get(address)).status]).toEqual([200, 401]);
    expect(first.headers["set-cookie"]?.[0]).toMatch(/; HttpOnly; SameSite=Strict; Path=\/; Max-Age=\d+$/);
    const cookie = cookieIn(first);
    expect((await get("/", { cookie, "user-agent": "mine" })).status).toBe(200);
    expect((await get("/", { cookie, "user-agent": "another" })).status).toBe(401);
    // What a proxy on this machine passes on came from elsewhere.
    expect((await get("/", { cookie, "user-agent": "mine", "x-forwarded-for": "203.0.113.9" })).status).toBe(401);
    expect((await get("/", { cookie: `${cookie}x`, "user-agent": "mine" })).status).toBe(401);
  });

  test("no password is right, the empty one included", async () => {
    const { post } = await start();
    for (const password of ["", PASSWORD]) {
      const answer = await post("/sign-in", { password });
      expect([answer.status, answer.headers["set-cookie"]]).toEqual([401, undefined]);
    }
  });
});

describe("with a password", () => {
  test("lets in who knows it, back to where they were going, until they sign out", async () => {
    const { get, post } = await start({ password: hash });
    const asked = await get("/alerts?show=failed");
    expect(asked.status).toBe(401);
    expect(asked.body).toContain('name="next" value="/alerts?show=failed"');
    const signedIn = await post("/sign-in", { password: PASSWORD, next: "/alerts?show=failed" });
    expect([signedIn.status, signedIn.headers.location]).toEqual([303, "/alerts?show=failed"]);
    const cookie = cookieIn(signedIn);
    expect((await get("/", { cookie })).status).toBe(200);
    await post("/sign-out", {}, { cookie });
    expect((await get("/", { cookie })).status).toBe(401);
  });

  test.each([
    "//evil.example",
    "/\\evil.example",
    "https://evil.example",
    "javascript:alert(1)",
    "/a\r\nset-cookie: x",
  ])("leads nobody to %j", async (next) => {
    const { post } = await start({ password: hash });
    const answer = await post("/sign-in", { password: PASSWORD, next });
    expect([answer.status, answer.headers.location]).toEqual([303, "/"]);
  });

  test("a wrong one is told so; a guesser is stopped before the right one is reached, and so is a crowd at once", async () => {
    const { get, post } = await start({ password: hash });
    const wrong = await post("/sign-in", { password: "wrong" });
    expect([wrong.status, wrong.headers["set-cookie"]]).toEqual([401, undefined]);
    expect(wrong.body).toContain("That is not the password.");
    const crowd = await Promise.all([1, 2, 3, 4, 5, 6, 7].map((guess) => post("/sign-in", { password: `${guess}` })));
    expect(crowd.map(({ status }) => status).sort()).toEqual([401, 401, 401, 401, 429, 429, 429]);
    const late = await post("/sign-in", { password: PASSWORD });
    expect([late.status, Number(late.headers["retry-after"])]).toEqual([429, expect.any(Number)]);
    expect((await get("/")).status).toBe(401);
    // Another address is another caller.
    expect((await post("/sign-in", { password: PASSWORD }, { "x-forwarded-for": "203.0.113.9" })).status).toBe(303);
  });

  test("a page from elsewhere can neither sign in nor out, and one without an origin cannot either", async () => {
    const { post, origin } = await start({ password: hash });
    const cookie = cookieIn(await post("/sign-in", { password: PASSWORD }));
    for (const path of ["/sign-in", "/sign-out"]) {
      expect((await post(path, { password: PASSWORD }, { cookie, origin: "https://evil.example" })).status).toBe(403);
      expect((await post(path, { password: PASSWORD }, { cookie, origin: "null" })).status).toBe(403);
    }
    const bare = await httpAnswer(new URL("/sign-out", origin), { method: "POST", headers: { cookie } });
    expect(bare.status).toBe(403);
  });

  test("under a name that was given the cookie goes over HTTPS only, when the page came so", async () => {
    const { post, get } = await start({ password: hash, names: ["whook.example.com"] });
    const host = "whook.example.com";
    const answer = await post("/sign-in", { password: PASSWORD }, { host, origin: `https://${host}` });
    expect(answer.headers["set-cookie"]?.[0]).toMatch(/; Secure$/);
    expect((await get("/", { host: "whook.example.com.evil.example" })).status).toBe(421);
  });

  test("listening on all addresses it answers to a number, and to no name", async () => {
    const { get } = await start({ host: "0.0.0.0", password: hash });
    expect((await get("/", { host: "192.168.1.5:8081" })).status).toBe(401);
    expect((await get("/", { host: "[fe80::1]:8081" })).status).toBe(401);
    expect((await get("/", { host: "rebound.example:8081" })).status).toBe(421);
    expect((await get("/", { host: "1.2.3.4.rebound.example" })).status).toBe(421);
  });

  test("nothing but the form's own style is shown to who is not in", async () => {
    const { get, origin } = await start({ password: hash });
    const statuses = async (...paths: string[]) => Promise.all(paths.map(async (path) => (await get(path)).status));
    expect(await statuses("/assets/dashboard.css", "/assets/icon.svg", "/sign-in")).toEqual([200, 200, 200]);
    expect(
      await statuses("/assets/dashboard.js", "/alerts", "/orders/x", "/positions", "/sign-out", "/nothing"),
    ).toEqual([401, 401, 401, 401, 401, 401]);
    const huge = await httpAnswer(new URL("/sign-in", origin), {
      method: "POST",
      body: `password=${"x".repeat(20_000)}`,
      headers: { origin, "content-type": "application/x-www-form-urlencoded" },
    });
    expect(huge.status).toBe(413);
  });

  test("where one goes next is text, whatever it holds", async () => {
    const { get } = await start({ password: hash });
    const { body, headers } = await get('/alerts?"><script>alert(1)</script>');
    expect(body).not.toContain("<script>alert");
    expect(headers["content-security-policy"]).toContain("form-action 'self'");
  });
});

describe("a session", () => {
  const caller = { userAgent: "mine", isLocal: false };
  const begin = (sessions: Sessions) => sessions.begin(caller, { isSecure: false }).split(";")[0] ?? "";

  test("ends when nobody used it for a day, and after a month", () => {
    const clock = handClock();
    const sessions = new Sessions(clock);
    const [idle, used] = [begin(sessions), begin(sessions)];
    for (let day = 0; day < 29; day++) {
      clock.pass(24 * HOUR_MS);
      expect(sessions.isOpen(used, caller)).toBe(true);
    }
    expect(sessions.isOpen(idle, caller)).toBe(false);
    clock.pass(24 * HOUR_MS + 1);
    expect(sessions.isOpen(used, caller)).toBe(false);
  });

  test("is one of the last 32, and another dashboard's cookie is none", () => {
    const clock = handClock();
    const sessions = new Sessions(clock);
    const all = Array.from({ length: 33 }, () => begin(sessions));
    expect(all.map((cookie) => sessions.isOpen(cookie, caller))).toEqual([false, ...Array(32).fill(true)]);
    expect(sessions.isOpen(begin(new Sessions(clock)), caller)).toBe(false);
    expect(sessions.isOpen(undefined, caller)).toBe(false);
  });
});

test("many addresses together are stopped too, and may try again later", () => {
  const clock = handClock();
  const limit = new AttemptLimit(clock);
  const waits = Array.from({ length: 61 }, (_, index) => limit.count(`203.0.113.${index}`));
  expect(waits.slice(0, 60).every((wait) => wait === 0)).toBe(true);
  expect(waits[60]).toBe(15);
  clock.pass(15 * 60_000);
  expect(limit.count("203.0.113.1")).toBe(0);
});

describe("the password", () => {
  test("is kept as a slow hash that only its owner can read, and holds without being given again", async () => {
    const folder = await mkdtemp(join(tmpdir(), "whook-password-"));
    onTestFinished(() => rm(folder, { recursive: true }));
    expect(await keepPassword(folder, undefined)).toBeUndefined();
    const kept = await keepPassword(folder, PASSWORD);
    const path = join(folder, "dashboard-password");
    expect(await readFile(path, "utf8")).toMatch(/^scrypt:[\w-]{22}:[\w-]{43}\n$/);
    expect((await stat(path)).mode & 0o077).toBe(0);
    expect(await keepPassword(folder, undefined)).toBe(kept);
    expect(await keepPassword(folder, PASSWORD)).toBe(kept);
    const other = await keepPassword(folder, "another password");
    expect([await isPassword("another password", other ?? ""), await isPassword(PASSWORD, other ?? "")]).toEqual([
      true,
      false,
    ]);
    expect(await isPassword(PASSWORD, "not a hash")).toBe(false);
    expect(await keepPassword(join(folder, "none"), PASSWORD)).toMatch(/^scrypt:/);
  });

  test("is needed to be reached from elsewhere, and is no short word", async () => {
    const read = (env: Readonly<Record<string, string>>, port = 8080) => readDashboardEnv(env, port);
    expect(read({})).toEqual({ port: 8081, host: "127.0.0.1", names: [] });
    expect([read({}, 0).port, read({ WHOOK_DASHBOARD_PORT: "off" }).port]).toEqual([0, "off"]);
    expect(() => read({ WHOOK_DASHBOARD_PASSWORD: "short" })).toThrow("at least 10 characters");
    expect(() => read({ WHOOK_DASHBOARD_HOST: "everywhere" })).toThrow("WHOOK_DASHBOARD_HOST");
    expect(() => read({ WHOOK_DASHBOARD_PORT: "70000" })).toThrow("WHOOK_DASHBOARD_PORT");
    expect(() => read({ WHOOK_DASHBOARD_NAMES: "a b/c" })).toThrow('"b/c"');
    const wide = read({ WHOOK_DASHBOARD_HOST: "0.0.0.0", WHOOK_DASHBOARD_NAMES: "Whook.example.com" });
    await expect(reachOf(wide, "no-such-folder")).rejects.toThrow("only with a password");
    await expect(reachOf(read({ WHOOK_DASHBOARD_NAMES: "a.example" }), "no-such-folder")).rejects.toThrow("password");
    const reach = await reachOf({ ...wide, password: PASSWORD }, "no-such-folder");
    expect(reach).toMatchObject({
      host: "0.0.0.0",
      names: ["whook.example.com"],
      password: expect.stringMatching(/^scrypt:/),
    });
  });
});
