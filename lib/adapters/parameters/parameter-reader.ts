import { GetParametersByPathCommand, type Parameter, SSMClient } from "@aws-sdk/client-ssm";
import { clientConfig, type Waiting } from "../aws/data-clients.ts";
import type { ReadParameters } from "./webhook-settings.ts";

/** A file of its own: the SDK's client of SSM is large, and the webhook loads it with the first alert, not with the function. */
export function createParameterReader(who: Waiting): ReadParameters {
  const client = new SSMClient(clientConfig(who));
  return (path) => parametersBelow(client, path);
}

/** Every parameter below a path; SecureStrings decrypted. @throws what the SDK throws. */
export async function parametersBelow(client: SSMClient, path: string): Promise<readonly Parameter[]> {
  const found: Parameter[] = [];
  let token: string | undefined;
  do {
    const page = await client.send(
      new GetParametersByPathCommand({ Path: path, Recursive: true, WithDecryption: true, NextToken: token }),
    );
    found.push(...(page.Parameters ?? []));
    token = page.NextToken;
  } while (token !== undefined);
  return found;
}
