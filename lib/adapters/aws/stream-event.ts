import type { DynamoDBStreamEvent } from "aws-lambda";
import { TABLE_KEY } from "../../config/ledger-schema.ts";

/** Whether the table's stream calls. https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html */
export function isStreamed(event: object): event is DynamoDBStreamEvent {
  return "Records" in event;
}

/** The keys of the items that changed, each once. */
export function keysOfRecords({ Records }: DynamoDBStreamEvent): readonly Record<string, string>[] {
  const keys = Records.map(({ dynamodb }) =>
    Object.fromEntries(Object.values(TABLE_KEY).map((name) => [name, dynamodb?.Keys?.[name]?.S ?? ""])),
  );
  return [...new Map(keys.map((key) => [JSON.stringify(key), key])).values()];
}
