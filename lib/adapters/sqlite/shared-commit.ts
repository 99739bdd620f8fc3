import type { DatabaseSync, StatementSync } from "node:sqlite";
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

/**
 * How many turns of the event loop a commit waits at most while more comes in. libuv accepts one connection a turn
 * (uv__server_io, https://github.com/libuv/libuv/blob/v1.52.0/src/unix/stream.c), and a turn that commits takes the disk's time: without the wait,
 * of a hundred alerts on connections of their own the last is not even heard for seconds.
 */
const MOST_TURNS = 64;

/** Told of every turn. */
export interface CommitWatch {
  /** @returns what callers are told of what SQLite threw. */
  failed(error: unknown): unknown;
  written(): void;
}

interface Waiting {
  readonly keeping: Keeping;
  /** Throws what the work throws. @returns how to tell its caller, once it is committed. */
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
  readonly #isArriving: () => boolean;
  #statements: Readonly<Record<keyof typeof SQL, StatementSync>> | undefined;
  #waiting: Waiting[] = [];
  #keeping: Keeping | undefined;
  #undone = 0;

  /** @param isArriving - whether something came in since this was asked last: what is written for it may share the commit. */
  constructor(db: DatabaseSync, watch: CommitWatch, isArriving: () => boolean = () => false) {
    this.#db = db;
    this.#watch = watch;
    this.#isArriving = isArriving;
  }

  /** How many times something that was written has been taken back: whoever remembers what he wrote then reads it again. */
  get undone(): number {
    return this.#undone;
  }

  /**
   * Runs `work` in a transaction of its own. It may run twice: where one of the turn throws, all begin again.
   * @returns what it returned, once it is committed: durable, neither `kill -9` nor a power cut can take it back; lazy, `kill -9` cannot.
   * @throws what `work` threw, its writes undone and no other's; or what SQLite threw, then nothing of the turn is kept.
   */
  transact<T>(keeping: Keeping, work: () => T): Promise<T> {
    if (this.#waiting.length === 0) this.#commitSoon();
    return new Promise((resolve, reject) => {
      this.#waiting.push({
        keeping,
        perform: () => {
          const value = work();
          return () => resolve(value);
        },
        reject,
      });
    });
  }

  #commitSoon(turns = 1): void {
    setImmediate(() => {
      if (turns < MOST_TURNS && this.#isArriving()) this.#commitSoon(turns + 1);
      else this.flush();
    });
  }

  /** Commits what waits, now. Never throws. */
  flush(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    if (waiting.length === 0) return;
    try {
      this.#waitFor(waiting.some(({ keeping }) => keeping === "durable") ? "durable" : "lazy");
      this.#run("begin");
      const answers = this.#together(waiting) ?? this.#apart(waiting);
      this.#run("commit");
      this.#watch.written();
      for (const answer of answers) answer();
    } catch (error) {
      this.#takeBack();
      const told = this.#watch.failed(error);
      for (const { reject } of waiting) reject(told);
    }
  }

  #waitFor(keeping: Keeping): void {
    if (keeping === this.#keeping) return;
    this.#db.exec(SYNCHRONOUS[keeping]);
    this.#keeping = keeping;
  }

  /** Without a mark between one and the next, which costs more than a small one's writes. @returns undefined when one threw: all is taken back. */
  #together(waiting: readonly Waiting[]): readonly (() => void)[] | undefined {
    try {
      return waiting.map(({ perform }) => perform());
    } catch {
      this.#takeBack();
      this.#run("begin");
      return undefined;
    }
  }

  /** Each with a mark of its own, so that one which throws takes no other with it. */
  #apart(waiting: readonly Waiting[]): readonly (() => void)[] {
    return waiting.map((one) => {
      this.#run("mark");
      try {
        const answer = one.perform();
        this.#run("release");
        return answer;
      } catch (error) {
        this.#undo(error);
        return () => one.reject(this.#watch.failed(error));
      }
    });
  }

  #takeBack(): void {
    this.#undone++;
    rollBack(this.#db);
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

  /** After a full disk and the like SQLite has undone the whole turn itself: https://www.sqlite.org/lang_transaction.html */
  #undo(error: unknown): void {
    this.#undone++;
    try {
      this.#db.exec("ROLLBACK TO work; RELEASE work");
    } catch {
      throw error;
    }
  }
}
