// One attempt at one order: asks `decideNext` what to do, does it, tells it what happened, until the order ends or waits.
//
// 1. The new state is on record before any effect: before an order is sent, a setting changed, an order cancelled.
// 2. State and story change together, on the version that was read; whoever finds another version stops at once.
// 3. No call begins so late in the attempt that it could outlive the lease on the message.
import {
  type AccountNow,
  hasOtherKey,
  isCommitting,
  leaveAccount,
  markKey,
  seenUnderOtherKey,
  whyLeft,
} from "../core/execution/account-changed.ts";
import { decideNext } from "../core/execution/decide-next.ts";
import type { Action, Decision, EventOf, ExecutionEvent } from "../core/execution/decision.ts";
import { isEnded, type OrderEvent, type OrderRecord } from "../core/execution/order-record.ts";
import type { UnixMs } from "../core/ids.ts";
import { accountNow } from "./account-now.ts";
import type { Attempt, AttemptOutcome } from "./attempt.ts";
import { countEnd } from "./count-end.ts";
import type { ExecuteOrderDeps } from "./execution-deps.ts";
import { type Call, performAction } from "./perform-action.ts";
import { previousEnd } from "./previous-end.ts";
import { isSameAsStored } from "./same-as-stored.ts";

/** How long a worker stays away after it found another one working on the same order. */
const CONFLICT_WAIT_MS = 1_000;
/** What changes nothing on the venue. */
const READS: readonly Action["kind"][] = ["read", "look-up", "list-resting", "find-target"];
const NO_WAIT: AttemptOutcome = { kind: "wait", delayMs: 0 };

/**
 * Works on one order until it ends, must wait longer than in place, or the attempt's time is used.
 * @throws what the ledger throws: the message then comes back when its lease ends, and the order goes on from its last record.
 */
export async function executeOrder(deps: ExecuteOrderDeps, attempt: Attempt): Promise<AttemptOutcome> {
  const record = await (attempt.record ?? deps.ledger.getOrder(attempt.orderId));
  if (record === undefined) {
    // The webhook writes the order before it queues it: a message without one can only be a leftover of a deleted ledger.
    deps.telemetry.log("error", "order is queued but not on record", { orderId: attempt.orderId });
    return { kind: "ended" };
  }
  if (isEnded(record.state)) return { kind: "ended" };
  const previousEndedAt = await previousEnd(deps, record);
  return new AttemptRun(deps, attempt, record).run({
    kind: "delivered",
    ...(previousEndedAt === undefined ? {} : { previousEndedAt }),
  });
}

/** The changing part of one attempt. */
class AttemptRun {
  readonly #deps: ExecuteOrderDeps;
  readonly #attempt: Attempt;
  /** The order's record; its `state` may be ahead of the stored one by `#unwritten`. */
  #record: OrderRecord;
  #unwritten: readonly OrderEvent[] = [];
  #isDirty = false;
  #isOffQueue = false;
  #hasCalled = false;
  #isHung = false;
  /** When an order was last sent in this attempt. */
  #sentAt = Number.NEGATIVE_INFINITY;

  constructor(deps: ExecuteOrderDeps, attempt: Attempt, record: OrderRecord) {
    this.#deps = deps;
    this.#attempt = attempt;
    this.#record = record;
  }

  async run(first: ExecutionEvent): Promise<AttemptOutcome> {
    let event = first;
    for (;;) {
      const next = await this.#step(event);
      if (next.kind === "ended" || next.kind === "wait") return next;
      event = next;
    }
  }

