// The notifier's bundle as it would be deployed, over the protocols of DynamoDB, SQS, SNS and SSM; whom it tells is on loopback.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { PARAMETERS } from "../../lib/config/aws-names.ts";
import { orderRecord } from "../core/execution/order-fixture.ts";
import { grantOf, grantsOf } from "../support/aws/grants.ts";
import type { Invocation } from "../support/aws/lambda-function.ts";
import { type LocalLambda, startLocalLambda } from "../support/aws/local-lambda.ts";
import { STACK, TOKEN } from "../support/aws/local-services.ts";
import { type Bundles, type LocalStack, makeBundles, startLocalStack } from "../support/aws/local-stack.ts";
import { scheduledEvent } from "../support/aws/scheduled-event.ts";
import { streamEvent } from "../support/aws/stream-event.ts";
import type { TappedRequest, Verdict } from "../support/aws/tap.ts";
import { BOT_TOKEN, CHAT_ID, type NotifyServer, startNotifyServer } from "../support/notify-server.ts";
import { runCli } from "../support/run-cli.ts";

const AUTHORIZATION = "Bearer of-a-test";
const SECRETS = [TOKEN, BOT_TOKEN, AUTHORIZATION];

let bundles: Bundles;
let stack: LocalStack;
let server: NotifyServer;
let lambda: LocalLambda;
let folder: string;
/** Every request of the notifier to AWS. */
const requests: TappedRequest[] = [];
/** Everything the notifier answered. */
const answers: unknown[] = [];
/** What becomes of the notifier's requests in one test. */
let decide: (request: TappedRequest) => Verdict;
let after: (request: TappedRequest) => void | Promise<void>;
let configured = "";

