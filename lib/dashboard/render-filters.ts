// The bar over the views: which account, strategy, symbol, side and days. It is a form: everything it says goes into the address.

import { marketName } from "./format.ts";
import { type Html, type HtmlValue, html } from "./html.ts";
import { hrefOf, NONE, RANGES, type TradeQuery } from "./trade-query.ts";

/** What there is to choose from: what the trades that were read name. */
export interface FilterChoices {
  readonly accounts: readonly string[];
  readonly strategies: readonly string[];
  readonly symbols: readonly string[];
}

/** What a view asks besides. */
export interface FilterOptions {
  readonly path: string;
  readonly query: TradeQuery;
  readonly choices: FilterChoices;
  /** Whether it asks for anything but the account and the days. @default true */
  readonly asksTrades?: false;
  /** Fields of the view's own. */
  readonly more?: HtmlValue;
}

type Choice = readonly [value: string, name: string];

export function renderFilters({ path, query, choices, asksTrades, more }: FilterOptions): Html {
  const days = query.from !== undefined || query.to !== undefined;
  return html`<nav class="ranges" aria-label="Time range">${Object.entries(RANGES).map(([key, name]) => {
    const href = hrefOf(path, query, { range: key, from: undefined, to: undefined });
    return !days && key === query.range
      ? html`<a href="${href}" aria-current="true">${name}</a>`
      : html`<a href="${href}">${name}</a>`;
  })}</nav>
<form class="filters" method="get" action="${path}" aria-label="Filter">
<input type="hidden" name="range" value="${query.range}">
${renderSelect("account", "Account", choices.accounts.map(same), query.account)}
${asksTrades !== false && renderTradeChoices(query, choices)}
<label>From <input type="date" name="from" value="${query.from}"></label>
<label>To <input type="date" name="to" value="${query.to}"></label>
${more}
${(["weekday", "hour"] as const).map((key) => query[key] !== undefined && html`<input type="hidden" name="${key}" value="${query[key]}">`)}
<button type="submit">Show</button>
</form>
${chips(path, query)}`;
}

function renderTradeChoices(query: TradeQuery, choices: FilterChoices): Html {
  return html`${renderSelect("strategy", "Strategy", choices.strategies.map(strategyChoice), query.strategy === "" ? NONE : query.strategy)}
${renderSelect(
  "symbol",
  "Symbol",
  choices.symbols.map((symbol) => [symbol, marketName(symbol)] as const),
  query.symbol,
)}
${renderSelect("side", "Side", ["buy", "sell"].map(same), query.side)}`;
}

/** A choice among a few, or none of them: a filter then lets all through. */
export function renderSelect(
  name: string,
  title: string,
  choices: readonly Choice[],
  chosen: string | undefined,
  none = "all",
): Html {
  const known =
    chosen === undefined || choices.some(([value]) => value === chosen) ? choices : [...choices, same(chosen)];
  return html`<label>${title} <select name="${name}"><option value="">${none}</option>${known.map(([value, text]) =>
    value === chosen
      ? html`<option value="${value}" selected>${text}</option>`
      : html`<option value="${value}">${text}</option>`,
  )}</select></label>`;
}

/** What has no field of its own in the bar, each with a way to take it off. */
function chips(path: string, query: TradeQuery): Html | undefined {
  const set = (["weekday", "hour"] as const).filter((key) => query[key] !== undefined);
  if (set.length === 0) return undefined;
  return html`<p class="chips">Only: ${set.map(
    (key) =>
      html`<a href="${hrefOf(path, query, { [key]: undefined })}">${query[key]} <span aria-hidden="true">×</span><span class="hidden">take off</span></a> `,
  )}</p>`;
}

function same(value: string): Choice {
  return [value, value];
}

function strategyChoice(tag: string): Choice {
  return tag === "" ? [NONE, "(none)"] : [tag, tag];
}
