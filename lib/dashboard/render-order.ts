// The story of one order, and its facts.
import type { OrderRecord } from "../core/execution/order-record.ts";
import { tellStory } from "../core/trade/tell-story.ts";
import { type Trade, tradeOf } from "../core/trade/trade.ts";
import { formatAlike, formatTime, marketName, priceOf, ratioOf } from "./format.ts";
import { type Html, type HtmlValue, html } from "./html.ts";
import { renderNotice, renderPage, renderTiles } from "./page.ts";
import type { PositionStory } from "./position-of.ts";
import { renderPosition } from "./render-position.ts";
import { statusOf } from "./status.ts";

/** What the page of one order shows. */
export interface OrderData {
  readonly source: string;
  readonly record: OrderRecord;
  /** That it belongs to; absent: it filled nothing. */
  readonly position?: PositionStory;
}

export function renderOrder({ source, record, position }: OrderData): string {
  const trade = tradeOf(record);
  const isOver = record.state.phase.kind === "ended";
  const title = `${marketName(trade.symbol)} ${trade.command}`;
  return renderPage({ title, source, ...(isOver ? {} : { refreshS: 1 }) }, [
    html`<p>${statusOf(trade.status)} <code>${trade.text.trim()}</code></p>`,
    trade.code === "OUTCOME_UNKNOWN" &&
      renderNotice("Whether this was carried out is not known. Look at the position on the exchange.", "bad"),
    trade.reason !== undefined && html`<p>${trade.reason}</p>`,
    ...trade.warnings.map((warning) => renderNotice(`Warning: ${warning}.`, "wait")),
    renderFacts(trade),
    position !== undefined && renderPosition(position, trade.orderId),
    html`<h2>The story</h2>`,
    html`<ol class="story" aria-label="The story of the order">${tellStory(record).map(
      ({ at, after, text }) =>
        html`<li><p class="when">${formatTime(at)} <span class="after">${after}</span></p><p>${text}</p></li>`,
    )}</ol>`,
    html`<p class="more">Order <code>${trade.orderId}</code>, alert <a href="/alerts/${trade.alertId}"><code>${trade.alertId}</code></a></p>`,
  ]);
}

function renderFacts(trade: Trade): Html {
  const { filledContracts, requestedContracts, averagePrice, receiptPrice, slippageBps, fee, leverage, tag } = trade;
  const { makerContracts, lockSaving } = trade;
  const { netProfit, realizedProfit, settle, stagesMs, attempts, account, exchange, notes } = trade;
  const ofFee = fee?.currency === settle ? fee.cost : undefined;
  const shown = formatAlike([ofFee, realizedProfit, netProfit, lockSaving]);
  const fees = ofFee === undefined ? formatAlike([fee?.cost]) : shown;
  const facts: readonly (readonly [string, HtmlValue])[] = [
    ["Account", `${account} on ${exchange}`],
    ["Strategy", tag],
    ["Filled", html`${filledContracts} <small>of ${requestedContracts} contracts</small>`],
    ["Average price", averagePrice && priceOf(averagePrice)],
    ["Price at receipt", receiptPrice && priceOf(receiptPrice)],
    ["Slippage", slippageBps === undefined ? undefined : `${ratioOf(slippageBps)} bp`],
    ["As a maker", makerContracts === undefined ? undefined : html`${makerContracts} <small>contracts</small>`],
    ["Saved by the price lock", lockSaving === undefined ? undefined : shown.amount(lockSaving, settle)],
    ["Leverage", leverage === undefined ? undefined : `${leverage}×`],
    [
      "Fee",
      fee === undefined
        ? undefined
        : html`<span title="${fee.cost}">${fees.plain(fee.cost)} <small>${fee.currency}</small></span>`,
    ],
    ["Realised profit", realizedProfit === undefined ? undefined : shown.amount(realizedProfit, settle)],
    ["Net of its fee", netProfit === undefined ? undefined : shown.amount(netProfit, settle)],
    ["Attempts", attempts],
    ["Received to ended", stagesMs.total === undefined ? undefined : `${stagesMs.total} ms`],
  ];
  return html`${renderTiles(facts)}
${notes.map((note) => html`<p>Note: ${note}.</p>`)}`;
}
