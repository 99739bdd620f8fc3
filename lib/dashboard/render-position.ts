// The position that an order belongs to: its fills on the venue's own candles, and as a table.
import { unixMs } from "../core/ids.ts";
import { formatAlike, formatTime, priceOf } from "./format.ts";
import { type Html, html } from "./html.ts";
import { renderTable } from "./page.ts";
import type { PositionStory } from "./position-of.ts";

const COLUMNS = [
  { title: "Filled" },
  { title: "Order" },
  { title: "Contracts", align: "right" },
  { title: "Price", align: "right" },
  { title: "Net", align: "right" },
] as const;

/** Of a position that was added to again and again, the newest. */
const MOST_ROWS = 100;

/** @param orderId - the one that is looked at. */
export function renderPosition({ fills, isOpen }: PositionStory, orderId: string): Html {
  const shown = fills.slice(-MOST_ROWS);
  const more = fills.length - shown.length;
  // All of one market: one coin.
  const nets = formatAlike(shown.map(({ netProfit }) => netProfit));
  const rows = shown.map((trade) => [
    html`<a href="/orders/${trade.orderId}"${trade.orderId === orderId && html` aria-current="true"`}>${formatTime(unixMs(trade.at))}</a>`,
    html`<span class="side ${trade.side === "buy" ? "long" : "short"}">${trade.side}</span> ${trade.command}`,
    trade.filledContracts,
    trade.averagePrice === undefined ? "–" : priceOf(trade.averagePrice),
    trade.netProfit === undefined ? "–" : nets.amount(trade.netProfit, trade.settle),
  ]);
  return html`<section><h2>The position <small>${isOpen ? "open, as far as whook's orders tell" : "closed"}</small></h2>
<div class="chart" data-chart="candles" data-url="/orders/${orderId}/candles.json"></div>
<p class="more chart-note" role="status">The exchange's candles, with the entries and exits of this position. Chart:
TradingView Lightweight Charts™, Copyright (c) 2026 TradingView, Inc. <a href="https://www.tradingview.com/" rel="noreferrer">https://www.tradingview.com/</a></p>
${more > 0 && html`<p class="more">And ${more} earlier.</p>`}
${renderTable("Entries and exits", COLUMNS, rows)}</section>`;
}
