// What comes to AWS's door all at once, or was away for a while: the bundles that would be deployed, each execution environment a process.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { workerConcurrencyOf } from "../../lib/config/worker-concurrency.ts";
import type { OrderRecord } from "../../lib/core/execution/order-record.ts";
import { postEvent } from "../support/aws/api-gateway-event.ts";
import type { LambdaFunction } from "../support/aws/lambda-function.ts";
import { limitedAccount } from "../support/aws/limited-account.ts";
import { TOKEN } from "../support/aws/local-services.ts";
import { type Bundles, type LocalStack, makeBundles, startLocalStack } from "../support/aws/local-stack.ts";
import { scheduledEvent } from "../support/aws/scheduled-event.ts";
import type { TappedRequest } from "../support/aws/tap.ts";
import { BINANCE } from "../venues/binance/profile.ts";
import { fillerBases } from "../venues/market-maker.ts";
import type { Simulator } from "../venues/simulator.ts";

const LONG = 240_000;
const ALERTS = 500;
const GROUPS = ["LTC", "LINK", "AVAX", "UNI", "ETC"].flatMap((base) =>
  ["a", "b", "c", "d"].map((account) => `${account} ${base}/USDT`),
);
const { apiKey, secret } = BINANCE.keys;

let bundles: Bundles;
let stack: LocalStack;
let venue: Simulator;
let binance: object;

beforeAll(async () => {
  bundles = await makeBundles();
  venue = await BINANCE.start();
  stack = await startLocalStack(bundles, []);
  const ENDPOINT = await stack.tapWorker("venue", venue.url);
  binance = { ACCOUNT_ID: "bin", EXCHANGE: "binance", API_KEY: apiKey, SECRET_KEY: secret, ENDPOINT };
  const paper = ["a", "b", "c", "d"].map((ACCOUNT_ID) => ({ ACCOUNT_ID, EXCHANGE: "paper", ALERT_TIMEOUT: 900 }));
  // For what takes long here, where so many processes share few cores.
  const patient = { ...binance, ACCOUNT_ID: "patient", ORDER_TIMEOUT: 900, ALERT_TIMEOUT: 900 };
  stack.putAccounts([...paper, binance, patient]);
}, LONG);
afterAll(async () => {
  await stack.stop();
  await venue.stop();
  await bundles.remove();
});
beforeEach(() => {
  stack.taps.decide = () => "pass";
  stack.taps.after = () => undefined;
});

/** Has every one of them done, by as many execution environments side by side as there are. */
async function byAll<T>(
  environments: readonly LambdaFunction[],
  work: readonly T[],
  one: (of: T, at: LambdaFunction) => Promise<void>,
) {
  const left = [...work];
  await Promise.all(
    environments.map(async (environment) => {
      for (let next = left.shift(); next !== undefined; next = left.shift()) await one(next, environment);
    }),
  );
}

/** Works on the queue with several environments until it is empty. */
async function drainWith(workers: readonly LambdaFunction[]): Promise<void> {
  await Promise.all(
    workers.map(async (worker) => {
      while ((await stack.pollWith(worker)) || (await stack.queue.count()) > 0);
    }),
  );
}

test(
  "500 alerts at once: each is answered 200, none is lost or doubled, each group keeps the order of its answers",
  async () => {
    const webhooks = [stack.webhook, await stack.another("webhook"), await stack.another("webhook")];
    const workers = [stack.worker, await stack.another("worker"), await stack.another("worker")];
    const alerts = Array.from({ length: ALERTS }, (_, index) => index);
    await byAll(webhooks, alerts, async (index, webhook) => {
      const group = GROUPS[index % GROUPS.length] ?? "";
      // The last of a group takes back what the others did: in another order the position would be another.
      const isLast = index >= ALERTS - GROUPS.length;
      const text = `${group} ${isLast ? "close" : "buy 1"} x1`;
      const invocation = await webhook.invoke(postEvent(text, { token: TOKEN }));
      expect(invocation).toMatchObject({ kind: "answered", result: { statusCode: 200 } });
    });
    await drainWith(workers);
    const { orders } = await stack.ledger.listOrders({ limit: 2 * ALERTS });
    expect(orders).toHaveLength(ALERTS);
    const byGroup = Map.groupBy(orders.toReversed(), ({ account, symbol }) => `${account} ${symbol}`);
    expect(byGroup.size).toBe(GROUPS.length);
    for (const [group, ofGroup] of byGroup) {
      expectInOrder(ofGroup, group);
      const sold = ofGroup.filter(({ order }) => order.command === "close");
      const bought = ofGroup.filter(({ order }) => order.command === "buy");
      expect(
        sold.map(({ state }) => state.fills.contracts),
        group,
      ).toEqual([String(bought.length)]);
    }
    expect(new Set(orders.map(({ state }) => state.status))).toEqual(new Set(["filled"]));
  },
  LONG,
);

