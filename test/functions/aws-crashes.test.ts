// A crash of either function between any two calls, answers that are lost, services that throttle or fail: none lost, none
// doubled. The bundles run in processes of their own; a crash is SIGKILL.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { OrderRecord } from "../../lib/core/execution/order-record.ts";
import type { Trade } from "../../lib/core/trade/trade.ts";
import { STACK, TOKEN } from "../support/aws/local-services.ts";
import { type LocalStack, startLocalStack, type Taps, type Who } from "../support/aws/local-stack.ts";
import { sharedBundles } from "../support/aws/shared-bundles.ts";
import type { TappedRequest, Verdict } from "../support/aws/tap.ts";
import { runCli } from "../support/run-cli.ts";
import { startBinanceSimulator } from "../venues/binance/start-binance-simulator.ts";
import type { Simulator } from "../venues/simulator.ts";

/** TradingView waits 5 s before it sends again; 3 s is the least that continues an alert. */
const RESEND_MS = 3_100;
/** One account for each place a mishap can happen at: their waits go by side by side. */
const ACCOUNTS = Array.from({ length: 30 }, (_, index) => ({
  id: `bin${index}`,
  apiKey: `simulated-binance-key-of-${index}`,
  secret: `simulated-binance-secret-of-${index}`,
}));
const LONG = 180_000;

let stack: LocalStack;
let venue: Simulator;

beforeAll(async () => {
  venue = await startBinanceSimulator({ accounts: ACCOUNTS });
  stack = await startLocalStack(await sharedBundles(), [{ ACCOUNT_ID: "demo", EXCHANGE: "paper", ALERT_TIMEOUT: 900 }]);
  const ENDPOINT = await stack.tapWorker("venue", venue.url);
  const patience = { ORDER_TIMEOUT: 300, ALERT_TIMEOUT: 900 };
  stack.putAccounts(
    ACCOUNTS.map(({ id, apiKey, secret }) => ({
      ACCOUNT_ID: id,
      EXCHANGE: "binance",
      API_KEY: apiKey,
      SECRET_KEY: secret,
      ENDPOINT,
      ...patience,
    })),
  );
}, LONG);
afterAll(async () => {
  await stack.stop();
  await venue.stop();
});
beforeEach(() => tap({}));

/** Sets what happens around the requests of one function; those of the other pass. */
function tap(taps: { readonly [who in Who]?: Partial<Taps> }): void {
  stack.taps.decide = (who, request) => taps[who]?.decide?.(who, request) ?? "pass";
  stack.taps.after = (who, request, answer) => taps[who]?.after?.(who, request, answer);
}

/** The requests of one function while `work` runs. */
async function requestsOf(who: Who, work: () => Promise<unknown>): Promise<readonly string[]> {
  const calls: string[] = [];
  const decide = (_: Who, { service, operation }: TappedRequest): Verdict => {
    calls.push(`${service} ${operation}`);
    return "pass";
  };
  tap({ [who]: { decide } });
  await work();
  tap({});
  return calls;
}

/** `crash`: the process dies when the service has done its part and the answer is on its way. `lost`: the answer never arrives. `cut`: the request never does. */
type Mishap = "crash" | "lost" | "cut";

/** The mishap happens at the `index`th request of a function from now on, once. @returns whether it has. */
function arm(who: Who, mishap: Mishap, index: number): () => boolean {
  let count = 0;
  let due: TappedRequest | undefined;
  tap({
    [who]: {
      decide: (_: Who, request: TappedRequest): Verdict => {
        const isDue = count === index;
        count += 1;
        if (isDue) due = request;
        if (!isDue || mishap === "crash") return "pass";
        return mishap === "lost" ? "drop-after" : "drop-before";
      },
      after: (_: Who, request: TappedRequest) => {
        if (request === due && mishap === "crash") stack[who].crash();
      },
    },
  });
  return () => count > index;
}

function ordersAt(index: number) {
  return venue.control.orders(ACCOUNTS[index]?.apiKey);
}

