// The order queue of one machine, in one SQLite file. Every call is one transaction. What was sent is on disk before `send`
// returns; a power cut may take back a lease or a deletion, and the message then comes again, as queues of this kind do.
//
// `head` marks the first message of each group: only heads are handed out, so finding work never looks at the backlog.
import type { StatementSync } from "node:sqlite";
import { DEDUPLICATION_WINDOW_MS, MAX_RECEIVE_COUNT } from "../../config/limits.ts";
import { findOrderId, type UnixMs, unixMs } from "../../core/ids.ts";
import type { Clock } from "../../ports/clock.ts";
import type { DeadLetter, Delivery, OrderQueue, QueueMessage } from "../../ports/order-queue.ts";
import { GroupCommitDatabase } from "../sqlite/group-commit.ts";

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS message (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    order_id TEXT NOT NULL,
    group_id TEXT NOT NULL,
    enqueued_at INTEGER NOT NULL,
    visible_at INTEGER NOT NULL,
    receive_count INTEGER NOT NULL DEFAULT 0,
    head INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS message_group ON message (group_id, seq);
  CREATE INDEX IF NOT EXISTS message_head ON message (visible_at) WHERE head = 1;
  CREATE TABLE IF NOT EXISTS seen (order_id TEXT PRIMARY KEY, seen_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS seen_age ON seen (seen_at);
  CREATE TABLE IF NOT EXISTS dead_letter (
    seq INTEGER PRIMARY KEY,
    order_id TEXT NOT NULL,
    group_id TEXT NOT NULL,
    receive_count INTEGER NOT NULL,
    died_at INTEGER NOT NULL
  ) STRICT;
`;

const SQL = {
  see: "INSERT INTO seen (order_id, seen_at) VALUES (?, ?) ON CONFLICT DO NOTHING",
  forget: "DELETE FROM seen WHERE seen_at < ?",
  insert: `INSERT INTO message (order_id, group_id, enqueued_at, visible_at, head)
    VALUES (?1, ?2, ?3, ?3, NOT EXISTS (SELECT 1 FROM message WHERE group_id = ?2))`,
  due: "SELECT * FROM message WHERE head = 1 AND visible_at <= ? ORDER BY visible_at, seq LIMIT ?",
  lease: "UPDATE message SET visible_at = ?, receive_count = receive_count + 1 WHERE seq = ?",
  extend: "UPDATE message SET visible_at = ? WHERE seq = ? AND receive_count = ? AND visible_at > ?",
  remove: "DELETE FROM message WHERE seq = ? AND receive_count = ? AND visible_at > ? RETURNING group_id",
  promote: "UPDATE message SET head = 1 WHERE seq = (SELECT MIN(seq) FROM message WHERE group_id = ?)",
  bury: "INSERT INTO dead_letter SELECT seq, order_id, group_id, receive_count, ? FROM message WHERE seq = ?",
  drop: "DELETE FROM message WHERE seq = ?",
  count: "SELECT COUNT(*) AS n FROM message",
  dead: "SELECT * FROM dead_letter ORDER BY seq",
  clearDead: "DELETE FROM dead_letter",
  release: "UPDATE message SET visible_at = ? WHERE visible_at > ?",
  nextDue: "SELECT MIN(visible_at) AS at FROM message WHERE head = 1",
} as const;

type Row = Readonly<Record<string, unknown>>;

/** The queue's file, its clock and its bounds. */
export interface SqliteOrderQueueOptions {
  /** The database file; ":memory:" for tests. */
  readonly file: string;
  readonly clock: Clock;
  /** Hand-outs before a message is a dead letter. @default MAX_RECEIVE_COUNT */
  readonly maxReceiveCount?: number;
}

/** The queue port on `node:sqlite`. Several instances may share a file. */
export class SqliteOrderQueue implements OrderQueue {
  readonly #database: GroupCommitDatabase;
  readonly #clock: Clock;
  readonly #maxReceiveCount: number;
  readonly #statements: Readonly<Record<keyof typeof SQL, StatementSync>>;
  readonly #listeners = new Set<() => void>();

  constructor({ file, clock, maxReceiveCount = MAX_RECEIVE_COUNT }: SqliteOrderQueueOptions) {
    this.#database = new GroupCommitDatabase(file, SCHEMA);
    this.#clock = clock;
    this.#maxReceiveCount = maxReceiveCount;
    this.#statements = this.#database.prepareAll(SQL);
    this.#statements.forget.run(this.#clock.now() - DEDUPLICATION_WINDOW_MS);
  }

  /** Calls `listener` after messages were sent through this instance: a local worker wakes at once. @returns how to stop. */
  onSend(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async send(messages: readonly QueueMessage[]): Promise<void> {
    const now = this.#clock.now();
    const { see, insert, forget } = this.#statements;
    await this.#database.transact(() => {
      forget.run(now - DEDUPLICATION_WINDOW_MS);
      for (const { orderId, groupId } of messages) {
        if (see.run(orderId, now).changes === 0) continue;
        insert.run(orderId, groupId, now);
      }
    });
    for (const listener of this.#listeners) listener();
  }

  async receive({ max, leaseMs }: { readonly max: number; readonly leaseMs: number }): Promise<readonly Delivery[]> {
    const now = this.#clock.now();
    // Looking costs no write: an idle poller leaves the disk alone.
    if (this.#statements.due.get(now, 1) === undefined) return [];
    return this.#database.transactLazily(() => {
      const due = this.#statements.due.all(now, max);
      return due.flatMap((row) => (this.#isPoison(row) ? this.#bury(row, now) : [this.#lease(row, now + leaseMs)]));
    });
  }

  async extend(receipt: string, leaseMs: number): Promise<boolean> {
    const now = this.#clock.now();
    const [seq, receiveCount] = parseReceipt(receipt);
    return this.#database.transactLazily(
      () => this.#statements.extend.run(now + leaseMs, seq, receiveCount, now).changes === 1,
    );
  }

  async delete(receipt: string): Promise<boolean> {
    const [seq, receiveCount] = parseReceipt(receipt);
    const { remove, promote } = this.#statements;
    return this.#database.transactLazily(() => {
      const removed = remove.get(seq, receiveCount, this.#clock.now());
      if (removed === undefined) return false;
      promote.run(text(removed, "group_id"));
      return true;
    });
  }

  async count(): Promise<number> {
    return integer(this.#statements.count.get(), "n");
  }

  async deadLetters(): Promise<readonly DeadLetter[]> {
    return this.#statements.dead.all().map((row) => ({
      message: messageOf(row),
      receiveCount: integer(row, "receive_count"),
      diedAt: unixMs(integer(row, "died_at")),
    }));
  }

  async redrive(): Promise<number> {
    const now = this.#clock.now();
    const count = await this.#database.transact(() => {
      const dead = this.#statements.dead.all();
      for (const row of dead) this.#statements.insert.run(text(row, "order_id"), text(row, "group_id"), now);
      this.#statements.clearDead.run();
      return dead.length;
    });
    for (const listener of this.#listeners) listener();
    return count;
  }

  async nextDueAt(): Promise<UnixMs | undefined> {
    const at = this.#statements.nextDue.get()?.at;
    return typeof at === "number" ? unixMs(at) : undefined;
  }

  /** Frees every message that is leased or waits. Only for a start that knows no other worker lives: their leases died with it. */
  releaseAll(): void {
    const now = this.#clock.now();
    this.#statements.release.run(now, now);
  }

  close(): void {
    this.#database.close();
  }

  #lease(row: Row, until: number): Delivery {
    const seq = integer(row, "seq");
    const receiveCount = integer(row, "receive_count") + 1;
    this.#statements.lease.run(until, seq);
    return {
      message: messageOf(row),
      receipt: `${seq}:${receiveCount}`,
      receiveCount,
      enqueuedAt: unixMs(integer(row, "enqueued_at")),
    };
  }

  #isPoison(row: Row): boolean {
    return integer(row, "receive_count") >= this.#maxReceiveCount;
  }

  #bury(row: Row, now: UnixMs): readonly Delivery[] {
    const seq = integer(row, "seq");
    this.#statements.bury.run(now, seq);
    this.#statements.drop.run(seq);
    this.#statements.promote.run(text(row, "group_id"));
    return [];
  }
}

/** A receipt names the message and the hand-out. */
function parseReceipt(receipt: string): readonly [number, number] {
  const [seq = "", receiveCount = ""] = receipt.split(":");
  return [Number.parseInt(seq, 10), Number.parseInt(receiveCount, 10)];
}

function messageOf(row: Row): QueueMessage {
  const orderId = findOrderId(text(row, "order_id"));
  if (orderId === undefined) throw new Error(`not an order id in the queue: ${text(row, "order_id")}`);
  return { orderId, groupId: text(row, "group_id") };
}

function text(row: Row, column: string): string {
  const value = row[column];
  if (typeof value !== "string") throw new Error(`column ${column} of the queue holds no text`);
  return value;
}

function integer(row: Row | undefined, column: string): number {
  const value = row?.[column];
  if (typeof value !== "number") throw new Error(`column ${column} of the queue holds no number`);
  return value;
}
