import {
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  ResourceInUseException,
  waitUntilTableExists,
} from "@aws-sdk/client-dynamodb";
import { INDEXES } from "../../config/ledger-schema.ts";
import { ledgerTable } from "./ledger-table.ts";

/** The table's name on one machine; on AWS the stack gives it. */
export const LOCAL_TABLE = "whook";
/** Where a ledger of this machine answers, and the secret it asks of its callers. */
export interface LocalLedger {
  readonly endpoint: string;
  readonly secret: string;
}

/** A new table can be used a moment later, seconds. */
const ACTIVE_WAIT = { maxWaitTime: 30, minDelay: 0.02, maxDelay: 0.5 };

/** A client of a DynamoDB that runs on this machine. Nothing leaves the machine. */
export function createLocalClient({ endpoint, secret }: LocalLedger): DynamoDBClient {
  const unsigned = unsignedHeaders(secret);
  return new DynamoDBClient({
    endpoint,
    region: "local",
    credentials: { accessKeyId: secret, secretAccessKey: "none" },
    // The secret is told, not signed with: making a signature costs as much as the rest of a request.
    signer: { sign: async (request) => ({ ...request, headers: { ...request.headers, ...unsigned } }) },
    maxAttempts: 3,
  });
}

/** What dynalite wants to see in a request: the form of a signature. */
function unsignedHeaders(secret: string): Record<string, string> {
  const credential = `Credential=${secret}/20260101/local/dynamodb/aws4_request`;
  return {
    authorization: `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=host, Signature=0`,
    "x-amz-date": "20260101T000000Z",
  };
}

/** The table is there, and was made by a whook that listed orders in fewer ways. */
export class StaleLedgerError extends Error {
  override readonly name = "StaleLedgerError";
}

/** Makes the ledger's table unless it is there; returns once it can be used. @throws StaleLedgerError when it lacks an index. */
export async function createLedgerTable(client: DynamoDBClient, tableName: string): Promise<void> {
  try {
    await client.send(new CreateTableCommand(ledgerTable(tableName)));
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error;
    await checkIndexes(client, tableName);
  }
  await waitUntilTableExists({ client, ...ACTIVE_WAIT }, { TableName: tableName });
}

/** Without it only the first listing that needs the index would fail. dynalite cannot add one to a table: its UpdateTable takes the request and makes none. */
async function checkIndexes(client: DynamoDBClient, tableName: string): Promise<void> {
  const { Table: table } = await client.send(new DescribeTableCommand({ TableName: tableName }));
  const there = new Map(table?.GlobalSecondaryIndexes?.map((index) => [index.IndexName, index]));
  const lacking = INDEXES.filter(({ name, attributes }) => {
    const carried = there.get(name)?.Projection?.NonKeyAttributes ?? [];
    return !there.has(name) || attributes.some((attribute) => !carried.includes(attribute));
  });
  if (lacking.length === 0) return;
  throw new StaleLedgerError(`the ledger lacks ${lacking.map(({ name }) => name).join(", ")} as this version needs it`);
}
