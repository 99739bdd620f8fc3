// Equity over time: what each exchange said the account has, as it was read every so often.
import type { EquitySeries } from "./equity-series.ts";
import { countOf, formatAlike, formatTime } from "./format.ts";
import { type Html, html } from "./html.ts";
import { renderEmpty, renderNotice, renderPage, renderTiles } from "./page.ts";
import { type FilterChoices, renderFilters } from "./render-filters.ts";
import { hrefOf, type TradeQuery } from "./trade-query.ts";

/** What the view of equity shows. */
export interface EquityData {
  readonly source: string;
  readonly query: TradeQuery;
  readonly choices: FilterChoices;
  readonly series: readonly EquitySeries[];
  /** What is still to be read of the trades, in words. */
  readonly reading?: string;
  readonly problem?: string;
}

const REFRESH_S = 30;

export function renderEquity({ source, query, choices, series, reading, problem }: EquityData): string {
  const refreshS = reading === undefined ? REFRESH_S : 1;
  return renderPage({ title: "Equity", view: "/equity", source, refreshS, waits: reading !== undefined }, [
    problem !== undefined && renderNotice(problem, "bad"),
    reading !== undefined && renderNotice(reading, "wait"),
    renderFilters({ path: "/equity", query, choices, asksTrades: false }),
    series.length === 0 && problem === undefined
      ? renderEmpty(
          "No equity was read in these days",
          "While whook runs, each account's equity is read about every 15 minutes and kept for 400 days.",
        )
      : series.map(renderSeries),
    series.length > 0 &&
      html`<p class="more">What is not explained is the price of what is open and trades that were not whook's, and where the exchange
does not tell whook of funding and transfers, these too. Take the readings away: <a href="${hrefOf("/export/equity.json", query)}" download>equity as JSON</a></p>`,
  ]);
}

function renderSeries(one: EquitySeries): Html {
  const { account, settle, curve, first, last, readings, change, largestDrawdown, net, told, unexplained } = one;
  // The picture is drawn with floats; every figure that is written comes from the decimals.
  const times = curve.map(({ at }) => at / 1000);
  const levels = [times, curve.map(({ equity }) => Number(equity)), curve.map(({ free }) => Number(free))];
  const drawdown = [times, curve.map((point) => Number(point.drawdown))];
  const shown = formatAlike([
    last.equity,
    last.free,
    change,
    largestDrawdown,
    net,
    told?.funding,
    told?.transfers,
    unexplained,
  ]);
  const coin = html`<small>${settle}</small>`;
  return html`<section class="account"><h2>${account}</h2>
${renderTiles([
  ["Equity", html`${shown.plain(last.equity)} ${coin}`],
  ["Free of it", html`${shown.plain(last.free)} ${coin}`],
  ["Change", shown.amount(change, settle)],
  ["Largest drawdown", html`${shown.plain(largestDrawdown)} ${coin}`],
  ["Net of orders", shown.amount(net, settle)],
  ["Funding", told && shown.amount(told.funding, settle)],
  ["Transfers", told && shown.amount(told.transfers, settle)],
  ["Not explained", shown.amount(unexplained, settle)],
])}
${renderTold(told)}
<figure><figcaption>Equity and what is free of it, from ${countOf(readings, "reading")}, ${formatTime(first.at)} to ${formatTime(last.at)}; the drawdown below.</figcaption>
<div class="chart" data-chart="equity" data-coin="${settle}" data-points="${JSON.stringify(levels)}"></div>
<div class="chart low" data-chart="drawdown" data-coin="${settle}" data-points="${JSON.stringify(drawdown)}"></div></figure></section>`;
}

/** What its figures leave out. */
function renderTold(told: EquitySeries["told"]): Html | undefined {
  if (told === undefined)
    return html`<p class="more">This exchange does not tell whook of funding and transfers: they are in what is not explained.</p>`;
  if (!told.isPartly) return undefined;
  return html`<p class="more">Of some of this time the exchange was not heard on funding and transfers: what moved then is in what is not explained.</p>`;
}
