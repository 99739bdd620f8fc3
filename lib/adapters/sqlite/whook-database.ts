// The one database at home: every port keeps what it keeps in this file, over this connection, in these commits.
import { existsSync } from "node:fs";
import { DatabaseSync, type SQLInputValue, type SQLOutputValue, type StatementSync } from "node:sqlite";
import type { Keeping } from "../../ports/document-store.ts";
import { checkAccess, checkDataFile, checkForm, createDataFile, finishRestore, refuseOldForm } from "./data-file.ts";
import { asDataFileError, DataFileError } from "./data-file-error.ts";
import { formOf, migrate } from "./migrate.ts";
import { MIGRATIONS } from "./schema.ts";
import { SharedCommit } from "./shared-commit.ts";
import { WriteFaults } from "./write-faults.ts";
import { takeWriterLock, type WriterLock } from "./writer-lock.ts";

/** In the data folder. */
export const DATA_FILE = "whook.db";
/** A database that is gone when it is closed: for tests, and to read where nothing was kept yet. */
export const IN_MEMORY = ":memory:";

/** How long a statement waits for another program's lock. Readers never take one that a writer waits for. */
const BUSY_TIMEOUT_MS = 5_000;
/** Pages written before the log is put into the file, which takes the disk's time: 16 MB. */
const CHECKPOINT_PAGES = 2_000;
const CACHE_KIB = 16_000;
const SETTINGS = `PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}; PRAGMA cache_size = -${CACHE_KIB}; PRAGMA temp_store = MEMORY`;

/** What the data file is opened for. */
export interface OpenOptions {
  /** One process works on a file; any number read it beside, and see each commit whole. */
  readonly use: "work" | "read";
  /** @default those of this version */
  readonly migrations?: readonly string[];
  /** Told why the file cannot be written, once, and without a reason when it can be again. @default nobody */
  readonly onFault?: (reason?: string) => void;
  /** Whether something came in since this was asked last: a commit waits for what it brings. @default nothing */
  readonly isArriving?: () => boolean;
}

/** One row of a result, by column. */
export type Row = Readonly<Record<string, SQLOutputValue>>;

/** A prepared statement whose failures are told in plain words. */
export interface Statement {
  get(...values: SQLInputValue[]): Row | undefined;
  all(...values: SQLInputValue[]): readonly Row[];
  /** @returns how many rows changed. */
  run(...values: SQLInputValue[]): number;
}

/** The connection to the data file. Writes of one turn share a commit. */
export class WhookDatabase {
  readonly file: string;
  /** Whether it was opened to read: nothing of it can be changed. */
  readonly isReader: boolean;
  readonly #db: DatabaseSync;
  readonly #commits: SharedCommit;
  readonly #lock: WriterLock | undefined;
  #isClosed = false;

  constructor(
    file: string,
    db: DatabaseSync,
    { use, onFault, isArriving, lock }: Omit<OpenOptions, "migrations"> & { readonly lock?: WriterLock },
  ) {
    this.file = file;
    this.isReader = use === "read";
    this.#db = db;
    this.#lock = lock;
    this.#commits = new SharedCommit(db, new WriteFaults(file, onFault), isArriving);
  }

  /** Statements by name, from SQL by name. What they read outside a transaction is committed. */
  prepareAll<Name extends string>(sql: Readonly<Record<Name, string>>): Readonly<Record<Name, Statement>>;
  prepareAll(sql: Readonly<Record<string, string>>): Readonly<Record<string, Statement>> {
    return Object.fromEntries(Object.entries(sql).map(([name, text]) => [name, this.prepare(text)]));
  }

  /** Compiled when it is first used. Values go to plain `?` only: Node 22.13 takes a `?1` for a name. */
  prepare(sql: string): Statement {
    let compiled: StatementSync | undefined;
    const statement = () => (compiled ??= this.#db.prepare(sql));
    const explained = (error: unknown) => asDataFileError(error, this.file);
    return {
      get: (...values) => {
        try {
          return statement().get(...values);
        } catch (error) {
          throw explained(error);
        }
      },
      all: (...values) => {
        try {
          return statement().all(...values);
        } catch (error) {
          throw explained(error);
        }
      },
      run: (...values) => {
        try {
          return Number(statement().run(...values).changes);
        } catch (error) {
          throw explained(error);
        }
      },
    };
  }

  /** As `SharedCommit.undone`. */
  get undone(): number {
    return this.#commits.undone;
  }

  /** As `SharedCommit.transact`. */
  transact<T>(keeping: Keeping, work: () => T): Promise<T> {
    return this.#commits.transact(keeping, work);
  }

  /** What was written as JSON. @throws DataFileError when it is none any more. */
  parse(json: string): unknown {
    try {
      return JSON.parse(json);
    } catch (error) {
      throw new DataFileError("corrupt", this.file, { detail: "a record is no JSON", cause: error });
    }
  }

  /** Keeps what waits, then closes, once. What is asked for after that is refused. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#commits.flush();
    this.#db.close();
    this.#lock?.release();
  }
}

/**
 * Opens the data file; to work on it, made when there is none. To read where there is none is to read an empty one.
 * @throws DataFileError in plain words.
 */
export function openWhookDatabase(file: string, options: OpenOptions): WhookDatabase {
  if (file === IN_MEMORY) return inMemory(options);
  try {
    refuseOldForm(file);
    if (options.use === "work") return openToWork(file, options);
    return existsSync(file) ? openToRead(file, options) : inMemory(options);
  } catch (error) {
    throw asDataFileError(error, file);
  }
}

function openToWork(file: string, { migrations = MIGRATIONS, ...options }: OpenOptions): WhookDatabase {
  checkAccess(file, "work");
  const lock = takeWriterLock(file);
  try {
    finishRestore(file);
    if (existsSync(file)) checkDataFile(file, migrations.length);
    else createDataFile(file, migrations);
    const db = closedOnFailure(new DatabaseSync(file), (opened) => {
      opened.exec(`${SETTINGS}; PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
      bringForward(opened, migrations);
    });
    return new WhookDatabase(file, db, { ...options, lock });
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** The header of the file itself is to say its version, not only the log beside it. */
function bringForward(db: DatabaseSync, migrations: readonly string[]): void {
  if (formOf(db).version === migrations.length) return;
  migrate(db, migrations);
  db.exec("PRAGMA wal_checkpoint(TRUNCATE)");
}

function openToRead(file: string, { migrations = MIGRATIONS, ...options }: OpenOptions): WhookDatabase {
  checkAccess(file, "read");
  const db = closedOnFailure(new DatabaseSync(file, { readOnly: true }), (opened) => {
    opened.exec(SETTINGS);
    checkForm(file, opened, { use: "read", newest: migrations.length });
  });
  return new WhookDatabase(file, db, options);
}

function inMemory({ migrations = MIGRATIONS, ...options }: OpenOptions): WhookDatabase {
  const db = new DatabaseSync(IN_MEMORY);
  migrate(db, migrations);
  return new WhookDatabase(IN_MEMORY, db, options);
}

function closedOnFailure(db: DatabaseSync, prepare: (db: DatabaseSync) => void): DatabaseSync {
  try {
    prepare(db);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}