  /** One decision and its action. @returns what happened, or how the attempt ends. */
  async #step(event: ExecutionEvent): Promise<ExecutionEvent | AttemptOutcome> {
    const decided = decideNext(this.#record, event, this.#deps.clock.now());
    const account = isCall(decided.action) ? await this.#account() : undefined;
    const decision = account === undefined ? decided : this.#onAccount(decided, account);
    const { action } = decision;
    // Made again after the pause, with the time it then is.
    if (action.kind === "send" && (await this.#paced())) return this.#step(event);
    // A decision not taken is made again by the next attempt.
    if (isCall(action) && this.#isOutOfTime()) return (await this.#write()) ? NO_WAIT : this.#yield();
    if (event.kind === "read" && !(await this.#admit(event, decision)))
      return performAction(this.#deps, this.#record, { kind: "read" });
    this.#take(decision);
    if (this.#mustWriteBefore(action, event) && !(await this.#write())) return this.#yield();
    if (action.kind === "end") return this.#ended();
    if (action.kind !== "wait") return this.#perform(action);
    return (await this.#waitInPlace(action.until)) ? { kind: "delivered" } : this.#giveBack(action.until);
  }

  #account(): Promise<AccountNow | undefined> {
    return accountNow(this.#deps, this.#record.account);
  }

  /** What was decided, unless the account is not the one the order came for. What goes out is marked by the key it goes out under. */
  #onAccount(decided: Decision, account: AccountNow): Decision {
    const why = whyLeft(this.#record, account, decided.action);
    if (why !== undefined) return leaveAccount(this.#record, decided, why, this.#deps.clock.now());
    return isCommitting(decided.action) ? { ...decided, state: markKey(decided.state, account) } : decided;
  }

  async #perform(action: Call): Promise<ExecutionEvent | AttemptOutcome> {
    const call = () => this.#call(action);
    const event = await (this.#deps.keepAnswers?.(this.#record.orderId, call) ?? call());
    const account = await this.#account();
    if (account === undefined) return event;
    const { clock } = this.#deps;
    const { state } = this.#record;
    const isOther = hasOtherKey(state, account);
    const seen = isOther ? seenUnderOtherKey(this.#record, account, { event, now: clock.now() }) : event;
    if (typeof seen === "string") {
      const unchanged: Decision = { state, events: [], action };
      this.#take(leaveAccount(this.#record, unchanged, seen, clock.now()));
      return (await this.#write()) ? this.#ended() : this.#yield();
    }
    // What the venue knows under this key is this key's, whatever it went out under.
    const isKnown = seen.kind === "answered" || seen.kind === "found";
    if (isKnown) this.#record = { ...this.#record, state: markKey(state, account) };
    return seen;
  }

  /** A venue that hangs at the attempt's first reading keeps nobody else waiting: the attempt gives its place back. */
  async #call(action: Call): Promise<ExecutionEvent> {
    const { clock, limits } = this.#deps;
    const isFirst = !this.#hasCalled;
    this.#hasCalled = true;
    const beganAt = clock.now();
    const event = await performAction(this.#deps, this.#record, action, isFirst ? limits.firstReadMs : undefined);
    this.#isHung = isFirst && event.kind === "read-failed" && clock.now() - beganAt >= limits.firstReadMs;
    return event;
  }

  /** @returns false when another order of the account was admitted since this one was judged: it is judged again. */
  async #admit({ reading }: EventOf<"read">, { state }: Decision): Promise<boolean> {
    const plan = state.work?.plan;
    if (plan === undefined || plan === this.#record.state.work?.plan) return true;
    return this.#deps.guards.admit(this.#record, plan, reading);
  }

  /** Leaves time between submissions: a venue that keeps refusing is not hammered. @returns whether it had to wait */
  async #paced(): Promise<boolean> {
    const { clock, limits } = this.#deps;
    const rest = this.#sentAt + limits.betweenSendsMs - clock.now();
    // Longer than that it is only after the clock was set back.
    if (rest <= 0 || rest > limits.betweenSendsMs) {
      this.#sentAt = clock.now();
      return false;
    }
    await clock.sleep(rest);
    return true;
  }

  #take({ state, events }: Decision): void {
    this.#isDirty ||= events.length > 0 || state !== this.#record.state;
    this.#unwritten = [...this.#unwritten, ...events];
    this.#record = { ...this.#record, state, events: [...this.#record.events, ...events] };
  }

  /** Reads and look-ups change nothing, so what led to them may be written later; not so when a first attempt was lost before. */
  #mustWriteBefore(action: Action, event: ExecutionEvent): boolean {
    const isRead = READS.includes(action.kind);
    return !isRead || (event.kind === "delivered" && this.#attempt.receiveCount > 1);
  }

  /** @returns false when another worker changed the order since. */
  async #write(): Promise<boolean> {
    if (!this.#isDirty) return true;
    const { books } = this.#deps;
    if (isEnded(this.#record.state)) {
      await this.#chainUnread();
      this.#record = { ...this.#record, state: await books.account(this.#record) };
    }
    const { version } = this.#record;
    const isWritten = (await this.#update()) || (await this.#isOurOwnWrite(version + 1));
    if (!isWritten) return false;
    this.#record = { ...this.#record, version: version + 1 };
    if (isEnded(this.#record.state)) books.noteOnRecord(this.#record);
    this.#unwritten = [];
    this.#isDirty = false;
    return true;
  }

  /** Whatever became of an order, its target is one of its group's: one that was read is kept there already. */
  async #chainUnread(): Promise<void> {
    const { order, state } = this.#record;
    if (state.work?.plan === undefined && "symbol" in order)
      await this.#deps.chains.arrive(this.#record, { isFlat: undefined });
  }

  /** An order's last write takes its message along. */
  async #update(): Promise<boolean> {
    const { ledger, alertStore } = this.#deps;
    const { receipt } = this.#attempt;
    if (receipt === undefined || !isEnded(this.#record.state)) return ledger.updateOrder(this.#record, this.#unwritten);
    this.#isOffQueue = await alertStore.endOrder(this.#record, this.#unwritten, receipt);
    return this.#isOffQueue;
  }

  /** A write whose answer was lost and that was sent again finds its own version: the same state, not a conflict. */
  async #isOurOwnWrite(version: number): Promise<boolean> {
    const stored = await this.#deps.ledger.getOrder(this.#record.orderId);
    return (
      stored?.version === version &&
      isSameAsStored(stored.state, this.#record.state) &&
      isSameAsStored(stored.events, this.#record.events)
    );
  }

  #isOutOfTime(): boolean {
    return this.#deps.clock.now() - this.#attempt.startedAt > this.#deps.limits.lastCallMs;
  }

  /** @returns true when the wait is over; false when the message must be given back for it. */
  async #waitInPlace(until: UnixMs): Promise<boolean> {
    const { clock, limits } = this.#deps;
    const { signal, startedAt } = this.#attempt;
    const ms = until - clock.now();
    const endsInTime = until - startedAt <= limits.lastCallMs;
    if (ms > limits.inPlaceWaitMs || !endsInTime || this.#isHung || signal?.aborted) return false;
    await clock.sleep(Math.max(0, ms), signal);
    return !signal?.aborted;
  }

  #giveBack(until: UnixMs): AttemptOutcome {
    this.#deps.telemetry.count("OrderRetried", this.#record.exchange);
    this.#log("warn", "order waits for its next attempt");
    return { kind: "wait", delayMs: Math.max(0, until - this.#deps.clock.now()) };
  }

  #yield(): AttemptOutcome {
    this.#log("warn", "another worker is on this order");
    return { kind: "wait", delayMs: CONFLICT_WAIT_MS };
  }

  #ended(): AttemptOutcome {
    countEnd(this.#deps.telemetry, this.#record);
    this.#log(this.#record.state.status === "expired" ? "error" : "info", "order ended");
    return { kind: "ended", ...(this.#isOffQueue ? { isOffQueue: true } : {}) };
  }

  #log(level: "info" | "warn" | "error", message: string): void {
    const { orderId, alertId, account, symbol, state } = this.#record;
    const { status, code, attempts } = state;
    this.#deps.telemetry.log(level, message, { orderId, alertId, account, symbol, status, code, attempt: attempts });
  }
}

function isCall(action: Action): action is Call {
  return action.kind !== "wait" && action.kind !== "end";
}