beforeAll(async () => {
  bundles = await makeBundles();
  server = await startNotifyServer();
  stack = await startLocalStack(bundles, [
    { ACCOUNT_ID: "demo", EXCHANGE: "paper" },
    { ACCOUNT_ID: "other", EXCHANGE: "paper", MAX_DAILY_LOSS_USD: 100 },
  ]);
  stack.taps.decide = (who, request) => {
    if (who !== "notify") return "pass";
    requests.push(request);
    return decide(request);
  };
  stack.taps.after = (who, request) => (who === "notify" ? after(request) : undefined);
  lambda = await startLocalLambda({ [stack.facts.notifierFunction]: (event) => stack.notify.invoke(event) });
  folder = await mkdtemp(join(tmpdir(), "whook-aws-notify-"));
}, 60_000);
afterAll(async () => {
  await lambda.stop();
  await stack.stop();
  await server.stop();
  await bundles.remove();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => {
  decide = () => "pass";
  after = () => undefined;
  for (const [name, value] of Object.entries({ ...stack.env, AWS_ENDPOINT_URL_LAMBDA: lambda.endpoint }))
    vi.stubEnv(name, value);
});
afterEach(() => {
  vi.unstubAllEnvs();
  server.taken.length = 0;
  server.journal.length = 0;
});

async function whook(...argv: string[]) {
  const file = join(folder, "notifications.json");
  return runCli(argv, { env: { WHOOK_STACK: STACK, WHOOK_NOTIFICATIONS: file } });
}

/** These channels and no other, and the function knows it. */
async function configure(...channels: readonly object[]): Promise<void> {
  if (JSON.stringify(channels) === configured) return;
  configured = JSON.stringify(channels);
  await writeFile(join(folder, "notifications.json"), JSON.stringify(channels), { mode: 0o600 });
  for (const name of [...stack.ssm.parameters.keys()])
    if (name.includes(PARAMETERS.channels)) stack.ssm.parameters.delete(name);
  expect(await whook("notify", "push")).toMatchObject({ code: 0 });
  stack.notify.crash();
  await sweep();
  server.taken.length = 0;
  await stack.mail.read();
}

const script = (change: object = {}) => ({
  NAME: "script",
  CHANNEL: "webhook",
  URL: `${server.endpoint}/hook`,
  AUTHORIZATION,
  ...change,
});

/** One run. */
async function run(event: unknown = scheduledEvent()): Promise<Invocation> {
  const invocation = await stack.notify.invoke(event);
  answers.push(invocation);
  return invocation;
}

/** A call of the table's stream, for all that is marked. */
async function call(): Promise<Invocation> {
  return run(streamEvent(await stack.notices.listNotices(100)));
}

/** A run of the schedule, long after what is marked was. */
async function sweep(): Promise<Invocation> {
  await stack.forgetCalls();
  return run();
}

/** Posts an alert and works on its orders. */
async function trade(...lines: readonly string[]): Promise<void> {
  expect((await stack.post(lines.join("\n"))).status).toBeLessThan(500);
  await stack.drain();
}

/** What the webhook channel was told, without what another channel was. */
function told(): readonly { readonly event: string; readonly key: string; readonly text: string }[] {
  return server.taken.filter(({ path }) => path === "/hook").map(({ body }) => body as ReturnType<typeof told>[number]);
}

/** The process that was at work died: its lease is over. */
async function endLease(): Promise<void> {
  const kept = await stack.documents.readDocument("notifier");
  const { busyUntil, ...rest } = JSON.parse(kept?.body ?? "{}");
  expect(busyUntil).toBeGreaterThan(Date.now());
  await stack.documents.writeDocument("notifier", JSON.stringify(rest), kept?.version);
}

describe("whook notify test", () => {
  test("tries each channel from the function itself, with what is stored now", async () => {
    const wrong = { NAME: "wrong", CHANNEL: "telegram", BOT_TOKEN, CHAT_ID: 7, ENDPOINT: server.endpoint };
    await configure(script(), wrong, { CHANNEL: "email" });
    const before = await whook("notify", "test", "--channel", "email 3");
    expect(before).toMatchObject({ code: 1, out: expect.stringMatching(/not sent +email 3: nobody gets it yet/) });
    await stack.mail.subscribe();
    const { code, out, err } = await whook("notify", "test");
    expect(code).toBe(1);
    expect(out.split("\n")).toEqual([
      "sent      email 3",
      "sent      script",
      "not sent  wrong: answered 400, Bad Request: chat not found",
      "",
    ]);
    const one = await whook("notify", "test", "--channel", "SCRIPT", "--json");
    expect([one.code, JSON.parse(one.out)]).toEqual([0, [{ channel: "script", sent: true }]]);
    expect(told().map(({ event }) => event)).toEqual(["test", "test"]);
    for (const secret of SECRETS) expect(out + err + one.out).not.toContain(secret);
  }, 30_000);

  test("says so when the function breaks", async () => {
    decide = ({ service }) => (service === "SSM" ? { status: 400, body: { __type: "AccessDeniedException" } } : "pass");
    stack.notify.crash();
    expect(await whook("notify", "test")).toMatchObject({ code: 1, err: expect.stringContaining("look into its log") });
  }, 30_000);
});

describe("after an alert", () => {
  test("each channel is told what it wants to know, and nothing is marked any more", async () => {
    await configure(
      script({ ACCOUNTS: ["other"] }),
      { NAME: "phone", CHANNEL: "telegram", BOT_TOKEN, CHAT_ID, ENDPOINT: server.endpoint, EVENTS: ["filled"] },
      { NAME: "mail", CHANNEL: "email", EVENTS: ["bad-alert"] },
    );
    await trade("demo ETH/USDT buy 0.5 x3", "other ETH/USDT sell 0.5 x2", "demo ETH/USDT byu 1");
    const writes = () => requests.filter(({ operation }) => operation === "PutItem").length;
    const before = writes();
    expect(await call()).toMatchObject({ kind: "answered", result: { isWhole: true, told: 4 } });
    // The bad line alone is remembered: its sender may send it once more.
    expect(writes()).toBe(before + 1);
    expect(told()).toMatchObject([{ event: "filled", account: "other" }]);
    const phone = server.taken.find(({ path }) => path.startsWith("/bot"));
    expect(phone?.body.text).toMatch(
      /Filled: demo.*Position after it: long 0\.5 .*Filled: other.*Position after it: short 0\.5 /s,
    );
    const [mail] = await stack.mail.read();
    expect(mail?.subject).toMatch(/^whook: Bad alert, nothing was traded for line 3/);
    expect(await stack.notices.listNotices(10)).toEqual([]);
    expect(await run()).toMatchObject({ result: { told: 0 } });
  }, 30_000);

  test("the stream's call and the schedule at once tell it once, whoever comes first", async () => {
    await configure(script());
    for (const first of [call, run]) {
      await trade("demo ETH/USDT buy 0.1", "other ETH/USDT buy 0.1");
      server.taken.length = 0;
      let second: Promise<Invocation> | undefined;
      const called = streamEvent(await stack.notices.listNotices(100));
      // The other one's run is over before this one's first reading is.
      after = async ({ operation }) => {
        if (operation !== "GetItem" || second !== undefined) return;
        second = stack.secondNotify.invoke(first === call ? scheduledEvent() : called);
        await second;
      };
      expect(await first()).toMatchObject({ result: { told: first === call ? 2 : 0 } });
      expect(await second).toMatchObject({ result: { told: first === call ? 0 : 2 } });
      after = () => undefined;
      expect(new Set(told().map(({ key }) => key)).size).toBe(2);
      expect(told()).toHaveLength(2);
    }
  }, 30_000);

  test("two runs of the schedule at once tell what nobody was called for once", async () => {
    await configure(script());
    await trade("demo ETH/USDT buy 0.1", "other ETH/USDT buy 0.1");
    expect(await run()).toMatchObject({ result: { told: 0 } });
    let second: Promise<Invocation> | undefined;
    // The second's run is over before the first one's claim is answered.
    after = async ({ operation }) => {
      if (operation !== "PutItem" || second !== undefined) return;
      second = stack.secondNotify.invoke(scheduledEvent());
      await second;
    };
    expect(await sweep()).toMatchObject({ result: { told: 2 } });
    expect(await second).toMatchObject({ result: { told: 0 } });
    expect(told()).toHaveLength(2);
  }, 30_000);

  test("a record the stream brings twice, or after its mark was taken off, is told once", async () => {
    await configure(script());
    await trade("demo ETH/USDT buy 0.1");
    const event = streamEvent(await stack.notices.listNotices(100));
    expect(await run({ Records: [...event.Records, ...event.Records] })).toMatchObject({ result: { told: 1 } });
    expect(await run(event)).toMatchObject({ result: { told: 0 } });
    expect(told()).toHaveLength(1);
  }, 30_000);

  test("an order that broke the worker is told once as long as it lies with the dead letters", async () => {
    await configure(script());
    const { orderId, account, symbol } = orderRecord({});
    await stack.deadLetters.send([{ orderId, groupId: `${account}#${symbol}` }]);
    await run();
    await run();
    expect(told()).toMatchObject([{ event: "dead-letter", orderId }]);
    expect((await whook("redrive", "--json")).out).toContain('"redriven": 1');
    await stack.queue.receive({ max: 1, leaseMs: 0 });
  }, 30_000);
});

describe("when it dies", () => {
  test("of the schedule's run, before anything was sent, all of it is told after the lease, once", async () => {
    await configure(script());
    await trade("demo ETH/USDT buy 0.1");
    after = ({ operation }) => {
      if (operation === "PutItem") stack.notify.crash();
    };
    expect(await sweep()).toMatchObject({ kind: "failed", reason: "crashed" });
    after = () => undefined;
    expect(await sweep()).toMatchObject({ result: { told: 0 } });
    await endLease();
    expect(await sweep()).toMatchObject({ result: { told: 1 } });
    expect(told()).toHaveLength(1);
  }, 30_000);

  test.each([
    ["called by the stream", call],
    ["of the schedule", sweep],
  ])(
    "%s, between sending and taking the mark off, it is told a second time under the same key, and no third time",
    async (_, begin) => {
      await configure(script());
      await trade("demo ETH/USDT buy 0.1");
      await stack.forgetCalls();
      decide = ({ operation }) => {
        if (operation !== "UpdateItem") return "pass";
        stack.notify.crash();
        return "drop-before";
      };
      expect(await begin()).toMatchObject({ kind: "failed", reason: "crashed" });
      decide = () => "pass";
      if (begin === sweep) await endLease();
      await sweep();
      await sweep();
      const keys = told().map(({ key }) => key);
      expect(keys).toHaveLength(2);
      expect(new Set(keys).size).toBe(1);
    },
    30_000,
  );
});

describe("what is wrong is said", () => {
  test("a throttled parameter store: the run fails, nothing is lost, the next one tells it", async () => {
    await configure(script());
    await trade("demo ETH/USDT buy 0.1");
    stack.notify.crash();
    decide = ({ service }) =>
      service === "SSM" ? { status: 400, body: { __type: "ThrottlingException", message: "Rate exceeded" } } : "pass";
    expect(await call()).toMatchObject({ kind: "failed", reason: expect.stringContaining("could not be worked on") });
    expect(stack.notify.output).toContain("ThrottlingException");
    decide = () => "pass";
    expect(await sweep()).toMatchObject({ result: { told: 1 } });
    expect(told()).toHaveLength(1);
  }, 30_000);

  test("a stored channel that cannot be used: it is named with its field, without its secret, and holds nobody up", async () => {
    await configure(script());
    const broken = JSON.stringify({ NAME: "old phone", CHANNEL: "telegram", BOT_TOKEN: "secret-of-old", CHAT_ID: 1 });
    stack.ssm.put(`${stack.prefix}/${PARAMETERS.channels}/old.20.phone`, broken);
    await trade("demo ETH/USDT buy 0.1");
    stack.notify.crash();
    const invocation = await call();
    expect(invocation).toMatchObject({
      kind: "failed",
      reason: expect.stringContaining("1 notifications were given up"),
    });
    expect(stack.notify.output).toMatch(/"channel":"old phone"[^}]*BOT_TOKEN is digits/);
    expect(stack.notify.output).not.toContain("secret-of-old");
    expect(told()).toHaveLength(1);
    const listed = await whook("notify", "list");
    expect(listed.out).toMatch(/old phone +broken.*BOT_TOKEN is digits/s);
    expect(await whook("notify", "remove", "Old Phone")).toMatchObject({ code: 0 });
    stack.notify.crash();
  }, 30_000);
});

