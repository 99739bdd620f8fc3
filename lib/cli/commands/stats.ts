import { StatsBuilder, type TradeStats } from "../../core/trade/stats.ts";
import type { Summary } from "../../core/trade/summary.ts";
import type { CliIo, Command } from "../command.ts";
import { printJson, printLine, printTable } from "../print.ts";
import { withProgress } from "../progress.ts";
import { filterOf, noOrders, TRADE_OPTIONS, tradesOf } from "../trade-source.ts";

const GROUPS = {
  account: "byAccount",
  symbol: "bySymbol",
  tag: "byTag",
  weekday: "byWeekday",
  hour: "byHour",
} as const satisfies Record<string, keyof TradeStats>;
type Group = keyof typeof GROUPS;

/** Whether it made money. */
export const stats: Command = {
  options: [
    ...TRADE_OPTIONS,
    {
      flags: "--by <GROUP>",
      summary: "a row each: account, symbol, tag, weekday or hour",
      choices: Object.keys(GROUPS),
    },
  ],
  examples: ["whook stats", "whook stats --since 30d --by tag", "whook stats --account demo --json"],
  async run({ io, backend, isJson }, { options }) {
    const filter = await filterOf(backend, options);
    const found = tradesOf(await backend.ledger(), { filter, alert: undefined });
    const builder = new StatsBuilder();
    for await (const trade of withProgress(found, io, { ...filter, limit: Number.POSITIVE_INFINITY }))
      builder.add(trade);
    const figures = builder.stats();
    if (isJson) printJson(io, figures);
    else if (figures.total.orders === 0) printLine(io, noOrders(filter));
    else if (options.by === undefined) printRows(io, "", { all: figures.total });
    else printRows(io, options.by, figures[GROUPS[options.by as Group]]);
    return 0;
  },
};

function printRows(io: CliIo, title: string, groups: Readonly<Record<string, Summary>>): void {
  const rows = Object.entries(groups).flatMap(([group, summary]) => rowsOf(group, summary));
  const titles = "orders,fill rate,slippage bps,p50 ms,p99 ms,coin,net profit,closed,win rate,profit factor,expectancy";
  const more = "average win,average loss,drawdown,fees";
  const columns = `${titles},${more}`.split(",").map((name) => ({ title: name, align: "right" as const }));
  printTable(io, [{ title }, ...columns], rows);
}

/** One row for each coin: amounts of different coins are never added up. */
function rowsOf(group: string, summary: Summary): readonly (readonly string[])[] {
  const { orders, fillRate, slippageBps, timeToFillMs, profit, fees } = summary;
  const name = group === "" ? "(none)" : group;
  const times = [timeToFillMs?.p50, timeToFillMs?.p99].map((ms) => (ms === undefined ? "" : String(ms)));
  const start = [name, String(orders), percent(fillRate), slippageBps ?? "", ...times];
  const coins = Object.entries(profit);
  const paid = Object.entries(fees).map(([coin, cost]) => `${cost} ${coin}`);
  if (coins.length === 0) return [[...start, ...Array.from({ length: 9 }, () => ""), paid.join(", ")]];
  return coins.map(([coin, figures]) => [
    ...start,
    coin,
    figures.uncountedTrades > 0 ? `${figures.netProfit} (part)` : figures.netProfit,
    String(figures.closingTrades),
    percent(figures.winRate),
    figures.profitFactor ?? "",
    figures.expectancy ?? "",
    figures.averageWin ?? "",
    figures.averageLoss ?? "",
    figures.largestDrawdown,
    paid.join(", "),
  ]);
}

/** `0.4` as `40 %`. */
function percent(share: string | undefined): string {
  return share === undefined ? "" : `${Number.parseFloat((Number.parseFloat(share) * 100).toFixed(2))} %`;
}
