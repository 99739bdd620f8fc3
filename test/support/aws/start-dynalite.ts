// DynamoDB's protocol in the test's own process: dynalite, with the ledger's table made in it.
import { once } from "node:events";
import {
  CreateTableCommand,
  DynamoDBClient,
  ResourceInUseException,
  waitUntilTableExists,
} from "@aws-sdk/client-dynamodb";
import dynalite from "dynalite";
import { ledgerTable } from "../../../lib/adapters/dynamo/ledger-table.ts";

/** A new table can be used a moment later, seconds. */
const ACTIVE_WAIT = { maxWaitTime: 30, minDelay: 0.02, maxDelay: 0.5 };
/** dynalite takes any. */
export const CREDENTIALS = { accessKeyId: "local", secretAccessKey: "local" };

export interface Dynalite {
  readonly endpoint: string;
  readonly client: DynamoDBClient;
  readonly tableName: string;
  stop(): Promise<void>;
}

/** @param options.path - the folder of its data. @default in memory */
export async function startDynalite(
  options: { readonly path?: string; readonly tableName?: string } = {},
): Promise<Dynalite> {
  const { path, tableName = "whook" } = options;
  const server = dynalite({ createTableMs: 0, ...(path === undefined ? {} : { path }) });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("no port");
  const endpoint = `http://127.0.0.1:${address.port}`;
  const client = new DynamoDBClient({ endpoint, region: "local", credentials: CREDENTIALS });
  await makeTable(client, tableName);
  return {
    endpoint,
    client,
    tableName,
    stop: async () => {
      client.destroy();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function makeTable(client: DynamoDBClient, tableName: string): Promise<void> {
  try {
    await client.send(new CreateTableCommand(ledgerTable(tableName)));
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error;
  }
  await waitUntilTableExists({ client, ...ACTIVE_WAIT }, { TableName: tableName });
}
