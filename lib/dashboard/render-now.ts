// What is under way: orders that have not ended, with why and until when, and what is open on the exchanges.
import { type DecimalString, decimal, formatDecimal } from "../core/decimal.ts";
import type { UnixMs } from "../core/ids.ts";
import { type AmountFormat, amountOf, formatAlike, formatTime, marketName, priceOf } from "./format.ts";
import { type Html, html } from "./html.ts";
import { renderEmpty, renderNotice, renderPage, renderTable } from "./page.ts";
import { renderStandings } from "./render-standings.ts";
import { statusOf } from "./status.ts";
import type { NowTold } from "./tell-now.ts";
import type { GuardEntry } from "./tell-standing.ts";

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
  readonly liquidationPrice?: DecimalString;
  readonly margin?: DecimalString;
  readonly notional?: DecimalString;
}

/** An order that has not ended, or rests on the exchange. */
export interface OpenOrderEntry extends NowTold {
  readonly orderId: string;
  readonly account: string;
  readonly symbol: string;
  readonly status: string;
  readonly text: string;
  readonly receivedAt: UnixMs;
}

/** What the page of now shows. */
export interface NowData {
  readonly source: string;
  /** Newest first; absent: they could not be read, and `problem` says why. */
  readonly orders?: readonly OpenOrderEntry[];
  readonly problem?: string;
  /** Absent like the orders. */
  readonly accounts?: readonly GuardEntry[];
  /** Whether the switches can be used here at all. */
  readonly hasPassword: boolean;
  /** Absent: the exchanges were not heard yet. */
  readonly asked?: {
    readonly at: UnixMs;
    readonly positions: readonly PositionEntry[];
    /** Accounts that did not answer, and why. */
    readonly problems: readonly { readonly account: string; readonly problem: string }[];
  };
}

/** How often the page asks again, seconds; more often while it waits for the first answer. */
const REFRESH_S = 3;

export function renderNow({ source, orders, problem, accounts = [], hasPassword, asked }: NowData): string {
  const refresh = asked === undefined ? { refreshS: 1, waits: true } : { refreshS: REFRESH_S };
  return renderPage({ title: "Now", view: "/now", source, ...refresh }, [
    problem !== undefined && renderNotice(problem, "bad"),
    html`<h2>Orders under way</h2>`,
    orders !== undefined && renderOrders(orders),
    accounts.length > 0 && html`<h2>Switches and guards</h2>`,
    accounts.length > 0 && renderStandings(accounts, { hasPassword, positions: asked?.positions }),
    html`<h2>Open positions</h2>`,
    asked === undefined ? renderNotice("Asking the exchanges…", "wait") : renderPositions(asked, paperOf(accounts)),
  ]);
}

function renderOrders(orders: readonly OpenOrderEntry[]): Html {
  if (orders.length === 0) return html`<p class="more">None: every order has ended, and no limit order rests.</p>`;
  const columns = [
    { title: "Received" },
    { title: "Account" },
    { title: "Symbol" },
    { title: "Order" },
    { title: "State" },
    { title: "Why" },
    { title: "Until" },
  ];
  const rows = orders.map(({ orderId, account, symbol, status, text, receivedAt, why, until }) => [
    html`<a href="/orders/${orderId}">${formatTime(receivedAt)}</a>`,
    account,
    marketName(symbol),
    html`<code>${text.trim()}</code>`,
    statusOf(status),
    why,
    until === undefined ? "–" : html`${until.what} ${formatTime(until.at)}`,
  ]);
  return renderTable("Orders under way", columns, rows);
}

/** The accounts of the venue that is built in. */
function paperOf(accounts: readonly GuardEntry[]): ReadonlySet<string> {
  return new Set(accounts.filter(({ exchange }) => exchange === "paper").map(({ account }) => account));
}

function renderPositions({ at, positions, problems }: NonNullable<NowData["asked"]>, paper: ReadonlySet<string>): Html {
  const wrong = problems.map(({ account, problem }) =>
    renderNotice(
      html`Account ${account} could not be read: ${problem}. Look at it with <code>npx whook accounts check --account ${account}</code>`,
      "bad",
    ),
  );
  const open =
    positions.length === 0
      ? renderEmpty("Nothing is open", "A position appears here as soon as an order opens one.")
      : [
          renderTotals(positions),
          renderTable("Open positions", COLUMNS, rowsOf(positions)),
          renderLiquidations(positions, paper),
        ];
  return html`${wrong}${open}<p class="more">Asked ${formatTime(at)}</p>`;
}

const COLUMNS = [
  { title: "Account" },
  { title: "Symbol" },
  { title: "Side" },
  { title: "Contracts", align: "right" },
  { title: "Worth", align: "right" },
  { title: "Entry", align: "right" },
  { title: "Mark", align: "right" },
  { title: "Liquidation", align: "right" },
  { title: "Margin", align: "right" },
  { title: "Unrealised", align: "right" },
  { title: "Leverage", align: "right" },
] as const;

/** What a liquidation price is where it needs a word, and why there is none. */
function renderLiquidations(positions: readonly PositionEntry[], paper: ReadonlySet<string>): Html {
  const isPaper = positions.some(({ account }) => paper.has(account));
  const isUntold = positions.some(({ liquidationPrice }) => liquidationPrice === undefined);
  return html`${
    isPaper &&
    html`<p class="more">Paper closes nothing by itself: its liquidation price is where what stands behind the position
would be lost. An exchange closes somewhat earlier, by its maintenance margin.</p>`
  }
${isUntold && html`<p class="more">Without a liquidation price: no price comes to it, as where all of the worth was put up, or the exchange does not tell it.</p>`}`;
}

function rowsOf(positions: readonly PositionEntry[]) {
  const formats = new Map(
    [...Map.groupBy(positions, ({ symbol }) => coinOf(symbol))].map(([coin, some]) => [coin, formatsOf(some)]),
  );
  return positions.map((position) => rowOf(position, formats.get(coinOf(position.symbol)) ?? formatsOf([position])));
}

/** Each column by itself: worth and margin are of another size than what is won or lost. */
function formatsOf(some: readonly PositionEntry[]) {
  return {
    notional: formatAlike(some.map(({ notional }) => notional)),
    margin: formatAlike(some.map(({ margin }) => margin)),
    unrealised: formatAlike(some.map(({ unrealizedProfit }) => unrealizedProfit)),
  };
}

function rowOf(position: PositionEntry, { notional, margin, unrealised }: ReturnType<typeof formatsOf>) {
  const { account, symbol, positionSide, contracts, entryPrice, markPrice, unrealizedProfit, leverage } = position;
  const { liquidationPrice } = position;
  const coin = coinOf(symbol);
  const inCoin = (format: AmountFormat, amount: DecimalString | undefined) =>
    amount === undefined ? "–" : html`<span>${format.plain(amount)} <small>${coin}</small></span>`;
  const price = (told: DecimalString | undefined) => (told === undefined ? "–" : priceOf(told));
  return [
    account,
    marketName(symbol),
    html`<span class="side ${positionSide}">${positionSide}</span>`,
    contracts,
    inCoin(notional, position.notional),
    price(entryPrice),
    price(markPrice),
    price(liquidationPrice),
    inCoin(margin, position.margin),
    unrealizedProfit === undefined ? "–" : unrealised.amount(unrealizedProfit, coin),
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
  return html`<dl class="figures">${totals}<div><dt>Open positions</dt><dd>${positions.length}</dd></div></dl>`;
}

function coinOf(symbol: string): string {
  return symbol.split(":")[1] ?? "";
}
