// A ledger's table alone: what `whook destroy` leaves of a stack, read with the user's own AWS credentials.
import { createDataClients } from "../adapters/aws/data-clients.ts";
import { explainAwsError } from "../adapters/aws/explain-aws-error.ts";
import { DynamoLedger } from "../adapters/dynamo/dynamo-ledger.ts";
import { systemClock as clock } from "../adapters/local/system-clock.ts";
import { defined } from "../core/defined.ts";
import type { Ledger } from "../ports/ledger.ts";
import { CommandError, messageOf } from "./errors.ts";

/** Reads the table of that name. @throws CommandError when AWS has none such, or cannot be asked. */
export async function readKeptTable<T>(
  { table, region }: { readonly table: string; readonly region: string | undefined },
  read: (ledger: Ledger) => Promise<T>,
): Promise<T> {
  const { dynamo, sqs } = createDataClients("cli", defined({ region }));
  try {
    return await read(new DynamoLedger({ client: dynamo, tableName: table, clock }));
  } catch (error) {
    if (error instanceof CommandError) throw error;
    const isMissing = error instanceof Error && error.name === "ResourceNotFoundException";
    const missing = `there is no table ${table} in ${region ?? "the region of the AWS profile"}: aws dynamodb list-tables shows those there are`;
    throw new CommandError(isMissing ? missing : (explainAwsError(error) ?? messageOf(error)), { cause: error });
  } finally {
    dynamo.destroy();
    sqs.destroy();
  }
}
