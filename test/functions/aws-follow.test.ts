// The worker's bundle as it would be deployed, run by its schedule's event over the protocols of DynamoDB and SSM; the
// venue is Binance's simulator over HTTP.
import { SendMessageCommand } from "@aws-sdk/client-sqs";
import { ulid } from "ulid";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { NEW_ORDER_STATE } from "../../lib/core/execution/order-record.ts";
import { alertId, type OrderId, orderIdOf, unixMs } from "../../lib/core/ids.ts";
import { type Trade, tradeOf } from "../../lib/core/trade/trade.ts";
import { grantOf, grantsOf } from "../support/aws/grants.ts";
import { TOKEN } from "../support/aws/local-services.ts";
import { type LocalStack, startLocalStack } from "../support/aws/local-stack.ts";
import { sharedBundles } from "../support/aws/shared-bundles.ts";
import type { TappedRequest } from "../support/aws/tap.ts";
import { BINANCE } from "../venues/binance/profile.ts";
import { openSimulated } from "../venues/open-simulated.ts";
import type { Simulator } from "../venues/simulator.ts";

const { apiKey, secret } = BINANCE.keys;
const SECRETS = [apiKey, secret, TOKEN];

let stack: LocalStack;
let venue: Simulator;
/** Every request of the worker to AWS. */
const requests: TappedRequest[] = [];
/** Everything it answered. */
const answers: unknown[] = [];

beforeAll(async () => {
  venue = await BINANCE.start();
  const entry = { EXCHANGE: "binance", API_KEY: apiKey, SECRET_KEY: secret, ENDPOINT: venue.url };
  stack = await startLocalStack(await sharedBundles(), [{ ACCOUNT_ID: "bin", ...entry }]);
  stack.taps.decide = (who, request) => {
    if (who === "worker") requests.push(request);
    return "pass";
  };
}, 60_000);
afterAll(async () => {
  await stack.stop();
  await venue.stop();
});
beforeEach(() => setPrice(2_000));

function setPrice(middle: number): void {
  venue.control.setBook(BINANCE.venueSymbol, { bid: String(middle - 1), ask: String(middle + 1) });
}

/** Posts one line and works on it. @returns the order's id. */
async function trade(line: string): Promise<string> {
  const { body } = await stack.post(`bin ETH/USDT ${line}`);
  await stack.drain();
  const [accepted] = (body as { accepted: { orderId: string }[] }).accepted;
  return accepted?.orderId ?? "";
}

async function tradeOn(orderId: string): Promise<Trade> {
  const { orders } = await stack.ledger.listOrders({ limit: 1_000 });
  const order = orders.find((other) => other.orderId === orderId);
  if (order === undefined) throw new Error(`${orderId} is not on record`);
  return tradeOf(order);
}

async function follow(): Promise<unknown> {
  const invocation = await stack.runFollower();
  answers.push(invocation);
  return invocation.kind === "answered" ? invocation.result : invocation;
}

describe("a resting order", () => {
  test("that filled on the venue ends filled, with its price, fee and what it realised", async () => {
    await trade("buy 0.5 x5");
    const orderId = await trade("sell 0.5 limit:top1:2100");
    expect(await follow()).toEqual({ looked: 1, changed: 0 });
    expect(await tradeOn(orderId)).toMatchObject({ status: "placed", filledContracts: "0" });

    setPrice(2_110);
    expect(await follow()).toEqual({ looked: 1, changed: 1 });
    const followed = await tradeOn(orderId);
    const fill = venue.control.fills().at(-1);
    expect(followed).toMatchObject({
      status: "filled",
      filledContracts: "0.5",
      averagePrice: "2100",
      fee: { cost: fill?.fee, currency: "USDT" },
      // Bought at 2,001.
      realizedProfit: "49.5",
    });
    expect(followed.endedAt).toBeDefined();
    const marked = await stack.notices.listNotices(10);
    expect(marked.some((notice) => notice.kind === "order" && notice.order.orderId === orderId)).toBe(true);
  }, 30_000);

  test("that was cancelled on the venue ends cancelled", async () => {
    const orderId = await trade("buy 0.5 limit:dip2:1900");
    const exchange = await openSimulated(venue.url, { keys: BINANCE.keys });
    expect(await exchange.cancelOrder(BINANCE.symbol, "dip2")).toMatchObject({ ok: true });
    expect(await follow()).toEqual({ looked: 1, changed: 1 });
    expect(await tradeOn(orderId)).toMatchObject({ status: "cancelled", code: "CANCELLED", filledContracts: "0" });
  }, 30_000);
});

test("with nothing to follow, a run changes nothing, asks no venue and reads little", async () => {
  await follow();
  const asked = venue.journal.entries.length;
  stack.follow.crash();
  expect((await requestsOf(follow)).toSorted()).toEqual([
    // What the clock has to tell, where the account's last run stopped, and when its equity was noted: that is remembered.
    "DYNAMODB GetItem",
    "DYNAMODB GetItem",
    "DYNAMODB GetItem",
    // Its followed orders, orders that wait unusually long, and orders at work for too long.
    "DYNAMODB Query",
    "DYNAMODB Query",
    "DYNAMODB Query",
    "SSM GetParametersByPath",
  ]);
  // The accounts are known for a minute.
  expect((await requestsOf(follow)).toSorted()).toEqual([
    "DYNAMODB GetItem",
    "DYNAMODB GetItem",
    "DYNAMODB Query",
    "DYNAMODB Query",
    "DYNAMODB Query",
  ]);
  expect(answers.slice(-2)).toEqual(Array(2).fill({ kind: "answered", result: { looked: 0, changed: 0 } }));
  expect(venue.journal.entries.length).toBe(asked);
}, 30_000);

