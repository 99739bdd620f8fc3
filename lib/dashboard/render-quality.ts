import { amountOf, countOf, percentOf, ratioOf } from "./format.ts";
import { type HtmlValue, html } from "./html.ts";
import { type PageOptions, renderEmpty, renderNotice, renderPage, renderTable } from "./page.ts";
import type { Quality, QualityParts } from "./quality-of.ts";
import { type FilterChoices, renderFilters } from "./render-filters.ts";
import { hrefOf, type TradeQuery } from "./trade-query.ts";

/** What the view of execution shows. */
export interface QualityData extends QualityParts {
  readonly source: string;
  readonly query: TradeQuery;
  readonly choices: FilterChoices;
  readonly reading?: string;
  readonly problem?: string;
}

const DAY_MS = 24 * 60 * 60 * 1_000;
const WEEKS_SHOWN = 60;
const COLUMNS = [
  { title: "Orders", align: "right" },
  { title: "Filled", align: "right" },
  { title: "Slippage", align: "right" },
  { title: "To fill, half of them", align: "right" },
  { title: "99 of 100", align: "right" },
  { title: "Waiting", align: "right" },
  { title: "Sending", align: "right" },
  { title: "Filling", align: "right" },
  { title: "Refused", align: "right" },
  { title: "Made smaller", align: "right" },
] as const;

const LOCK_COLUMNS = [
  { title: "Exchange" },
  { title: "Filled as a maker", align: "right" },
  { title: "Saved", align: "right" },
] as const;

/** What the view has around its content. @param isRead - whether all that it sums up is. */
export function qualityFrame({ source, isRead }: { readonly source: string; readonly isRead: boolean }): PageOptions {
  return { title: "Execution", view: "/quality", source, refreshS: isRead ? 10 : 1, waits: !isRead };
}

export function renderQuality(data: QualityData): string {
  const { source, query, choices, byExchange, byWeek, reading, problem } = data;
  const exchanges = [...byExchange].map(([exchange, quality]) => {
    const href = hrefOf("/trades", query, { q: exchange });
    return [
      html`<a href="${href}">${exchange}</a>`,
      ...cellsOf(quality, hrefOf("/trades", query, { q: exchange, status: "rejected" })),
    ];
  });
  const weeks = [...byWeek]
    .reverse()
    .slice(0, WEEKS_SHOWN)
    .map(([monday, quality]) => {
      const days = { from: monday, to: new Date(Date.parse(monday) + 6 * DAY_MS).toISOString().slice(0, 10) };
      return [
        html`<a href="${hrefOf("/trades", query, days)}">${monday}</a>`,
        ...cellsOf(quality, hrefOf("/trades", query, { ...days, status: "rejected" })),
      ];
    });
  return renderPage(qualityFrame({ source, isRead: reading === undefined }), [
    problem !== undefined && renderNotice(problem, "bad"),
    reading !== undefined && renderNotice(reading, "wait"),
    renderFilters({ path: "/quality", query, choices }),
    byExchange.size === 0
      ? renderEmpty("No orders here yet", "Take a filter off, or look further back.")
      : [
          html`<h2>By exchange</h2>`,
          renderTable("Execution by exchange", [{ title: "Exchange" }, ...COLUMNS], exchanges),
          html`<h2>By week</h2>`,
          renderTable("Execution by week", [{ title: "Week from (UTC)" }, ...COLUMNS], weeks),
          renderLocks(byExchange, query),
          html`<p class="more">Slippage is the mean against the price at receipt, in hundredths of a percent: above zero is worse for you.
Times are in milliseconds; to fill counts from receipt, market orders only; waiting, sending and filling are the middle of each stage.
Made smaller: the exchange took less than was planned. ${countOf(
            [...byExchange.values()].reduce((sum, { orders }) => sum + orders, 0),
            "order",
          )} in all.</p>`,
        ],
  ]);
}

/** What price locks were good for, where there were any. */
function renderLocks(byExchange: QualityData["byExchange"], query: TradeQuery): HtmlValue {
  const rows = [...byExchange].flatMap(([exchange, { makerShare, lockSaving = {} }]) => {
    if (makerShare === undefined) return [];
    const saved = Object.entries(lockSaving).map(([coin, amount]) => html`${amountOf(amount, coin)} `);
    const href = hrefOf("/trades", query, { q: exchange });
    return [[html`<a href="${href}">${exchange}</a>`, percentOf(makerShare), saved.length === 0 ? "–" : saved]];
  });
  return (
    rows.length > 0 &&
    html`<h2>Price locks</h2>${renderTable("Price locks by exchange", LOCK_COLUMNS, rows)}
<p class="more">Filled as a maker is the mean share of the filled orders that asked for a price lock. Saved is what they filled, valued at
the price at receipt, less what it was traded for, fees apart: below zero the price ran away.</p>`
  );
}

function cellsOf(
  { orders, fillRate, slippageBps, timeToFillMs, stages, refused, shrunk }: Quality,
  refusedHref: string,
): readonly HtmlValue[] {
  const { queued, sending, filling } = stages;
  const ms = (time: number | undefined) => (time === undefined ? "–" : `${time} ms`);
  return [
    orders,
    fillRate === undefined ? "–" : percentOf(fillRate),
    slippageBps === undefined ? "–" : `${ratioOf(slippageBps)} bp`,
    ...[timeToFillMs?.p50, timeToFillMs?.p99, queued, sending, filling].map(ms),
    refused === 0 ? 0 : html`<a href="${refusedHref}">${refused}</a>`,
    shrunk,
  ];
}
