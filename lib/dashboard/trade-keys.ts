// What trades are told apart, filtered and searched by, as the views read it of a trade.
import { defined } from "../core/defined.ts";
import { type UnixMs, unixMs } from "../core/ids.ts";
import type { StatsTrade } from "../core/trade/summary.ts";
import type { Trade } from "../core/trade/trade.ts";

export const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] as const;
const DAY_MS = 24 * 60 * 60 * 1_000;
/** The first of January 1970 was a Thursday. */
const FIRST_WEEKDAY = 3;

/** The keys of one trade; days, weekdays and hours are those of receipt, in UTC. */
export interface TradeKeys extends Pick<Trade, "orderId" | "account" | "exchange" | "symbol" | "command" | "status"> {
  readonly receivedAt: UnixMs;
  /** Empty: none was named. */
  readonly strategy: string;
  /** Empty: the order places nothing, or is not planned yet. */
  readonly side: string;
  /** `2026-11-24`. */
  readonly day: string;
  readonly weekday: string;
  /** `09:00`. */
  readonly hour: string;
  /** What the trade shares with others and is searched by, in small letters. */
  readonly words: string;
  /** The line of the alert and why it failed: of those that did. */
  readonly text?: string;
  readonly reason?: string;
}

/** The states of those whose words are kept: why they failed is shown. */
export const FAILED: ReadonlySet<Trade["status"]> = new Set(["rejected", "expired"]);

/** What is told of a trade that has the figures only: not which order it is, nor its words. */
export type OutlineKeys = Omit<TradeKeys, "orderId" | "text" | "reason">;

/** The keys of a trade. */
export function keysOf(trade: Trade): TradeKeys {
  const { orderId, status, text, reason } = trade;
  return { orderId, ...outlineKeysOf(trade), ...(FAILED.has(status) ? { text, ...defined({ reason }) } : {}) };
}

/** Texts that many trades share are one text in memory. */
export function outlineKeysOf(trade: StatsTrade & Pick<Partial<Trade>, "code">): OutlineKeys {
  const { account, exchange, symbol, command, status, code = "", tag = "", side = "" } = trade;
  const receivedAt = unixMs(Date.parse(trade.receivedAt));
  return {
    account: shared(account),
    exchange: shared(exchange),
    symbol: shared(symbol),
    command,
    status,
    receivedAt,
    strategy: shared(tag),
    side,
    day: shared(trade.receivedAt.slice(0, 10)),
    weekday: weekdayOf(receivedAt),
    hour: shared(`${trade.receivedAt.slice(11, 13)}:00`),
    words: shared(`${account} ${symbol} ${tag} ${command} ${status} ${code} ${exchange}`.toLowerCase()),
  };
}

/** The day of a time, in UTC. */
function dayOf(at: UnixMs): string {
  return new Date(at).toISOString().slice(0, 10);
}

/** The Monday of the week of a day. */
export function weekOf({ day }: Pick<TradeKeys, "day">): string {
  const at = Date.parse(day);
  return dayOf(unixMs(at - weekdayNumber(at) * DAY_MS));
}

function weekdayOf(at: UnixMs): string {
  return WEEKDAYS[weekdayNumber(at)] ?? "";
}

function weekdayNumber(at: number): number {
  return (Math.floor(at / DAY_MS) + FIRST_WEEKDAY) % 7;
}

const MOST_SHARED = 10_000;
const known = new Map<string, string>();

/** One text for all that are alike: each trade is read with texts of its own. */
export function shared(text: string): string {
  const one = known.get(text);
  if (one !== undefined) return one;
  if (known.size >= MOST_SHARED) known.clear();
  known.set(text, text);
  return text;
}
