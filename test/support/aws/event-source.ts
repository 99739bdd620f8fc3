// What Lambda's event source does with an SQS FIFO queue, one message at a time: receives it, hands it to the worker, deletes
// it when the worker does not report it as failed. https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import type { SQSRecord } from "aws-lambda";
import type { LambdaFunction } from "./lambda-function.ts";

export interface EventSourceOptions {
  readonly client: SQSClient;
  readonly queueUrl: string;
  readonly worker: LambdaFunction;
  /** Is handed the same message at the same time: SQS delivers at least once. */
  readonly second?: LambdaFunction;
  /** Leases of crashed attempts are not waited for. */
  readonly isImpatient?: boolean;
  /** Told of each message before it is worked on. */
  readonly onDelivery?: (record: SQSRecord) => void;
}

/** Receives and works once. @returns false when there was nothing to receive. */
export async function pollOnce({
  client,
  queueUrl,
  worker,
  second,
  isImpatient = false,
  onDelivery,
}: EventSourceOptions): Promise<boolean> {
  const { Messages = [] } = await client.send(
    new ReceiveMessageCommand({
      QueueUrl: queueUrl,
      MaxNumberOfMessages: 1,
      MessageSystemAttributeNames: ["All"],
      WaitTimeSeconds: 0,
    }),
  );
  const [message] = Messages;
  if (message === undefined) return false;
  const record = recordOf(message);
  onDelivery?.(record);
  const [invocation] = await Promise.all([worker.invoke({ Records: [record] }), second?.invoke({ Records: [record] })]);
  const isFailed = invocation.kind === "failed";
  const failures = isFailed
    ? []
    : (invocation.result as { batchItemFailures: { itemIdentifier: string }[] }).batchItemFailures;
  const handle = { QueueUrl: queueUrl, ReceiptHandle: message.ReceiptHandle };
  if (!isFailed && failures.length === 0) await client.send(new DeleteMessageCommand(handle));
  else if (isFailed && isImpatient) {
    await client.send(new ChangeMessageVisibilityCommand({ ...handle, VisibilityTimeout: 0 }));
  }
  return true;
}

/** As in a recorded event: https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html#sample-fifo-queues-message-event */
export function recordOf({
  MessageId = "",
  ReceiptHandle = "",
  Body = "",
  MD5OfBody = "",
  Attributes = {},
}: Message): SQSRecord {
  return {
    messageId: MessageId,
    receiptHandle: ReceiptHandle,
    body: Body,
    attributes: {
      ApproximateReceiveCount: "1",
      SentTimestamp: "0",
      SenderId: "AIDAIO23YVJENQZJOL4VO",
      ApproximateFirstReceiveTimestamp: "0",
      ...Attributes,
    },
    messageAttributes: {},
    md5OfBody: MD5OfBody,
    eventSource: "aws:sqs",
    eventSourceARN: "arn:aws:sqs:us-east-1:000000000000:whook.fifo",
    awsRegion: "us-east-1",
  };
}