test("silence is told, of all accounts and of one", async () => {
  const kept = await stack.documents.readDocument("notifier");
  const anHourAgo = { startedAt: Date.now() - 3_600_000, keys: {} };
  await stack.documents.writeDocument("notifier", JSON.stringify(anHourAgo), kept?.version);
  const aBlink = { SILENCE_HOURS: 1e-6 };
  await configure(script({ ...aBlink, ACCOUNTS: ["demo"] }), script({ ...aBlink, NAME: "all" }));
  const { body = "" } = (await stack.documents.readDocument("notifier")) ?? {};
  expect(JSON.parse(body).keys).toEqual({ all: ["silence::0.000001"], script: ["silence:demo:0.000001"] });
}, 30_000);

describe("a digest", () => {
  /** The day's digest was due at midnight in UTC, and somebody listened then. */
  async function configureDigest(): Promise<void> {
    await configure(script());
    const kept = await stack.documents.readDocument("notifier");
    const long = { startedAt: Date.now() - 48 * 3_600_000, keys: {} };
    await stack.documents.writeDocument("notifier", JSON.stringify(long), kept?.version);
    stack.ssm.put(`${stack.prefix}/${PARAMETERS.channels}/script`, JSON.stringify(script({ DIGEST: "00:00" })));
    configured = "";
    stack.notify.crash();
  }

  test("says what accounts hold, as the worker reads it, once over runs at the same time and restarts", async () => {
    await trade("demo ETH/USDT buy 0.5 x3");
    await configureDigest();
    await Promise.all([run(), stack.secondNotify.invoke(scheduledEvent())]);
    stack.notify.crash();
    await run();
    const digests = told().filter(({ event }) => event === "digest");
    expect(digests).toHaveLength(1);
    expect(digests[0]?.text).toMatch(
      /^Digest of \d{4}-\d\d-\d\d, of the day until 00:00 \(UTC\).*\ndemo: no orders\n {2}Open: long [\d.]+ contracts of ETH\/USDT:USDT \(.* USDT\)\n {2}Balance: [\d.]+ USDT\nother: /,
    );
  }, 60_000);

  test("goes without it when the worker cannot be asked", async () => {
    await configureDigest();
    decide = ({ service }) => (service === "LAMBDA" ? { status: 400, body: { __type: "AccessDenied" } } : "pass");
    await run();
    const [digest] = told().filter(({ event }) => event === "digest");
    expect(digest?.text).toMatch(/demo: no orders\n {2}Open: not read\n {2}Balance: not read\nother: /);
  }, 60_000);
});

