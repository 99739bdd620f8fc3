import { DatabaseSync } from "node:sqlite";
import { DataFileError } from "./data-file-error.ts";

/** Held by the one process that works on a data file. */
export interface WriterLock {
  release(): void;
}

/**
 * Only one process works on a data file; any number read it. The lock is an exclusive transaction, never ended, on an empty
 * file beside it: the operating system lets it go when its process dies, however it dies, and readers never look there.
 * @throws DataFileError "in-use".
 */
export function takeWriterLock(file: string): WriterLock {
  const db = new DatabaseSync(`${file}.lock`);
  try {
    db.exec("PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE");
  } catch (error) {
    db.close();
    throw isBusy(error) ? new DataFileError("in-use", file, { cause: error }) : error;
  }
  return { release: () => db.close() };
}

/** https://www.sqlite.org/rescode.html#busy */
const BUSY = 5;

function isBusy(error: unknown): boolean {
  return error instanceof Error && "errcode" in error && error.errcode === BUSY;
}
