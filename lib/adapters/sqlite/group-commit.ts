import { DatabaseSync, type StatementSync } from "node:sqlite";
import { err, ok, type Result } from "../../core/result.ts";

/** How long a statement waits for another process: it blocks this one, whose own transactions are short. */
const BUSY_TIMEOUT_MS = 5_000;
/** What a commit waits for: the disk, or nothing. https://www.sqlite.org/pragma.html#pragma_synchronous */
const SYNCHRONOUS = { durable: "PRAGMA synchronous = FULL", lazy: "PRAGMA synchronous = NORMAL" } as const;

interface Waiting {
  readonly keeps: keyof typeof SYNCHRONOUS;
  /** Never throws. @returns how to tell its caller, once it is on disk. */
  perform(): () => void;
  reject(reason: unknown): void;
}

/**
 * A SQLite file whose transactions share their commits: those asked for in one turn of the event loop run one after the
 * other, each whole or not at all, and reach the disk together. Waiting for the disk is what a small transaction costs.
 */
export class GroupCommitDatabase {
  readonly #db: DatabaseSync;
  #waiting: Waiting[] = [];

  /**
   * @param file - the database file; ":memory:" for tests. Several processes may share one.
   * @param schema - statements that make what is not there.
   */
  constructor(file: string, schema: string) {
    this.#db = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS });
    this.#db.exec("PRAGMA journal_mode = WAL");
    this.#db.exec(schema);
  }

  /** Statements by name, from SQL by name. What they read outside `transact` is what is on disk. */
  prepareAll<Name extends string>(sql: Readonly<Record<Name, string>>): Readonly<Record<Name, StatementSync>>;
  prepareAll(sql: Readonly<Record<string, string>>): Readonly<Record<string, StatementSync>> {
    return Object.fromEntries(Object.entries(sql).map(([name, text]) => [name, this.#db.prepare(text)]));
  }

  /**
   * Runs `work` in a transaction of its own. @returns what it returned, once neither `kill -9` nor a power cut can take it back.
   * @throws what `work` threw, its writes undone and no other's; or what SQLite threw, then nothing of the turn is kept.
   */
  transact<T>(work: () => T): Promise<T> {
    return this.#enqueue("durable", work);
  }

  /** As `transact`, for what may be done again: a power cut may take it back, and then all that came after it. */
  transactLazily<T>(work: () => T): Promise<T> {
    return this.#enqueue("lazy", work);
  }

  /** Keeps what waits, then closes. What is asked for after that is refused. */
  close(): void {
    this.#commit();
    this.#db.close();
  }

  #enqueue<T>(keeps: Waiting["keeps"], work: () => T): Promise<T> {
    if (this.#waiting.length === 0) setImmediate(() => this.#commit());
    return new Promise((resolve, reject) => {
      this.#waiting.push({
        keeps,
        perform: () => {
          const result = this.#attempt(work);
          return () => (result.ok ? resolve(result.value) : reject(result.error));
        },
        reject,
      });
    });
  }

  #commit(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    if (waiting.length === 0) return;
    const keeps = waiting.some((one) => one.keeps === "durable") ? "durable" : "lazy";
    try {
      this.#db.exec(`${SYNCHRONOUS[keeps]}; BEGIN IMMEDIATE`);
      const answers = waiting.map(({ perform }) => perform());
      this.#db.exec("COMMIT");
      for (const answer of answers) answer();
    } catch (error) {
      for (const { reject } of waiting) reject(error);
      this.#rollBack();
    }
  }

  /** Never throws: nobody would hear it, and a transaction that stays open is rolled back by the next turn's failure. */
  #rollBack(): void {
    try {
      if (this.#db.isOpen && this.#db.isTransaction) this.#db.exec("ROLLBACK");
    } catch {
      // The error that led here has been told to all who wait.
    }
  }

  #attempt<T>(work: () => T): Result<T, unknown> {
    this.#db.exec("SAVEPOINT work");
    try {
      const value = work();
      this.#db.exec("RELEASE work");
      return ok(value);
    } catch (error) {
      // After a full disk and the like SQLite has undone everything itself: https://www.sqlite.org/lang_transaction.html
      if (!this.#db.isTransaction) throw error;
      this.#db.exec("ROLLBACK TO work; RELEASE work");
      return err(error);
    }
  }
}
