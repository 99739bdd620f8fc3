// The SDK's clients, with times that fit who waits for them.
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SQSClient } from "@aws-sdk/client-sqs";
import { SSMClient } from "@aws-sdk/client-ssm";

/** One request, milliseconds, and how often it is sent at most. The webhook's sender hangs up after 3 s; an attempt has 12 s. */
const PATIENCE = {
  webhook: { connectionTimeout: 500, requestTimeout: 1_000, maxAttempts: 3 },
  worker: { connectionTimeout: 1_000, requestTimeout: 2_000, maxAttempts: 4 },
  cli: { connectionTimeout: 5_000, requestTimeout: 20_000, maxAttempts: 4 },
} as const;

export interface AwsClients {
  readonly dynamo: DynamoDBClient;
  readonly sqs: SQSClient;
  readonly ssm: SSMClient;
}

/** Region and credentials come from the environment, as everywhere on AWS; so do addresses (`AWS_ENDPOINT_URL_…`). */
export function createClients(who: keyof typeof PATIENCE, options: { readonly region?: string } = {}): AwsClients {
  const { connectionTimeout, requestTimeout, maxAttempts } = PATIENCE[who];
  const requestHandler = { connectionTimeout, requestTimeout, throwOnRequestTimeout: true };
  const shared = { ...options, maxAttempts, requestHandler };
  // Else the client speaks to the host in the address of the queue, whatever endpoint the environment sets.
  return {
    dynamo: new DynamoDBClient(shared),
    sqs: new SQSClient({ ...shared, useQueueUrlAsEndpoint: false }),
    ssm: new SSMClient(shared),
  };
}
