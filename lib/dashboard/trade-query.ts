// Which trades are looked at: as it stands in the page's address, so that a view can be kept, sent and gone back to.
import { ORDER_STATUSES } from "../core/execution/order-record.ts";
import { type UnixMs, unixMs } from "../core/ids.ts";
import type { OutlineKeys, TradeKeys } from "./trade-keys.ts";

export const RANGES = { "7d": "7 days", "30d": "30 days", "1y": "1 year", all: "all time" } as const;
/** How far back is looked, unless days are named. */
export type ChartRange = keyof typeof RANGES;

const RANGE_DAYS: Readonly<Record<ChartRange, number>> = {
  "7d": 7,
  "30d": 30,
  "1y": 365,
  all: Number.POSITIVE_INFINITY,
};
const DAY_MS = 24 * 60 * 60 * 1_000;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const LONGEST = 200;

/** What narrows the trades; absent: it does not. An empty strategy: those without a tag. */
export interface TradeQuery {
  readonly range: ChartRange;
  readonly account?: string;
  readonly strategy?: string;
  readonly symbol?: string;
  readonly side?: string;
  readonly status?: string;
  readonly weekday?: string;
  readonly hour?: string;
  /** Days in UTC, both included; with either the range counts no more. */
  readonly from?: string;
  readonly to?: string;
  /** Words that are looked for. */
  readonly q?: string;
}

export const QUERY_KEYS = [
  "account",
  "strategy",
  "symbol",
  "side",
  "status",
  "weekday",
  "hour",
  "from",
  "to",
  "q",
] as const;

/** What the address asks for; what cannot be understood does not narrow. */
export function parseTradeQuery(given: unknown): TradeQuery {
  const asked = (typeof given === "object" ? given : {}) as Readonly<Record<string, unknown>>;
  const { range } = asked;
  const known = typeof range === "string" && Object.hasOwn(RANGES, range) ? (range as ChartRange) : "30d";
  const rest = QUERY_KEYS.flatMap((key) => {
    const text = asked[key];
    // A form sends its empty fields: what is to be empty is asked for by a word of its own.
    const isGiven = typeof text === "string" && text !== "" && text.length <= LONGEST && isUsable(key, text);
    return isGiven ? [[key, text === NONE ? "" : text] as const] : [];
  });
  return { range: known, ...Object.fromEntries(rest) };
}

/** How the address asks for trades without a strategy or a side: no tag begins with white space. */
export const NONE = " none";

function isUsable(key: (typeof QUERY_KEYS)[number], text: string): boolean {
  if (key === "from" || key === "to") return DATE.test(text) && !Number.isNaN(Date.parse(text));
  if (key === "status") return (ORDER_STATUSES as readonly string[]).includes(text);
  return true;
}

/** The address of a view with this query and some of it changed; undefined takes a part away. */
export function hrefOf(
  path: string,
  query: TradeQuery,
  changes: { readonly [K in keyof TradeQuery]?: string | undefined } & Readonly<
    Record<string, string | undefined>
  > = {},
): string {
  const merged: Readonly<Record<string, string | undefined>> = { ...query, ...changes };
  const parts = Object.entries(merged).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, value === "" ? NONE : value] as [string, string]],
  );
  return `${path}?${new URLSearchParams(parts)}`;
}

/** From when, and before when, trades were received. */
export function spanOf(
  { range, from, to }: TradeQuery,
  now: UnixMs,
): { readonly since: UnixMs; readonly until?: UnixMs } {
  if (from === undefined && to === undefined) return { since: unixMs(Math.max(0, now - RANGE_DAYS[range] * DAY_MS)) };
  return {
    since: unixMs(from === undefined ? 0 : Date.parse(from)),
    ...(to === undefined ? {} : { until: unixMs(Date.parse(to) + DAY_MS) }),
  };
}

/** What is looked at of a trade; an outline has no words of its own. */
type SearchedTrade = OutlineKeys & Partial<TradeKeys>;

/** Whether a trade is asked for. */
export function tradeMatcher(query: TradeQuery, now: UnixMs): (trade: SearchedTrade) => boolean {
  const { since, until = Number.POSITIVE_INFINITY } = spanOf(query, now);
  const hasWords = wordMatcher(query.q ?? "");
  const { account, strategy, symbol, side, status, weekday, hour } = query;
  return (trade) =>
    trade.receivedAt >= since &&
    trade.receivedAt < until &&
    (account === undefined || trade.account === account) &&
    (strategy === undefined || trade.strategy === strategy) &&
    (symbol === undefined || trade.symbol === symbol) &&
    (side === undefined || trade.side === side) &&
    (status === undefined || trade.status === status) &&
    (weekday === undefined || trade.weekday === weekday) &&
    (hour === undefined || trade.hour === hour) &&
    hasWords(trade);
}

/** Whether every word is somewhere in a trade. What trades share is looked through once for all that share it. */
function wordMatcher(q: string): (trade: SearchedTrade) => boolean {
  const matchers = q
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "")
    .map((word) => {
      const known = new Map<string, boolean>();
      return ({ words, orderId = "", text = "", reason = "" }: SearchedTrade) => {
        const isShared = known.get(words) ?? words.includes(word);
        known.set(words, isShared);
        return isShared || [orderId, text, reason].some((own) => own.toLowerCase().includes(word));
      };
    });
  return (trade) => matchers.every((matches) => matches(trade));
}
