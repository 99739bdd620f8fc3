// A deployed stack as the CLI speaks to it, with the user's own AWS credentials. Imported when it is first needed: the SDK
// takes time to load.

import { type AwsClients, createClients } from "../adapters/aws/clients.ts";
import { readStackFacts } from "../adapters/parameters/read-stack-facts.ts";
import { StackAccounts } from "../adapters/parameters/stack-accounts.ts";
import { StackChannels } from "../adapters/parameters/stack-channels.ts";
import { StackToken } from "../adapters/parameters/stack-token.ts";
import { parameterPrefix, type StackFacts } from "../config/aws-names.ts";
import { defined } from "../core/defined.ts";
import { CommandError } from "./errors.ts";

/** A stack on AWS that was found: where its things are, and who may be asked for them. */
export interface Stack {
  readonly name: string;
  /** Of its parameters. */
  readonly prefix: string;
  readonly clients: AwsClients;
  readonly facts: StackFacts;
  readonly token: StackToken;
  readonly accounts: StackAccounts;
  readonly channels: StackChannels;
  close(): void;
}

/** @throws CommandError when there is no such stack, or AWS cannot be asked. */
export async function openStack(name: string, region: string | undefined): Promise<Stack> {
  const clients = createClients("cli", defined({ region }));
  const prefix = parameterPrefix(name);
  const options = { client: clients.ssm, prefix };
  const close = () => {
    for (const client of Object.values(clients)) client.destroy();
  };
  try {
    const facts = await readStackFacts(options);
    if (facts === undefined) throw new CommandError(await noStack(name, clients));
    return {
      name,
      prefix,
      clients,
      facts,
      token: new StackToken(options),
      accounts: new StackAccounts(options),
      channels: new StackChannels({ ...options, topicArn: facts.topicArn }),
      close,
    };
  } catch (error) {
    close();
    throw error;
  }
}

async function noStack(name: string, { ssm }: AwsClients): Promise<string> {
  const region = await ssm.config.region();
  return `there is no stack ${name} in ${region}: look at the name and at AWS_REGION, or deploy it with whook deploy`;
}
