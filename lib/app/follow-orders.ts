// The follower. Orders that ended as resting or unknown are followed to their true end, and what they filled goes into the
// books. Fees and prices that the venue has not told yet are asked for again. An order whose message is lost is brought to its
// end. Each run does a bounded piece of work, and sends nothing but the cancel of what a price lock left on the book.
//
// It is safe beside the worker: it touches ended orders only, or ones long past their deadline, and changes each on the version
// that was read. Whoever comes second stops.

import { hasOtherKey, isAskable, leaveFollowed, whyElsewhere, whyNotFound } from "../core/execution/account-changed.ts";
import { followOrder } from "../core/execution/follow-order.ts";
import type { Followed } from "../core/execution/followed.ts";
import { awaitsPrice, awaitsReport, isAccounted, isEnded, type OrderRecord } from "../core/execution/order-record.ts";
import { followUntold, isDue } from "../core/execution/untold.ts";
import { findOrderId, type OrderId, type UnixMs, unixMs } from "../core/ids.ts";
import { faultOf } from "../core/reason-of.ts";
import { ok } from "../core/result.ts";
import type { Account, AccountStore } from "../ports/account-store.ts";
import type { CachePort } from "../ports/cache.ts";
import { executeOrder } from "./execute-order.ts";
import type { ExecuteOrderDeps } from "./execution-deps.ts";
import { type Asking, findFollowed, findOpen } from "./find-followed.ts";
import { findNews } from "./find-news.ts";
import { listAllOrders } from "./list-all-orders.ts";

/** What following orders needs of the world. */
export interface FollowOrdersDeps extends ExecuteOrderDeps {
  readonly accounts: AccountStore;
  /** Remembers where a run over an account stopped. */
  readonly cache: CachePort;
  readonly followLimits: FollowLimits;
}

/** How far one run of the follower goes. */
export interface FollowLimits {
  /** Followed orders looked at for each account in one run; the next run goes on after them. */
  readonly ordersPerAccount: number;
  /** No look at an order begins later than this after the run's start, milliseconds. */
  readonly runMs: number;
  /** An order still at work this long after its deadline has lost its message, milliseconds. */
  readonly strandedMs: number;
}

/** What a run did. */
export interface FollowReport {
  readonly looked: number;
  readonly changed: number;
}

/** Where a run over an account stopped is kept under this name and the account's. */
const CURSOR = "follow-cursor#";

/** One run over every account. Never throws for one order or account: what could not be asked is asked by the next run. */
export async function followOrders(deps: FollowOrdersDeps, signal?: AbortSignal): Promise<FollowReport> {
  const endsAt = unixMs(deps.clock.now() + deps.followLimits.runMs);
  const accounts = await deps.accounts.listAccounts();
  const run: Run = { deps, isOver: () => signal?.aborted === true || deps.clock.now() >= endsAt };
  const reports = await Promise.all(accounts.map((account) => followAccount(run, account)));
  const stranded = await endStranded(run);
  await findNews(deps, accounts).catch((error: unknown) =>
    deps.telemetry.log("error", "what only the clock tells could not be looked at", { reason: faultOf(error) }),
  );
  const sum = (key: keyof FollowReport) => reports.reduce((total, report) => total + report[key], stranded[key]);
  return { looked: sum("looked"), changed: sum("changed") };
}

interface Run {
  readonly deps: FollowOrdersDeps;
  isOver(): boolean;
}

async function followAccount(run: Run, account: Account): Promise<FollowReport> {
  const { ledger, cache, followLimits, clock } = run.deps;
  const max = followLimits.ordersPerAccount;
  const after = await cursorOf(run, account);
  const orders = await ledger.listFollowed(account.id, { max, ...(after === undefined ? {} : { after }) });
  const isWhole = after === undefined && orders.length < max;
  const unseen = new Set<string>();
  const asking = { account, isLimited: false };
  let changed = 0;
  // Open ones first: what they filled may explain the position another one found.
  for (const order of [...orders.filter(isOpen), ...orders.filter((other) => !isOpen(other))]) {
    if (run.isOver()) break;
    const isExplained = isWhole && !isOpen(order) && !unseen.has(order.symbol);
    const follow = () => followOne(run, asking, { order, isExplained });
    const outcome = await guarded(run, order, () => run.deps.keepAnswers?.(order.orderId, follow) ?? follow());
    changed += CHANGED.has(outcome) ? 1 : 0;
    if (UNEXPLAINED.has(outcome)) unseen.add(order.symbol);
  }
  const last = orders.length === max ? (orders.at(-1)?.orderId ?? "") : "";
  if (last !== (after ?? "")) await cache.putCache(CURSOR + account.id.toLowerCase(), last, clock.now());
  return { looked: orders.length, changed };
}

/** Where the last run over the account's orders stopped, when they were more than one run takes. */
async function cursorOf({ deps }: Run, { id }: Account): Promise<OrderId | undefined> {
  const kept = await deps.cache.getCache(CURSOR + id.toLowerCase());
  return kept === undefined ? undefined : findOrderId(kept.value);
}