test("what only the clock tells is found by the worker's schedule, and told once: a lost alert, a day closed by its loss", async () => {
  await configure(script({ EVENTS: ["lost-alert", "day-loss"] }));
  await trade("demo BTC/USDT pos long 0.1 prev:flat:0", "demo BTC/USDT pos long 0.2 prev:short:0.1");
  await trade("other ETH/USDT buy 0.1");
  // As if the bar were a minute old, and the day's equity had been another.
  await changeDocument("chain#demo#BTC/USDT:USDT", (chain: { links: { receivedAt: number }[] }) => ({
    ...chain,
    links: chain.links.map((link) => ({ ...link, receivedAt: link.receivedAt - 60_000 })),
  }));
  await changeDocument("guard#other", (book: { day: object }) => ({ ...book, day: { ...book.day, lost: "150.5" } }));
  for (const _ of [0, 1]) {
    await stack.runFollower();
    await run();
  }
  const [loss, lost, ...others] = told().toSorted((a, b) => (a.event < b.event ? -1 : 1));
  expect(others).toEqual([]);
  expect(loss).toMatchObject({ event: "day-loss" });
  expect(loss?.text).toContain("closed other: 150.5 USD were lost");
  expect(lost).toMatchObject({ event: "lost-alert" });
  expect(lost?.text).toMatch(/demo BTC\/USDT:USDT was lost.*0 to 0\.1, -0\.1 to 0\.2/s);
}, 60_000);