describe("a mishap at each call of the worker", () => {
  const alert = (ids: readonly string[]) => ids.map((id) => `${id} ETH/USDT buy 0.1`).join("\n");

  test.each<Mishap>(["crash", "lost"])(
    "%s: every order is filled once",
    async (mishap) => {
      expect((await stack.post(alert(["bin0"]))).status).toBe(200);
      // What a process does that knows nothing yet.
      stack.worker.crash();
      const calls = await requestsOf("worker", () => stack.drain());
      expect(calls.length).toBeGreaterThan(8);
      expect(calls.length).toBeLessThan(ACCOUNTS.length);
      const before = ACCOUNTS.map((_, index) => ordersAt(index).length);
      const { body } = await stack.post(alert(calls.map((_, index) => `bin${index}`)));
      const { accepted } = body as { accepted: readonly { orderId: string }[] };
      const orders = await stack.drain({
        timeoutMs: 120_000,
        onDelivery: ({ body: message, attributes }) => {
          const index = accepted.findIndex(({ orderId }) => message.includes(orderId));
          tap({});
          if (attributes.ApproximateReceiveCount !== "1") return;
          stack.worker.crash();
          arm("worker", mishap, index);
        },
      });
      for (const [index, { orderId }] of accepted.entries()) {
        const order = orders.find((one) => one.orderId === orderId);
        const at = `${mishap} at ${calls[index]}: ${order?.state.reason}`;
        expect(order?.state.status, at).toBe("filled");
        expect(order?.state.fills.contracts, at).toBe("0.1");
        expect(
          ordersAt(index)
            .slice(before[index])
            .map(({ filledContracts }) => filledContracts),
          at,
        ).toEqual(["0.1"]);
      }
    },
    LONG,
  );
});

describe("a mishap at each call of the webhook, and the resend after it", () => {
  test(
    "one alert, one order, in the order of the alerts that were answered",
    async () => {
      const MISHAPS: readonly Mishap[] = ["crash", "lost", "cut"];
      const callsOf = async (text: string) => {
        // A process that knows nothing yet makes every call.
        stack.webhook.crash();
        return requestsOf("webhook", () => stack.post(text));
      };
      const calls = await callsOf("demo ETH/USDT buy 100$ id:first");
      expect(calls.length).toBeGreaterThan(4);
      const posts = MISHAPS.flatMap((mishap) =>
        calls.map((call, index) => ({ mishap, call, index, text: `demo ETH/USDT buy 0.05 id:${mishap}-${index}` })),
      );
      // The last call closes the alert: dying after it is the one window a key is needed for.
      const unkeyed = (await callsOf("demo BTC/USDT buy 100$")).slice(0, -1).map((call, index) => {
        return { mishap: "crash" as const, call, index, text: `demo BTC/USDT buy ${index + 200}$` };
      });
      const failed: string[] = [];
      for (const { mishap, call, index, text } of [...posts, ...unkeyed]) {
        stack.webhook.crash();
        const hasHappened = arm("webhook", mishap, index);
        const { status } = await stack.post(text);
        // What the function does not answer is a 502 to TradingView, which sends again.
        if (status >= 500) failed.push(text);
        else expect(status, `${mishap} at ${call}`).toBe(200);
        if (mishap === "crash" && hasHappened()) expect(status, `${mishap} at ${call}`).toBe(502);
      }
      tap({});
      expect(failed.length).toBeGreaterThan(calls.length);
      await sleep(RESEND_MS);
      // Without a key an alert is continued for a minute only: the latest first.
      for (const text of failed.toReversed()) expect((await stack.post(text)).status, text).toBe(200);
      const orders = await stack.drain({ timeoutMs: 60_000 });
      for (const { mishap, call, text } of [...posts, ...unkeyed]) {
        const found = orders.filter((order) => order.text === text);
        expect(found, `${mishap} at ${call}`).toHaveLength(1);
        expect(found[0]?.state.phase.kind, `${mishap} at ${call}`).toBe("ended");
      }
      expectInOrder(orders.filter(({ account, symbol }) => account === "demo" && symbol === "ETH/USDT:USDT"));
    },
    LONG,
  );
});

/** No order of a group began before the one that was queued before it had ended. */
function expectInOrder(orders: readonly OrderRecord[]): void {
  const byStart = orders.toSorted((a, b) => (a.state.firstAttemptAt ?? 0) - (b.state.firstAttemptAt ?? 0));
  for (const [index, { state }] of byStart.entries()) {
    const previous = byStart[index - 1];
    if (previous !== undefined) expect(state.firstAttemptAt).toBeGreaterThanOrEqual(previous.state.endedAt ?? Infinity);
  }
}

