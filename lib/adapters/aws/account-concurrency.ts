// How much of Lambda an AWS account may use at once: a new one may run ten functions, whook's webhook among them.
import { GetAccountSettingsCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { defined } from "../../core/defined.ts";

const PATIENCE = { connectionTimeout: 5_000, requestTimeout: 10_000, throwOnRequestTimeout: true };

/** @param region - the profile's when not given. @returns undefined when AWS does not say. @throws what the SDK throws. */
export async function readAccountConcurrency(region: string | undefined): Promise<number | undefined> {
  const client = new LambdaClient({ ...defined({ region }), maxAttempts: 2, requestHandler: PATIENCE });
  try {
    const { AccountLimit } = await client.send(new GetAccountSettingsCommand({}));
    return AccountLimit?.ConcurrentExecutions;
  } finally {
    client.destroy();
  }
}

/** The region of the environment or of the AWS profile; undefined when neither names one. */
export async function regionOfProfile(): Promise<string | undefined> {
  const client = new LambdaClient({});
  try {
    return await client.config.region();
  } catch {
    return undefined;
  } finally {
    client.destroy();
  }
}
