import { defined } from "../../core/defined.ts";
import { type UnixMs, unixMs } from "../../core/ids.ts";
import { figuresOf, SummaryBuilder } from "../../core/trade/summary.ts";
import type { Trade } from "../../core/trade/trade.ts";
import { countOf } from "../../dashboard/format.ts";
import { type ProfitPoint, profitSeries } from "../../dashboard/profit-series.ts";
import type { ChartRange, FailureEntry, OverviewData } from "../../dashboard/render-overview.ts";
import type { RefusedLine, TradeBook } from "./trade-book.ts";

const DAY_MS = 24 * 60 * 60 * 1_000;
const RANGE_DAYS: Readonly<Record<ChartRange, number>> = {
  "7d": 7,
  "30d": 30,
  "1y": 365,
  all: Number.POSITIVE_INFINITY,
};
const FAILURES_SHOWN = 3;
/** Points of a curve: about as many as a screen has columns. */
const CURVE_POINTS = 1_200;

/** The overview of the trades read so far. */
export function overviewOf(book: TradeBook, range: ChartRange, now: UnixMs): Omit<OverviewData, "source"> {
  const since = Math.max(0, now - RANGE_DAYS[range] * DAY_MS);
  const from = new Date(since).toISOString();
  const trades = [...book.trades()].filter(({ receivedAt }) => receivedAt >= from);
  const failures = [...failedTrades(trades), ...badLines(book.refusedLines(), since)].sort((a, b) => b.at - a.at);
  const summary = new SummaryBuilder();
  for (const trade of trades) summary.add(figuresOf(trade));
  const { isWhole, backTo, problem } = book.progress;
  return {
    range,
    failures: failures.slice(0, FAILURES_SHOWN),
    failureCount: failures.length,
    summary: summary.summary(),
    series: seriesOf(trades),
    ...(isWhole || (backTo !== undefined && backTo < since) ? {} : { reading: readingOf(book) }),
    ...defined({ problem }),
  };
}

function readingOf(book: TradeBook): string {
  const { trades, backTo } = book.progress;
  const until = backTo === undefined ? "" : `, back to ${new Date(backTo).toISOString().slice(0, 10)}`;
  return `Reading the ledger: ${countOf(trades, "order")} so far${until}. The figures grow until all are read.`;
}

function seriesOf(trades: readonly Trade[]): OverviewData["series"] {
  const counted = trades.flatMap((trade) => {
    const net = trade.netProfit ?? trade.realizedProfit;
    if (net === undefined) return [];
    const point: ProfitPoint = {
      at: unixMs(Date.parse(trade.filledAt ?? trade.receivedAt)),
      net,
      symbol: trade.symbol,
    };
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

function badLines(lines: Iterable<RefusedLine>, since: number): readonly FailureEntry[] {
  return [...lines]
    .filter(({ at }) => at >= since)
    .map(({ alertId, at, text, message }) => ({
      at,
      status: "refused",
      what: text.trim() === "" ? "(no order line)" : text.trim(),
      reason: message,
      href: `/alerts/${alertId}`,
    }));
}
