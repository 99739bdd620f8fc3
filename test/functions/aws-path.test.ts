// The bundles that would be deployed, in processes of their own, over the protocols of SQS, DynamoDB and SSM; the venue is
// Binance's simulator over HTTP, its address set by ENDPOINT.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { OrderRecord } from "../../lib/core/execution/order-record.ts";
import { recordOf } from "../support/aws/event-source.ts";
import { grantOf, grantsOf } from "../support/aws/grants.ts";
import { type LocalLambda, startLocalLambda } from "../support/aws/local-lambda.ts";
import { STACK, TOKEN } from "../support/aws/local-services.ts";
import { type LocalStack, startLocalStack } from "../support/aws/local-stack.ts";
import { sharedBundles } from "../support/aws/shared-bundles.ts";
import type { TappedRequest } from "../support/aws/tap.ts";
import { runCli } from "../support/run-cli.ts";
import { BINANCE } from "../venues/binance/profile.ts";
import type { Simulator } from "../venues/simulator.ts";

const PAPER = { ACCOUNT_ID: "demo", EXCHANGE: "paper" };
const SECRETS = [BINANCE.keys.apiKey, BINANCE.keys.secret, TOKEN];

let stack: LocalStack;
let venue: Simulator;
/** Where the worker reaches it. */
let venueTap: string;
/** Of the webhook to AWS, whatever came of them. */
const requests: TappedRequest[] = [];

function binanceEntry(endpoint: string, change: object = {}) {
  const { apiKey, secret } = BINANCE.keys;
  return { ACCOUNT_ID: "bin", EXCHANGE: "binance", API_KEY: apiKey, SECRET_KEY: secret, ENDPOINT: endpoint, ...change };
}

beforeAll(async () => {
  venue = await BINANCE.start();
  stack = await startLocalStack(await sharedBundles(), [PAPER]);
  venueTap = await stack.tapWorker("venue", venue.url);
  stack.putAccounts([
    binanceEntry(venueTap),
    binanceEntry(venueTap, { ACCOUNT_ID: "hasty", ORDER_TIMEOUT: 4 }),
    { ...PAPER, ACCOUNT_ID: "guarded", MAX_TOTAL_USD: 1500 },
  ]);
}, 60_000);
afterAll(async () => {
  await stack.stop();
  await venue.stop();
});
beforeEach(() => {
  stack.taps.decide = () => "pass";
  stack.taps.after = (who, request) => {
    if (who === "webhook") requests.push(request);
  };
});

/** The orders of the one alert that is posted and worked on. */
async function trade(text: string): Promise<readonly OrderRecord[]> {
  const { status, body } = await stack.post(text);
  expect(status).toBe(200);
  const ids = (body as { accepted: { orderId: string }[] }).accepted.map(({ orderId }) => orderId);
  const orders = await stack.drain();
  return orders.filter(({ orderId }) => ids.includes(orderId));
}

describe("from the alert to the ledger", () => {
  test("a paper order", async () => {
    const [order] = await trade("demo ETH/USDT buy 100$ x2");
    expect(order?.state).toMatchObject({ status: "filled" });
  });

  test("a venue's orders, in the order of the alert", async () => {
    const before = venue.control.orders().length;
    const orders = await trade("bin ETH/USDT buy 0.5\nbin ETH/USDT sell 1.5\nbin ETH/USDT close");
    expect(orders.map(({ state }) => state.status)).toEqual(["filled", "filled", "filled"]);
    const sent = venue.control.orders().slice(before);
    expect(sent.map(({ side, contracts }) => `${side} ${contracts}`)).toEqual(["buy 0.5", "sell 1.5", "buy 1"]);
  });

  test("several records of one group in one event are worked on in their order", async () => {
    const { body } = await stack.post("demo SOL/USDT buy 3\ndemo BTC/USDT buy 0.1\ndemo SOL/USDT close");
    const { accepted } = body as { accepted: { orderId: string; account: string; symbol: string }[] };
    const Records = accepted.map(({ orderId, account, symbol }, index) =>
      recordOf({
        MessageId: `message-${index}`,
        ReceiptHandle: "unknown-to-the-queue",
        Body: JSON.stringify({ orderId, groupId: `${account}#${symbol}` }),
      }),
    );
    // The receipts are lost ones: the worker must leave all of them alone.
    const answer = await stack.worker.invoke({ Records });
    expect(answer).toEqual({
      kind: "answered",
      result: {
        batchItemFailures: ["message-0", "message-2", "message-1"].map((itemIdentifier) => ({ itemIdentifier })),
      },
    });
    const orders = await stack.drain();
    expect(
      orders.filter(({ alertId }) => accepted[0]?.orderId.startsWith(alertId)).map(({ state }) => state.status),
    ).toEqual(["filled", "filled", "filled"]);
  });

  test("a message that is not ours is left to the dead letters", async () => {
    const answer = await stack.worker.invoke({ Records: [recordOf({ MessageId: "odd", Body: "hello" })] });
    expect(answer).toEqual({ kind: "answered", result: { batchItemFailures: [{ itemIdentifier: "odd" }] } });
  });
});

