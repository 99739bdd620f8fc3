// The first view: what needs attention, whether it made money, and how that came about.
import type { UnixMs } from "../core/ids.ts";
import type { Summary } from "../core/trade/summary.ts";
import { countOf, formatAlike, formatTime, percentOf, ratioOf } from "./format.ts";
import type { Groups } from "./group-trades.ts";
import { type Html, type HtmlValue, html } from "./html.ts";
import { type PageOptions, renderEmpty, renderNotice, renderPage, renderTiles } from "./page.ts";
import type { ProfitSeries } from "./profit-series.ts";
import { renderCalendar } from "./render-calendar.ts";
import { type FilterChoices, renderFilters } from "./render-filters.ts";
import { renderGroups } from "./render-groups.ts";
import { renderExports } from "./render-trades.ts";
import { statusOf } from "./status.ts";
import { hrefOf, RANGES, type TradeQuery } from "./trade-query.ts";

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
  readonly query: TradeQuery;
  readonly choices: FilterChoices;
  /** Newest first, the latest few of `failureCount`. */
  readonly failures: readonly FailureEntry[];
  readonly failureCount: number;
  readonly summary: Summary;
  /** The same figures apart. */
  readonly groups: Groups;
  /** By settle coin. */
  readonly series: Readonly<Record<string, ProfitSeries>>;
  /** What is still to be read, in words; absent: everything is there. */
  readonly reading?: string;
  /** Why the newest could not be read. */
  readonly problem?: string;
}

type Tile = readonly [string, HtmlValue];

/** What the overview has around its content. @param isRead - whether all that it shows is. */
export function overviewFrame({ source, isRead }: { readonly source: string; readonly isRead: boolean }): PageOptions {
  return { title: "Overview", view: "/", source, refreshS: isRead ? 5 : 1, waits: !isRead };
}

export function renderOverview(data: OverviewData): string {
  const { source, reading, problem, summary, series, query, choices, groups } = data;
  const coins = Object.entries(series);
  const isEmpty = summary.orders === 0 && data.failureCount === 0 && reading === undefined;
  return renderPage(overviewFrame({ source, isRead: reading === undefined }), [
    problem !== undefined && renderNotice(problem, "bad"),
    reading !== undefined && renderNotice(reading, "wait"),
    renderFilters({ path: "/", query, choices }),
    isEmpty
      ? renderEmpty(
          "No orders here yet",
          html`Send one: <code>npx whook send demo ETH/USDT buy 100$ x2</code>`,
          "Or choose a longer time above, or take a filter off.",
        )
      : [
          renderFailures(data),
          renderFigures(summary),
          coins.map(([coin, one]) => renderCoin(coin, one, { groups, query })),
          coins.length === 0 &&
            renderEmpty("No profit to show yet", "The curve begins with the first order that is filled and reckoned."),
          html`<p class="more"><a href="${hrefOf("/trades", query)}">All its trades</a>. Take them away: ${renderExports(query)}</p>`,
        ],
  ]);
}

function renderFailures({ failures, failureCount, query }: OverviewData): Html {
  if (failureCount === 0)
    return html`<section class="failures none"><h2>Needs attention</h2><p>Nothing failed${query.from === undefined && query.to === undefined ? `: ${RANGES[query.range]}` : ""}.</p></section>`;
  return html`<section class="failures"><h2>Needs attention <span class="count">${countOf(failureCount, "failure")}</span></h2>
<ul>${failures.map(
    ({ at, status, what, reason, href }) =>
      html`<li>${statusOf(status)} <a href="${href}">${what}</a> ${formatTime(at)}<p>${reason}</p></li>`,
  )}</ul>
${failureCount > failures.length && html`<p><a href="/alerts?show=failed">Show all that failed</a></p>`}</section>`;
}

function renderFigures({ orders, filled, fillRate, slippageBps, timeToFillMs, fees, profit }: Summary): Html {
  const isMixed = Object.keys(profit).length > 1;
  const ofCoins = Object.entries(profit).flatMap(([coin, figures]): Tile[] => {
    const { netProfit, winRate, closingTrades, profitFactor, largestDrawdown, uncountedTrades } = figures;
    const shown = formatAlike([netProfit, largestDrawdown, fees[coin]]);
    const won = winRate && html`${percentOf(winRate)} <small>of ${countOf(closingTrades, "closing trade")}</small>`;
    const uncounted = html`${countOf(uncountedTrades, "trade")} <small>closed what whook had not opened</small>`;
    return [
      ["Net profit", shown.amount(netProfit, coin)],
      [isMixed ? `Win rate, ${coin}` : "Win rate", won],
      [isMixed ? `Profit factor, ${coin}` : "Profit factor", profitFactor && ratioOf(profitFactor)],
      ["Largest drawdown", html`${shown.plain(largestDrawdown)} <small>${coin}</small>`],
      ["Not counted", uncountedTrades > 0 && uncounted],
    ];
  });
  return html`<section><h2 class="hidden">Figures</h2>${renderTiles([
    ...ofCoins,
    ["Orders", html`${orders} <small>${countOf(filled, "filled", "filled")}</small>`],
    ["Fill rate", fillRate && percentOf(fillRate)],
    ["Slippage, mean", slippageBps && `${ratioOf(slippageBps)} bp`],
    ["Time to fill", timeToFillMs && html`${timeToFillMs.p50} ms <small>p99 ${timeToFillMs.p99} ms</small>`],
    ...Object.entries(fees).map(([coin, cost]): Tile => {
      const { netProfit, largestDrawdown } = profit[coin] ?? {};
      return ["Fees", html`${formatAlike([netProfit, largestDrawdown, cost]).plain(cost)} <small>${coin}</small>`];
    }),
  ])}</section>`;
}

function renderCoin(
  coin: string,
  { curve, trades, net, largestDrawdown }: ProfitSeries,
  { groups, query }: Pick<OverviewData, "groups" | "query">,
): Html {
  const points = JSON.stringify([
    curve.map(({ at }) => at / 1000),
    // The picture is drawn with floats; every figure that is written comes from the decimals.
    curve.map(({ equity }) => Number(equity)),
    curve.map(({ drawdown }) => Number(drawdown)),
  ]);
  const days = [...groups.day].flatMap(([day, { profit }]) => {
    const figures = profit.get(coin);
    return figures === undefined ? [] : [{ at: Date.parse(day) / 1000, net: Number(figures.netProfit) }];
  });
  const perDay = JSON.stringify([days.map(({ at }) => at), days.map((day) => day.net)]);
  const shown = formatAlike([net, largestDrawdown]);
  const told = `Net profit ${shown.plain(net)} ${coin} from ${countOf(trades, "trade")}, largest drawdown ${shown.plain(largestDrawdown)} ${coin}.`;
  return html`<section><h2>Profit in ${coin}</h2>
<figure><figcaption>Net profit over time, and the drawdown below it. ${told}</figcaption>
<div class="chart" data-chart="curve" data-coin="${coin}" data-points="${points}"></div></figure>
<div class="chart low" data-chart="days" data-coin="${coin}" data-points="${perDay}" data-day="${hrefOf("/trades", query, { from: "DAY", to: "DAY" })}"></div>
${renderCalendar(coin, groups.day, query)}
${renderGroups(coin, groups, query)}
</section>`;
}
