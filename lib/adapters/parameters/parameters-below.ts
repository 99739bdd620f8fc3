import { GetParametersByPathCommand, type Parameter, type SSMClient } from "@aws-sdk/client-ssm";

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
