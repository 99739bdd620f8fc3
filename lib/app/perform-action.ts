// Turns an action of the retry machine into calls of the exchange, and what they answer into its next event.
// It is a long file for one reason: each action is a call of its own, and each answer an event of its own.

import { defined } from "../core/defined.ts";
import type { Action, ExecutionEvent } from "../core/execution/decision.ts";
import type { OrderRecord } from "../core/execution/order-record.ts";
import type { Submission } from "../core/execution/phase.ts";
import { denial, type OrderFailure } from "../core/failure.ts";
import { closeOnlyOf, pauseOf } from "../core/guard/judge-opening.ts";
import type { SettingStep } from "../core/order/plan.ts";
import type { RestingOrder } from "../core/order/resting-order.ts";
import { err, type Result } from "../core/result.ts";
import type { Account } from "../ports/account-store.ts";
import type { Exchange } from "../ports/exchange.ts";
import { accountGone } from "./account-gone.ts";
import { sweepAccount, switchAccount } from "./account-order.ts";
import type { ExecuteOrderDeps } from "./execution-deps.ts";
import { lookUpOrder } from "./look-up-order.ts";
import { findNamed, listOpenSubmissions } from "./named-orders.ts";
import { readForOrder } from "./read-for-order.ts";
import type { ReadMarketOptions } from "./read-market.ts";

/** The actions that call the venue. */
export type Call = Exclude<Action, { kind: "wait" } | { kind: "end" }>;

/** Performs one call and says what happened. A snapshot that takes longer than `snapshotMs` is taken for none. Never throws for anything the venue or the network did. */
export async function performAction(
  deps: ExecuteOrderDeps,
  record: OrderRecord,
  action: Call,
  snapshotMs?: number,
): Promise<ExecutionEvent> {
  const event = await callVenue(deps, record, { action, snapshotMs });
  if (!hasRefusedKeys(event)) return event;
  const account = await deps.accounts.findAccount(record.account);
  const hasOtherKeys = account !== undefined && (await deps.refreshKeys?.(account)) === true;
  // The venue refused to know us, so nothing was done: the same call again is safe.
  return hasOtherKeys ? callVenue(deps, record, { action, snapshotMs }) : event;
}

function hasRefusedKeys(event: ExecutionEvent): boolean {
  return "failure" in event && event.failure.code === "AUTHENTICATION_FAILED" && event.failure.outcome === "rejected";
}

async function callVenue(
  deps: ExecuteOrderDeps,
  record: OrderRecord,
  { action, snapshotMs }: { readonly action: Call; readonly snapshotMs: number | undefined },
): Promise<ExecutionEvent> {
  const account = await deps.accounts.findAccount(record.account);
  const exchange = account === undefined ? err(accountGone(record.account)) : await deps.exchangeFor(account);
  if (action.kind === "switch") return switchAccount(deps, record, exchange.ok ? exchange.value : undefined);
  const off = await switchedOff(deps, record, action);
  if (off !== undefined) return failed(action, off);
  if (!exchange.ok || account === undefined)
    return failed(action, exchange.ok ? accountGone(record.account) : exchange.error);
  switch (action.kind) {
    case "read":
      return readForOrder(deps, {
        exchange: exchange.value,
        account,
        record,
        options: { ...action, ...patienceOf(deps, snapshotMs) },
      });
    case "send":
      return send(exchange.value, record, action.submission);
    case "look-up":
      return lookUpOrder(deps, { exchange: exchange.value, account, record, submission: action.submission });
    case "perform":
      return perform(deps, exchange.value, { record, step: action.step, account });
    case "sweep":
      return sweepAccount(deps, record, { exchange: exchange.value, account });
    case "find-target":
      return findTarget(deps, exchange.value, { record, action });
    case "list-resting":
      return listResting(deps, exchange.value, record);
    case "cancel-resting":
      return cancelResting(exchange.value, record, action.orders);
    default:
      action satisfies never;
      throw new Error(`unknown action ${JSON.stringify(action)}`);
  }
}

function patienceOf({ clock }: ExecuteOrderDeps, snapshotMs: number | undefined): ReadMarketOptions {
  return snapshotMs === undefined ? {} : { patience: { clock, snapshotMs } };
}

/** Why nothing may be sent, or open, now: a switch is read before every send. */
async function switchedOff(
  { guards }: ExecuteOrderDeps,
  { account }: OrderRecord,
  action: Call,
): Promise<OrderFailure | undefined> {
  if (action.kind !== "send" && action.kind !== "perform") return undefined;
  const book = await guards.bookOf(account);
  const opens = action.kind === "send" && !action.submission.step.reduceOnly;
  const off = pauseOf(book) ?? (opens ? closeOnlyOf(book) : undefined);
  return off === undefined ? undefined : denial(off.code, off.message);
}

