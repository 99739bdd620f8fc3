import { DescribeTableCommand, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { TableIndex } from "../../config/index-steps.ts";

/** The indexes that a table has. @throws what the SDK throws. */
export async function readIndexes(client: DynamoDBClient, tableName: string): Promise<readonly TableIndex[]> {
  const { Table } = await client.send(new DescribeTableCommand({ TableName: tableName }));
  return (Table?.GlobalSecondaryIndexes ?? []).map(({ IndexName = "", KeySchema = [] }) => ({
    name: IndexName,
    partition: KeySchema.find(({ KeyType }) => KeyType === "HASH")?.AttributeName ?? "",
  }));
}
