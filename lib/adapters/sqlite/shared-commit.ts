import type { DatabaseSync } from "node:sqlite";
import { err, ok, type Result } from "../../core/result.ts";
import { rollBack } from "./roll-back.ts";

/** What a commit waits for: the disk, or nothing. https://www.sqlite.org/pragma.html#pragma_synchronous */
const SYNCHRONOUS = { durable: "PRAGMA synchronous = FULL", lazy: "PRAGMA synchronous = NORMAL" } as const;

/** Whether a power cut may take a write back. All that came after it in the log goes with it. */
export type Keeping = keyof typeof SYNCHRONOUS;

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
  readonly #explain: (error: unknown) => unknown;
  #waiting: Waiting[] = [];

  /** @param explain - turns what SQLite throws into what callers are told. */
  constructor(db: DatabaseSync, explain: (error: unknown) => unknown) {
    this.#db = db;
    this.#explain = explain;
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
          return () => (result.ok ? resolve(result.value) : reject(this.#explain(result.error)));
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
      this.#db.exec(`${SYNCHRONOUS[keeping]}; BEGIN IMMEDIATE`);
      const answers = waiting.map(({ perform }) => perform());
      this.#db.exec("COMMIT");
      for (const answer of answers) answer();
    } catch (error) {
      rollBack(this.#db);
      for (const { reject } of waiting) reject(this.#explain(error));
    }
  }

  #attempt<T>(work: () => T): Result<T, unknown> {
    this.#db.exec("SAVEPOINT work");
    try {
      const value = work();
      this.#db.exec("RELEASE work");
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