async function send(exchange: Exchange, record: OrderRecord, submission: Submission): Promise<ExecutionEvent> {
  const { step, clientOrderId } = submission;
  const placed = await exchange.placeOrder({ symbol: record.symbol, step, clientOrderId });
  return placed.ok ? { kind: "answered", order: placed.value } : { kind: "refused", failure: placed.error };
}

interface Setting {
  readonly record: OrderRecord;
  readonly step: SettingStep;
  readonly account: Account;
}

async function perform(
  { ledger }: ExecuteOrderDeps,
  exchange: Exchange,
  { record, step, account }: Setting,
): Promise<ExecutionEvent> {
  const { symbol } = record;
  switch (step.kind) {
    case "cancel": {
      const named = await findNamed(ledger, record, step.customId);
      return settled(await exchange.cancelOrder(symbol, step.customId, named?.venueOrderId));
    }
    case "cancel-all":
      return settled(await exchange.cancelAllOrders(symbol));
    case "set-leverage":
      return settled(await exchange.setLeverage(symbol, step.leverage, step.marginMode ?? account.marginMode));
    case "set-margin-mode":
      return settled(await exchange.setMarginMode(symbol, step.marginMode, step.leverage));
    case "set-position-mode":
      return settled(await exchange.setPositionMode(symbol, step.positionMode));
    default:
      step satisfies never;
      throw new Error(`unknown step ${JSON.stringify(step)}`);
  }
}

function settled(result: Result<number | undefined, OrderFailure> | Result<void, OrderFailure>): ExecutionEvent {
  if (!result.ok) return { kind: "not-performed", failure: result.error };
  return { kind: "performed", ...(typeof result.value === "number" ? { count: result.value } : {}) };
}

/** What rests, and of an order whose venue does not tell it, whether we placed it to reduce only. */
async function listResting(
  { ledger }: ExecuteOrderDeps,
  exchange: Exchange,
  record: OrderRecord,
): Promise<ExecutionEvent> {
  const listed = await exchange.listRestingOrders(record.symbol);
  if (!listed.ok) return { kind: "look-up-failed", failure: listed.error };
  const ours = await listOpenSubmissions(ledger, record);
  const reducing = new Set(ours.filter(({ step }) => step.reduceOnly).map(({ venueOrderId }) => venueOrderId));
  const orders = listed.value.map((order) => ({
    ...order,
    reduceOnly: order.reduceOnly || reducing.has(order.venueOrderId),
  }));
  return { kind: "listed", orders };
}

async function cancelResting(
  exchange: Exchange,
  { symbol }: OrderRecord,
  orders: readonly RestingOrder[],
): Promise<ExecutionEvent> {
  for (const { venueOrderId, clientOrderId = venueOrderId } of orders) {
    const cancelled = await exchange.cancelOrder(symbol, clientOrderId, venueOrderId);
    if (!cancelled.ok && cancelled.error.code !== "ORDER_NOT_FOUND")
      return { kind: "not-performed", failure: cancelled.error };
  }
  return { kind: "performed" };
}

interface Target {
  readonly record: OrderRecord;
  readonly action: Extract<Call, { kind: "find-target" }>;
}

async function findTarget(
  { ledger }: ExecuteOrderDeps,
  exchange: Exchange,
  { record, action: { customId, since } }: Target,
): Promise<ExecutionEvent> {
  const named = await findNamed(ledger, record, customId);
  const clientOrderId = named?.clientOrderId ?? customId;
  const known = defined({ venueOrderId: named?.venueOrderId });
  const order = await exchange.findOrder({ symbol: record.symbol, clientOrderId, since, ...known });
  if (!order.ok) return { kind: "look-up-failed", failure: order.error };
  return { kind: "cancel-target", ...(order.value === undefined ? {} : { order: order.value }) };
}

/** A call that could not even be made: nothing was sent, so an order not yet sent is refused, one outstanding stays unknown. */
function failed(action: Exclude<Call, { kind: "switch" }>, failure: OrderFailure): ExecutionEvent {
  switch (action.kind) {
    case "read":
      return { kind: "read-failed", failure };
    case "send":
      return { kind: "refused", failure };
    case "perform":
    case "cancel-resting":
      return { kind: "not-performed", failure };
    case "look-up":
    case "list-resting":
    case "find-target":
      return { kind: "look-up-failed", failure };
    case "sweep":
      return { kind: "swept", did: [], left: [failure.message] };
    default:
      action satisfies never;
      throw new Error(`unknown action ${JSON.stringify(action)}`);
  }
}
