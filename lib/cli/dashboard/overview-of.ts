import { defined } from "../../core/defined.ts";
import type { UnixMs } from "../../core/ids.ts";
import { entry } from "../../core/trade/entry.ts";
import { SummaryBuilder } from "../../core/trade/summary.ts";
import { groupTrades } from "../../dashboard/group-trades.ts";
import { type ProfitPoint, profitSeries } from "../../dashboard/profit-series.ts";
import type { FailureEntry, OverviewData } from "../../dashboard/render-overview.ts";
import { spanOf, type TradeQuery, tradeMatcher } from "../../dashboard/trade-query.ts";
import type { OutlineRow, TradeRow } from "../../dashboard/trade-row.ts";
import { readingOf } from "./reading-of.ts";
import type { RefusedLine } from "./refused-lines.ts";
import type { TradeBook } from "./trade-book.ts";

const FAILURES_SHOWN = 3;
/** Points of a curve: about as many as a screen has columns. */
const CURVE_POINTS = 1_200;
/** What a bad line cannot be asked for: it names no market, side or strategy for certain. */
const NARROWING = ["account", "strategy", "symbol", "side", "weekday", "hour"] as const;

/** The overview of the trades read so far. */
export function overviewOf(book: TradeBook, query: TradeQuery, now: UnixMs): Omit<OverviewData, "source"> {
  const span = spanOf(query, now);
  const matches = tradeMatcher(query, now);
  // Words are looked for in the trades themselves.
  const what = query.q === undefined ? "figures" : "trades";
  const rows = (what === "figures" ? book.figured() : book.rows()).filter(matches);
  const isNarrow = NARROWING.some((key) => query[key] !== undefined);
  const bad = isNarrow ? [] : badLines(book.refusedLines(), span);
  const failures = [...failedTrades(book.rows().filter(matches)), ...bad].sort((a, b) => b.at - a.at);
  const summary = new SummaryBuilder();
  for (const { figures } of rows) summary.add(figures);
  return {
    query,
    choices: book.choices(),
    failures: failures.slice(0, FAILURES_SHOWN),
    failureCount: failures.length,
    summary: summary.summary(),
    groups: groupTrades(rows),
    series: seriesOf(rows),
    ...defined({ reading: readingOf(book, span.since, what), problem: book.progress.problem }),
  };
}

function seriesOf(rows: readonly OutlineRow[]): OverviewData["series"] {
  const byCoin = new Map<string, ProfitPoint[]>();
  // Mostly the same coin many times in a row.
  let [coin, some]: [string | undefined, ProfitPoint[]] = [undefined, []];
  for (const { figures } of rows) {
    if (figures.profit === undefined) continue;
    if (figures.profit.settle !== coin) {
      coin = figures.profit.settle;
      some = entry(byCoin, coin, () => []);
    }
    some.push(figures.profit);
  }
  return Object.fromEntries([...byCoin].map(([name, all]) => [name, profitSeries(all, CURVE_POINTS)]));
}

function failedTrades(rows: readonly TradeRow[]): readonly FailureEntry[] {
  return rows
    .filter(({ status }) => status === "rejected" || status === "expired")
    .map(({ receivedAt, status, code, text = "", reason, orderId }) => ({
      at: receivedAt,
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
