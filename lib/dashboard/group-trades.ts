// The figures of trades, apart by account, strategy, symbol, side, weekday, hour and day: the same that `whook stats` reckons.
import { figuresOf, type Summary, SummaryBuilder, type TradeFigures } from "../core/trade/summary.ts";
import type { Trade } from "../core/trade/trade.ts";
import { hourOf, strategyOf, tradeDay, tradeSide, WEEKDAYS, weekdayOf } from "./trade-query.ts";

const KEYS = {
  account: ({ account }: Trade) => account,
  strategy: strategyOf,
  symbol: ({ symbol }: Trade) => symbol,
  side: tradeSide,
  weekday: weekdayOf,
  hour: hourOf,
  day: tradeDay,
} as const satisfies Record<string, (trade: Trade) => string>;
/** What trades are told apart by. */
export type GroupName = keyof typeof KEYS;
/** One group's figures, by the value that its trades share. */
export type Groups = Readonly<Record<GroupName, ReadonlyMap<string, Summary>>>;

const NAMES = Object.keys(KEYS) as GroupName[];
/** What is read of a trade once serves every view; trades are values, and a changed one is another. */
const known = new WeakMap<Trade, TradeFigures>();

/** What the figures need of a trade. */
export function tradeFigures(trade: Trade): TradeFigures {
  const figures = known.get(trade) ?? figuresOf(trade);
  known.set(trade, figures);
  return figures;
}

/** All groups in one go. */
export function groupTrades(trades: Iterable<Trade>): Groups {
  const builders = new Map(NAMES.map((name) => [name, new Map<string, SummaryBuilder>()]));
  for (const trade of trades) {
    const figures = tradeFigures(trade);
    for (const [name, group] of builders) {
      const key = KEYS[name](trade);
      const builder = group.get(key) ?? new SummaryBuilder();
      group.set(key, builder);
      builder.add(figures);
    }
  }
  return Object.fromEntries(
    [...builders].map(([name, group]) => [
      name,
      new Map([...group].map(([key, builder]) => [key, builder.summary()] as const).sort(byKey(name))),
    ]),
  ) as unknown as Groups; // Made of all names just above.
}

function byKey(name: GroupName) {
  const place = (key: string) => (name === "weekday" ? String((WEEKDAYS as readonly string[]).indexOf(key)) : key);
  return ([a]: readonly [string, unknown], [b]: readonly [string, unknown]) => (place(a) < place(b) ? -1 : 1);
}
