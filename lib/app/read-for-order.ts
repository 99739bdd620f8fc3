// Reads what an order is planned or sized with: the market and account, and beside them what only whook knows.
import { defined } from "../core/defined.ts";
import { type LastFills, readAgainAt } from "../core/execution/behind-fills.ts";
import type { ExecutionEvent } from "../core/execution/decision.ts";
import { servedBy } from "../core/execution/is-given-up.ts";
import type { OrderRecord } from "../core/execution/order-record.ts";
import { positionLeft } from "../core/execution/position-left.ts";
import { closeOnlyOf, pauseOf } from "../core/guard/judge-opening.ts";
import { needsPrice } from "../core/order/needs-price.ts";
import type { Account } from "../ports/account-store.ts";
import type { Exchange } from "../ports/exchange.ts";
import type { ExecuteOrderDeps } from "./execution-deps.ts";
import { isLimitNameTaken } from "./named-orders.ts";
import { type ReadMarketOptions, readMarket } from "./read-market.ts";

/** An order, and where its market is read. */
export interface OrderRead {
  readonly exchange: Exchange;
  readonly account: Account;
  readonly record: OrderRecord;
  readonly options: ReadMarketOptions;
}

/** The reading that an order is planned or sized with. A plan is judged by the account's guards; a new size only goes down. */
export async function readForOrder(
  deps: ExecuteOrderDeps,
  { exchange, account, record, options }: OrderRead,
): Promise<ExecutionEvent> {
  const { kind } = record.state.phase;
  const toReduce = servedBy(record.order) === "reducing";
  const isUnpriced = !needsPrice(record.order);
  const market = () => readMarket(exchange, account, record.symbol, { ...options, toReduce, unpriced: isUnpriced });
  const isPlanned = kind === "planning" || kind === "replanning";
  const [reading, isNameTaken, fills] = await Promise.all([
    isPlanned ? deps.guards.read(account, record, { exchange, readMarket: market }) : market(),
    isLimitNameTaken(deps, exchange, record),
    lastFills(deps, account, record),
  ]);
  if (!reading.ok) return { kind: "read-failed", failure: reading.error };
  const { position } = reading.value.snapshot;
  const times = { now: deps.clock.now(), deadline: record.state.work?.deadline ?? deps.clock.now() };
  const again = fills === undefined ? undefined : readAgainAt(position, fills, times);
  const facts = { ...(isNameTaken ? { isNameTaken } : {}), ...defined({ readAgainAt: again }) };
  // A group's targets are kept as they were judged: by a position that is believed.
  if (!isPlanned || again !== undefined)
    return { kind: "read", reading: reading.value, ...facts, ...(await restingOff(deps, record)) };
  const chain = await deps.chains.arrive(record, { isFlat: position === "0" });
  return { kind: "read", reading: { ...reading.value, chain }, ...facts };
}

/**
 * What moved the position last, where an order is sized by it: the order before, or the parts of this one that went out.
 * Accounts of one key move one position.
 */
async function lastFills(
  { ledger }: ExecuteOrderDeps,
  { sharesKeyWith = [] }: Account,
  record: OrderRecord,
): Promise<LastFills | undefined> {
  const { state, order } = record;
  if (state.phase.kind === "sizing") return state;
  const isSized = order.command !== "cancel" && order.command !== "changeleverage";
  if (state.phase.kind !== "planning" || !isSized) return undefined;
  const accounts = [record.account, ...sharesKeyWith];
  const before = await Promise.all(accounts.map((account) => ledger.findPreviousOrder({ ...record, account })));
  const moved = before.flatMap((previous) =>
    previous === undefined || positionLeft(previous) === undefined ? [] : [previous.state],
  );
  return moved.toSorted((one, other) => (other.filledAt ?? 0) - (one.filledAt ?? 0))[0];
}

/** What rests under a price lock and opens is withdrawn by a switch, as what is sent is held back. */
async function restingOff(
  { guards }: ExecuteOrderDeps,
  { account, state: { phase } }: OrderRecord,
): Promise<{ readonly off?: string }> {
  if (phase.kind !== "locked" || phase.submission.step.reduceOnly) return {};
  const book = await guards.bookOf(account);
  return defined({ off: (pauseOf(book) ?? closeOnlyOf(book))?.message });
}
