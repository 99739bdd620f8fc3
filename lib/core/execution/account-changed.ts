// An order belongs to the exchange, environment and settle coin of its receipt (docs/design.md#accounts): where the account of
// its name is elsewhere by now, nothing more is done about it there. Under a new key the account may be another one of the same
// exchange: what went out is looked for by what only that order has, and nothing goes out a second time.
import { denial } from "../failure.ts";
import { type UnixMs, unixMs } from "../ids.ts";
import type { VenueOrder } from "../order/venue-order.ts";
import { type Action, type Decision, type EventOf, type ExecutionEvent, end, withFacts } from "./decision.ts";
import type { Followed } from "./followed.ts";
import type { OpenOrder, OrderEvent, OrderFacts, OrderRecord, OrderState } from "./order-record.ts";
import type { Submission } from "./phase.ts";

/** The account of an order's name, as it is now. */
export interface AccountNow {
  readonly id: string;
  readonly exchange: string;
  readonly settle: string;
  /** Tells its key from another; absent where there is none. */
  readonly keyMark?: string;
}

/** An order that is not found under a new key is that account's no more after this long: reports may lag. */
const FOUND_AGAIN_MS = 60_000;

/** Why the account is not the one the order came for; undefined: it is. */
export function whyElsewhere({ symbol, exchange }: OrderRecord, account: AccountNow): string | undefined {
  const { id } = account;
  if (account.exchange !== exchange)
    return `account ${id} is on ${account.exchange} now, and the order came when it was on ${exchange}`;
  const [, settle = account.settle] = symbol.split(":");
  if (settle === account.settle) return undefined;
  return `account ${id} settles in ${account.settle} now, and the order came when it settled in ${settle}`;
}

/** Whether what went out of the order went out under another key. */
export function hasOtherKey({ sentWith }: OrderFacts, { keyMark }: AccountNow): boolean {
  return sentWith !== undefined && keyMark !== undefined && sentWith !== keyMark;
}

/** The state once something of it goes out, or is known, under the account's key. */
export function markKey(state: OrderState, { keyMark }: AccountNow): OrderState {
  return keyMark === undefined || keyMark === state.sentWith ? state : { ...state, sentWith: keyMark };
}

/** What changes something on the venue that must not be changed on another account. */
export function isCommitting(action: Action): boolean {
  return action.kind === "send" || (action.kind === "perform" && isCancel(action.step));
}

function isCancel({ kind }: { readonly kind: string }): boolean {
  return kind === "cancel" || kind === "cancel-all";
}

/** Why an action of the order must not be taken on the account as it is now; undefined: it may. */
export function whyLeft(record: OrderRecord, account: AccountNow, action: Action): string | undefined {
  const elsewhere = whyElsewhere(record, account);
  if (elsewhere !== undefined || !hasOtherKey(record.state, account)) return elsewhere;
  const isAgain = (isCommitting(action) && record.events.some(isGoneOut)) || action.kind === "find-target";
  const isNameless = action.kind === "look-up" && !isUnmistakable(action.submission);
  return isAgain || isNameless ? otherKey(account) : undefined;
}

/** It may be there: whether or not the venue said so. */
function isGoneOut(event: OrderEvent): boolean {
  if (event.kind === "setting") return isCancel(event.step);
  return event.kind === "accepted" || event.kind === "outcome-unknown";
}

/** By the venue's id, or by a name that no other order can have. */
function isUnmistakable({ venueOrderId, step }: Submission): boolean {
  return venueOrderId !== undefined || step.customId === undefined;
}

function otherKey({ id, exchange }: AccountNow): string {
  return `account ${id} has another key now (or ENDPOINT or ACCOUNT_TYPE), and what was sent under the old one is not found on ${exchange} under the new one`;
}

/**
 * What a look-up under another key says: the position may be another account's, and proves nothing.
 * @returns why the order is left; else what happened.
 */
