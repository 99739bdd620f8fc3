import { readPages } from "../../app/read-trades.ts";
import { StatsBuilder, type StatsGroup } from "../../core/trade/stats.ts";
import type { StatsTrade, Summary } from "../../core/trade/summary.ts";
import type { CliIo, Command } from "../command.ts";
import type { Column } from "../fit-table.ts";
import { printJson, printLine, printTable } from "../print.ts";
import { withProgress } from "../progress.ts";
import { filterOf, noOrders, TRADE_OPTIONS } from "../trade-source.ts";

const GROUPS = {
  account: "byAccount",
  exchange: "byExchange",
  symbol: "bySymbol",
  tag: "byTag",
  side: "bySide",
  day: "byDay",
  week: "byWeek",
  month: "byMonth",
  weekday: "byWeekday",
  hour: "byHour",
} as const satisfies Record<string, StatsGroup>;
type Group = keyof typeof GROUPS;
/** What a row is named by is a time, or part of one. */
const OF_TIME: ReadonlySet<string> = new Set(["day", "week", "month", "weekday", "hour"]);

/** Whether it made money. */
export const stats: Command = {
  options: [
    ...TRADE_OPTIONS,
    {
      flags: "--by <GROUP>",
      summary: "a row each: account, exchange, symbol, tag, side, day, week, month, weekday or hour",
      choices: Object.keys(GROUPS),
    },
  ],
  examples: [
    "whook stats",
    "whook stats --since 30d --by tag",
    "whook stats --by day --timezone Europe/Berlin",
    "whook stats --account demo --json",
  ],
  async run({ io, backend, isJson, zone }, { options }) {
    const filter = await filterOf(backend, options, zone);
    const by = options.by as Group | undefined;
    const ledger = await backend.ledger();
    const found = readPages((page) => ledger.listStatsTrades(page), filter);
    const progress = { ...filter, limit: Number.POSITIVE_INFINITY, receivedAtOf };
    // A table shows one group: the others need not be counted.
    const shown = by === undefined ? [] : [GROUPS[by]];
    const builder = new StatsBuilder(isJson ? { zone } : { zone, groups: shown });
    for await (const trades of withProgress(found, io, progress)) for (const trade of trades) builder.add(trade);
    const figures = builder.stats();
    if (isJson) printJson(io, figures);
    else if (figures.total.orders === 0) printLine(io, noOrders(filter));
    else if (by === undefined) printRows(io, "", { all: figures.total });
    else printRows(io, OF_TIME.has(by) ? `${by} (${zone.name})` : by, figures[GROUPS[by]]);
    return 0;
  },
};

function receivedAtOf({ receivedAt }: StatsTrade): string {
  return receivedAt;
}

/** Behind the first column, and in which turn each goes where the terminal is narrow. */
const COLUMNS: readonly Column[] = [
  { title: "orders" },
  { title: "fill rate", drop: 7 },
  { title: "slippage bps", drop: 5 },
  { title: "p50 ms", drop: 2 },
  { title: "p99 ms", drop: 1 },
  { title: "as maker", drop: 0 },
  { title: "lock saved", drop: 0 },
  { title: "coin" },
  { title: "net profit" },
  { title: "closed", drop: 12 },
  { title: "win rate" },
  { title: "profit factor", drop: 9 },
  { title: "expectancy", drop: 8 },
  { title: "average win", drop: 4 },
  { title: "average loss", drop: 3 },
  { title: "drawdown", drop: 10 },
  { title: "fees", drop: 6 },
].map((column) => ({ ...column, align: "right" as const }));

function printRows(io: CliIo, title: string, groups: Readonly<Record<string, Summary>>): void {
  const rows = Object.entries(groups).flatMap(([group, summary]) => rowsOf(group, summary));
  printTable(io, [{ title }, ...COLUMNS], rows);
}

/** One row for each coin: amounts of different coins are never added up. */
function rowsOf(group: string, summary: Summary): readonly (readonly string[])[] {
  const { orders, fillRate, slippageBps, timeToFillMs, makerShare, lockSaving = {}, profit, fees } = summary;
  const name = group === "" ? "(none)" : group;
  const times = [timeToFillMs?.p50, timeToFillMs?.p99].map((ms) => (ms === undefined ? "" : String(ms)));
  const locks = [percent(makerShare), amountsOf(lockSaving)];
  const start = [name, String(orders), percent(fillRate), slippageBps ?? "", ...times, ...locks];
  const coins = Object.entries(profit);
  if (coins.length === 0) return [[...start, ...Array.from({ length: 9 }, () => ""), amountsOf(fees)]];
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
    amountsOf(fees),
  ]);
}

/** `1.5 USDT, 0.002 BTC`. */
function amountsOf(byCoin: Readonly<Record<string, string>>): string {
  return Object.entries(byCoin)
    .map(([coin, amount]) => `${amount} ${coin}`)
    .join(", ");
}

/** `0.4` as `40 %`. */
function percent(share: string | undefined): string {
  return share === undefined ? "" : `${Number.parseFloat((Number.parseFloat(share) * 100).toFixed(2))} %`;
}