/** Of an account that runs five functions at once; deploy gives two of them to orders (`workerConcurrencyOf`). */
const PLACES = 5;
const AT_WORK = workerConcurrencyOf({ accountConcurrency: PLACES });

test(
  "30 symbols of an exchange that hangs, where five functions run at once: every alert is answered meanwhile, no order is lost, doubled or untold",
  async () => {
    const account = limitedAccount(PLACES);
    const webhooks = [stack.webhook, await stack.another("webhook"), await stack.another("webhook")];
    const workers = [stack.worker, await stack.another("worker")].slice(0, AT_WORK);
    for (const one of [...webhooks, ...workers]) await one.invoke(scheduledEvent());
    const before = venue.control.orders().length;
    let hung = 0;
    let isHanging = true;
    stack.taps.decide = (_, { service }) => {
      if (service !== "venue" || !isHanging) return "pass";
      hung++;
      return "hang";
    };
    let left = 30;
    const polling = workers.map(async (worker) => {
      while (left > 0 || (await stack.queue.count()) > 0)
        if (!(await account.hold(() => stack.pollWith(worker))))
          await new Promise((resolve) => setTimeout(resolve, 50));
    });
    const symbols = fillerBases(left);
    await Promise.all(
      symbols.map(async (base) => {
        const answer = await account.invoke(webhooks, postEvent(`patient ${base}/USDT buy 10`, { token: TOKEN }));
        expect(answer).toMatchObject({ kind: "answered", result: { statusCode: 200 } });
        left--;
      }),
    );
    // All are stored while nothing of the exchange came back.
    expect(hung).toBeGreaterThan(0);
    expect(account.seen.throttled).toBeGreaterThan(0);
    expect(account.seen.most).toBeLessThanOrEqual(PLACES);
    expect(venue.control.orders()).toHaveLength(before);
    isHanging = false;
    await Promise.all(polling);
    const { orders } = await stack.ledger.listOrders({ account: "patient", limit: 1_000 });
    expect(orders.map(({ state }) => state.status)).toEqual(Array(symbols.length).fill("filled"));
    expect(await Promise.all(orders.map(({ orderId }) => stack.notices.isMarked(orderId)))).not.toContain(false);
    const sent = venue.control.orders().slice(before);
    expect(new Set(sent.map(({ symbol }) => symbol)).size).toBe(symbols.length);
    expect(sent).toHaveLength(symbols.length);
  },
  LONG,
);

/** No order of a group began before the one that was received before it had ended. */
function expectInOrder(orders: readonly OrderRecord[], group: string): void {
  for (const [index, { state }] of orders.entries()) {
    const previous = orders[index - 1];
    if (previous !== undefined)
      expect(state.firstAttemptAt, group).toBeGreaterThanOrEqual(previous.state.endedAt ?? Number.POSITIVE_INFINITY);
  }
}

