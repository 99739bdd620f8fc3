// The SQS adapter over SQS's protocol (fauxqs), with only the time set by hand: it reckons leases by the clock.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { decodeMessage, SqsOrderQueue } from "../../../lib/adapters/aws/sqs-order-queue.ts";
import { alertId, orderIdOf, unixMs } from "../../../lib/core/ids.ts";
import { CONTRACT_MAX_RECEIVES, describeQueue } from "../../contract/queue-contract.ts";
import { startTap } from "../../support/aws/tap.ts";
import { createLocalSqsClient, type LocalSqs, startLocalSqs } from "../../support/local-sqs.ts";

const ALERT = alertId("01hf7yat000123456789abcdef");

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: 1_790_000_000_000 });
});
afterEach(() => {
  vi.useRealTimers();
});

const clock = {
  now: () => unixMs(Date.now()),
  advance: (ms: number) => {
    vi.setSystemTime(Date.now() + ms);
  },
};

describeQueue("SQS", async () => {
  const sqs = await startLocalSqs({ maxReceiveCount: CONTRACT_MAX_RECEIVES });
  return {
    queue: new SqsOrderQueue(sqs),
    clock,
    without: {
      "lost leases": "the emulator takes a receipt whose lease has ended; SQS refuses it",
      "due times": "SQS does not tell",
    },
    close: () => sqs.stop(),
  };
});

describe("on SQS's own terms", () => {
  let sqs: LocalSqs;
  let queue: SqsOrderQueue;
  beforeEach(async () => {
    sqs = await startLocalSqs();
    queue = new SqsOrderQueue(sqs);
  });
  afterEach(() => sqs.stop());

  const order = (ordinal: number, groupId: string) => ({ orderId: orderIdOf(ALERT, ordinal), groupId });

  test("groups of any script and any length are taken, and read back", async () => {
    const groups = ["demo#ETH/USDT:USDT", "démo#币安人生/USDT:USDT", `demo#${"长".repeat(60)}/USDT:USDT`];
    await queue.send(groups.map((group, index) => order(index, group)));
    const deliveries = await queue.receive({ max: 10, leaseMs: 14_000 });
    expect(deliveries.map(({ message }) => message.groupId).toSorted()).toEqual(groups.toSorted());
  });

  test("more than one batch is sent whole, each group in order", async () => {
    const messages = Array.from({ length: 35 }, (_, index) => order(index, `demo#${index % 3}`));
    await queue.send(messages);
    const taken: string[] = [];
    for (;;) {
      const [delivery] = await queue.receive({ max: 1, leaseMs: 14_000 });
      if (delivery === undefined) break;
      taken.push(`${delivery.message.groupId} ${delivery.message.orderId}`);
      await queue.delete(delivery.receipt);
    }
    for (const group of [0, 1, 2]) {
      const ofGroup = taken.filter((line) => line.startsWith(`demo#${group} `));
      expect(ofGroup).toEqual(ofGroup.toSorted());
    }
    expect(taken).toHaveLength(35);
  });

  test("an answer that is empty while messages are there is not believed: all dead letters are listed, and put back", async () => {
    let empties = 0;
    const polls: unknown[] = [];
    const tap = await startTap("SQS", sqs.endpoint, ({ operation, body }) => {
      if (operation !== "ReceiveMessage") return "pass";
      polls.push(JSON.parse(body).WaitTimeSeconds);
      return empties-- > 0 ? { status: 200, body: {} } : "pass";
    });
    const client = createLocalSqsClient(tap.url);
    const lying = new SqsOrderQueue({ ...sqs, client });
    await new SqsOrderQueue({ client: sqs.client, queueUrl: sqs.deadLetterQueueUrl }).send([
      order(0, "demo#A"),
      order(1, "demo#B"),
    ]);
    empties = 2;
    expect(await lying.deadLetters()).toHaveLength(2);
    // The first one is short: mostly there is nothing.
    expect(polls.slice(0, 3)).toEqual([0, 2, 2]);
    empties = 3;
    expect(await lying.redrive()).toBe(2);
    expect(await lying.deadLetters()).toEqual([]);
    expect(await queue.count()).toBe(2);
    client.destroy();
    await tap.stop();
  }, 30_000);

  test("a wait of less than a second ends at once rather than late", async () => {
    await queue.send([order(0, "demo#A")]);
    const [delivery] = await queue.receive({ max: 1, leaseMs: 14_000 });
    await queue.extend(delivery?.receipt ?? "", 999);
    expect(await queue.receive({ max: 1, leaseMs: 14_000 })).toHaveLength(1);
  });

  test("a receipt that was never given is no lease, and a queue that is gone is an error", async () => {
    expect(await queue.extend("nothing", 1_000)).toBe(false);
    const gone = new SqsOrderQueue({ ...sqs, queueUrl: `${sqs.queueUrl.replace("whook.fifo", "gone.fifo")}` });
    await expect(gone.send([order(0, "demo#A")])).rejects.toThrow();
    await expect(gone.extend("nothing", 1_000)).rejects.toThrow();
  });

  test("what others put into the queue is named, not worked on", async () => {
    expect(() => decodeMessage('{"hello":1}')).toThrow("not an order of whook");
    expect(() => decodeMessage('{"orderId":"x","groupId":"y"}')).toThrow("not an order of whook");
  });

  test("redriven orders are not dropped as seen before", async () => {
    const { queue: small, sqs: own } = await smallQueue();
    await small.send([order(0, "demo#A")]);
    for (let turn = 0; turn < 2; turn++) {
      await small.receive({ max: 1, leaseMs: 1_000 });
      clock.advance(1_000);
    }
    expect(await small.redrive()).toBe(1);
    expect(await small.receive({ max: 1, leaseMs: 1_000 })).toMatchObject([{ message: order(0, "demo#A") }]);
    await own.stop();
  });

  async function smallQueue(): Promise<{ readonly queue: SqsOrderQueue; readonly sqs: LocalSqs }> {
    const own = await startLocalSqs({ maxReceiveCount: 1 });
    return { queue: new SqsOrderQueue(own), sqs: own };
  }
});
