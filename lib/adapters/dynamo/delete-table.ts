import {
  DeleteTableCommand,
  type DynamoDBClient,
  UpdateTableCommand,
  waitUntilTableExists,
} from "@aws-sdk/client-dynamodb";

const WAIT = { maxWaitTime: 120, minDelay: 1, maxDelay: 5 };

/** Deletes a table that is protected against it. @throws what the SDK throws. */
export async function deleteTable(client: DynamoDBClient, tableName: string): Promise<void> {
  const TableName = tableName;
  await client.send(new UpdateTableCommand({ TableName, DeletionProtectionEnabled: false }));
  await waitUntilTableExists({ client, ...WAIT }, { TableName });
  await client.send(new DeleteTableCommand({ TableName }));
}
