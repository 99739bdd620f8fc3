// The data file before it is used: found out what it is, made when there is none, and nothing ever overwritten.
//
// Never open it with node:fs once a connection may be open in this process: closing any descriptor of a file drops the locks
// that SQLite holds on it (https://www.sqlite.org/howtocorrupt.html, 2.2).
import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { DataFileError } from "./data-file-error.ts";
import { formOf, migrate } from "./migrate.ts";
import { APPLICATION_ID, MIGRATIONS } from "./schema.ts";

/** An order with its story fits a page, so that a listing reads one a trade: half the time 4,096 takes over 100,000 of them. */
const PAGE_BYTES = 8_192;

/** What versions before whook.db left in the folder. */
const OLD_FORM = ["ledger", "queue.db", "paper.db"];

/** A file up to this size is looked through as a whole at a start: that takes a tenth of a second. */
const CHECKED_BYTES = 64 * 1024 * 1024;
/** What orders are worked on with, however long the history is. */
const WORKED_ON = ["message", "seen_message", "open_alert", "key_claim", "document", "paper_account"];

/** @throws DataFileError when an older whook's data is there and ours is not. */
export function refuseOldForm(file: string): void {
  const isOld = !existsSync(file) && OLD_FORM.some((name) => existsSync(join(dirname(file), name)));
  if (isOld) throw new DataFileError("old-form", file);
}

/** @throws DataFileError when this user may not read the file, or not write it for work. */
export function checkAccess(file: string, use: "work" | "read"): void {
  const paths = [dirname(file), ...[file, `${file}-wal`].filter((path) => existsSync(path))];
  for (const path of paths) {
    if (!may(path, path === dirname(file) ? constants.X_OK : constants.R_OK))
      throw new DataFileError("no-permission", file, { detail: path });
    if (use === "work" && !may(path, constants.W_OK)) throw new DataFileError("read-only", file, { detail: path });
  }
}

/** Makes a new file whole before it has its name: there is never half a database. */
export function createDataFile(file: string, migrations = MIGRATIONS): void {
  const draft = `${file}.new`;
  rmSync(draft, { force: true });
  closeSync(openSync(draft, "wx", 0o600));
  const db = new DatabaseSync(draft);
  try {
    db.exec(`PRAGMA page_size = ${PAGE_BYTES}`);
    migrate(db, migrations);
  } finally {
    db.close();
  }
  putInPlace(draft, file);
}

/** Gives a finished file its name, and waits for the disk. */
export function putInPlace(draft: string, file: string): void {
  syncPath(draft, "r+");
  renameSync(draft, file);
  // Windows has no descriptors of folders, and keeps the order of such changes itself.
  if (process.platform !== "win32") syncPath(dirname(file), "r");
}

/** Where a backup lies, whole, until it takes the data file's place. */
export function restoredDraft(file: string): string {
  return `${file}.restored`;
}

/**
 * Lets a backup that lies ready take the file's place; whoever calls holds the writer's lock. What was there is set aside.
 * @returns under which name.
 */
export function finishRestore(file: string): string | undefined {
  if (!existsSync(restoredDraft(file))) return undefined;
  const kept = existsSync(file) ? setAside(file) : undefined;
  putInPlace(restoredDraft(file), file);
  return kept;
}

/** With its log, which belongs to it by its name: beside another file it would be taken for that one's. */
function setAside(file: string): string {
  let number = 1;
  while (existsSync(`${file}.before-${number}`)) number++;
  const kept = `${file}.before-${number}`;
  for (const end of ["-wal", ""]) if (existsSync(file + end)) renameSync(file + end, kept + end);
  rmSync(`${file}-shm`, { force: true });
  return kept;
}

/** @throws DataFileError when it is not a database of whook, or one of another version than `use` can do with. */
export function checkForm(
  file: string,
  db: DatabaseSync,
  { use, newest }: { use: "work" | "read"; newest: number },
): void {
  const { applicationId, version } = formOf(db);
  if (applicationId !== APPLICATION_ID) throw new DataFileError("foreign", file);
  const detail = `its form is ${version}, this version's is ${newest}`;
  if (version > newest) throw new DataFileError("newer", file, { detail });
  if (use === "read" && version < newest) throw new DataFileError("older", file, { detail });
}

/** Looks through what is there without changing a byte of it: a connection for reading never writes on. */
export function checkDataFile(file: string, newest = MIGRATIONS.length): void {
  if (statSync(file).size === 0) throw new DataFileError("corrupt", file, { detail: "it is empty" });
  const db = new DatabaseSync(file, { readOnly: true });
  try {
    checkForm(file, db, { use: "work", newest });
    checkPages(file, db);
  } finally {
    db.close();
  }
}

/**
 * A large file's history is left out, for a start must not wait for it: damage there is told when it is read, and by a backup.
 * One that is cut short is told in any case: SQLite compares its size first of all.
 * @throws DataFileError when the pages do not make sense together.
 */
function checkPages(file: string, db: DatabaseSync): void {
  const isLarge = statSync(file).size > CHECKED_BYTES;
  const checks = isLarge ? WORKED_ON.map((table) => `quick_check(${table})`) : ["quick_check(1)"];
  for (const check of checks) {
    const found = db.prepare(`PRAGMA ${check}`).get()?.quick_check;
    if (found !== "ok") throw new DataFileError("corrupt", file, { detail: String(found) });
  }
}

function may(path: string, mode: number): boolean {
  try {
    accessSync(path, mode);
    return true;
  } catch {
    return false;
  }
}

function syncPath(path: string, flags: string): void {
  const descriptor = openSync(path, flags);
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
