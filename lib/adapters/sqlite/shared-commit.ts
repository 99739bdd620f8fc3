import type { DatabaseSync, StatementSync } from "node:sqlite";
import { err, ok, type Result } from "../../core/result.ts";
import type { Keeping } from "../../ports/document-store.ts";
import { rollBack } from "./roll-back.ts";

/** What a commit waits for: the disk, or nothing. https://www.sqlite.org/pragma.html#pragma_synchronous */
const SYNCHRONOUS: Readonly<Record<Keeping, string>> = {
  durable: "PRAGMA synchronous = FULL",
  lazy: "PRAGMA synchronous = NORMAL",
};

const SQL = {
  begin: "BEGIN IMMEDIATE",
  commit: "COMMIT",
  mark: "SAVEPOINT work",
  release: "RELEASE work",
} as const;

/** Told of every turn. */
export interface CommitWatch {
  /** @returns what callers are told of what SQLite threw. */
  failed(error: unknown): unknown;
  written(): void;
}

interface Waiting {
  readonly keeping: Keeping;
  /** Never throws, unless SQLite has undone the turn. @returns how to tell its caller, once it is committed. */
  perform(): () => void;
  reject(reason: unknown): void;
}

/**
 * Transactions that share their commits: those asked for in one turn of the event loop run one after the other, each whole
 * or not at all, and reach the disk together. Waiting for the disk is what a small transaction costs.
 */
export class SharedCommit {
  readonly #db: DatabaseSync;
  readonly #watch: CommitWatch;
  #statements: Readonly<Record<keyof typeof SQL, StatementSync>> | undefined;
  #waiting: Waiting[] = [];

  constructor(db: DatabaseSync, watch: CommitWatch) {
    this.#db = db;
    this.#watch = watch;
  }

  /**
   * Runs `work` in a transaction of its own. @returns what it returned, once it is committed: durable, neither `kill -9` nor
   * a power cut can take it back; lazy, `kill -9` cannot.
   * @throws what `work` threw, its writes undone and no other's; or what SQLite threw, then nothing of the turn is kept.
   */
  transact<T>(keeping: Keeping, work: () => T): Promise<T> {
    if (this.#waiting.length === 0) setImmediate(() => this.flush());
    return new Promise((resolve, reject) => {
      this.#waiting.push({
        keeping,
        perform: () => {
          const result = this.#attempt(work);
          return () => (result.ok ? resolve(result.value) : reject(this.#watch.failed(result.error)));
        },
        reject,
      });
    });
  }

  /** Commits what waits, now. Never throws. */
  flush(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    if (waiting.length === 0) return;
    const keeping = waiting.some((one) => one.keeping === "durable") ? "durable" : "lazy";
    try {
      this.#db.exec(SYNCHRONOUS[keeping]);
      this.#run("begin");
      const answers = waiting.map(({ perform }) => perform());
      this.#run("commit");
      this.#watch.written();
      for (const answer of answers) answer();
    } catch (error) {
      rollBack(this.#db);
      const told = this.#watch.failed(error);
      for (const { reject } of waiting) reject(told);
    }
  }

  /** Compiled once: there are several a transaction. */
  #run(name: keyof typeof SQL): void {
    this.#statements ??= {
      begin: this.#db.prepare(SQL.begin),
      commit: this.#db.prepare(SQL.commit),
      mark: this.#db.prepare(SQL.mark),
      release: this.#db.prepare(SQL.release),
    };
    this.#statements[name].run();
  }

  #attempt<T>(work: () => T): Result<T, unknown> {
    this.#run("mark");
    try {
      const value = work();
      this.#run("release");
      return ok(value);
    } catch (error) {
      this.#undo(error);
      return err(error);
    }
  }

  /** After a full disk and the like SQLite has undone the whole turn itself: https://www.sqlite.org/lang_transaction.html */
  #undo(error: unknown): void {
    try {
      this.#db.exec("ROLLBACK TO work; RELEASE work");
    } catch {
      throw error;
    }
  }
}
