// The list of trades: sorted, searched, page by page, and to be taken away as a file.

import { ORDER_STATUSES } from "../core/execution/order-record.ts";
import { type AmountFormat, countOf, formatAlike, formatTime, marketName, priceOf, ratioOf } from "./format.ts";
import { type Html, type HtmlValue, html } from "./html.ts";
import { type PageOptions, renderEmpty, renderNotice, renderPage } from "./page.ts";
import { type FilterChoices, renderFilters, renderSelect } from "./render-filters.ts";
import { statusOf } from "./status.ts";
import { hrefOf, type TradeQuery } from "./trade-query.ts";
import type { TradeRow } from "./trade-row.ts";

export const TRADE_SORTS = {
  received: { title: "Received", align: "left" },
  account: { title: "Account", align: "left" },
  strategy: { title: "Strategy", align: "left" },
  symbol: { title: "Symbol", align: "left" },
  order: { title: "Order", align: "left" },
  status: { title: "Status", align: "left" },
  notional: { title: "Worth", align: "right" },
  price: { title: "Price", align: "right" },
  slippage: { title: "Slippage", align: "right" },
  fee: { title: "Fee", align: "right" },
  net: { title: "Net", align: "right" },
} as const;
/** What the list can be sorted by: its columns. */
export type TradeSort = keyof typeof TRADE_SORTS;

/** How the list is laid out. */
export interface TradeListing {
  readonly sort: TradeSort;
  readonly order: "up" | "down";
  /** From 1. */
  readonly page: number;
}

/** What the list shows. */
export interface TradesData {
  readonly source: string;
  readonly query: TradeQuery;
  readonly choices: FilterChoices;
  readonly listing: TradeListing;
  /** Of this page. */
  readonly rows: readonly TradeRow[];
  /** Of all pages. */
  readonly count: number;
  readonly pages: number;
  /** What is still to be read, in words. */
  readonly reading?: string;
  readonly problem?: string;
}

/** What the list has around its content. @param isRead - whether all that it lists is. */
export function tradesFrame({ source, isRead }: { readonly source: string; readonly isRead: boolean }): PageOptions {
  return { title: "Trades", view: "/trades", source, refreshS: isRead ? 5 : 1, waits: !isRead };
}

export function renderTrades(data: TradesData): string {
  const { source, query, choices, listing, rows, count, reading, problem } = data;
  const more = html`${renderSelect(
    "status",
    "Status",
    ORDER_STATUSES.map((status) => [status, status] as const),
    query.status,
  )}
<label>Search <input type="search" name="q" value="${query.q}" maxlength="100"></label>
<input type="hidden" name="sort" value="${listing.sort}"><input type="hidden" name="order" value="${listing.order}">`;
  return renderPage(tradesFrame({ source, isRead: reading === undefined }), [
    problem !== undefined && renderNotice(problem, "bad"),
    reading !== undefined && renderNotice(reading, "wait"),
    renderFilters({ path: "/trades", query, choices, more }),
    html`<p class="more">${countOf(count, "order")}. Take them away: ${renderExports(query)}</p>`,
    rows.length === 0
      ? renderEmpty("No order is of that kind", "Take a filter off, or look further back.")
      : renderList(data),
    renderPages(data),
  ]);
}

/** Files of what is shown: the same that the commands write. */
export function renderExports(query: TradeQuery): Html {
  const files = [
    ["/export/trades.csv", "trades as CSV"],
    ["/export/trades.json", "trades as JSON"],
    ["/export/figures.json", "figures as JSON"],
  ] as const;
  return html`${files.map(([path, name], index) => html`${index > 0 && ", "}<a href="${hrefOf(path, query)}" download>${name}</a>`)}`;
}

