// This machine's data: everything in one file of one folder.
import { mkdir } from "node:fs/promises";
import type { PaperStore } from "../adapters/paper/paper-store.ts";
import { SqlitePaperAccounts } from "../adapters/paper/sqlite-paper-accounts.ts";
import { openSqliteData } from "../adapters/sqlite/open-sqlite-data.ts";
import { reasonOf } from "../core/reason-of.ts";
import type { AlertStore } from "../ports/alert-store.ts";
import type { AnswerLog } from "../ports/answer-log.ts";
import type { CachePort } from "../ports/cache.ts";
import type { Clock } from "../ports/clock.ts";
import type { DocumentStore } from "../ports/document-store.ts";
import type { EquityLog } from "../ports/equity-log.ts";
import type { Ledger } from "../ports/ledger.ts";
import type { NoticeBox } from "../ports/notices.ts";
import type { OrderQueue } from "../ports/order-queue.ts";
import type { Telemetry } from "../ports/telemetry.ts";

/** The queue as the one process that works on it has it. */
export interface LocalQueue extends OrderQueue {
  /** Calls `listener` after messages were sent. @returns how to stop. */
  onSend(listener: () => void): () => void;
  /** Frees every message that is leased or waits: the leases of the last run died with it. */
  releaseAll(): Promise<void>;
}

/** This machine's data, open until `close`. */
export interface LocalData {
  readonly ledger: Ledger;
  readonly alertStore: AlertStore;
  readonly notices: NoticeBox;
  readonly documents: DocumentStore;
  readonly cache: CachePort;
  readonly queue: LocalQueue;
  readonly paperStore: PaperStore;
  readonly answers: AnswerLog;
  readonly equity: EquityLog;
  close(): void;
}

/** Who wants to know of what happens to the data. */
export interface LocalDataOptions {
  /** One process works on a folder; any number read it beside, and what they would write is left out. */
  readonly use: "work" | "read";
  readonly clock: Clock;
  /** Whether there is anybody to tell of what ends. @default nobody */
  readonly marksNotices?: () => boolean;
  /** Told when the data cannot be written, and when it can be again. @default nobody */
  readonly telemetry?: Telemetry;
  /** Whether something came in since this was asked last: a commit waits for what it brings. @default nothing */
  readonly isArriving?: () => boolean;
}

/**
 * Opens the data folder; to work on it, made when there is none.
 * @throws DataFileError, or an Error that names the folder, in plain words.
 */
export async function openLocalData(dataDir: string, { telemetry, ...options }: LocalDataOptions): Promise<LocalData> {
  if (options.use === "work") await makeDataDir(dataDir);
  const onFault = (reason?: string) =>
    reason === undefined
      ? telemetry?.log("warn", "the data can be written again")
      : telemetry?.log("error", "the data cannot be written: alerts are answered 503 until it can", { reason });
  const { database, ...ports } = await openSqliteData(dataDir, { ...options, onFault });
  return { ...ports, paperStore: new SqlitePaperAccounts(database) };
}

/** @throws Error that names the folder when it cannot be made. */
export async function makeDataDir(dataDir: string): Promise<void> {
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
  } catch (error) {
    const cause = reasonOf(error);
    throw new Error(`the data folder ${dataDir} cannot be made: set WHOOK_DATA_DIR to another one (${cause})`, {
      cause: error,
    });
  }
}
