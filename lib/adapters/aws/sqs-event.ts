// What Lambda's event source hands the worker, as deliveries of the queue port.
import type { SQSEvent } from "aws-lambda";
import { unixMs } from "../../core/ids.ts";
import { reasonOf } from "../../core/reason-of.ts";
import type { Delivery } from "../../ports/order-queue.ts";
import { decodeMessage } from "./sqs-order-queue.ts";

/** What an event of SQS brought, sorted into what we can work and what we cannot read. */
export interface MappedRecords {
  /** In the order of the event. */
  readonly deliveries: readonly Delivery[];
  /** Not written by us: left in the queue, where the dead-letter queue will have them. */
  readonly unreadable: readonly { readonly messageId: string; readonly reason: string }[];
  /** What SQS calls a delivery of this event. */
  messageIdOf(delivery: Delivery): string;
}

/** https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html#example-standard-queue-message-event */
export function mapRecords({ Records }: SQSEvent): MappedRecords {
  const deliveries: Delivery[] = [];
  const unreadable: { messageId: string; reason: string }[] = [];
  const messageIds = new Map<Delivery, string>();
  for (const { messageId, body, receiptHandle, attributes } of Records) {
    try {
      const delivery = {
        message: decodeMessage(body),
        receipt: receiptHandle,
        receiveCount: Number.parseInt(attributes.ApproximateReceiveCount, 10),
        enqueuedAt: unixMs(Number.parseInt(attributes.SentTimestamp, 10)),
      };
      deliveries.push(delivery);
      messageIds.set(delivery, messageId);
    } catch (error) {
      unreadable.push({ messageId, reason: reasonOf(error) });
    }
  }
  return { deliveries, unreadable, messageIdOf: (delivery) => messageIds.get(delivery) ?? "" };
}