describe("S4: an order that is on record and was never queued", () => {
  /** As the webhook left it when SQS failed it, so long ago. */
  async function storeUnqueued(agoMs: number, symbol: string): Promise<OrderId> {
    const { orders } = await stack.ledger.listOrders({ limit: 1 });
    const [model] = orders;
    if (model === undefined) throw new Error("no order to go by");
    const receivedAt = unixMs(Date.now() - agoMs);
    const alert = alertId(ulid(receivedAt));
    const orderId = orderIdOf(alert, 0);
    await stack.ledger.createOrder({
      ...model,
      orderId,
      alertId: alert,
      symbol,
      order: { line: 1, account: "bin", symbol, command: "close", reduceOnly: true },
      receivedAt,
      version: 1,
      state: NEW_ORDER_STATE,
      events: [{ at: receivedAt, kind: "received" }],
    });
    return orderId;
  }

  test("is queued while it is in time, once, and ends", async () => {
    const orderId = await storeUnqueued(90_000, "SOL/USDT:USDT");
    expect(await follow()).toMatchObject({ looked: 1 });
    expect(await follow()).toMatchObject({ looked: 1 });
    expect(await stack.queue.count()).toBe(1);
    await stack.drain();
    expect((await stack.ledger.getOrder(orderId))?.state.status).toBe("done");
  }, 30_000);

  test("is ended as stale when it is not, and told", async () => {
    const orderId = await storeUnqueued(200_000, "SOL/USDT:USDT");
    expect(await follow()).toMatchObject({ looked: 1, changed: 1 });
    expect((await stack.ledger.getOrder(orderId))?.state).toMatchObject({ status: "expired", code: "STALE" });
    expect(await stack.notices.isMarked(orderId)).toBe(true);
    expect(await stack.queue.count()).toBe(0);
  }, 30_000);
});

describe("beside others", () => {
  test("the order's message is delivered again while it is followed: one true end", async () => {
    const orderId = await trade("buy 0.5 x5 limit:dip3:1900");
    const placed = venue.control.orders().length;
    setPrice(1_890);
    const message = { orderId, groupId: `bin#${BINANCE.symbol}` };
    await stack.sqs.client.send(
      new SendMessageCommand({
        QueueUrl: stack.sqs.queueUrl,
        MessageBody: JSON.stringify(message),
        MessageGroupId: message.groupId,
        MessageDeduplicationId: crypto.randomUUID(),
      }),
    );
    const [followed] = await Promise.all([follow(), stack.drain()]);
    expect(followed).toEqual({ looked: 1, changed: 1 });
    expect(await endsOf(orderId)).toEqual(["placed", "filled"]);
    expect(await tradeOn(orderId)).toMatchObject({ status: "filled", filledContracts: "0.5", averagePrice: "1900" });
    expect(venue.control.orders()).toHaveLength(placed);
  }, 30_000);

  test("the worker closes what it filled meanwhile: both are booked once", async () => {
    const orderId = await trade("buy 0.5 limit:dip4:1900");
    setPrice(1_890);
    const [, closing] = await Promise.all([follow(), trade("close")]);
    await follow();
    const trades = [await tradeOn(orderId), await tradeOn(closing)];
    expect(trades).toMatchObject([
      { status: "filled", filledContracts: "0.5", realizedProfit: "0" },
      // 1 contract of two buys at 1,900, sold at 1,889.
      { status: "filled", filledContracts: "1", realizedProfit: "-11" },
    ]);
  }, 30_000);

  test("two runs at the same time: one of them ends it, once", async () => {
    const orderId = await trade("buy 0.5 x5 limit:dip5:1900");
    setPrice(1_890);
    const runs = await stack.runFollowerTwice();
    answers.push(...runs);
    const changed = runs.map((run) =>
      run.kind === "answered" ? (run.result as { changed: number }).changed : run.reason,
    );
    expect(changed.toSorted()).toEqual([0, 1]);
    expect(await endsOf(orderId)).toEqual(["placed", "filled"]);
  }, 30_000);
});

test("its role grants what these runs asked of AWS, index for index, and what only a stranded order takes", () => {
  const granted = grantsOf("Worker");
  const used = new Set(requests.map(grantOf));
  expect([...used].filter((grant) => !granted.has(grant))).toEqual([]);
  expect([...granted].filter((grant) => !used.has(grant)).toSorted()).toEqual([
    // The parameters' own key: the parameter store asks for it.
    "kms:Decrypt",
    // The event source's own, with the function's role.
    "sqs:DeleteMessage",
    "sqs:GetQueueAttributes",
    "sqs:GetQueueUrl",
    "sqs:ReceiveMessage",
  ]);
}, 180_000);

test("nothing secret was written or answered", async () => {
  const written = stack.follow.output + JSON.stringify(answers);
  expect(written).toContain("order followed");
  for (const one of SECRETS) expect(written).not.toContain(one);
});

/** The requests to AWS while `work` runs, in their order. */
async function requestsOf(work: () => Promise<unknown>): Promise<readonly string[]> {
  const before = requests.length;
  await work();
  return requests.slice(before).map(({ service, operation }) => `${service} ${operation}`);
}

/** The ends in an order's story, in their order. */
async function endsOf(orderId: string): Promise<readonly string[]> {
  const { orders } = await stack.ledger.listOrders({ limit: 1_000 });
  const events = orders.find((other) => other.orderId === orderId)?.events ?? [];
  return events.flatMap((event) => (event.kind === "ended" ? [event.status] : []));
}
