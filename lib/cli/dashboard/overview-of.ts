import { defined } from "../../core/defined.ts";
import { type UnixMs, unixMs } from "../../core/ids.ts";
import { SummaryBuilder } from "../../core/trade/summary.ts";
import type { Trade } from "../../core/trade/trade.ts";
import { groupTrades, tradeFigures } from "../../dashboard/group-trades.ts";
import { type ProfitPoint, profitSeries } from "../../dashboard/profit-series.ts";
import type { FailureEntry, OverviewData } from "../../dashboard/render-overview.ts";
import { spanOf, type TradeQuery, tradeMatcher } from "../../dashboard/trade-query.ts";
import { choicesOf } from "./choices-of.ts";
import { readingOf } from "./reading-of.ts";
import type { RefusedLine, TradeBook } from "./trade-book.ts";

const FAILURES_SHOWN = 3;
/** Points of a curve: about as many as a screen has columns. */
const CURVE_POINTS = 1_200;
/** What a bad line cannot be asked for: it names no market, side or strategy for certain. */
const NARROWING = ["account", "strategy", "symbol", "side", "weekday", "hour"] as const;

/** The overview of the trades read so far. */
export function overviewOf(book: TradeBook, query: TradeQuery, now: UnixMs): Omit<OverviewData, "source"> {
  const matches = tradeMatcher(query, now);
  const span = spanOf(query, now);
  const trades = [...book.trades()].filter(matches);
  const isNarrow = NARROWING.some((key) => query[key] !== undefined);
  const bad = isNarrow ? [] : badLines(book.refusedLines(), span);
  const failures = [...failedTrades(trades), ...bad].sort((a, b) => b.at - a.at);
  const summary = new SummaryBuilder();
  for (const trade of trades) summary.add(tradeFigures(trade));
  return {
    query,
    choices: choicesOf(book),
    failures: failures.slice(0, FAILURES_SHOWN),
    failureCount: failures.length,
    summary: summary.summary(),
    groups: groupTrades(trades),
    series: seriesOf(trades),
    ...defined({ reading: readingOf(book, span.since), problem: book.progress.problem }),
  };
}

function seriesOf(trades: readonly Trade[]): OverviewData["series"] {
  const counted = trades.flatMap((trade) => {
    const net = trade.netProfit ?? trade.realizedProfit;
    if (net === undefined) return [];
    const point: ProfitPoint = { at: unixMs(Date.parse(trade.filledAt ?? trade.receivedAt)), net };
    return [{ coin: trade.settle, point }];
  });
  const byCoin = Map.groupBy(counted, ({ coin }) => coin);
  return Object.fromEntries(
    [...byCoin].map(([coin, some]) => {
      const points = some.map(({ point }) => point).sort((a, b) => a.at - b.at);
      return [coin, profitSeries(points, CURVE_POINTS)];
    }),
  );
}

function failedTrades(trades: readonly Trade[]): readonly FailureEntry[] {
  return trades
    .filter(({ status }) => status === "rejected" || status === "expired")
    .map(({ receivedAt, status, code, text, reason, orderId }) => ({
      at: unixMs(Date.parse(receivedAt)),
      status: code === "OUTCOME_UNKNOWN" ? "unknown" : status,
      what: text.trim(),
      reason: reason ?? "",
      href: `/orders/${orderId}`,
    }));
}

function badLines(
  lines: Iterable<RefusedLine>,
  { since, until }: { readonly since: UnixMs; readonly until?: UnixMs },
): readonly FailureEntry[] {
  return [...lines]
    .filter(({ at }) => at >= since && (until === undefined || at < until))
    .map(({ alertId, at, text, message }) => ({
      at,
      status: "refused",
      what: text.trim() === "" ? "(no order line)" : text.trim(),
      reason: message,
      href: `/alerts/${alertId}`,
    }));
}
