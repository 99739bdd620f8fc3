import type { DecimalString } from "../core/decimal.ts";
import { decimal, formatDecimal } from "../core/decimal.ts";
import type { UnixMs } from "../core/ids.ts";
import { amountOf, formatTime, marketName, plain } from "./format.ts";
import { type Html, html } from "./html.ts";
import { renderEmpty, renderNotice, renderPage, renderTable } from "./page.ts";

/** An open position. Absent: the exchange does not tell. */
export interface PositionEntry {
  readonly account: string;
  readonly symbol: string;
  readonly positionSide: "long" | "short";
  readonly contracts: DecimalString;
  readonly entryPrice?: DecimalString;
  readonly markPrice?: DecimalString;
  readonly leverage?: number;
  readonly unrealizedProfit?: DecimalString;
}

/** What the page of positions shows. */
export interface PositionsData {
  readonly source: string;
  /** Absent: the exchanges were not heard yet. */
  readonly asked?: {
    readonly at: UnixMs;
    readonly positions: readonly PositionEntry[];
    /** Accounts that did not answer, and why. */
    readonly problems: readonly { readonly account: string; readonly problem: string }[];
  };
}

/** How often the page asks again, seconds; more often while it waits for the first answer. */
const REFRESH_S = 10;

export function renderPositions({ source, asked }: PositionsData): string {
  const options = { title: "Positions", view: "/positions", source } as const;
  if (asked === undefined)
    return renderPage({ ...options, refreshS: 1, waits: true }, renderNotice("Asking the exchanges…", "wait"));
  const { at, positions, problems } = asked;
  return renderPage({ ...options, refreshS: REFRESH_S }, [
    problems.map(({ account, problem }) =>
      renderNotice(
        html`Account ${account} could not be read: ${problem}. Look at it with <code>npx whook accounts check --account ${account}</code>`,
        "bad",
      ),
    ),
    positions.length === 0
      ? renderEmpty("Nothing is open", "A position appears here as soon as an order opens one.")
      : [renderTotals(positions), renderTable("Open positions", COLUMNS, positions.map(rowOf))],
    html`<p class="more">Asked ${formatTime(at)}</p>`,
  ]);
}

const COLUMNS = [
  { title: "Account" },
  { title: "Symbol" },
  { title: "Side" },
  { title: "Contracts", align: "right" },
  { title: "Entry", align: "right" },
  { title: "Mark", align: "right" },
  { title: "Unrealised", align: "right" },
  { title: "Leverage", align: "right" },
] as const;

function rowOf(position: PositionEntry) {
  const { account, symbol, positionSide, contracts, entryPrice, markPrice, unrealizedProfit, leverage } = position;
  return [
    account,
    marketName(symbol),
    html`<span class="side ${positionSide}">${positionSide}</span>`,
    contracts,
    entryPrice ?? "–",
    markPrice ?? "–",
    unrealizedProfit === undefined ? "–" : amountOf(unrealizedProfit, coinOf(symbol)),
    leverage === undefined ? "–" : `${leverage}×`,
  ];
}

/** Unrealised profit by coin. */
function renderTotals(positions: readonly PositionEntry[]): Html {
  const known = positions.filter(({ unrealizedProfit }) => unrealizedProfit !== undefined);
  const byCoin = Object.entries(Object.groupBy(known, ({ symbol }) => coinOf(symbol)));
  const totals = byCoin.map(([coin, some = []]) => {
    const total = some.reduce((sum, { unrealizedProfit = "0" }) => sum.plus(unrealizedProfit), decimal("0"));
    return html`<div><dt>Unrealised profit</dt><dd>${amountOf(formatDecimal(total), coin)}</dd></div>`;
  });
  const open = html`<div><dt>Open positions</dt><dd>${plain(String(positions.length)).replace(".00", "")}</dd></div>`;
  return html`<dl class="figures">${totals}${open}</dl>`;
}

function coinOf(symbol: string): string {
  return symbol.split(":")[1] ?? "";
}