describe("services that say no", () => {
  const SERVICES = ["DYNAMODB", "SQS", "SSM"] as const;
  const THROTTLED = {
    DYNAMODB: "com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException",
    SQS: "com.amazonaws.sqs#RequestThrottled",
    SSM: "com.amazonaws.ssm#ThrottlingException",
  } as const;
  const throttle = (service: (typeof SERVICES)[number], times: number): Partial<Taps> => {
    let left = times;
    return {
      decide: (_, request) => {
        if (request.service !== service || left === 0) return "pass";
        left -= 1;
        return { status: 400, body: { __type: THROTTLED[service], message: "slow down" } };
      },
    };
  };

  test(
    "throttled, the webhook answers 503, and the resend gives one order",
    async () => {
      const texts = SERVICES.map((service) => ({ service, text: `demo SOL/USDT buy 1 id:throttled-${service}` }));
      for (const { service, text } of texts) {
        stack.webhook.crash();
        tap({ webhook: throttle(service, 20) });
        expect((await stack.post(text)).status, service).toBe(503);
      }
      tap({});
      await sleep(RESEND_MS);
      for (const { text } of texts) expect((await stack.post(text)).status, text).toBe(200);
      const orders = await stack.drain();
      for (const { text } of texts) expect(orders.filter((order) => order.text === text)).toHaveLength(1);
    },
    LONG,
  );

  test.each(SERVICES)(
    "%s throttles the worker: the order is filled once all the same",
    async (service) => {
      const before = ordersAt(0).length;
      expect((await stack.post("bin0 ETH/USDT buy 0.1")).status).toBe(200);
      stack.worker.crash();
      tap({ worker: throttle(service, 10) });
      const order = (await stack.drain({ timeoutMs: 60_000 })).at(-1);
      expect(order?.state).toMatchObject({ status: "filled", fills: { contracts: "0.1" } });
      expect(ordersAt(0)).toHaveLength(before + 1);
    },
    LONG,
  );

  test("an alert without a good line is a 400 each time, and never queued", async () => {
    for (const text of ["demo ETH/USDT byu 1", "demo ETH/USDT byu 1"])
      expect((await stack.post(text)).status).toBe(400);
    expect(await stack.queue.count()).toBe(0);
  });
});

test("a message that two processes have at the same time changes nothing", async () => {
  const before = ordersAt(1).length;
  expect((await stack.post("bin1 ETH/USDT buy 0.1")).status).toBe(200);
  expect(await stack.pollTwice()).toBe(true);
  const order = (await stack.drain()).at(-1);
  expect(order?.state).toMatchObject({ status: "filled", fills: { contracts: "0.1" } });
  expect(ordersAt(1)).toHaveLength(before + 1);
});

test("whook trades --stack tells of every order, each ended, as the venue filled it", async () => {
  for (const [name, value] of Object.entries(stack.env)) vi.stubEnv(name, value);
  const folder = await mkdtemp(join(tmpdir(), "whook-crashes-"));
  const env = { WHOOK_DATA_DIR: folder, WHOOK_ACCOUNTS: join(folder, "none.json") };
  const { code, out, err } = await runCli(["trades", "--json", "--stack", STACK], { env });
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
  expect([code, err]).toEqual([0, ""]);
  const trades = JSON.parse(out) as readonly Trade[];
  const { orders } = await stack.ledger.listOrders({ limit: 1_000 });
  expect(trades.map(({ orderId }) => orderId)).toEqual(orders.map(({ orderId }) => orderId));
  for (const [index, { id }] of ACCOUNTS.entries()) {
    const told = trades.filter(({ account }) => account === id).map(({ filledContracts }) => filledContracts);
    expect(told.toReversed(), id).toEqual(ordersAt(index).map(({ filledContracts }) => filledContracts));
  }
});

test("no log line of all this holds a secret", () => {
  const written = [stack.webhook.output, stack.worker.output].join();
  expect(written).toContain("order ended");
  for (const secret of [TOKEN, ...ACCOUNTS.flatMap(({ apiKey, secret }) => [apiKey, secret])])
    expect(written).not.toContain(secret);
});
