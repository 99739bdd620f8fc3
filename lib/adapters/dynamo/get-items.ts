import { BatchGetCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";

/** What one BatchGet takes. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html */
const MAX_BATCH = 100;

/** The ledger's table, and the client that reads it. */
export interface Table {
  readonly client: DynamoDBDocumentClient;
  readonly tableName: string;
}

type Item = Record<string, unknown>;

/** The items of these keys that are there, in any order. */
export async function getItems(
  table: Table,
  keys: readonly Item[],
  { isConsistent }: { readonly isConsistent: boolean },
): Promise<readonly Item[]> {
  const batches = Array.from({ length: Math.ceil(keys.length / MAX_BATCH) }, (_, index) =>
    getBatch(table, keys.slice(index * MAX_BATCH, (index + 1) * MAX_BATCH), isConsistent),
  );
  return (await Promise.all(batches)).flat();
}

async function getBatch(
  { client, tableName }: Table,
  keys: readonly Item[],
  ConsistentRead: boolean,
): Promise<readonly Item[]> {
  const items: Item[] = [];
  let left: Item[] = [...keys];
  while (left.length > 0) {
    const request = { RequestItems: { [tableName]: { Keys: left, ConsistentRead } } };
    const answer = await client.send(new BatchGetCommand(request));
    items.push(...(answer.Responses?.[tableName] ?? []));
    left = answer.UnprocessedKeys?.[tableName]?.Keys ?? [];
  }
  return items;
}
