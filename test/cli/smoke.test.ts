// `whook smoke` on the bundles that would be deployed: an HTTP address before the webhook, an event source before the worker.
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { text } from "node:stream/consumers";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { Backend } from "../../lib/cli/backend.ts";
import { checkNotifier, judgeNotifier } from "../../lib/cli/smoke/check-notifier.ts";
import { checkRealAccounts } from "../../lib/cli/smoke/check-real-accounts.ts";
import { judgeDeadline, judgeGroup, judgePaperOrder, judgeWaits } from "../../lib/cli/smoke/judge-orders.ts";
import { AWS_NOTIFIER_LIMITS, NOTIFIER_EVERY_MS } from "../../lib/config/limits.ts";
import type { OrderEvent } from "../../lib/core/execution/order-record.ts";
import { failureOf } from "../../lib/core/failure.ts";
import { unixMs } from "../../lib/core/ids.ts";
import { err, ok } from "../../lib/core/result.ts";
import type { Account } from "../../lib/ports/account-store.ts";
import type { AskedExchange } from "../../lib/ports/asked-exchange.ts";
import { orderRecord, stateOf, T0 } from "../core/execution/order-fixture.ts";
import { TRADINGVIEW } from "../support/aws/api-gateway-event.ts";
import { pollOnce } from "../support/aws/event-source.ts";
import { STACK, TOKEN } from "../support/aws/local-services.ts";
import { type LocalStack, startLocalStack } from "../support/aws/local-stack.ts";
import { sharedBundles } from "../support/aws/shared-bundles.ts";
import { streamEvent } from "../support/aws/stream-event.ts";
import { startTap } from "../support/aws/tap.ts";
import { runCli } from "../support/run-cli.ts";
import { SkippingClock } from "../support/skipping-clock.ts";

const DEMO = { ACCOUNT_ID: "demo", EXCHANGE: "paper" };
const NEVER = new Promise<void>(() => undefined);
/** An order that expires takes 10 s, on a machine that may be busy. */
const SLOW = 90_000;

function smoke(argv: readonly string[] = [], stopped: Promise<void> = NEVER) {
  const data = `${tmpdir()}/whook-smoke-none`;
  return runCli(["smoke", "--stack", STACK, ...argv], { env: { WHOOK_DATA_DIR: data }, stopped });
}

describe("accounts that are to trade", () => {
  const account = (id: string, exchange: string) => ({ id, exchange, settle: "USDT" }) as unknown as Account;
  const backendOf = (answer: () => ReturnType<AskedExchange["checkAccount"]>): Backend => {
    const accounts = [account("bin", "binance"), account("demo", "paper"), account("smoke_silent_1", "binance")];
    // Only what the checks ask of it is there.
    return {
      listAccounts: async () => accounts,
      openAsOrdersDo: async () => ({ checkAccount: answer }),
      explain: (error: unknown) => String(error),
    } as unknown as Backend;
  };

  test("are checked from where orders leave, the smoke test's own and paper apart", async () => {
    const found = await checkRealAccounts(
      backendOf(async () =>
        ok([
          { level: "ok", message: "the key may trade" },
          { level: "warning", message: "the key is bound to no address" },
        ]),
      ),
    );
    const detail = "binance answered the worker; the key is bound to no address";
    expect(found).toEqual([{ name: "account bin", outcome: "passed", detail }]);
  });

  test.each([
    ["that has a problem", async () => ok([{ level: "problem" as const, message: "may not trade" }]), "may not trade"],
    [
      "that its exchange refuses",
      async () => err(failureOf("ADDRESS_REFUSED", "not from this country")),
      "not from this country",
    ],
  ])("one %s fails, with the exchange's words", async (_, answer, words) => {
    expect(await checkRealAccounts(backendOf(answer))).toEqual([
      { name: "account bin", outcome: "failed", detail: expect.stringContaining(words) },
    ]);
  });
});

