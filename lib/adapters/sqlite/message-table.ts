// Messages as rows. Every method runs at once: the caller's transaction decides.
//
// `head` marks the first message of each group: only heads are handed out, so finding work never looks at the backlog.
// `visible_at` is in the queue's own time, which never goes back; the other times are the clock's.
import { DEDUPLICATION_WINDOW_MS, MAX_ORDER_TIMEOUT_S } from "../../config/limits.ts";
import { findOrderId, type UnixMs, unixMs } from "../../core/ids.ts";
import type { Clock } from "../../ports/clock.ts";
import type { DeadLetter, Delivery, QueueMessage } from "../../ports/order-queue.ts";
import { QueueTime } from "./queue-time.ts";
import { numberOf, textOf } from "./row.ts";
import type { Row, Statement, WhookDatabase } from "./whook-database.ts";

/** No lease and no wait is longer: one that seems to be was begun before the clock was set back. */
const LONGEST_WAIT_MS = MAX_ORDER_TIMEOUT_S * 1_000;

const SQL = {
  see: "INSERT INTO seen_message VALUES (?, ?) ON CONFLICT DO NOTHING",
  forget: "DELETE FROM seen_message WHERE seen_at < ?",
  insert: `INSERT INTO message (order_id, group_id, enqueued_at, visible_at, head)
    VALUES (?, ?, ?, ?, NOT EXISTS (SELECT 1 FROM message WHERE group_id = ?))`,
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

/** The queue's messages as rows. Its methods are parts of somebody's transaction. */
export class MessageTable {
  readonly #clock: Clock;
  readonly #time: QueueTime;
  readonly #maxReceiveCount: number;
  readonly #statements: Readonly<Record<keyof typeof SQL, Statement>>;

  constructor(database: WhookDatabase, { clock, maxReceiveCount }: { clock: Clock; maxReceiveCount: number }) {
    this.#clock = clock;
    this.#time = new QueueTime(clock);
    this.#maxReceiveCount = maxReceiveCount;
    this.#statements = database.prepareAll(SQL);
  }

  /** Drops those whose order id was seen within the window. */
  send(messages: readonly QueueMessage[]): void {
    const now = this.#clock.now();
    this.#statements.forget.run(now - DEDUPLICATION_WINDOW_MS);
    for (const message of messages) if (this.#statements.see.run(message.orderId, now) === 1) this.#insert(message);
  }

  /** Costs no write: an idle poller leaves the disk alone. */
  isAnyDue(): boolean {
    return this.#statements.due.get(this.#time.now(), 1) !== undefined;
  }

  receive(max: number, leaseMs: number): readonly Delivery[] {
    const now = this.#time.now();
    const due = this.#statements.due.all(now, max);
    return due.flatMap((row) => (this.#isPoison(row) ? this.#bury(row) : [this.#lease(row, now + leaseMs)]));
  }

  extend(receipt: string, leaseMs: number): boolean {
    const now = this.#time.now();
    return this.#statements.extend.run(now + leaseMs, ...parseReceipt(receipt), now) === 1;
  }

  remove(receipt: string): boolean {
    const removed = this.#statements.remove.get(...parseReceipt(receipt), this.#time.now());
    if (removed === undefined) return false;
    this.#statements.promote.run(textOf(removed, "group_id"));
    return true;
  }

  count(): number {
    return numberOf(this.#statements.count.get(), "n");
  }

  deadLetters(): readonly DeadLetter[] {
    return this.#statements.dead.all().map((row) => ({
      message: messageOf(row),
      receiveCount: numberOf(row, "receive_count"),
      diedAt: unixMs(numberOf(row, "died_at")),
    }));
  }

  redrive(): number {
    const dead = this.deadLetters();
    for (const { message } of dead) this.#insert(message);
    this.#statements.clearDead.run();
    return dead.length;
  }

  /** On the clock. */
  nextDueAt(): UnixMs | undefined {
    const at = this.#statements.nextDue.get()?.at;
    this.#time.now();
    return typeof at === "number" ? this.#time.onClock(unixMs(at)) : undefined;
  }

  /** Frees what waits for longer than anything can: its lease or wait was reckoned by a clock that was ahead. */
  freeOverlong(): void {
    const now = this.#time.now();
    this.#statements.release.run(now, now + LONGEST_WAIT_MS);
  }

  /** Frees every message that is leased or waits. */
  freeAll(): void {
    const now = this.#time.now();
    this.#statements.release.run(now, now);
  }

  #insert({ orderId, groupId }: QueueMessage): void {
    this.#statements.insert.run(orderId, groupId, this.#clock.now(), this.#time.now(), groupId);
  }

  #lease(row: Row, until: number): Delivery {
    const seq = numberOf(row, "seq");
    const receiveCount = numberOf(row, "receive_count") + 1;
    this.#statements.lease.run(until, seq);
    return {
      message: messageOf(row),
      receipt: `${seq}:${receiveCount}`,
      receiveCount,
      enqueuedAt: unixMs(numberOf(row, "enqueued_at")),
    };
  }

  #isPoison(row: Row): boolean {
    return numberOf(row, "receive_count") >= this.#maxReceiveCount;
  }

  #bury(row: Row): readonly Delivery[] {
    const seq = numberOf(row, "seq");
    this.#statements.bury.run(this.#clock.now(), seq);
    this.#statements.drop.run(seq);
    this.#statements.promote.run(textOf(row, "group_id"));
    return [];
  }
}

/** A receipt names the message and the hand-out. */
function parseReceipt(receipt: string): readonly [number, number] {
  const [seq = "", receiveCount = ""] = receipt.split(":");
  return [Number.parseInt(seq, 10) || 0, Number.parseInt(receiveCount, 10) || 0];
}

function messageOf(row: Row): QueueMessage {
  const orderId = findOrderId(textOf(row, "order_id"));
  if (orderId === undefined) throw new Error("a message of the data file names no order id");
  return { orderId, groupId: textOf(row, "group_id") };
}
