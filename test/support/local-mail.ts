// A topic of SNS on this machine, and a mailbox behind it: a queue in the place of a person.
import { CreateTopicCommand, SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import { CreateQueueCommand, DeleteMessageCommand, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import type { LocalSqs } from "./local-sqs.ts";

export interface Mail {
  readonly subject: string;
  readonly text: string;
}

export interface LocalMail {
  readonly topicArn: string;
  /** From now on somebody gets what is published. */
  subscribe(): Promise<void>;
  /** What came since the last call. */
  read(): Promise<readonly Mail[]>;
  stop(): void;
}

const MAILBOX = "mailbox";

export async function startMail({ client, endpoint }: LocalSqs): Promise<LocalMail> {
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  const sns = new SNSClient({ endpoint, region: "us-east-1", credentials, maxAttempts: 1 });
  const { TopicArn: topicArn = "" } = await sns.send(new CreateTopicCommand({ Name: "whook-notifications" }));
  const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName: MAILBOX }));
  const Endpoint = `arn:aws:sqs:us-east-1:000000000000:${MAILBOX}`;
  return {
    topicArn,
    subscribe: async () => {
      await sns.send(new SubscribeCommand({ TopicArn: topicArn, Protocol: "sqs", Endpoint }));
    },
    read: async () => {
      const { Messages = [] } = await client.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
      for (const { ReceiptHandle } of Messages)
        await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      return Messages.map(({ Body = "{}" }) => {
        const { Subject, Message } = JSON.parse(Body) as { readonly Subject: string; readonly Message: string };
        return { subject: Subject, text: Message };
      });
    },
    stop: () => sns.destroy(),
  };
}
