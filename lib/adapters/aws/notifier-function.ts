// The stack's notifier, asked from its owner's machine to try its channels: what that proves, this machine could not, for the
// function has its own rights, network and code.

import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import * as z from "zod";
import type { NotifyTest } from "../../config/aws-names.ts";
import { defined } from "../../core/defined.ts";

/** Longer than the function may take. */
const PATIENCE = { connectionTimeout: 5_000, requestTimeout: 90_000, throwOnRequestTimeout: true };

const trials = z.array(
  z
    .object({ channel: z.string(), sent: z.boolean(), reason: z.string().optional() })
    .transform(({ reason, ...trial }) => ({
      ...trial,
      ...defined({ reason }),
    })),
);

/** Which function is called, and with what. */
export interface NotifierFunctionOptions {
  readonly region: string;
  readonly functionName: string;
}

/** @param test.channel - only this one. @returns what became of each. @throws what the SDK throws, or an Error when the function broke. */
export async function invokeNotifyTest(
  { region, functionName }: NotifierFunctionOptions,
  test: NotifyTest["notifyTest"],
): Promise<z.output<typeof trials>> {
  const client = new LambdaClient({ region, maxAttempts: 1, requestHandler: PATIENCE });
  try {
    const event: NotifyTest = { notifyTest: test };
    const answer = await client.send(
      new InvokeCommand({ FunctionName: functionName, Payload: Buffer.from(JSON.stringify(event)) }),
    );
    const payload = Buffer.from(answer.Payload ?? []).toString("utf8");
    if (answer.FunctionError === undefined) return trials.parse(JSON.parse(payload));
    throw new Error(`the function ${functionName} broke (${answer.FunctionError}): look into its log`);
  } finally {
    client.destroy();
  }
}
