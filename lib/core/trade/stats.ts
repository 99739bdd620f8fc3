// Whether trading made money: figures over any number of trades, in any order. The formulas are explained in docs/stats.md.
import { figuresOf, type Summary, SummaryBuilder, type TradeFigures } from "./summary.ts";
import type { Trade } from "./trade.ts";

const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const WEEKDAY = new Intl.DateTimeFormat("en-US", { weekday: "long", timeZone: "UTC" });
/** What trades without a tag are counted under: no tag can be empty. */
export const NO_TAG = "";

/** All trades, and the same figures for each account, symbol, tag, UTC weekday and UTC hour of receipt there were trades of. */
export interface TradeStats {
  readonly total: Summary;
  readonly byAccount: Readonly<Record<string, Summary>>;
  readonly bySymbol: Readonly<Record<string, Summary>>;
  readonly byTag: Readonly<Record<string, Summary>>;
  readonly byWeekday: Readonly<Record<string, Summary>>;
  readonly byHour: Readonly<Record<string, Summary>>;
}

/** Takes trades one by one and keeps of each only what the figures need. */
export class StatsBuilder {
  readonly #total = new SummaryBuilder();
  readonly #groups = {
    byAccount: new Groups(),
    bySymbol: new Groups(),
    byTag: new Groups(),
    byWeekday: new Groups(),
    byHour: new Groups(),
  };

  add(trade: Trade): void {
    const figures = figuresOf(trade);
    const { account, symbol, tag = NO_TAG, receivedAt } = trade;
    this.#total.add(figures);
    this.#groups.byAccount.add(account, figures);
    this.#groups.bySymbol.add(symbol, figures);
    this.#groups.byTag.add(tag, figures);
    this.#groups.byWeekday.add(WEEKDAY.format(new Date(receivedAt)), figures);
    this.#groups.byHour.add(`${receivedAt.slice(11, 13)}:00`, figures);
  }

  stats(): TradeStats {
    const { byAccount, bySymbol, byTag, byWeekday, byHour } = this.#groups;
    return {
      total: this.#total.summary(),
      byAccount: byAccount.summaries(),
      bySymbol: bySymbol.summaries(),
      byTag: byTag.summaries(),
      byWeekday: byWeekday.summaries(WEEKDAYS),
      byHour: byHour.summaries(),
    };
  }
}

/** The figures of a list of trades. */
export function computeStats(trades: Iterable<Trade>): TradeStats {
  const builder = new StatsBuilder();
  for (const trade of trades) builder.add(trade);
  return builder.stats();
}

/** One summary for each value of a property. */
class Groups {
  readonly #builders = new Map<string, SummaryBuilder>();

  add(key: string, figures: TradeFigures): void {
    const builder = this.#builders.get(key) ?? new SummaryBuilder();
    this.#builders.set(key, builder);
    builder.add(figures);
  }

  /** In the order given, or sorted. */
  summaries(order: readonly string[] = [...this.#builders.keys()].sort()): Readonly<Record<string, Summary>> {
    return Object.fromEntries(
      order.flatMap((key) => {
        const builder = this.#builders.get(key);
        return builder === undefined ? [] : [[key, builder.summary()]];
      }),
    );
  }
}
