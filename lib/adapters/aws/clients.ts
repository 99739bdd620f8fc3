import { SSMClient } from "@aws-sdk/client-ssm";
import { type ClientOptions, clientConfig, createDataClients, type DataClients, type Waiting } from "./data-clients.ts";

/** The clients of a stack's data, and of its parameters. */
export interface AwsClients extends DataClients {
  readonly ssm: SSMClient;
}

/** All clients of a stack's parts, as `createDataClients` makes them. */
export function createClients(who: Waiting, options: ClientOptions = {}): AwsClients {
  return { ...createDataClients(who, options), ssm: new SSMClient(clientConfig(who, options)) };
}
