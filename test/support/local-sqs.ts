// SQS's protocol on this machine: fauxqs on loopback, with whook's two queues as the stack makes them. It speaks SNS's as well.
import { CreateQueueCommand, GetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { buildApp } from "fauxqs";
import { ATTEMPT_LEASE_MS } from "../../lib/config/limits.ts";

export interface LocalSqs {
  readonly endpoint: string;
  readonly client: SQSClient;
  readonly queueUrl: string;
  readonly deadLetterQueueUrl: string;
  stop(): Promise<void>;
}

export function createLocalSqsClient(endpoint: string): SQSClient {
  return new SQSClient({
    endpoint,
    region: "us-east-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
    // Else the client speaks to the host in the queue's URL.
    useQueueUrlAsEndpoint: false,
    maxAttempts: 1,
  });
}

export async function startLocalSqs({ maxReceiveCount = 250 } = {}): Promise<LocalSqs> {
  const app = buildApp({ logger: false });
  const endpoint = await app.listen({ host: "127.0.0.1", port: 0 });
  const client = createLocalSqsClient(endpoint);
  const fifo = { FifoQueue: "true", VisibilityTimeout: String(Math.ceil(ATTEMPT_LEASE_MS / 1_000)) };
  const deadLetterQueueUrl = await create(client, "whook-dead.fifo", fifo);
  const { Attributes } = await client.send(
    new GetQueueAttributesCommand({ QueueUrl: deadLetterQueueUrl, AttributeNames: ["QueueArn"] }),
  );
  const redrive = JSON.stringify({ deadLetterTargetArn: Attributes?.QueueArn, maxReceiveCount });
  const queueUrl = await create(client, "whook.fifo", { ...fifo, RedrivePolicy: redrive });
  return {
    endpoint,
    client,
    queueUrl,
    deadLetterQueueUrl,
    stop: async () => {
      client.destroy();
      await app.close();
    },
  };
}

async function create(client: SQSClient, QueueName: string, Attributes: Record<string, string>): Promise<string> {
  const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName, Attributes }));
  if (QueueUrl === undefined) throw new Error("the queue was not made");
  return QueueUrl;
}
