// Copies of the data file. SQLite writes them (VACUUM INTO) from one moment's view, beside whoever works on the file: what the
// log holds is in them, every page was read, and nothing is left of what was deleted.
import { closeSync, existsSync, openSync, rmSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { checkDataFile, finishRestore, putInPlace, restoredDraft } from "./data-file.ts";
import { asDataFileError, DataFileError } from "./data-file-error.ts";
import { takeWriterLock } from "./writer-lock.ts";

/**
 * Copies the data file to `target`, which must not exist, whether whook runs or not.
 * @throws DataFileError in plain words; there is no target then.
 */
export function backupDataFile(file: string, target: string): void {
  if (existsSync(target)) throw new DataFileError("exists", target);
  if (!existsSync(file)) throw new DataFileError("empty", file);
  copyWhole(file, target);
}

/**
 * Puts a backup in the data file's place, while no whook runs. What was there is kept beside it under another name. Should it
 * be cut off, the next start carries it through.
 * @returns that name; undefined: there was nothing.
 * @throws DataFileError in plain words; everything is as it was then.
 */
export function restoreDataFile(backup: string, file: string): string | undefined {
  if (!existsSync(backup)) throw new DataFileError("missing", backup);
  const lock = takeWriterLock(file);
  try {
    const draft = restoredDraft(file);
    rmSync(draft, { force: true });
    copyWhole(backup, draft);
    return finishRestore(file);
  } finally {
    lock.release();
  }
}

/** The copy has its name once it is whole and on disk. */
function copyWhole(from: string, to: string): void {
  const draft = `${to}.part`;
  rmSync(draft, { force: true });
  try {
    checkDataFile(from);
    closeSync(openSync(draft, "wx", 0o600));
    const db = new DatabaseSync(from, { readOnly: true });
    try {
      db.prepare("VACUUM INTO ?").run(draft);
    } finally {
      db.close();
    }
    putInPlace(draft, to);
  } catch (error) {
    rmSync(draft, { force: true });
    throw asDataFileError(error, from);
  }
}
