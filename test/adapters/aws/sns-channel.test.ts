import { CreateTopicCommand, SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { buildApp } from "fauxqs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createSnsChannel } from "../../../lib/adapters/aws/sns-channel.ts";
import { unixMs } from "../../../lib/core/ids.ts";
import type { Notification } from "../../../lib/core/notify/notification.ts";

const app = () => buildApp({ logger: false });
const credentials = { accessKeyId: "local", secretAccessKey: "local" };

let server: ReturnType<typeof app>;
let sns: SNSClient;
let sqs: SQSClient;
beforeEach(async () => {
  server = app();
  const endpoint = await server.listen({ host: "127.0.0.1", port: 0 });
  sns = new SNSClient({ endpoint, region: "us-east-1", credentials, maxAttempts: 1 });
  sqs = new SQSClient({ endpoint, region: "us-east-1", credentials, useQueueUrlAsEndpoint: false, maxAttempts: 1 });
});
afterEach(async () => {
  sns.destroy();
  sqs.destroy();
  await server.close();
});

function notes(...texts: string[]): readonly Notification[] {
  return texts.map((text, index) => ({ key: String(index), event: "rejected", at: unixMs(index), text }));
}

test("a message is published with a subject that fits", async () => {
  const { TopicArn = "" } = await sns.send(new CreateTopicCommand({ Name: "alerts" }));
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "mailbox" }));
  const Endpoint = "arn:aws:sqs:us-east-1:000000000000:mailbox";
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: "sqs", Endpoint }));
  const channel = createSnsChannel({ topicArn: TopicArn, client: sns });
  const text = `Rejected: demo “ETH” ${"x".repeat(200)}\nsecond line`;
  expect(await channel.send({ text, notifications: notes(text, "another") })).toEqual({ kind: "sent" });
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
  const mail = JSON.parse(Messages[0]?.Body ?? "{}");
  expect(mail.Message).toBe(text);
  expect(mail.Subject).toMatch(/^whook: Rejected: demo \?ETH\? x+ \(and 1 more\)$/);
  expect(mail.Subject).toHaveLength(100);
});

test("a topic that is not there is refused, a service that cannot be reached fails", async () => {
  const topicArn = "arn:aws:sns:us-east-1:000000000000:nobody";
  const channel = createSnsChannel({ topicArn, client: sns });
  const message = { text: "text", notifications: notes("text") };
  expect(await channel.send(message)).toMatchObject({ kind: "refused" });
  await server.close();
  expect(await channel.send(message)).toMatchObject({ kind: "failed" });
  server = app();
});