describe("S5: an alert of nearly 64 KiB, all of it bad lines but one,", () => {
  test.each([
    ["of one letter each", (room: number) => "a\n".repeat(room / 2)],
    ["of words that have to be compared", (room: number) => "demp ETH/USTD byu 1 x3\n".repeat(room / 23)],
    ["of one long line", (room: number) => `${"a ".repeat(room / 2 - 1)}\n`],
    ["that shrink to nothing when packed and grow in JSON", (room: number) => `${'\u0001"\\'.repeat(room / 3 - 1)}\n`],
  ])(
    "%s: 200, the good line is traded, what is kept stays below what an item holds",
    async (_, bad) => {
      const good = "a SOL/USDT buy 1 x1";
      const text = `${bad(65_536 - 64)}${good}`;
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(65_536);
      const { status, body } = await stack.post(text);
      expect(status).toBe(200);
      const {
        accepted,
        rejected,
        unlisted = 0,
      } = body as {
        accepted: { orderId: string }[];
        rejected: unknown[];
        unlisted?: number;
      };
      expect(accepted).toHaveLength(1);
      const refused = rejected.length + unlisted;
      expect(refused).toBeGreaterThan(0);
      const order = (await stack.drain()).find(({ orderId }) => orderId === accepted[0]?.orderId);
      expect(order?.state.status).toBe("filled");
      const alert = order && (await stack.ledger.getAlert(order.alertId));
      expect(alert?.text).toBe(text);
      expect((alert?.rejected.length ?? 0) + (alert?.unlisted ?? 0)).toBe(refused);
      expect(alert?.rejected.length).toBeLessThanOrEqual(100);
    },
    LONG,
  );
});

test(
  "S3: an account that is elsewhere by then: an order sent to its old exchange ends, and is never sent on the new one",
  async () => {
    const before = venue.control.orders().length;
    expect((await stack.post("bin ETH/USDT buy 0.5")).status).toBe(200);
    // The venue takes it, its answer is lost, and look-ups fail.
    let isSent = false;
    stack.taps.decide = (who, { service, operation }) => {
      if (who !== "worker" || service !== "venue") return "pass";
      if (operation.startsWith("POST") && operation.endsWith("/order")) {
        isSent = true;
        return "drop-after";
      }
      return isSent ? { status: 503, body: {} } : "pass";
    };
    const orders = await stack.drain({
      onDelivery: ({ attributes }) => {
        if (attributes.ApproximateReceiveCount !== "2") return;
        stack.putAccounts([{ ACCOUNT_ID: "bin", EXCHANGE: "paper" }]);
        stack.worker.crash();
      },
    });
    stack.putAccounts([binance]);
    for (const one of [stack.webhook, stack.worker]) one.crash();
    expect(orders.at(-1)?.state).toMatchObject({ status: "rejected", code: "ACCOUNT_CHANGED" });
    expect(orders.at(-1)?.state.fills.contracts).toBe("0");
    expect(venue.control.orders()).toHaveLength(before + 1);
    expect(await stack.documents.readDocument("paper#bin")).toBeUndefined();
  },
  LONG,
);

test(
  "W13: connections that died while Lambda held the process frozen: each reading goes again at once, an order is sent once",
  async () => {
    // Warm: every connection has carried a request.
    for (const side of ["buy", "sell"]) {
      expect((await stack.post(`bin SOL/USDT ${side} 1`)).status).toBe(200);
      await stack.drain();
    }
    const before = venue.control.orders().length;
    const cut: string[] = [];
    const waits: number[] = [];
    let cutAt = 0;
    stack.taps.decide = (_, { service, operation, isReused }: TappedRequest) => {
      const name = `${service} ${operation}`;
      if (cut.at(-1) === name && cutAt > 0) {
        waits.push(performance.now() - cutAt);
        cutAt = 0;
      }
      if (!isReused || cut.includes(name) || !(service === "venue" ? operation.startsWith("GET") : true)) return "pass";
      cut.push(name);
      cutAt = performance.now();
      return "drop-before";
    };
    expect((await stack.post("bin SOL/USDT buy 1")).status).toBe(200);
    const order = (await stack.drain()).at(-1);
    expect(cut.filter((name) => name.startsWith("venue")).length).toBeGreaterThan(0);
    expect(cut.filter((name) => name.startsWith("DYNAMODB")).length).toBeGreaterThan(0);
    expect(order?.state).toMatchObject({ status: "filled", attempts: 1 });
    expect(venue.control.orders()).toHaveLength(before + 1);
    expect(waits.length).toBeGreaterThan(0);
    // A wait of the retry machine is 1 s.
    for (const wait of waits) expect(wait).toBeLessThan(900);
  },
  LONG,
);
