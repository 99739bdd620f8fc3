// How an account's switch and guards stand: what may be done, why, and until when.
import type { DecimalString } from "../core/decimal.ts";
import type { GuardLimits } from "../core/guard/guard-limits.ts";
import type { OrderId, UnixMs } from "../core/ids.ts";
import { formatTime, plain } from "./format.ts";
import { type Html, html } from "./html.ts";

/** How one account stands. */
export interface GuardEntry {
  readonly account: string;
  readonly exchange: string;
  /** Absent: open. */
  readonly switch?: "closeonly" | "pause";
  readonly switchedAt?: UnixMs;
  /** The order that carried the word; absent: it was a command where no whook ran. */
  readonly switchedBy?: OrderId;
  readonly limits: GuardLimits;
  readonly timezone: string;
  /** Of the account's own today. */
  readonly day?: { readonly equity: DecimalString; readonly lost?: DecimalString; readonly ends: UnixMs };
  /** Orders that open, sent within the last minute. */
  readonly openings: number;
}

/** A standing in words. */
export interface ToldStanding {
  readonly name: string;
  readonly tone: "good" | "wait" | "bad";
  readonly why: Html | string;
  /** Absent: nothing is to change. */
  readonly until?: Html | string;
}

/** What may be done with the account now. */
export function tellStanding({ switch: set, switchedAt, switchedBy, day, limits }: GuardEntry): ToldStanding {
  if (set !== undefined) {
    const word = html`${switchedBy === undefined ? "a command" : html`<a href="/orders/${switchedBy}">an order</a>`}`;
    const since = html`as ${word} asked${switchedAt !== undefined && html` at ${formatTime(switchedAt)}`}`;
    const until = "it is resumed";
    if (set === "pause") return { name: "paused", tone: "bad", why: html`nothing is sent, ${since}`, until };
    return { name: "close only", tone: "wait", why: html`nothing opens, ${since}`, until };
  }
  if (day?.lost !== undefined) {
    const why = html`nothing opens: ${plain(day.lost)} USD of at most ${plain(limits.maxDailyLossUsd ?? "0")} were lost today`;
    return {
      name: "close only",
      tone: "wait",
      why,
      until: html`the day ends, ${formatTime(day.ends)}, or it is resumed`,
    };
  }
  return { name: "open", tone: "good", why: "orders open and close" };
}
