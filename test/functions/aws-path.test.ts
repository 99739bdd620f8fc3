// The bundles that would be deployed, in processes of their own, over the protocols of SQS, DynamoDB and SSM.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Bundles, type LocalStack, makeBundles, startLocalStack, TOKEN } from "../support/aws/local-stack.ts";

const PAPER = { ACCOUNT_ID: "demo", EXCHANGE: "paper" };

let bundles: Bundles;
let stack: LocalStack;

beforeAll(async () => {
  bundles = await makeBundles();
  stack = await startLocalStack(bundles, [PAPER]);
});
afterAll(async () => {
  await stack.stop();
  await bundles.remove();
});

describe("from the alert to the ledger", () => {
  test("a paper order", async () => {
    const { status, body } = await stack.post("demo ETH/USDT buy 100$ x2");
    expect(status).toBe(200);
    expect(body).toMatchObject({ accepted: [{ account: "demo", symbol: "ETH/USDT:USDT" }] });
    const [order] = await stack.drain();
    expect(order?.state).toMatchObject({ status: "filled" });
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
