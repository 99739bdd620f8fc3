// The queue port over an SQS FIFO queue. On AWS the event source hands messages to the worker; `receive` is for the CLI and
// for tests.
import { createHash, randomUUID } from "node:crypto";
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import { findOrderId, type UnixMs, unixMs } from "../../core/ids.ts";
import type { DeadLetter, Delivery, OrderQueue, QueueMessage } from "../../ports/order-queue.ts";

/** A batch holds at most this many: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html */
const BATCH = 10;
/** Longest MessageGroupId: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html */
const LONGEST_GROUP = 128;
/** How long dead letters stay hidden while they are listed or moved, seconds. */
const PEEK_S = 30;
/** How long a poll waits that asks all of the queue's servers, and how many empty ones are believed against the queue's count. */
const LONG_POLL_S = 2;
const EMPTY_POLLS = 4;
/** What SQS says of a receipt that is no longer good. */
const LOST = new Set(["ReceiptHandleIsInvalid", "MessageNotInflight", "InvalidParameterValue", "InvalidIdFormat"]);

/** The queues of one stack, and what reaches them. */
export interface SqsOrderQueueOptions {
  readonly client: SQSClient;
  readonly queueUrl: string;
  /** Needed to list and redrive dead letters. */
  readonly deadLetterQueueUrl?: string;
}

/** Methods throw what the SDK throws, unless the port says otherwise. */
export class SqsOrderQueue implements OrderQueue {
  readonly #client: SQSClient;
  readonly #queueUrl: string;
  readonly #deadLetterQueueUrl: string | undefined;

  constructor({ client, queueUrl, deadLetterQueueUrl }: SqsOrderQueueOptions) {
    this.#client = client;
    this.#queueUrl = queueUrl;
    this.#deadLetterQueueUrl = deadLetterQueueUrl;
  }

  /** A batch may be taken in part: so the second message of a group is sent only when the first is stored. */
  async send(messages: readonly QueueMessage[]): Promise<void> {
    for (const round of roundsOf(messages)) {
      for (let start = 0; start < round.length; start += BATCH) {
        await this.#sendBatch(round.slice(start, start + BATCH).map((message) => ({ message, once: message.orderId })));
      }
    }
  }

  async receive({ max, leaseMs }: { readonly max: number; readonly leaseMs: number }): Promise<readonly Delivery[]> {
    const deliveries: Delivery[] = [];
    while (deliveries.length < max) {
      // One at a time: asked for more, SQS hands out several of one group.
      const [message] = await this.#receive(this.#queueUrl, { max: 1, leaseS: wholeSeconds(leaseMs) });
      if (message === undefined) break;
      deliveries.push(deliveryOf(message));
    }
    return deliveries;
  }