function renderList({ rows, query, listing }: TradesData): Html {
  const heads = (Object.keys(TRADE_SORTS) as TradeSort[]).map((key) => {
    const { title, align } = TRADE_SORTS[key];
    const isHere = key === listing.sort;
    const next = isHere && listing.order === "down" ? "up" : "down";
    const mark = isHere && html` <span aria-hidden="true">${listing.order === "down" ? "↓" : "↑"}</span>`;
    const sorted = isHere && html` aria-sort="${listing.order === "down" ? "descending" : "ascending"}"`;
    return html`<th scope="col" class="${align}"${sorted}><a href="${hrefOf("/trades", query, { sort: key, order: next })}">${title}${mark}</a></th>`;
  });
  const columns = columnsOf(rows);
  return html`<div class="scroll wide" role="region" aria-label="Trades" tabindex="0"><table>
<thead><tr>${heads}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${cellsOf(row, columns)}</tr>`)}</tbody></table></div>`;
}

/** How the amounts of each column are written, by coin. */
interface AmountColumns {
  readonly notional: ReadonlyMap<string, AmountFormat>;
  readonly fee: ReadonlyMap<string, AmountFormat>;
  readonly net: ReadonlyMap<string, AmountFormat>;
}

function columnsOf(rows: readonly TradeRow[]): AmountColumns {
  const byCoin = (cell: (row: TradeRow) => readonly [coin: string, amount: string | undefined]) =>
    new Map(
      [...Map.groupBy(rows.map(cell), ([coin]) => coin)].map(([coin, cells]) => [
        coin,
        formatAlike(cells.map(([, amount]) => amount)),
      ]),
    );
  return {
    notional: byCoin(({ settle, notional }) => [settle, notional]),
    fee: byCoin(({ fee }) => [fee?.currency ?? "", fee?.cost]),
    net: byCoin(({ settle, netProfit }) => [settle, netProfit]),
  };
}

function cellsOf(row: TradeRow, columns: AmountColumns): readonly Html[] {
  const { receivedAt, account, strategy, symbol, command, side, status, code, notional, averagePrice } = row;
  const { slippageBps, fee, netProfit, settle, orderId } = row;
  const what = command === side || side === "" ? command : `${command} (${side})`;
  const values: Readonly<Record<TradeSort, HtmlValue>> = {
    received: html`<a href="/orders/${orderId}">${formatTime(receivedAt)}</a>`,
    account,
    strategy: strategy === "" ? "–" : strategy,
    symbol: marketName(symbol),
    order: what,
    status: statusOf(code === "OUTCOME_UNKNOWN" ? "unknown" : status),
    notional: (notional && columns.notional.get(settle)?.plain(notional)) ?? "–",
    price: averagePrice === undefined ? "–" : priceOf(averagePrice),
    slippage: slippageBps === undefined ? "–" : `${ratioOf(slippageBps)} bp`,
    fee:
      fee === undefined
        ? "–"
        : html`<span>${columns.fee.get(fee.currency)?.plain(fee.cost)} <small>${fee.currency}</small></span>`,
    net: (netProfit && columns.net.get(settle)?.amount(netProfit, settle)) ?? "–",
  };
  return (Object.keys(TRADE_SORTS) as TradeSort[]).map(
    (key) => html`<td data-title="${TRADE_SORTS[key].title}" class="${TRADE_SORTS[key].align}">${values[key]}</td>`,
  );
}

function renderPages({ query, listing, pages }: TradesData): Html | undefined {
  if (pages <= 1) return undefined;
  const { sort, order, page } = listing;
  const link = (to: number, name: string, rel: string) =>
    to >= 1 && to <= pages && to !== page
      ? html`<a href="${hrefOf("/trades", query, { sort, order, page: String(to) })}" rel="${rel}">${name}</a>`
      : undefined;
  return html`<nav class="pages" aria-label="Pages">${link(1, "First", "first")}${link(page - 1, "Before", "prev")}
<span>Page ${page} of ${pages}</span>${link(page + 1, "Next", "next")}${link(pages, "Last", "last")}</nav>`;
}