async function changeDocument<T>(name: string, change: (body: T) => unknown): Promise<void> {
  const stored = await stack.documents.readDocument(name);
  const changed = JSON.stringify(change(JSON.parse(stored?.body ?? "{}")));
  expect(await stack.documents.writeDocument(name, changed, stored?.version)).toBe(true);
}

test.each([
  ["a sender refused by its address", "AlarmsSenderRefused", "SENDER_REFUSED", "refused by its address"],
  ["a function that AWS held back", "AlarmsThrottled", "THROTTLED", "AWS held a function of this account back"],
  ["requests that the API held back", "AlarmsRequestsThrottled", "THROTTLED", "faster than the webhook's API"],
  ["an alert that was answered 5xx", "AlarmsWebhookFailed", "NOT_STORED", "answered 5xx"],
  ["an alarm of a later release", "AlarmsOther", "ALARM", "whook-AlarmsOther0A1B2C3D-x1y2z3 went off"],
])(
  "%s is on record and told, when its alarm calls",
  async (_title, id, code, text) => {
    await configure(script());
    const alarm = { alarmName: `whook-${id}0A1B2C3D-x1y2z3`, state: { value: "ALARM" } };
    await run({ source: "aws.cloudwatch", alarmArn: "arn:aws:cloudwatch:x", alarmData: alarm });
    await call();
    expect(told()).toMatchObject([{ event: "bad-alert", text: expect.stringContaining(code) }]);
    expect(told()[0]?.text).toContain(text);
    const [alert] = (await stack.ledger.listAlerts({ refused: true, limit: 1 })).alerts;
    expect(alert).toMatchObject({ text: "", rejected: [{ code }] });
  },
  30_000,
);

test("its role grants what these runs asked of AWS, index for index, and nothing else but the stream's and the key's", () => {
  const granted = grantsOf("Notifier");
  const used = new Set(requests.map(grantOf));
  expect([...used].filter((grant) => !granted.has(grant))).toEqual([]);
  expect([...granted].filter((grant) => !used.has(grant)).toSorted()).toEqual([
    // What calls it reads the stream in its name.
    "dynamodb:DescribeStream",
    "dynamodb:GetRecords",
    "dynamodb:GetShardIterator",
    "dynamodb:ListStreams",
    // The parameters' own key: the parameter store asks for it.
    "kms:Decrypt",
  ]);
}, 180_000);

test("nothing secret was written or answered", () => {
  const written = stack.notify.output + JSON.stringify(answers);
  expect(written).toContain("NotificationSent");
  for (const secret of SECRETS) expect(written).not.toContain(secret);
});