describe("the webhook answers", () => {
  test.each([
    ["an alert without a good line", 400, "demo ETH/USDT byu 1", {}],
    ["a wrong token", 401, "demo ETH/USDT buy 1", { token: `${TOKEN}x` }],
    ["an address that may not post", 403, "demo ETH/USDT buy 1", { sourceIp: "8.8.8.8" }],
    ["a body that is too large", 413, "x".repeat(70_000), {}],
    [
      "a body in base64 that is not UTF-8",
      400,
      Buffer.from([0xff, 0xfe]).toString("base64"),
      { isBase64Encoded: true },
    ],
  ])("%s with %i", async (_, status, text, options) => {
    expect((await stack.post(text, options)).status).toBe(status);
  });
});

describe("waits", () => {
  test("a busy venue is tried again until it takes the order, and the message waits where it is", async () => {
    venue.control.inject({ kind: "busy", ...BINANCE.placing, times: 3 });
    const [order] = await trade("bin SOL/USDT buy 5");
    expect(order?.state).toMatchObject({ status: "filled", attempts: 4 });
    const sent = venue.journal.find(BINANCE.placing.method, BINANCE.placing.path).slice(-4);
    const waits = sent.slice(1).map(({ startedAt }, index) => startedAt - (sent[index]?.endedAt ?? 0));
    expect(waits).toHaveLength(3);
    // 1, 1 and 2 s with jitter; SQS counts whole seconds.
    for (const wait of waits) expect(wait).toBeGreaterThan(400);
    for (const wait of waits) expect(wait).toBeLessThan(3_500);
  });

  test("the deadline ends an order whose venue never recovers", async () => {
    venue.control.inject({ kind: "busy", ...BINANCE.placing, times: 99 });
    const startedAt = Date.now();
    const [order] = await trade("hasty SOL/USDT buy 5");
    venue.control.clearFaults();
    expect(order?.state).toMatchObject({ status: "expired", code: "DEADLINE_EXCEEDED" });
    expect(Date.now() - startedAt).toBeLessThan(8_000);
  });
});

describe("the guards", () => {
  test("what a guard denies is not sent, and a switch is read before every order", async () => {
    const [filled] = await trade("guarded ETH/USDT buy 1000$ nominal x3");
    expect(filled?.state.status).toBe("filled");
    const [denied] = await trade("guarded ETH/USDT buy 1000$ nominal x3");
    expect(denied?.state).toMatchObject({ status: "rejected", code: "MAX_TOTAL_EXCEEDED" });
    await trade("guarded pause");
    expect((await trade("guarded ETH/USDT close"))[0]?.state).toMatchObject({ status: "rejected", code: "PAUSED" });
    await trade("guarded resume");
    expect((await trade("guarded ETH/USDT close"))[0]?.state.status).toBe("filled");
  }, 60_000);

  test("closeall ends flat when the worker dies in the midst of it, with orders in every symbol cancelled", async () => {
    const open = () => {
      const { positions, openOrders } = venue.control.state("USDT");
      return [...Object.keys(positions), ...Object.values(openOrders).map(({ symbol }) => symbol)];
    };
    await trade("bin ETH/USDT buy 0.5\nbin BTC/USDT buy 0.01 limit:dip1:20000");
    expect(open().length).toBeGreaterThan(1);
    let isDead = false;
    stack.taps.decide = (who, { operation }) => {
      if (who !== "worker" || isDead || !operation.startsWith("DELETE")) return "pass";
      isDead = true;
      stack.worker.crash();
      return "drop-after";
    };
    const [closed] = await trade("bin closeall");
    expect(closed?.state).toMatchObject({ status: "done", code: "FLAT" });
    expect([isDead, open()]).toEqual([true, []]);
    await trade("bin resume");
  }, 60_000);
});

describe("keys that were replaced", () => {
  test("are read anew when the venue refuses the old ones, and the order goes through", async () => {
    const good = binanceEntry(venueTap, { ACCOUNT_ID: "rekeyed" });
    stack.putAccounts([{ ...good, SECRET_KEY: "the-secret-of-yesterday" }]);
    // A process that has not read the accounts yet.
    stack.webhook.crash();
    stack.worker.crash();
    const [refused] = await trade("rekeyed SOL/USDT buy 1");
    expect(refused?.state).toMatchObject({ status: "rejected", code: "AUTHENTICATION_FAILED" });
    stack.putAccounts([good]);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    const [filled] = await trade("rekeyed SOL/USDT buy 1");
    expect(filled?.state).toMatchObject({ status: "filled" });
  });
});