export function seenUnderOtherKey(
  record: OrderRecord,
  account: AccountNow,
  { event, now }: { readonly event: ExecutionEvent; readonly now: UnixMs },
): ExecutionEvent | string {
  if (event.kind === "look-up-failed")
    return event.seen === undefined ? event : { ...event, seen: { ...event.seen, othersWorked: true } };
  if (event.kind === "found") return isAnother(record.state, event) ? otherKey(account) : event;
  if (event.kind !== "not-found") return event;
  return now < graceEnds(record.state, event) ? { ...event, othersWorked: true } : otherKey(account);
}

/** An order of the same name, and another account's. */
function isAnother({ phase }: OrderState, { order }: EventOf<"found">): boolean {
  const { venueOrderId = order.venueOrderId } = "submission" in phase ? phase.submission : {};
  return venueOrderId !== order.venueOrderId;
}

function graceEnds({ phase }: OrderState, { graceMs }: EventOf<"not-found">): UnixMs {
  if (phase.kind === "unknown") return unixMs(phase.lostAt + graceMs);
  return unixMs("submission" in phase ? phase.submission.intentAt + graceMs : 0);
}

/** Ends the order instead of what was decided. @param decided - the decision whose action is not to be taken. */
export function leaveAccount(record: OrderRecord, decided: Decision, why: string, now: UnixMs): Decision {
  const { action, state } = decided;
  const isSend = action.kind === "send";
  // A call is announced by the last line of its decision: what is not made is not told.
  const events = isSend || action.kind === "perform" ? decided.events.slice(0, -1) : decided.events;
  const outstanding = "submission" in state.phase && !isSend ? [state.phase.submission] : [];
  const clientOrderIds = isSend ? record.state.clientOrderIds : state.clientOrderIds;
  const situation = withFacts({ record, state, now, events }, { clientOrderIds });
  return end(situation, "rejected", "ACCOUNT_CHANGED", `${why}; ${known(record, state, outstanding)}`);
}

/** Ends the following of an order that may still be open: what has filled whole stays so. @returns undefined when nothing of it is asked for. */
export function leaveFollowed(record: OrderRecord, why: string, now: UnixMs): Followed | undefined {
  const isUntold = record.state.executions.some(({ untold }) => untold !== undefined);
  if (record.state.open.length === 0 && !isUntold) return undefined;
  const executions = record.state.executions.map(({ untold: _untold, ...execution }) => execution);
  const state: OrderState = { ...record.state, executions, open: [] };
  if (record.state.open.length === 0 || state.status === "filled") {
    const failure = denial("ACCOUNT_CHANGED", why);
    return { state, newEvents: [{ at: now, kind: "read-failed", failure }] };
  }
  const reason = `${why}; ${known(
    record,
    state,
    record.state.open.map(({ submission }) => submission),
  )}`;
  const left = { status: "rejected", code: "ACCOUNT_CHANGED", reason } as const;
  return { state: { ...state, ...left, endedAt: now }, newEvents: [{ at: now, kind: "ended", ...left }] };
}

/** Why an open order that is not found under another key is followed no more; undefined: it is found, or looked for again. */
export function whyNotFound(
  account: AccountNow,
  { missingSince, submission }: OpenOrder,
  { seen, now }: { readonly seen: VenueOrder | undefined; readonly now: UnixMs },
): string | undefined {
  if (seen !== undefined && (submission.venueOrderId ?? seen.venueOrderId) === seen.venueOrderId) return undefined;
  return missingSince !== undefined && now >= missingSince + FOUND_AGAIN_MS ? otherKey(account) : undefined;
}

/** Whether it can be asked for under another key: by the venue's id, or a name only it can have. */
export function isAskable({ submission }: OpenOrder): boolean {
  return isUnmistakable(submission);
}

function known({ exchange }: OrderRecord, { fills }: OrderState, outstanding: readonly Submission[]): string {
  const filled = fills.contracts === "0" ? [] : [`${fills.contracts} contracts had filled`];
  const there = outstanding.map(({ clientOrderId, venueOrderId }) =>
    venueOrderId === undefined
      ? `whether ${clientOrderId} was placed on ${exchange} is not known: look there`
      : `${exchange} had taken ${clientOrderId} as its order ${venueOrderId}: look there what became of it`,
  );
  const all = [...filled, ...there];
  return all.length === 0 ? "nothing of it was sent" : all.join("; ");
}
