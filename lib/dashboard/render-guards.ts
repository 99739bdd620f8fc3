// What keeps each account from opening more: its switch, its guards, and the words that change the switch.
import { plain } from "./format.ts";
import { type Html, type HtmlValue, html } from "./html.ts";
import { renderEmpty, renderNotice, renderPage, renderTiles } from "./page.ts";
import { statusOf } from "./status.ts";
import { type GuardEntry, tellStanding } from "./tell-standing.ts";

/** The words for a whole account, and what each does. */
export const SWITCH_WORDS = {
  pause: { name: "Pause", does: "Nothing is sent any more, closing orders included, until it is resumed." },
  closeonly: { name: "Close only", does: "Nothing opens any more; what closes goes on." },
  resume: { name: "Resume", does: "Every switch is cleared: orders open again." },
  closeall: {
    name: "Close all",
    does: "Sets close only, cancels the orders and closes every position at the market, until nothing is left.",
  },
} as const;
/** One of them. */
export type SwitchWord = keyof typeof SWITCH_WORDS;

/** An order that carries a word given here. */
export interface AskedEntry {
  readonly orderId: string;
  readonly text: string;
  readonly status: string;
  readonly reason?: string;
}

/** What the page of guards shows. */
export interface GuardsData {
  readonly source: string;
  readonly accounts: readonly GuardEntry[];
  /** Whether the switches can be used here at all. */
  readonly hasPassword: boolean;
  /** What was asked last, as far as its address tells. */
  readonly asked: readonly AskedEntry[];
  readonly problem?: string;
}

const REFRESH_S = 3;

export function renderGuards({ source, accounts, hasPassword, asked, problem }: GuardsData): string {
  return renderPage({ title: "Guards", view: "/guards", source, refreshS: REFRESH_S }, [
    problem !== undefined && renderNotice(problem, "bad"),
    asked.length > 0 && renderAsked(asked),
    accounts.length === 0 && problem === undefined && renderEmpty("No accounts", "Their switches appear here."),
    accounts.length > 1 &&
      html`<section><h2>All accounts</h2>${renderWords({ account: "", named: "all accounts", hasPassword })}</section>`,
    accounts.map((account) => renderAccount(account, hasPassword)),
    !hasPassword &&
      accounts.length > 0 &&
      html`<p class="more">The switches need a password here: start once with <code>WHOOK_DASHBOARD_PASSWORD</code> set, it is kept hashed.
Until then they are commands: <code>npx whook pause</code>, <code>closeonly</code>, <code>resume</code>, <code>closeall</code>.</p>`,
  ]);
}

function renderAsked(asked: readonly AskedEntry[]): Html {
  return html`<section><h2>Asked for here</h2><ul class="asked">${asked.map(
    ({ orderId, text, status, reason }) =>
      html`<li>${statusOf(status)} <a href="/orders/${orderId}"><code>${text}</code></a>${reason !== undefined && html`<p>${reason}</p>`}</li>`,
  )}</ul></section>`;
}

function renderAccount(entry: GuardEntry, hasPassword: boolean): Html {
  const { account, exchange, limits, timezone, day } = entry;
  const { maxDailyLossUsd, maxOpenPositions, maxTotalUsd, maxOrdersPerMinute, requireAt } = limits;
  const tiles: readonly (readonly [string, HtmlValue])[] = [
    ["Loss a day, at most", maxDailyLossUsd && html`${plain(maxDailyLossUsd)} <small>USD, ${timezone}</small>`],
    ["The day began with", maxDailyLossUsd && day && plain(day.equity)],
    ["Open positions, at most", maxOpenPositions],
    ["Worth together, at most", maxTotalUsd && html`${plain(maxTotalUsd)} <small>USD</small>`],
    ["Orders a minute, at most", maxOrdersPerMinute],
    ["Signals must be dated", requireAt === true && "yes"],
  ];
  const hasLimits = tiles.some(([, value]) => value !== undefined && value !== false);
  return html`<section class="account"><h2>${account} <small>${exchange}</small></h2>
<p>${renderState(entry)}</p>
${hasLimits ? renderTiles(tiles) : html`<p class="more">No guards are set: docs/guards.md.</p>`}
${renderWords({ account, named: account, hasPassword })}</section>`;
}

function renderState(entry: GuardEntry): Html {
  const { name, tone, why, until } = tellStanding(entry);
  return html`<span class="status ${tone}">${name}</span> ${why}${until !== undefined && html`, until ${until}`}.`;
}

function renderWords({
  account,
  named,
  hasPassword,
}: {
  readonly account: string;
  readonly named: string;
  readonly hasPassword: boolean;
}): Html | undefined {
  if (!hasPassword) return undefined;
  const words = Object.entries(SWITCH_WORDS);
  return html`<nav class="words" aria-label="Switches of ${named}">${words.map(
    ([word, { name }]) =>
      html`<a class="${word}" href="/guards/confirm?${String(new URLSearchParams({ word, account }))}" aria-label="${name}, ${named}">${name}</a>`,
  )}</nav>`;
}
