import {
  CreateTableCommand,
  DynamoDBClient,
  ResourceInUseException,
  waitUntilTableExists,
} from "@aws-sdk/client-dynamodb";
import { ledgerTable } from "./ledger-table.ts";

/** The table's name on one machine; on AWS the stack gives it. */
export const LOCAL_TABLE = "whook";
/** What dynalite wants to see in a request: the form of a signature. */
const UNSIGNED = {
  authorization:
    "AWS4-HMAC-SHA256 Credential=local/20260101/local/dynamodb/aws4_request, SignedHeaders=host, Signature=0",
  "x-amz-date": "20260101T000000Z",
};
/** A new table can be used a moment later, seconds. */
const ACTIVE_WAIT = { maxWaitTime: 30, minDelay: 0.02, maxDelay: 0.5 };

/** A client of a DynamoDB that runs on this machine. Nothing leaves the machine. */
export function createLocalClient(endpoint: string): DynamoDBClient {
  return new DynamoDBClient({
    endpoint,
    region: "local",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
    // Nobody checks signatures on this machine, and making them costs as much as the rest of a request.
    signer: { sign: async (request) => ({ ...request, headers: { ...request.headers, ...UNSIGNED } }) },
    maxAttempts: 3,
  });
}

/** Makes the ledger's table unless it is there; returns once it can be used. */
export async function createLedgerTable(client: DynamoDBClient, tableName: string): Promise<void> {
  try {
    await client.send(new CreateTableCommand(ledgerTable(tableName)));
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error;
  }
  await waitUntilTableExists({ client, ...ACTIVE_WAIT }, { TableName: tableName });
}
