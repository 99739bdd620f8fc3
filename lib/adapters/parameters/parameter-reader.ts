import { SSMClient } from "@aws-sdk/client-ssm";
import { clientConfig, type Waiting } from "../aws/data-clients.ts";
import { parametersBelow } from "./parameters-below.ts";
import type { ReadParameters } from "./webhook-settings.ts";

/** A file of its own: the SDK's client of SSM is large, and the webhook loads it with the first alert, not with the function. */
export function createParameterReader(who: Waiting): ReadParameters {
  const client = new SSMClient(clientConfig(who));
  return (path) => parametersBelow(client, path);
}
