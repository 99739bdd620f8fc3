// The first view: what needs attention, whether it made money, and how that came about.
import type { UnixMs } from "../core/ids.ts";
import type { Summary } from "../core/trade/summary.ts";
import { amountOf, countOf, formatTime, marketName, percentOf, plain } from "./format.ts";
import { type Html, type HtmlValue, html } from "./html.ts";
import { renderEmpty, renderNotice, renderPage, renderTable, renderTiles } from "./page.ts";
import type { ProfitSeries, Sum } from "./profit-series.ts";
import { statusOf } from "./status.ts";

export const RANGES = { "7d": "7 days", "30d": "30 days", "1y": "1 year", all: "all time" } as const;
/** How far back the overview looks. */
export type ChartRange = keyof typeof RANGES;

/** Something that went wrong: an order, or a line of an alert. */
export interface FailureEntry {
  readonly at: UnixMs;
  readonly status: string;
  readonly what: string;
  readonly reason: string;
  readonly href: string;
}

/** What the overview shows. */
export interface OverviewData {
  readonly source: string;
  readonly range: ChartRange;
  /** Newest first, the latest few of `failureCount`. */
  readonly failures: readonly FailureEntry[];
  readonly failureCount: number;
  readonly summary: Summary;
  /** By settle coin. */
  readonly series: Readonly<Record<string, ProfitSeries>>;
  /** What is still to be read, in words; absent: everything is there. */
  readonly reading?: string;
  /** Why the newest could not be read. */
  readonly problem?: string;
}

type Tile = readonly [string, HtmlValue];

const DAYS_SHOWN = 60;
const SYMBOLS_SHOWN = 30;

export function renderOverview(data: OverviewData): string {
  const { source, reading, problem, summary, series } = data;
  const coins = Object.entries(series);
  const isEmpty = summary.orders === 0 && data.failureCount === 0 && reading === undefined;
  const options = { title: "Overview", view: "/", source, refreshS: reading === undefined ? 5 : 1 } as const;
  return renderPage({ ...options, waits: reading !== undefined }, [
    problem !== undefined && renderNotice(problem, "bad"),
    reading !== undefined && renderNotice(reading, "wait"),
    renderRanges(data.range),
    isEmpty
      ? renderEmpty(
          "No orders here yet",
          html`Send one: <code>npx whook send 'demo ETH/USDT buy 100$ x2'</code>`,
          "Or choose a longer time above.",
        )
      : [
          renderFailures(data),
          renderFigures(summary),
          coins.map(([coin, one]) => renderCoin(coin, one)),
          coins.length === 0 &&
            renderEmpty("No profit to show yet", "The curve begins with the first order that is filled and reckoned."),
        ],
  ]);
}

function renderRanges(range: ChartRange): Html {
  const link = ([key, name]: [string, string]) =>
    key === range
      ? html`<a href="/?range=${key}" aria-current="true">${name}</a>`
      : html`<a href="/?range=${key}">${name}</a>`;
  return html`<nav class="ranges" aria-label="Time range">${Object.entries(RANGES).map(link)}</nav>`;
}

function renderFailures({ failures, failureCount, range }: OverviewData): Html {
  if (failureCount === 0)
    return html`<section class="failures none"><h2>Needs attention</h2><p>Nothing failed: ${RANGES[range]}.</p></section>`;
  return html`<section class="failures"><h2>Needs attention <span class="count">${countOf(failureCount, "failure")}</span></h2>
<ul>${failures.map(
    ({ at, status, what, reason, href }) =>
      html`<li>${statusOf(status)} <a href="${href}">${what}</a> ${formatTime(at)}<p>${reason}</p></li>`,
  )}</ul>
${failureCount > failures.length && html`<p><a href="/alerts?show=failed">Show all that failed</a></p>`}</section>`;
}

function renderFigures({ orders, filled, fillRate, slippageBps, timeToFillMs, fees, profit }: Summary): Html {
  const ofCoins = Object.entries(profit).flatMap(([coin, figures]): Tile[] => {
    const { netProfit, winRate, closingTrades, profitFactor, largestDrawdown, uncountedTrades } = figures;
    const won = winRate && html`${percentOf(winRate)} <small>of ${countOf(closingTrades, "closing trade")}</small>`;
    const uncounted = html`${countOf(uncountedTrades, "trade")} <small>closed what whook had not opened</small>`;
    return [
      ["Net profit", amountOf(netProfit, coin)],
      ["Win rate", won],
      ["Profit factor", profitFactor && plain(profitFactor)],
      ["Largest drawdown", html`${plain(largestDrawdown)} <small>${coin}</small>`],
      ["Not counted", uncountedTrades > 0 && uncounted],
    ];
  });
  return html`<section><h2 class="hidden">Figures</h2>${renderTiles([
    ...ofCoins,
    ["Orders", html`${orders} <small>${countOf(filled, "filled", "filled")}</small>`],
    ["Fill rate", fillRate && percentOf(fillRate)],
    ["Slippage, mean", slippageBps && `${plain(slippageBps)} bp`],
    ["Time to fill", timeToFillMs && html`${timeToFillMs.p50} ms <small>p99 ${timeToFillMs.p99} ms</small>`],
    ...Object.entries(fees).map(([coin, cost]): Tile => ["Fees", html`${plain(cost)} <small>${coin}</small>`]),
  ])}</section>`;
}

function renderCoin(coin: string, { curve, days, symbols, net, largestDrawdown }: ProfitSeries): Html {
  const points = JSON.stringify([
    curve.map(({ at }) => at / 1000),
    // The picture is drawn with floats; every figure that is written comes from the decimals.
    curve.map(({ equity }) => Number(equity)),
    curve.map(({ drawdown }) => Number(drawdown)),
  ]);
  const perDay = JSON.stringify([days.map(({ name }) => Date.parse(name) / 1000), days.map((day) => Number(day.net))]);
  const told = `Net profit ${plain(net)} ${coin} from ${countOf(
    symbols.reduce((sum, { trades }) => sum + trades, 0),
    "trade",
  )}, largest drawdown ${plain(largestDrawdown)} ${coin}.`;
  return html`<section><h2>Profit in ${coin}</h2>
<figure><figcaption>Net profit over time, and the drawdown below it. ${told}</figcaption>
<div class="chart" data-chart="curve" data-coin="${coin}" data-points="${points}"></div></figure>
<div class="two">
<div><h3>Per day</h3>
<div class="chart low" data-chart="days" data-coin="${coin}" data-points="${perDay}"></div>
${renderSums(`Profit in ${coin} per day`, "Day (UTC)", [...days].reverse(), { coin, most: DAYS_SHOWN })}</div>
<div><h3>Per symbol</h3>
${renderSums(
  `Profit in ${coin} per symbol`,
  "Symbol",
  symbols.map((sum) => ({ ...sum, name: marketName(sum.name) })),
  { coin, most: SYMBOLS_SHOWN },
)}</div>
</div></section>`;
}

function renderSums(
  name: string,
  title: string,
  sums: readonly Sum[],
  { coin, most }: { readonly coin: string; readonly most: number },
): Html {
  const columns = [{ title }, { title: "Trades", align: "right" }, { title: `Net ${coin}`, align: "right" }] as const;
  const rows = sums.slice(0, most).map((sum) => [sum.name, sum.trades, amountOf(sum.net)]);
  const more = sums.length - most;
  return html`${renderTable(name, columns, rows)}${more > 0 && html`<p class="more">And ${more} more: <code>npx whook stats</code></p>`}`;
}
