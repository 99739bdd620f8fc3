// What made the money: a table for each way to tell trades apart, every row a way to its trades and to its own curve.
import { formatAlike, marketName, percentOf, ratioOf } from "./format.ts";
import type { GroupFigures, GroupName, GroupProfit, Groups } from "./group-trades.ts";
import { type Html, html } from "./html.ts";
import { renderTable } from "./page.ts";
import { hrefOf, type TradeQuery } from "./trade-query.ts";

const SHOWN = {
  account: "Account",
  strategy: "Strategy",
  symbol: "Symbol",
  side: "Side",
  weekday: "Weekday (UTC)",
  hour: "Hour (UTC)",
} as const satisfies Partial<Record<GroupName, string>>;
type ShownGroup = keyof typeof SHOWN;
/** Those whose rows have an order of their own; others begin with the best. */
const IN_ORDER: ReadonlySet<ShownGroup> = new Set(["weekday", "hour"]);
const MOST_ROWS = 100;

interface Row {
  readonly key: string;
  readonly orders: number;
  readonly figures: GroupProfit;
}

/** The tables of one coin; a group of a single value tells nothing and is left out, unless it is the symbols. */
export function renderGroups(coin: string, groups: Groups, query: TradeQuery): Html {
  const tables = (Object.keys(SHOWN) as ShownGroup[]).flatMap((name) => {
    const rows = rowsOf(groups[name], coin);
    if (rows.length === 0 || (rows.length === 1 && name !== "symbol" && name !== "account")) return [];
    const ordered = IN_ORDER.has(name) ? rows : rows.sort(byNet);
    return [html`<div><h3>Per ${name}</h3>${renderGroup({ name, coin, rows: ordered, query })}</div>`];
  });
  return html`<div class="two">${tables}</div>`;
}

function rowsOf(group: ReadonlyMap<string, GroupFigures>, coin: string): Row[] {
  return [...group].flatMap(([key, { orders, profit }]) => {
    const figures = profit.get(coin);
    return figures === undefined ? [] : [{ key, orders, figures }];
  });
}

function renderGroup({
  name,
  coin,
  rows,
  query,
}: {
  readonly name: ShownGroup;
  readonly coin: string;
  readonly rows: readonly Row[];
  readonly query: TradeQuery;
}): Html {
  const columns = [
    { title: SHOWN[name] },
    { title: "Orders", align: "right" },
    { title: `Net ${coin}`, align: "right" },
    { title: "Won", align: "right" },
    { title: "Factor", align: "right" },
    { title: "Drawdown", align: "right" },
  ] as const;
  const shownAlike = formatAlike(rows.flatMap(({ figures }) => [figures.netProfit, figures.largestDrawdown]));
  const cells = rows.slice(0, MOST_ROWS).map(({ key, orders, figures }) => {
    const only = { [name]: key };
    const shown = key === "" ? "(none)" : name === "symbol" ? marketName(key) : key;
    return [
      html`<a href="${hrefOf("/trades", query, only)}">${shown}</a> <a class="also" href="${hrefOf("/", query, only)}" aria-label="The curve of ${shown}">curve</a>`,
      orders,
      shownAlike.amount(figures.netProfit),
      figures.winRate === undefined ? "–" : percentOf(figures.winRate),
      figures.profitFactor === undefined ? "–" : ratioOf(figures.profitFactor),
      shownAlike.plain(figures.largestDrawdown),
    ];
  });
  const more = rows.length - MOST_ROWS;
  return html`${renderTable(`Profit in ${coin} per ${name}`, columns, cells)}${more > 0 && html`<p class="more">And ${more} more: <code>npx whook stats</code></p>`}`;
}

/** Only the order of rows: a float is exact enough. */
function byNet(a: Row, b: Row): number {
  return Number(b.figures.netProfit) - Number(a.figures.netProfit);
}