function isOpen({ state }: OrderRecord): boolean {
  return state.open.length > 0;
}

/** `unseen`: the venue could not be asked, or does not tell a price yet. `unpriced`: changed, and a price is still to come. */
type Outcome = "changed" | "unpriced" | "same" | "unseen";
const CHANGED: ReadonlySet<Outcome> = new Set(["changed", "unpriced"]);
/** What other orders of the symbol found cannot be explained yet. */
const UNEXPLAINED: ReadonlySet<Outcome> = new Set(["unseen", "unpriced"]);

/** `isExplained`: every order that may have moved the position before this one has been looked at. */
async function followOne(
  { deps }: Run,
  asking: Asking,
  { order, isExplained }: { readonly order: OrderRecord; readonly isExplained: boolean },
): Promise<Outcome> {
  const { ledger, books } = deps;
  const elsewhere = whyElsewhere(order, asking.account);
  const opened =
    elsewhere === undefined
      ? await followOpen(deps, asking, order)
      : withFollowed(order, leaveFollowed(order, elsewhere, deps.clock.now()));
  if (opened === "unseen") return opened;
  const seen = await askUntold(deps, asking, opened);
  const state = isAccounted(seen.state) ? seen.state : await books.account(seen, { followsAll: isExplained });
  const changed = { ...seen, state };
  const isAwaited = awaitsPrice(state) || awaitsReport(state);
  if (state === order.state) return isAwaited ? "unseen" : "same";
  if (!(await ledger.updateOrder(changed, seen.events.slice(order.events.length)))) return "same";
  books.noteOnRecord(changed);
  const { orderId, account, symbol } = order;
  const { status, code } = state;
  deps.telemetry.log("info", "order followed", { orderId, account, symbol, status, code });
  return isAwaited ? "unpriced" : "changed";
}

/** The order after the venue was asked about what of it is open there. */
async function followOpen(deps: FollowOrdersDeps, asking: Asking, order: OrderRecord): Promise<OrderRecord | "unseen"> {
  let followed = order;
  for (const open of order.state.open) {
    const isOther = hasOtherKey(order.state, asking.account);
    const seen = await (isOther && !isAskable(open) ? ok(undefined) : findOpen(deps, asking, order, open));
    const exchange = await deps.exchangeFor(asking.account);
    if (!seen.ok || !exchange.ok) return "unseen";
    const now = deps.clock.now();
    const why = isOther ? whyNotFound(asking.account, open, { seen: seen.value, now }) : undefined;
    if (why !== undefined) return withFollowed(followed, leaveFollowed(followed, why, now));
    // What a venue forgets says nothing of an order that may be another account's.
    const memory = isOther ? {} : exchange.value.traits;
    followed = withFollowed(followed, followOrder(followed, { open, seen: seen.value, now, memory }));
  }
  return followed;
}

/** The order after the venue was asked for the fees and prices it has not told, as far as it is time to. */
async function askUntold(deps: FollowOrdersDeps, asking: Asking, order: OrderRecord): Promise<OrderRecord> {
  let asked = order;
  for (const execution of order.state.executions) {
    const { untold, clientOrderId } = execution;
    if (untold === undefined || !isDue(untold, deps.clock.now())) continue;
    const wanted = { ...untold, clientOrderId, symbol: order.symbol, isForFills: true } as const;
    const seen = await findFollowed(deps, asking, wanted);
    if (asking.isLimited) break;
    const value = seen.ok ? seen.value : undefined;
    asked = withFollowed(asked, followUntold(asked, { ...execution, untold }, { seen: value, now: deps.clock.now() }));
  }
  return asked;
}

function withFollowed(order: OrderRecord, followed: Followed | undefined): OrderRecord {
  if (followed === undefined) return order;
  return { ...order, state: followed.state, events: [...order.events, ...followed.newEvents] };
}

/** Orders at work long past their deadline: past it an attempt only looks, and ends them by what it finds. */
async function endStranded(run: Run): Promise<FollowReport> {
  const { ledger, clock, followLimits } = run.deps;
  const until = unixMs(clock.now() - followLimits.strandedMs);
  const working = await listAllOrders(ledger, { status: "working", until });
  const stranded = working.filter((order) => isStranded(order, until));
  let changed = 0;
  for (const order of stranded) {
    if (run.isOver()) break;
    const attempt = { orderId: order.orderId, receiveCount: 2, startedAt: clock.now() };
    const outcome = await guarded(run, order, async () => {
      const { kind } = await executeOrder(run.deps, attempt);
      return kind === "ended" ? "changed" : "same";
    });
    if (outcome === "changed") changed++;
  }
  return { looked: stranded.length, changed };
}

function isStranded({ state }: OrderRecord, until: UnixMs): boolean {
  return !isEnded(state) && state.work !== undefined && state.work.deadline < until;
}

async function guarded({ deps }: Run, { orderId }: OrderRecord, work: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await work();
  } catch (error) {
    const reason = faultOf(error);
    deps.telemetry.log("error", "order could not be followed", { orderId, reason });
    return "unseen";
  }
}