  /** SQS counts whole seconds: a lease ends rather too early than too late. */
  extend(receipt: string, leaseMs: number): Promise<boolean> {
    return unlessLost(async () => {
      await this.#client.send(
        new ChangeMessageVisibilityCommand({
          QueueUrl: this.#queueUrl,
          ReceiptHandle: receipt,
          VisibilityTimeout: wholeSeconds(leaseMs),
        }),
      );
    });
  }

  delete(receipt: string): Promise<boolean> {
    return unlessLost(async () => {
      await this.#client.send(new DeleteMessageCommand({ QueueUrl: this.#queueUrl, ReceiptHandle: receipt }));
    });
  }

  /** Approximate, as SQS counts. */
  count(): Promise<number> {
    return this.#count(this.#queueUrl);
  }

  async #count(url: string): Promise<number> {
    const { Attributes = {} } = await this.#client.send(
      new GetQueueAttributesCommand({
        QueueUrl: url,
        AttributeNames: [
          "ApproximateNumberOfMessages",
          "ApproximateNumberOfMessagesNotVisible",
          "ApproximateNumberOfMessagesDelayed",
        ],
      }),
    );
    return Object.values(Attributes).reduce((sum, text) => sum + Number.parseInt(text, 10), 0);
  }

  /** The first of each group at least: SQS hides what is behind it. */
  async deadLetters(): Promise<readonly DeadLetter[]> {
    const url = this.#deadLetters();
    const found: Message[] = [];
    for await (const messages of this.#receiveAll(url, () => found.length)) found.push(...messages);
    const shown = found.map(({ ReceiptHandle }) =>
      this.#client.send(new ChangeMessageVisibilityCommand({ QueueUrl: url, ReceiptHandle, VisibilityTimeout: 0 })),
    );
    await Promise.all(shown);
    // Moving a message to a FIFO dead-letter queue gives it a new time stamp: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/setting-up-dead-letter-queue-retention.html
    return found.map(deliveryOf).map(({ message, receiveCount, enqueuedAt }) => ({
      message,
      receiveCount,
      diedAt: enqueuedAt,
    }));
  }

  /** Sent first and deleted then: a crash between the two redrives once more, which an ended order ignores. */
  async redrive(): Promise<number> {
    const url = this.#deadLetters();
    let count = 0;
    for await (const messages of this.#receiveAll(url, () => 0)) {
      for (const message of messages) {
        // Under its own id SQS would drop it: it has seen it.
        await this.#sendBatch([{ message: deliveryOf(message).message, once: randomUUID() }]);
        await this.#client.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: message.ReceiptHandle }));
        count += 1;
      }
    }
    return count;
  }

  /**
   * Until the queue is surely empty: one answer may be empty while messages are there, so the queue's own count decides, and where that
   * says there are more, several polls of all its servers. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-short-and-long-polling.html
   * @param hidden - how many of those counted are in our hands.
   */
  async *#receiveAll(url: string, hidden: () => number): AsyncGenerator<readonly Message[]> {
    let waitS = 0;
    for (let empty = 0; empty < EMPTY_POLLS; ) {
      const messages = await this.#receive(url, { max: BATCH, leaseS: PEEK_S, waitS });
      if (messages.length > 0) {
        empty = 0;
        yield messages;
        continue;
      }
      empty++;
      if ((await this.#count(url)) <= hidden()) return;
      waitS = LONG_POLL_S;
    }
  }

  /** SQS does not tell. */
  async nextDueAt(): Promise<UnixMs | undefined> {
    return undefined;
  }

  async #sendBatch(entries: readonly { readonly message: QueueMessage; readonly once: string }[]): Promise<void> {
    const { Failed = [] } = await this.#client.send(
      new SendMessageBatchCommand({
        QueueUrl: this.#queueUrl,
        Entries: entries.map(({ message, once }, index) => ({
          Id: String(index),
          MessageBody: JSON.stringify(message),
          MessageGroupId: messageGroupId(message.groupId),
          MessageDeduplicationId: once,
        })),
      }),
    );
    const [first] = Failed;
    if (first !== undefined) throw new Error(`SQS did not take ${Failed.length} of ${entries.length}: ${first.Code}`);
  }

  async #receive(
    url: string,
    { max, leaseS, waitS = 0 }: { readonly max: number; readonly leaseS: number; readonly waitS?: number },
  ): Promise<Message[]> {
    const { Messages = [] } = await this.#client.send(
      new ReceiveMessageCommand({
        QueueUrl: url,
        MaxNumberOfMessages: max,
        VisibilityTimeout: leaseS,
        WaitTimeSeconds: waitS,
        MessageSystemAttributeNames: ["ApproximateReceiveCount", "SentTimestamp"],
      }),
    );
    return Messages;
  }

  #deadLetters(): string {
    if (this.#deadLetterQueueUrl === undefined) throw new Error("the dead-letter queue is not known here");
    return this.#deadLetterQueueUrl;
  }
}

/** Reads what `send` wrote. @throws Error when the body is not one of ours. */
export function decodeMessage(body: string): QueueMessage {
  const json: unknown = JSON.parse(body);
  const isObject = typeof json === "object" && json !== null && "orderId" in json && "groupId" in json;
  const orderId = isObject ? findOrderId(String(json.orderId)) : undefined;
  if (!isObject || orderId === undefined) throw new Error("the message is not an order of whook");
  return { orderId, groupId: String(json.groupId) };
}

/** `account#symbol` in the characters SQS takes; a symbol may be of any script. */
function messageGroupId(groupId: string): string {
  const encoded = encodeURIComponent(groupId);
  return encoded.length <= LONGEST_GROUP ? encoded : createHash("sha256").update(groupId).digest("hex");
}

/** First all first messages of their groups, then all second ones, and so on. */
function roundsOf(messages: readonly QueueMessage[]): readonly (readonly QueueMessage[])[] {
  const rounds: QueueMessage[][] = [];
  const counts = new Map<string, number>();
  for (const message of messages) {
    const count = counts.get(message.groupId) ?? 0;
    counts.set(message.groupId, count + 1);
    rounds[count] = [...(rounds[count] ?? []), message];
  }
  return rounds;
}

function deliveryOf({ Body, ReceiptHandle, Attributes }: Message): Delivery {
  return {
    message: decodeMessage(Body ?? ""),
    receipt: ReceiptHandle ?? "",
    receiveCount: Number.parseInt(Attributes?.ApproximateReceiveCount ?? "1", 10),
    enqueuedAt: unixMs(Number.parseInt(Attributes?.SentTimestamp ?? "0", 10)),
  };
}

function wholeSeconds(ms: number): number {
  return Math.max(0, Math.floor(ms / 1_000));
}

async function unlessLost(work: () => Promise<void>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    // Emulators put a prefix before the name.
    const name = error instanceof Error ? (error.name.split(".").at(-1) ?? "") : "";
    if (LOST.has(name)) return false;
    throw error;
  }
}
