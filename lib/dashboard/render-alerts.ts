// The feed: every alert, newest first, with what became of each of its lines.
import type { DecimalString } from "../core/decimal.ts";
import type { UnixMs } from "../core/ids.ts";
import { amountOf, formatTime } from "./format.ts";
import { type Html, html } from "./html.ts";
import { renderEmpty, renderNotice, renderPage } from "./page.ts";
import { statusOf } from "./status.ts";

/** An alert and what became of each of its lines. */
export interface AlertEntry {
  readonly alertId: string;
  readonly at: UnixMs;
  readonly lines: readonly LineEntry[];
  /** How many more lines were refused. */
  readonly unlisted?: number;
}

/** One line of an alert. */
export interface LineEntry {
  readonly line: number;
  readonly text: string;
  /** Of its order; "refused" for a bad line. */
  readonly status: string;
  /** What was filled, or why not. */
  readonly outcome: string;
  /** What was worth saying of it, one sentence each. */
  readonly warnings?: readonly string[];
  readonly net?: { readonly amount: DecimalString; readonly coin: string };
  /** Absent for a bad line. */
  readonly orderId?: string;
}

/** What the page of alerts shows. */
export interface AlertsData {
  readonly source: string;
  readonly show: "all" | "failed";
  readonly alerts: readonly AlertEntry[];
  /** Of the next page, where there is one. */
  readonly older?: string;
  /** Not the newest page. */
  readonly isOlder: boolean;
  readonly problem?: string;
}

export function renderAlerts(data: AlertsData): string {
  const { source, show, alerts, older, isOlder, problem } = data;
  // A page of the past does not change under the reader.
  const live = isOlder ? {} : { refreshS: 3 };
  return renderPage({ title: "Alerts", view: "/alerts", source, ...live }, [
    problem !== undefined && renderNotice(problem, "bad"),
    html`<nav class="ranges" aria-label="Which alerts">${choice("all", "All", show)}${choice("failed", "Failed", show)}</nav>`,
    alerts.length === 0 && problem === undefined
      ? renderNone(data)
      : html`<ol class="feed">${alerts.map(renderAlert)}</ol>`,
    html`<nav class="pages" aria-label="Pages">${isOlder && html`<a href="/alerts?show=${show}">Newest</a>`}${
      older !== undefined && html`<a href="/alerts?show=${show}&amp;before=${older}" rel="next">Older</a>`
    }</nav>`,
  ]);
}

function choice(key: AlertsData["show"], name: string, show: AlertsData["show"]): Html {
  return key === show
    ? html`<a href="/alerts?show=${key}" aria-current="true">${name}</a>`
    : html`<a href="/alerts?show=${key}">${name}</a>`;
}

function renderNone({ show, isOlder, older }: AlertsData): Html {
  if (older !== undefined) return renderEmpty("None on this page", "Older ones may be on the next.");
  if (show === "failed")
    return renderEmpty("Nothing failed", "Alerts whose lines were refused, rejected or expired appear here.");
  if (isOlder) return renderEmpty("No older alerts");
  return renderEmpty(
    "No alert has come yet",
    html`Send one: <code>npx whook send demo ETH/USDT buy 100$ x2</code>`,
    "In TradingView, paste your webhook's address into the alert. npx whook start prints it.",
  );
}

function renderAlert({ alertId, at, lines, unlisted }: AlertEntry): Html {
  const more = unlisted !== undefined && html`<li>${statusOf("refused")} ${unlisted} more lines</li>`;
  return html`<li id="${alertId}"><p class="when">${formatTime(at)}</p><ul>${lines.map(renderLine)}${more}</ul></li>`;
}

function renderLine({ text, status, outcome, warnings = [], net, orderId }: LineEntry): Html {
  const shown = text.trim() === "" ? "(no order line)" : text.trim();
  const line =
    orderId === undefined ? html`<code>${shown}</code>` : html`<a href="/orders/${orderId}"><code>${shown}</code></a>`;
  return html`<li>${statusOf(status)} ${line} ${net && amountOf(net.amount, net.coin)}<p>${outcome}</p>${warnings.map((warning) => html`<p>Warning: ${warning}</p>`)}</li>`;
}
