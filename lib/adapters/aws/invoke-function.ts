// A function of the stack, called from its owner's machine. What that proves, this machine could not: the function has its own
// rights, network and code. Its caller needs lambda:InvokeFunction; no role of the stack has it.
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";

/** Longer than a function may take. */
const PATIENCE = { connectionTimeout: 5_000, requestTimeout: 90_000, throwOnRequestTimeout: true };

/** Which function is called. */
export interface StackFunction {
  readonly region: string;
  readonly functionName: string;
}

/** Called once: what it does is not done again by itself. @returns its answer. @throws what the SDK throws, or an Error when the function broke. */
export async function invokeFunction({ region, functionName }: StackFunction, event: object): Promise<unknown> {
  const client = new LambdaClient({ region, maxAttempts: 1, requestHandler: PATIENCE });
  try {
    const answer = await client.send(
      new InvokeCommand({ FunctionName: functionName, Payload: Buffer.from(JSON.stringify(event)) }),
    );
    const payload = Buffer.from(answer.Payload ?? []).toString("utf8");
    if (answer.FunctionError === undefined) return JSON.parse(payload);
    throw new Error(`the function ${functionName} broke (${answer.FunctionError}): look into its log`);
  } finally {
    client.destroy();
  }
}
