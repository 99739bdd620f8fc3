// The CLI on a stack: the same commands over SQS, DynamoDB and SSM as their protocols.

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { systemClock } from "../../lib/adapters/local/system-clock.ts";
import { parametersBelow } from "../../lib/adapters/parameters/parameter-reader.ts";
import { WebhookSettings } from "../../lib/adapters/parameters/webhook-settings.ts";
import { groupIdOf } from "../../lib/app/accept-alert.ts";
import { orderRecord } from "../core/execution/order-fixture.ts";
import { type LocalServices, STACK, startLocalServices } from "../support/aws/local-services.ts";
import { RecordingTelemetry } from "../support/recording-telemetry.ts";
import { runCli } from "../support/run-cli.ts";

const PAPER = { ACCOUNT_ID: "demo", EXCHANGE: "paper" };
const KEYED = { ACCOUNT_ID: "later", EXCHANGE: "bybit", API_KEY: "k-secret-k", SECRET_KEY: "s-secret-s" };
/** A page that ends waits for what it is asking the exchanges, and no live price can be reached. */
const UNREACHABLE_MS = 90_000;

let services: LocalServices;
let folder: string;

beforeAll(async () => {
  services = await startLocalServices();
  folder = await mkdtemp(join(tmpdir(), "whook-stack-cli-"));
});
afterAll(async () => {
  await services.stop();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => {
  for (const [name, value] of Object.entries(services.env)) vi.stubEnv(name, value);
  vi.stubEnv("AWS_EC2_METADATA_DISABLED", "true");
});
afterEach(() => {
  vi.unstubAllEnvs();
});

/** Runs on the stack; accounts.json and the data of this machine are not there. */
function whook(...argv: string[]) {
  return runCli(argv, { env: envOf() });
}

function envOf() {
  return {
    WHOOK_STACK: STACK,
    WHOOK_DATA_DIR: join(folder, "data"),
    WHOOK_ACCOUNTS: join(folder, "accounts.json"),
    WHOOK_NOTIFICATIONS: join(folder, "notifications.json"),
  };
}

/** Whatever another test stored of the kind. */
function forget(kind: "accounts" | "channels"): void {
  const stored = [...services.ssm.parameters.keys()].filter((name) => name.includes(`/${kind}/`));
  for (const name of stored) services.ssm.parameters.delete(name);
}

describe("commands that read", () => {
  beforeAll(() => services.ledger.createOrder(orderRecord({ account: "demo" })));
  beforeEach(() => {
    forget("accounts");
    // Nobody listens there: an exchange that is asked says so at once.
    services.putAccounts([PAPER, { ...KEYED, ENDPOINT: "http://127.0.0.1:9" }]);
  });

  test("lint knows the stack's accounts", async () => {
    expect(await whook("lint", "demo ETH/USDT buy 1")).toMatchObject({ code: 0, out: expect.stringContaining("good") });
    expect(await whook("lint", "other ETH/USDT buy 1")).toMatchObject({ code: 1 });
  });

  test(
    "dashboard shows the stack's orders, to whoever has its address",
    async () => {
      const { orderId } = orderRecord({ account: "demo" });
      const pages: string[] = [];
      const whileRunning = async (printed: string) => {
        const { url } = JSON.parse(printed) as { readonly url: string };
        expect((await fetch(new URL(`/orders/${orderId}`, url), { redirect: "manual" })).status).not.toBe(200);
        const signedIn = await fetch(url, { redirect: "manual" });
        const cookie = signedIn.headers.get("set-cookie")?.split(";")[0] ?? "";
        for (const path of ["/", `/orders/${orderId}`])
          pages.push(await (await fetch(new URL(path, url), { headers: { cookie } })).text());
      };
      expect(await runCli(["dashboard", "--json"], { env: envOf(), whileRunning })).toMatchObject({ code: 0 });
      const [overview, order] = pages;
      expect(overview).toContain(`Stack ${STACK}`);
      expect(order).toContain("The story");
      expect(order).toContain("ETH/USDT");
    },
    UNREACHABLE_MS,
  );

  test("trades and order read the stack's ledger", async () => {
    const listed = await whook("trades", "--json", "--account", "demo");
    expect(listed.code).toBe(0);
    const [trade] = JSON.parse(listed.out);
    expect(trade).toMatchObject({ account: "demo", status: "queued" });
    expect((await whook("order", trade.orderId)).out).toContain(trade.orderId);
  });

  test("plan, balance and positions of a paper account use its keys and money there", async () => {
    const planned = await whook("plan", "--json", "demo ETH/USDT buy 300$ x3");
    expect(JSON.parse(planned.out)).toMatchObject({ outcome: "steps", inputs: { equity: "10000" } });
    const balance = await whook("balance", "--account", "demo", "--json");
    expect(JSON.parse(balance.out)).toEqual([{ account: "demo", settle: "USDT", equity: "10000", free: "10000" }]);
    expect((await whook("positions", "--account", "demo")).out).toContain("nothing is open");
  });

  test("accounts are listed and checked without a key in sight, and with the address to whitelist", async () => {
    services.putFacts({ egress: "fck-nat", egressAddress: "203.0.113.7" });
    const [list, check] = [await whook("accounts", "list", "--json"), await whook("accounts", "check")];
    services.putFacts();
    expect(JSON.parse(list.out).map(({ id }: { id: string }) => id)).toEqual(["demo", "later"]);
    expect(check.out).toContain("203.0.113.7");
    for (const { out, err } of [list, check]) expect(out + err).not.toContain("secret");
  });

  test("redrive moves the stack's dead letters back", async () => {
    const { orderId } = orderRecord({});
    expect((await whook("redrive")).out).toContain("nothing to put back");
    await services.deadLetters.send([{ orderId, groupId: groupIdOf("demo", "ETH/USDT:USDT") }]);
    expect((await whook("redrive", "--json")).out).toContain('"redriven": 1');
    const [back] = await services.queue.receive({ max: 1, leaseMs: 10_000 });
    expect(back?.message.orderId).toBe(orderId);
    await services.queue.delete(back?.receipt ?? "");
  });
});

describe("what AWS refuses is one line that says what to do", () => {
  test.each([
    [
      "no such stack",
      () => services.ssm.parameters.delete(`${services.prefix}/public/stack`),
      "no stack test in us-east-1",
    ],
    ["access denied", () => services.ssm.fail("denied"), "AWS denied access"],
    ["no credentials", () => withoutCredentials(), "no AWS credentials"],
    ["no region", () => vi.stubEnv("AWS_REGION", undefined), "no AWS region"],
    ["nobody there", () => vi.stubEnv("AWS_ENDPOINT_URL_SSM", "http://127.0.0.1:9"), "AWS cannot be reached"],
  ])("%s", async (_, prepare, line) => {
    prepare();
    const { code, out, err } = await whook("trades");
    services.putFacts();
    expect([code, out]).toEqual([1, ""]);
    expect(err).toContain(line);
    expect(err.trim().split("\n")).toHaveLength(1);
  });

  function withoutCredentials() {
    vi.stubEnv("AWS_ACCESS_KEY_ID", undefined);
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", undefined);
    vi.stubEnv("AWS_CONFIG_FILE", join(folder, "none"));
    vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", join(folder, "none"));
  }
});

describe("accounts", () => {
  const FILE = [PAPER, { ...KEYED, MARGIN_MODE: "cross" }];
  const parameter = (name: string) => services.ssm.parameters.get(`${services.prefix}/${name}`);

  beforeEach(async () => {
    await writeFile(join(folder, "accounts.json"), JSON.stringify(FILE), { mode: 0o600 });
    forget("accounts");
  });

  test("push stores keys as SecureStrings and the rest apart, and says what changed without showing it", async () => {
    expect((await whook("accounts", "push")).out).toMatch(/demo {2}added\nlater {2}added/);
    expect(parameter("secret/accounts/later")).toMatchObject({ Type: "SecureString" });
    expect(parameter("public/accounts/later")?.Value).not.toContain("secret");
    const changed = { ...KEYED, SECRET_KEY: "s-secret-t", MARGIN_MODE: "cross" };
    await writeFile(join(folder, "accounts.json"), JSON.stringify([PAPER, changed]), { mode: 0o600 });
    const pushed = await whook("accounts", "push", "--json");
    expect(JSON.parse(pushed.out)).toEqual([
      { account: "demo", kind: "unchanged" },
      { account: "later", kind: "changed", keys: ["SECRET_KEY"] },
    ]);
    expect(parameter("secret/accounts/later")?.Value).toContain("s-secret-t");
    expect(pushed.out + pushed.err).not.toContain("secret-t");
  });

  test("push of one leaves the others alone, and names those there are", async () => {
    await whook("accounts", "push", "LATER");
    expect(JSON.parse((await whook("accounts", "list", "--json")).out)).toHaveLength(1);
    expect(await whook("accounts", "push", "nobody")).toMatchObject({
      code: 1,
      err: expect.stringContaining("there are demo, later"),
    });
  });

  test("an entry that a parameter cannot hold is refused before anything is stored", async () => {
    const long = { ...PAPER, SYMBOLS: Array.from({ length: 400 }, (_, index) => `COIN${index}/USDT`) };
    await writeFile(join(folder, "accounts.json"), JSON.stringify([long]), { mode: 0o600 });
    expect(await whook("accounts", "push")).toMatchObject({
      code: 1,
      err: expect.stringContaining("4096 are allowed"),
    });
    expect(parameter("secret/accounts/demo")).toBeUndefined();
  });

  test("remove deletes the keys, and says when there was no such account", async () => {
    await whook("accounts", "push");
    expect((await whook("accounts", "remove", "Later")).code).toBe(0);
    expect(parameter("secret/accounts/later")).toBeUndefined();
    expect(parameter("public/accounts/later")).toBeUndefined();
    expect(await whook("accounts", "remove", "later")).toMatchObject({
      code: 1,
      err: expect.stringContaining("there are demo"),
    });
  });
});

describe("channels", () => {
  const parameter = (name: string) => services.ssm.parameters.get(`${services.prefix}/secret/channels/${name}`);
  const phone = { NAME: "My phone", CHANNEL: "telegram", BOT_TOKEN: "1:k-secret-k", CHAT_ID: 42 };
  const write = (...channels: readonly object[]) =>
    writeFile(join(folder, "notifications.json"), JSON.stringify(channels), { mode: 0o600 });

  beforeEach(() => forget("channels"));

  test("push stores each as a SecureString, and says what changed without showing it", async () => {
    await write(phone, { CHANNEL: "email", ACCOUNTS: ["nobody"] });
    const added = await whook("notify", "push");
    expect(added.out).toMatch(/My phone {2}added\nemail 2 {2}added\n.*whook notify test/);
    expect(added.err).toContain("channel email 2: there is no account nobody");
    expect(parameter("my.20.phone")).toMatchObject({ Type: "SecureString" });
    await write({ ...phone, BOT_TOKEN: "1:s-secret-s" });
    const changed = await whook("notify", "push", "MY PHONE", "--json");
    expect(JSON.parse(changed.out)).toEqual([{ channel: "My phone", kind: "changed", keys: ["BOT_TOKEN"] }]);
    const listed = await whook("notify", "list");
    expect(listed.out).toMatch(/My phone +telegram +all +filled/);
    for (const { out, err } of [added, changed, listed]) expect(out + err).not.toContain("secret-");
  });

  test("remove deletes one; whoever is not there is named with those that are", async () => {
    await write(phone, { CHANNEL: "email" });
    await whook("notify", "push");
    expect((await whook("notify", "remove", "email 2")).code).toBe(0);
    expect(await whook("notify", "remove", "email 2")).toMatchObject({
      code: 1,
      err: expect.stringContaining("no channel email 2 in stack test; there are My phone"),
    });
    expect((await whook("notify", "push", "pigeon")).err).toContain("no channel pigeon");
    expect((await whook("notify", "remove", "My phone")).code).toBe(0);
    expect(await whook("notify", "list")).toMatchObject({
      code: 1,
      err: expect.stringContaining("no channels in stack test"),
    });
  });

  test("push stores nothing of a file that has anything wrong in it", async () => {
    await write(phone, { CHANNEL: "pigeon" });
    expect(await whook("notify", "push")).toMatchObject({ code: 1, err: expect.stringContaining("CHANNEL must be") });
    await write(phone, { NAME: "mail", CHANNEL: "email", TOPIC_ARN: "arn:aws:sns:us-east-1:000000000000:other" });
    expect((await whook("notify", "push")).err).toContain(
      "channel mail: a stack sends e-mail through its own topic only",
    );
    expect(parameter("my.20.phone")).toBeUndefined();
  });
});

describe("the webhook's address", () => {
  const settings = () =>
    new WebhookSettings({
      read: (path) => parametersBelow(services.ssm.client, path),
      prefix: services.prefix,
      clock: systemClock,
      telemetry: new RecordingTelemetry(),
    });
  const tokenOf = (text: string) => text.trim().split("\n")[0]?.split("/whook/")[1] ?? "";

  test("is made when it is first asked for, and stays", async () => {
    const first = tokenOf((await whook("url")).out);
    expect(first).toHaveLength(32);
    expect(await settings().isToken(first)).toBe(true);
    expect(tokenOf((await whook("url")).out)).toBe(first);
    expect(services.ssm.parameters.get(`${services.prefix}/secret/token`)?.Type).toBe("SecureString");
  });

  test("is rotated without a gap: both are good until the end is asked for", async () => {
    const old = tokenOf((await whook("url")).out);
    const fresh = tokenOf((await whook("rotate-token")).out);
    expect(fresh).not.toBe(old);
    expect(tokenOf((await whook("url")).out)).toBe(fresh);
    expect([await settings().isToken(old), await settings().isToken(fresh)]).toEqual([true, true]);
    expect(await whook("rotate-token")).toMatchObject({ code: 1, err: expect.stringContaining("--finish") });
    expect((await whook("rotate-token", "--finish")).out).toContain("refused within a minute");
    expect([await settings().isToken(old), await settings().isToken(fresh)]).toEqual([false, true]);
    expect((await whook("rotate-token", "--finish")).out).toContain("no rotation was under way");
  });

  test("a rotation that broke off before the new address was stored is finished with the old one", async () => {
    const old = tokenOf((await whook("url")).out);
    const [hashes, token] = ["public/token-hashes", "secret/token"].map((name) => `${services.prefix}/${name}`);
    await whook("rotate-token");
    services.ssm.put(token ?? "", old);
    expect((await whook("rotate-token", "--finish")).code).toBe(0);
    expect(await settings().isToken(old)).toBe(true);
    expect(JSON.parse(services.ssm.parameters.get(hashes ?? "")?.Value ?? "")).toHaveLength(1);
  });
});

test("init with a stack stores the account there too, and shows the address", async () => {
  const { code, out } = await whook("init", "--account", "fresh", "--exchange", "paper");
  expect(code).toBe(0);
  expect(out).toContain("/whook/");
  expect((await whook("lint", "fresh ETH/USDT buy 1")).code).toBe(0);
});
