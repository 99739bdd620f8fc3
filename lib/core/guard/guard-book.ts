// What is kept of an account for its guards: one small document, changed on the version that was read, so that two orders at
// work at once never slip under a limit together.
import type { AccountOrder } from "../alert/alert-order.ts";
import { type DecimalString, decimal, formatDecimal } from "../decimal.ts";
import { isoTime, type OrderId, timeOf, type UnixMs } from "../ids.ts";
import { accountDay } from "./account-day.ts";

/** `closeonly`: nothing opens. `pause`: nothing is sent at all. */
export type AccountSwitch = "closeonly" | "pause";

/** A day's first equity in the settle coin, and what was lost of it when that was too much. */
export interface GuardDay {
  /** As `2026-11-30`, in the account's time zone. */
  readonly date: string;
  readonly equity: DecimalString;
  /** In USD, once more than the limit was lost: the account is close-only until the day ends. */
  readonly lost?: DecimalString;
}

/** An order that opens, as if it had filled. */
export interface NotedOpening {
  readonly orderId: OrderId;
  readonly symbol: string;
  /** When it was admitted: at once it is submitted. */
  readonly at: UnixMs;
  /** Notional it adds, and that of the position it adds to. */
  readonly adds: DecimalString;
  readonly to: DecimalString;
}

/** The account's document. */
export interface GuardBook {
  readonly switch?: AccountSwitch;
  readonly switchedAt?: UnixMs;
  /** The order that set or cleared the switch last: a second delivery of it changes nothing. */
  readonly switchedBy?: OrderId;
  /** When it was last set or cleared without an order, by somebody at the command line while no whook ran. */
  readonly byHandAt?: UnixMs;
  readonly day?: GuardDay;
  readonly openings: readonly NotedOpening[];
}

export const EMPTY_GUARD_BOOK: GuardBook = { openings: [] };
/** Orders that open count this long for `MAX_ORDERS_PER_MINUTE`. */
export const MINUTE_MS = 60_000;

/**
 * The book after an account's word. A close-only never takes the stricter pause back; what is set already is set since then.
 * @param by - the order that carries the word. One from before a hand set the switch is older news, and changes nothing.
 */
export function withSwitch(
  book: GuardBook,
  { command, by, now }: { readonly command: AccountSwitch | "resume"; readonly by?: OrderId; readonly now: UnixMs },
): GuardBook {
  if (by !== undefined && (book.switchedBy === by || timeOf(by) < (book.byHandAt ?? 0))) return book;
  const { switch: set, switchedAt = now, switchedBy: _by, ...others } = book;
  const changed = { ...others, ...(by === undefined ? { byHandAt: now } : { switchedBy: by }) };
  if (command === "resume") return { ...changed, switchedAt: now };
  const next = set === "pause" ? "pause" : command;
  return { ...changed, switch: next, switchedAt: next === set ? switchedAt : now };
}

/** The book after the account's equity was read: a day's first is kept, and so is that too much of it is lost. */
export function withEquity(
  book: GuardBook,
  reading: {
    readonly equity: DecimalString;
    /** What a settle coin is worth. */
    readonly usd: DecimalString;
    readonly now: UnixMs;
    readonly timezone: string;
    readonly maxDailyLossUsd: DecimalString;
  },
): GuardBook {
  const { equity, usd, now, timezone, maxDailyLossUsd } = reading;
  const date = accountDay(now, timezone);
  if (book.day?.date !== date) return { ...book, day: { date, equity } };
  const { day } = book;
  if (day.lost !== undefined) return book;
  const lost = decimal(day.equity).minus(equity).times(usd);
  return lost.gt(maxDailyLossUsd) ? { ...book, day: { ...day, lost: formatDecimal(lost.round(2, 0)) } } : book;
}

/** The book with an order that opens in it. Planned anew it replaces itself, and keeps its time. */
export function withOpening(book: GuardBook, opening: NotedOpening): GuardBook {
  const { orderId } = opening;
  const before = book.openings.find((other) => other.orderId === orderId);
  const others = book.openings.filter((other) => other.orderId !== orderId);
  return { ...book, openings: [...others, { ...opening, at: before?.at ?? opening.at }] };
}

/** The book without orders that have ended and are older than a minute. @param alive - at work, or resting. */
export function withoutOver(book: GuardBook, alive: ReadonlySet<OrderId>, now: UnixMs): GuardBook {
  const kept = book.openings.filter(({ orderId, at }) => alive.has(orderId) || now - at < MINUTE_MS);
  return kept.length === book.openings.length ? book : { ...book, openings: kept };
}

/** The switch in words, or undefined when none is set. */
export function tellSwitch({ switch: set, switchedAt }: Pick<GuardBook, "switch" | "switchedAt">): string | undefined {
  if (set === undefined) return undefined;
  const since = switchedAt === undefined ? "" : ` since ${isoTime(switchedAt)}`;
  return set === "pause" ? `paused${since}: nothing is sent` : `close-only${since}: nothing opens`;
}

/** What an account's word came to: what holds now, and also of a close-only that a pause was stricter than. */
export function tellWord(book: Pick<GuardBook, "switch" | "switchedAt">, word: AccountOrder["command"]): string {
  const holds = tellSwitch(book);
  if (holds === undefined) return "resumed: orders open again";
  const isStricter = book.switch === "pause" && (word === "closeonly" || word === "closeall");
  return isStricter ? `${holds}; close-only with it: nothing opens; resume ends both` : holds;
}
