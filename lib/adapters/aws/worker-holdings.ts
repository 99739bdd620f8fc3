// The worker's function, asked by the notifier what accounts hold: it alone has their keys, and the address exchanges know.
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import * as z from "zod";
import type { HoldingsQuestion } from "../../config/aws-names.ts";
import { defined } from "../../core/defined.ts";
import type { AccountHoldings } from "../../core/notify/tell-digest.ts";
import type { Account } from "../../ports/account-store.ts";

/** Whoever asks goes on without the answer before that. */
const PATIENCE = { connectionTimeout: 1_000, requestTimeout: 15_000, throwOnRequestTimeout: true };

const position = z
  .object({
    symbol: z.string(),
    positionSide: z.enum(["long", "short"]),
    contracts: z.string(),
    unrealizedProfit: z.string().optional(),
  })
  .transform(({ unrealizedProfit, ...known }) => ({ ...known, ...defined({ unrealizedProfit }) }));
const answered = z.record(
  z.string(),
  z
    .object({
      positions: z.array(position).optional(),
      balance: z.object({ settle: z.string(), equity: z.string() }).optional(),
    })
    .transform(defined),
);

/** @throws what the SDK throws, or an Error when the function broke. */
export async function askHoldings(
  functionName: string,
  accounts: readonly Account[],
): Promise<Readonly<Record<string, AccountHoldings>>> {
  const client = new LambdaClient({ maxAttempts: 1, requestHandler: PATIENCE });
  try {
    const question: HoldingsQuestion = { readHoldings: accounts.map(({ id }) => id) };
    const answer = await client.send(
      new InvokeCommand({ FunctionName: functionName, Payload: Buffer.from(JSON.stringify(question)) }),
    );
    if (answer.FunctionError !== undefined) throw new Error(`the worker's function broke: ${answer.FunctionError}`);
    return answered.parse(JSON.parse(Buffer.from(answer.Payload ?? []).toString("utf8")));
  } finally {
    client.destroy();
  }
}