describe("the owner asks an exchange from where orders leave", () => {
  /** What the worker was asked, and what it answered. */
  const asked: { readonly event: unknown; readonly result: unknown }[] = [];
  let lambda: LocalLambda;
  let data: string;
  beforeAll(async () => {
    const worker = async (event: unknown) => {
      const invocation = await stack.worker.invoke(event);
      asked.push({ event, result: invocation });
      return invocation;
    };
    lambda = await startLocalLambda({ worker });
    data = await mkdtemp(join(tmpdir(), "whook-aws-path-"));
  });
  afterAll(async () => {
    await lambda.stop();
    await rm(data, { recursive: true, force: true });
  });
  beforeEach(() => {
    asked.length = 0;
    for (const [name, value] of Object.entries(stack.env)) vi.stubEnv(name, value);
    vi.stubEnv("AWS_ENDPOINT_URL_LAMBDA", lambda.endpoint);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
  });
  const whook = (...argv: string[]) => runCli(argv, { env: { WHOOK_STACK: STACK, WHOOK_DATA_DIR: data } });
  const methods = () => asked.map(({ event }) => (event as { exchangeAsk: { method: string } }).exchangeAsk.method);

  test("accounts check: the worker's findings, and no secret among them", async () => {
    const { code, out, err } = await whook("accounts", "check", "--account", "bin");
    expect([code, err]).toEqual([0, ""]);
    expect(out).toMatch(/bin \(binance\)\n\s+\S/);
    expect(methods()).toEqual(["traits", "checkAccount"]);
    for (const secret of SECRETS) expect(JSON.stringify(asked) + out).not.toContain(secret);
  });

  test("accounts check: what the exchange says of the worker's address is told", async () => {
    const body = { code: -2015, msg: "Invalid API-key, IP, or permissions for action." };
    stack.taps.decide = (who, { service }) =>
      who === "worker" && service === "venue" ? { status: 401, body } : "pass";
    const { code, out } = await whook("accounts", "check", "--account", "bin");
    expect(code).toBe(1);
    expect(out).toMatch(/bin \(binance\)\n(.*\n)*? +problem .*IP/);
  });

  test("accounts try: the order is sent, found and cancelled by the worker", async () => {
    venue.control.setBook(BINANCE.venueSymbol, { bid: "1999", ask: "2001" });
    const before = venue.control.orders().length;
    const { code, out } = await whook("accounts", "try", "bin", "ETH/USDT", "--yes");
    expect(out).toContain("bin is ready to trade");
    expect(code).toBe(0);
    expect(venue.control.orders().slice(before)).toMatchObject([{ orderType: "limit", filledContracts: "0" }]);
    expect(Object.values(venue.control.state("USDT").openOrders)).toEqual([]);
    expect(methods()).toEqual(expect.arrayContaining(["placeOrder", "findOrder", "cancelOrder"]));
  });

  test("no other order can be sent or cancelled that way", async () => {
    const before = venue.control.orders().length;
    const step = {
      kind: "place",
      purpose: "open",
      side: "buy",
      orderType: "market",
      contracts: "1",
      reduceOnly: false,
    };
    const order = { symbol: "ETH/USDT:USDT", step, clientOrderId: "w0123456789" };
    for (const call of [
      { method: "placeOrder", args: [order] },
      { method: "cancelOrder", args: ["ETH/USDT:USDT", "w0123456789"] },
      { method: "cancelAllOrders", args: ["ETH/USDT:USDT"] },
    ])
      expect(await stack.worker.invoke({ exchangeAsk: { account: "bin", ...call } })).toMatchObject({
        result: {
          ok: false,
          error: { outcome: expect.any(String), message: expect.stringContaining("checks and trials") },
        },
      });
    expect(venue.control.orders()).toHaveLength(before);
  });
});

test("the webhook's role grants what these alerts asked of AWS, and nothing else", () => {
  const granted = grantsOf("Webhook");
  const used = new Set(requests.map(grantOf));
  expect([...used].toSorted()).toEqual([...granted].toSorted());
}, 180_000);

test("nothing secret was written anywhere", async () => {
  const { orders } = await stack.ledger.listOrders({ limit: 1_000 });
  const alerts = await Promise.all(orders.map(({ alertId }) => stack.ledger.getAlert(alertId)));
  const written = [stack.webhook.output, stack.worker.output, JSON.stringify(orders), JSON.stringify(alerts)].join();
  expect(written).toContain("order ended");
  for (const secret of SECRETS) expect(written).not.toContain(secret);
});
