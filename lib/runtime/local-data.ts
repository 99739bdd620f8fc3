// This machine's data: the ledger, the queue and the paper accounts, in one folder.
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { DynamoDocuments } from "../adapters/dynamo/dynamo-documents.ts";
import { DynamoLedger } from "../adapters/dynamo/dynamo-ledger.ts";
import { DynamoNotices } from "../adapters/dynamo/dynamo-notices.ts";
import {
  createLedgerTable,
  createLocalClient,
  LOCAL_TABLE,
  type LocalLedger,
  StaleLedgerError,
} from "../adapters/dynamo/ledger-client.ts";
import { type EmbeddedDynalite, startEmbeddedDynalite } from "../adapters/local/embedded-dynalite.ts";
import { SqliteOrderQueue } from "../adapters/local/sqlite-order-queue.ts";
import { SqlitePaperStore } from "../adapters/paper/sqlite-paper-store.ts";
import type { Clock } from "../ports/clock.ts";
import type { Telemetry } from "../ports/telemetry.ts";
import { findRunning, type RuntimeFile } from "./runtime-file.ts";

/** This machine's data, open until `close`. */
export interface LocalData {
  readonly ledger: DynamoLedger;
  readonly ledgerAddress: LocalLedger;
  readonly notices: DynamoNotices;
  readonly documents: DynamoDocuments;
  readonly queue: SqliteOrderQueue;
  readonly paperStore: SqlitePaperStore;
  /** The whook that runs on this data, when it is not this process. */
  readonly running?: RuntimeFile;
  close(): Promise<void>;
}

/** Who wants to know of what happens to the data. */
export interface LocalDataOptions {
  /** Whether there is anybody to tell of what ends. @default nobody */
  readonly marksNotices?: () => boolean;
  /** Told when the ledger cannot be written, and when it can be again. @default nobody */
  readonly telemetry?: Telemetry;
}

/**
 * Opens the data folder; with a running whook on it, through that one's ledger.
 * @throws Error in plain words.
 */
export async function openLocalData(dataDir: string, clock: Clock, options: LocalDataOptions = {}): Promise<LocalData> {
  await makeDataDir(dataDir);
  const running = await findRunning(dataDir);
  const dynalite = running === undefined ? await openLedger(dataDir, options.telemetry) : undefined;
  const { endpoint, secret } = running?.ledger ?? dynalite ?? { endpoint: "", secret: "" };
  const client = createLocalClient({ endpoint, secret });
  try {
    await createLedgerTable(client, LOCAL_TABLE);
  } catch (error) {
    client.destroy();
    await dynalite?.stop();
    throw new Error(explain(error, dataDir), { cause: error });
  }
  const queue = new SqliteOrderQueue({ file: join(dataDir, "queue.db"), clock });
  const paperStore = new SqlitePaperStore(join(dataDir, "paper.db"));
  const table = { client, tableName: LOCAL_TABLE };
  return {
    ledger: new DynamoLedger({ ...table, clock, ...options }),
    ledgerAddress: { endpoint, secret },
    notices: new DynamoNotices(table),
    documents: new DynamoDocuments(table),
    queue,
    paperStore,
    ...(running === undefined ? {} : { running }),
    close: async () => {
      queue.close();
      paperStore.close();
      await dynalite?.stop();
      client.destroy();
    },
  };
}

/** @throws Error that names the folder when it cannot be made. */
export async function makeDataDir(dataDir: string): Promise<void> {
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    throw new Error(`the data folder ${dataDir} cannot be made: set WHOOK_DATA_DIR to another one (${cause})`, {
      cause: error,
    });
  }
}

async function openLedger(dataDir: string, telemetry?: Telemetry): Promise<EmbeddedDynalite> {
  try {
    const onFault = (reason?: string) =>
      reason === undefined
        ? telemetry?.log("warn", "the ledger can be written again")
        : telemetry?.log("error", "the ledger cannot be written: alerts are answered 503 until it can", { reason });
    return await startEmbeddedDynalite({ path: join(dataDir, "ledger"), onFault });
  } catch (error) {
    throw new Error(explain(error, dataDir), { cause: error });
  }
}

function explain(error: unknown, dataDir: string): string {
  const cause = error instanceof Error ? error.message : String(error);
  if (!(error instanceof StaleLedgerError))
    return `the data in ${dataDir} cannot be opened; another whook may be using it (${cause})`;
  return [
    `the data in ${dataDir} was made by an older version of whook: ${cause}.`,
    `Rename that folder and start again: a new one is made. The old one keeps its history and the paper accounts,`,
    `and orders still waiting in it are not traded. The version that made it can still open it`,
  ].join(" ");
}
