// The SDK's clients of what holds orders, with times that fit who waits for them.
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SQSClient } from "@aws-sdk/client-sqs";
import { keepAliveAgents } from "../keep-alive.ts";

/** One request, milliseconds, and how often it is sent at most. The webhook's sender hangs up after 3 s; an attempt has 12 s. */
const PATIENCE = {
  webhook: { connectionTimeout: 500, requestTimeout: 1_000, maxAttempts: 3 },
  worker: { connectionTimeout: 1_000, requestTimeout: 2_000, maxAttempts: 4 },
  cli: { connectionTimeout: 5_000, requestTimeout: 20_000, maxAttempts: 4 },
} as const;

/** Who waits for the answers. */
export type Waiting = keyof typeof PATIENCE;

/** What a client may be told beside who waits for it. */
export interface ClientOptions {
  /** @default the environment's */
  readonly region?: string;
}

/** The clients of the ledger and the queue. */
export interface DataClients {
  readonly dynamo: DynamoDBClient;
  readonly sqs: SQSClient;
}

/** Region and credentials come from the environment, as everywhere on AWS; so do addresses (`AWS_ENDPOINT_URL_…`). */
export function createDataClients(who: Waiting, options: ClientOptions = {}): DataClients {
  const config = clientConfig(who, options);
  return {
    dynamo: new DynamoDBClient(config),
    // Else the client speaks to the host in the address of the queue, whatever endpoint the environment sets.
    sqs: new SQSClient({ ...config, useQueueUrlAsEndpoint: false }),
  };
}

/** What every client of the SDK is made with. */
export function clientConfig(who: Waiting, options: ClientOptions = {}) {
  const { connectionTimeout, requestTimeout, maxAttempts } = PATIENCE[who];
  const { "http:": httpAgent, "https:": httpsAgent } = keepAliveAgents();
  return {
    ...options,
    maxAttempts,
    requestHandler: { connectionTimeout, requestTimeout, throwOnRequestTimeout: true, httpAgent, httpsAgent },
  };
}
