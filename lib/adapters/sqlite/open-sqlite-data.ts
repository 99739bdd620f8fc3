import { join } from "node:path";
import { MAX_RECEIVE_COUNT } from "../../config/limits.ts";
import type { Clock } from "../../ports/clock.ts";
import { AlertTable } from "./alert-table.ts";
import { MessageTable } from "./message-table.ts";
import { OrderTable } from "./order-table.ts";
import { SqliteAlertStore } from "./sqlite-alert-store.ts";
import { SqliteAnswers } from "./sqlite-answers.ts";
import { SqliteCache } from "./sqlite-cache.ts";
import { SqliteDocuments } from "./sqlite-documents.ts";
import { SqliteEquity } from "./sqlite-equity.ts";
import { SqliteLedger } from "./sqlite-ledger.ts";
import { SqliteNotices } from "./sqlite-notices.ts";
import { SqliteQueue } from "./sqlite-queue.ts";
import { DATA_FILE, IN_MEMORY, type OpenOptions, openWhookDatabase, type WhookDatabase } from "./whook-database.ts";

/** How the data file is opened, and what its ports go by. */
export interface SqliteDataOptions extends OpenOptions {
  readonly clock: Clock;
  /** Whether there is anybody to tell of what ends, and of bad lines. @default nobody */
  readonly marksNotices?: () => boolean;
  /** Hand-outs before a message is a dead letter. @default MAX_RECEIVE_COUNT */
  readonly maxReceiveCount?: number;
}

/** The ports over one data file. */
export interface SqliteData {
  readonly database: WhookDatabase;
  readonly ledger: SqliteLedger;
  readonly alertStore: SqliteAlertStore;
  readonly queue: SqliteQueue;
  readonly notices: SqliteNotices;
  readonly documents: SqliteDocuments;
  readonly cache: SqliteCache;
  readonly answers: SqliteAnswers;
  readonly equity: SqliteEquity;
  close(): void;
}

/**
 * Opens everything this machine keeps, over one connection.
 * @param dataDir - the folder of the data file, which exists; ":memory:" keeps nothing.
 * @throws DataFileError in plain words.
 */
export async function openSqliteData(dataDir: string, options: SqliteDataOptions): Promise<SqliteData> {
  const { clock, use, marksNotices = () => false, maxReceiveCount = MAX_RECEIVE_COUNT } = options;
  const database = openWhookDatabase(dataDir === IN_MEMORY ? IN_MEMORY : join(dataDir, DATA_FILE), options);
  const orders = new OrderTable(database, marksNotices);
  const alerts = new AlertTable(database, marksNotices);
  const messages = new MessageTable(database, { clock, maxReceiveCount });
  const cache = new SqliteCache(database);
  const queue = new SqliteQueue(database, messages);
  if (use === "work") await tidyUp(database, { alerts, messages, clock });
  return {
    database,
    ledger: new SqliteLedger(database, { orders, alerts }),
    alertStore: new SqliteAlertStore(database, { orders, alerts, messages, queue }),
    queue,
    notices: new SqliteNotices(database, { orders, alerts }),
    documents: new SqliteDocuments(database),
    cache,
    answers: new SqliteAnswers(database, clock),
    equity: new SqliteEquity(database),
    close: () => database.close(),
  };
}

interface Untidy {
  readonly alerts: AlertTable;
  readonly messages: MessageTable;
  readonly clock: Clock;
}

function tidyUp(database: WhookDatabase, { alerts, messages, clock }: Untidy): Promise<void> {
  return database.transact("lazy", () => {
    alerts.forget(clock.now());
    messages.freeOverlong();
  });
}
