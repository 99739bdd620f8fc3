// What can be wrong with the data file: told apart, each in one sentence that says what to do. Nothing is overwritten.
import { statfsSync } from "node:fs";
import { dirname } from "node:path";

const SENTENCES = {
  "no-permission": "may not be opened by this user: give the file and its folder to the user that runs whook",
  "read-only": "cannot be written: make the file, its folder and its file system writable, or set WHOOK_DATA_DIR",
  full: "cannot grow, for its disk is full: make room; nothing was overwritten, and whook goes on by itself then",
  corrupt: "is damaged: move it away and bring a backup back (whook restore FILE); nothing in it was changed",
  foreign: "is no database of whook, or its first page is damaged: move it away, or set WHOOK_DATA_DIR",
  newer: "was written by a newer whook: update this one; nothing in it was changed",
  older: "is of an older form: start whook once (npx whook start), which brings it forward",
  "in-use": "is in use by another whook: stop that one, or set WHOOK_DATA_DIR",
  "old-form":
    "is missing, and its folder holds data of an older whook (ledger, queue.db, paper.db): rename that folder and start again, a new one is made. The old one keeps its history and paper accounts for the version that made it; orders still waiting in it are not traded",
  locked: "is locked by another program: close what has it open for writing",
  missing: "does not exist: name a file that whook backup made",
  empty: "does not exist yet: there is nothing to keep",
  exists: "exists already, and is not overwritten: name another file",
  unreadable: "cannot be read or written: check the disk",
} as const;

/** One word for each thing that can be wrong. */
export type DataFault = keyof typeof SENTENCES;

/** The data file cannot be used, or not now. Its message is for people. */
export class DataFileError extends Error {
  override readonly name = "DataFileError";
  readonly fault: DataFault;

  /** @param detail - what was found, like SQLite's own words. */
  constructor(fault: DataFault, file: string, { detail, cause }: { detail?: string; cause?: unknown } = {}) {
    super(`${file} ${SENTENCES[fault]}${detail === undefined ? "" : ` (${detail})`}`, { cause });
    this.fault = fault;
  }
}

/** Primary result codes: https://www.sqlite.org/rescode.html */
const BY_CODE: Readonly<Record<number, DataFault>> = {
  3: "no-permission",
  5: "locked",
  6: "locked",
  8: "read-only",
  10: "unreadable",
  11: "corrupt",
  13: "full",
  14: "unreadable",
  23: "no-permission",
  26: "foreign",
};
const PRIMARY_CODE = 0xff;
/** With less room than this a write fails, whatever SQLite calls it. */
const NO_ROOM_BYTES = 64 * 1024;

/** `error` as a DataFileError when SQLite says that the file is at fault; anything else as it is. */
export function asDataFileError(error: unknown, file: string): unknown {
  if (!(error instanceof Error) || !("errcode" in error) || typeof error.errcode !== "number") return error;
  const fault = BY_CODE[error.errcode & PRIMARY_CODE];
  if (fault === undefined) return error;
  const why = fault === "unreadable" && hasNoRoom(file) ? "full" : fault;
  return new DataFileError(why, file, { detail: error.message, cause: error });
}

/** A full disk shows as several I/O errors: the memory that connections share is a file as well. */
function hasNoRoom(file: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(dirname(file));
    return bavail * bsize < NO_ROOM_BYTES;
  } catch {
    return false;
  }
}