describe("on a stack", () => {
  let stack: LocalStack;
  let api: Server;
  /** Who API Gateway says is posting. */
  let sourceIp: string;

  beforeAll(async () => {
    stack = await startLocalStack(await sharedBundles(), [DEMO]);
    api = createServer(async (request, response) => {
      const token = request.url?.split("/whook/")[1] ?? "";
      const { status, body } = await stack.post(await text(request), { token, sourceIp });
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    });
    api.listen(0, "127.0.0.1");
    await once(api, "listening");
    const address = api.address();
    stack.putFacts({ url: `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}` });
  }, SLOW);
  afterAll(async () => {
    api.close();
    await stack.stop();
  });
  beforeEach(async () => {
    for (const [name, value] of Object.entries(stack.env)) vi.stubEnv(name, value);
    sourceIp = TRADINGVIEW;
    // A cold one: what it knew of the accounts is gone.
    await stack.webhook.start();
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    expect(temporaryAccounts()).toEqual([]);
  });

  function temporaryAccounts() {
    return [...stack.ssm.parameters.keys()].filter((name) => name.includes("smoke"));
  }

  /** What the event source does while `work` goes on. */
  async function whileWorking<T>(work: () => Promise<T>): Promise<T> {
    let isOn = true;
    const source = { client: stack.sqs.client, queueUrl: stack.sqs.queueUrl, worker: stack.worker };
    const polling = (async () => {
      while (isOn) if (!(await pollOnce(source))) await new Promise((resolve) => setTimeout(resolve, 20));
    })();
    const noticing = (async () => {
      while (isOn) {
        await stack.notify.invoke(streamEvent(await stack.notices.listNotices(100)));
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
    })();
    try {
      return await work();
    } finally {
      isOn = false;
      await Promise.all([polling, noticing]);
    }
  }

  const outcomes = (out: string) =>
    JSON.parse(out).checks.map(({ name, outcome }: { name: string; outcome: string }) => `${name}: ${outcome}`);

  test(
    "a good one passes every check, and says so in numbers",
    async () => {
      const { code, out, err } = await whileWorking(() => smoke());
      expect([code, err]).toEqual([0, ""]);
      const [title, ...lines] = out.trim().split("\n");
      expect(title).toContain(`stack ${STACK}`);
      expect(lines.slice(3)).toEqual([
        expect.stringMatching(/^passed {7}webhook: took the alert and answered after \d\.\d\d s$/),
        expect.stringMatching(/^passed {7}paper order: filled: \d+\.\d\d s from the alert to the first attempt/),
        expect.stringMatching(/^passed {7}notifier: looked at the order \d\.\d\d s after its end$/),
        expect.stringMatching(/^passed {7}order of a group: 3 orders one after the other/),
        expect.stringMatching(/^passed {7}visibility delay: \d\.\d\d s asked, \d\.\d\d s measured; \d/),
        expect.stringMatching(
          /^passed {7}deadline: .* expired \d+\.\d\d s after its first attempt, 10\.00 s are allowed/,
        ),
        expect.stringMatching(/^passed {7}accounts removed: smoke_\w+, smoke_silent_\w+$/),
        "7 passed, 0 failed, 0 not checked",
      ]);
      expect(out).not.toContain(TOKEN);
    },
    SLOW,
  );

  test(
    "this machine may not post: the webhook is not checked, all else is",
    async () => {
      sourceIp = "203.0.113.9";
      const { code, out } = await whileWorking(() => smoke(["--json"]));
      expect(code).toBe(0);
      expect(outcomes(out)).toEqual([
        "webhook: not checked",
        "paper order: passed",
        "notifier: passed",
        "order of a group: passed",
        "visibility delay: passed",
        "deadline: passed",
        "accounts removed: passed",
      ]);
      expect(out).toContain("whook deploy --senders");
    },
    SLOW,
  );

  test("nobody works on the queue: failed, and what follows is not waited for", async () => {
    const { code, out } = await smoke(["--json", "--wait", "1"]);
    expect(code).toBe(1);
    expect(outcomes(out)).toEqual([
      "webhook: passed",
      "paper order: failed",
      "notifier: not checked",
      "order of a group: not checked",
      "visibility delay: not checked",
      "deadline: not checked",
      "accounts removed: passed",
    ]);
    expect(out).toContain("still queued, no attempt began");
  });

  test("a webhook that has just read the accounts does not know the new ones: not checked", async () => {
    await stack.post("nobody ETH/USDT buy 1");
    const { out } = await smoke(["--json", "--wait", "1"]);
    expect(outcomes(out)[0]).toBe("webhook: not checked");
    expect(out).toContain("try again in a minute");
  });

  test("a webhook that fails is a failed check", async () => {
    stack.taps.decide = (who) => (who === "webhook" ? "drop-before" : "pass");
    const { code, out } = await smoke(["--json", "--wait", "1"]);
    stack.taps.decide = () => "pass";
    expect([code, outcomes(out)[0]]).toEqual([1, "webhook: failed"]);
  });

  test("Ctrl-C removes the accounts and is no success", async () => {
    const { code, out, err } = await smoke([], Promise.resolve());
    expect(code).toBe(1);
    expect(out).toContain("accounts removed");
    expect(err).toContain("ended before the checks were through");
  });

  test("accounts that AWS does not remove are named, with the command that does", async () => {
    const denied = { status: 400, body: { __type: "AccessDeniedException", message: "denied" } };
    const tap = await startTap("SSM", stack.ssm.endpoint, ({ operation }) =>
      operation === "DeleteParameter" ? denied : "pass",
    );
    vi.stubEnv("AWS_ENDPOINT_URL_SSM", tap.url);
    const { code, out } = await smoke(["--json", "--wait", "1"]);
    await tap.stop();
    const ids = temporaryAccounts().map((name) => name.split("/").at(-1) ?? "");
    for (const name of temporaryAccounts()) stack.ssm.parameters.delete(name);
    expect([code, outcomes(out).at(-1)]).toEqual([1, "accounts removed: failed"]);
    expect(new Set(ids).size).toBe(2);
    for (const id of ids) expect(out).toContain(`whook accounts remove ${id} --stack ${STACK}`);
  });

  test("a wait that is none is refused before anything is done", async () => {
    expect(await smoke(["--wait", "soon"])).toMatchObject({ code: 2, err: expect.stringContaining("--wait soon") });
  });
});

describe("what the records say", () => {
  const at = (seconds: number) => unixMs(T0 + seconds * 1_000);
  const record = (state: Parameters<typeof stateOf>[0], events: readonly OrderEvent[] = []) =>
    orderRecord({ state: stateOf(state), events });
  const filled = (from: number, to: number) =>
    record({ status: "filled", phase: { kind: "ended" }, firstAttemptAt: at(from), endedAt: at(to) });
  const rejected = record({
    status: "rejected",
    phase: { kind: "ended" },
    code: "ACCOUNT_UNKNOWN",
    reason: "no account",
  });

  test("a paper order that was rejected failed, with the reason", () => {
    expect(judgePaperOrder(filled(1, 2))).toMatchObject({
      outcome: "passed",
      figures: { queueMs: 1_000, workMs: 1_000 },
    });
    expect(judgePaperOrder(rejected)).toMatchObject({
      outcome: "failed",
      detail: expect.stringContaining("no account"),
    });
  });

  test("an order that began before the one before it ended failed", () => {
    expect(judgeGroup([filled(1, 2), filled(2, 3), filled(4, 5)])).toMatchObject({
      outcome: "passed",
      figures: { gapsMs: [0, 1_000] },
    });
    expect(judgeGroup([filled(1, 2), filled(1.9, 3)]).outcome).toBe("failed");
    expect(judgeGroup([filled(1, 2), rejected]).outcome).toBe("failed");
  });

  test("a notifier that was called by its schedule only passed and says so; one that never came failed", () => {
    expect(judgeNotifier(at(0), at(2)).detail).toBe("looked at the order 2.00 s after its end");
    expect(judgeNotifier(at(0), at(40))).toMatchObject({
      outcome: "passed",
      detail: expect.stringContaining("the call of the table's stream did not come"),
      figures: { noticedMs: 40_000 },
    });
    expect(judgeNotifier(at(0), undefined).outcome).toBe("failed");
  });

  test("a notifier is waited for longer than its schedule takes, and no longer", async () => {
    const skipping = new SkippingClock();
    // Whoever can be woken is waited for as well.
    const clock = { now: () => skipping.now(), sleep: (ms: number) => skipping.sleep(ms) };
    const began = clock.now();
    const signal = new AbortController().signal;
    const checked = await checkNotifier({ clock, notices: { isMarked: async () => true }, signal }, filled(1, 2));
    expect(checked.outcome).toBe("failed");
    const schedule = AWS_NOTIFIER_LIMITS.ownedMs + NOTIFIER_EVERY_MS;
    expect(clock.now() - began).toBeGreaterThan(schedule);
    expect(clock.now() - began).toBeLessThan(schedule + NOTIFIER_EVERY_MS);
  });

  test.each([
    ["as asked", 2, 2.1, "passed"],
    ["a second early: whole seconds", 2.4, 1.5, "passed"],
    ["too early", 2.4, 1.3, "failed"],
    ["too late", 2, 5.1, "failed"],
    ["in place only", 0.9, 0.9, "failed"],
  ])("a wait: %s", (_, asked, measured, outcome) => {
    const events: OrderEvent[] = [
      { at: at(0), kind: "attempt", attempt: 1 },
      { at: at(0), kind: "waiting", untilMs: at(asked), why: "nobody there" },
      { at: at(measured), kind: "attempt", attempt: 2 },
    ];
    expect(judgeWaits(record({}, events)).outcome).toBe(outcome);
  });

  test("an order that expires too late, or not at all, failed", () => {
    const expired = (seconds: number) =>
      record({
        status: "expired",
        phase: { kind: "ended" },
        code: "DEADLINE_EXCEEDED",
        firstAttemptAt: at(1),
        work: { deadline: at(11) },
        endedAt: at(seconds),
      });
    expect(judgeDeadline(expired(10)).outcome).toBe("passed");
    expect(judgeDeadline(expired(12)).outcome).toBe("failed");
    expect(judgeDeadline(filled(1, 2)).outcome).toBe("failed");
    expect(judgeDeadline(record({ status: "working", attempts: 3 })).detail).toContain("after 3 attempts");
  });
});
