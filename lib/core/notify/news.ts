// What only the clock finds out: what is to be looked at again, and what was found. One small document, kept with the ledger.
import type { UnixMs } from "../ids.ts";
import type { Notification } from "./notification.ts";

/** An account's orders in one symbol. */
export interface Group {
  readonly account: string;
  readonly symbol: string;
}

/** The document. */
export interface News {
  /** Groups whose targets did not follow one another when they were looked at last. */
  readonly holes: readonly Group[];
  /** What people are to be told. */
  readonly found: readonly Notification[];
}

export const NO_NEWS: News = { holes: [], found: [] };

/** Longer than anybody goes on trying to tell something. */
const KEPT_MS = 3 * 24 * 60 * 60 * 1_000;

/** With a group that is to be looked at again. */
export function withHole(news: News, group: Group): News {
  return news.holes.some((other) => isSame(other, group)) ? news : { ...news, holes: [...news.holes, group] };
}

/** Without it: it was looked at. */
export function withoutHole(news: News, group: Group): News {
  return { ...news, holes: news.holes.filter((other) => !isSame(other, group)) };
}

/** With something to tell, unless it is there already; what is old leaves. */
export function withFound(news: News, found: Notification, now: UnixMs): News {
  if (news.found.some(({ key }) => key === found.key)) return news;
  return { ...news, found: [...news.found.filter(({ at }) => now - at <= KEPT_MS), found] };
}

function isSame(a: Group, b: Group): boolean {
  return a.account === b.account && a.symbol === b.symbol;
}
