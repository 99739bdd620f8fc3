// Whether trading made money: figures over any number of trades, in any order. The formulas are explained in docs/stats.md.
import { TimeZone } from "../time-zone.ts";
import { figuresOf, type Summary, SummaryBuilder, type TradeFigures } from "./summary.ts";
import type { Trade } from "./trade.ts";

const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const DAY_MS = 24 * 60 * 60 * 1_000;
/** What trades without a tag, or without a side, are counted under: none can be empty. */
export const NO_TAG = "";

/** What a trade counts under. `local`: when its alert came, as clocks of the zone show it. */
const KEYS = {
  byAccount: ({ account }: Trade) => account,
  byExchange: ({ exchange }: Trade) => exchange,
  bySymbol: ({ symbol }: Trade) => symbol,
  byTag: ({ tag = NO_TAG }: Trade) => tag,
  bySide: ({ side }: Trade) => side ?? NO_TAG,
  byDay: (_trade: Trade, local: string) => local.slice(0, 10),
  byWeek: (_trade: Trade, local: string) => mondayOf(local),
  byMonth: (_trade: Trade, local: string) => local.slice(0, 7),
  byWeekday: (_trade: Trade, local: string) => String(WEEKDAYS[dayOf(local).getUTCDay()]),
  byHour: (_trade: Trade, local: string) => `${local.slice(11, 13)}:00`,
} as const;

/** What trades can be counted under. Days, weeks (by their Monday), months, weekdays and hours are those of receipt. */
export type StatsGroup = keyof typeof KEYS;
const STATS_GROUPS = Object.keys(KEYS) as StatsGroup[];

/** All trades, and the same figures for each value of each group there were trades of. */
export type TradeStats = { readonly total: Summary } & {
  readonly [Group in StatsGroup]: Readonly<Record<string, Summary>>;
};

/** What is to be counted. */
export interface StatsOptions {
  /** Whose days and hours. @default UTC */
  readonly zone?: TimeZone;
  /** The others stay empty, and take no time. @default all */
  readonly groups?: readonly StatsGroup[];
}

/** Takes trades one by one and keeps of each only what the figures need. */
export class StatsBuilder {
  readonly #zone: TimeZone;
  readonly #counted: readonly StatsGroup[];
  readonly #total = new SummaryBuilder();
  readonly #groups = Object.fromEntries(STATS_GROUPS.map((group) => [group, new Groups()])) as Record<
    StatsGroup,
    Groups
  >;

  constructor({ zone = TimeZone.utc, groups = STATS_GROUPS }: StatsOptions = {}) {
    this.#zone = zone;
    this.#counted = groups;
  }

  add(trade: Trade): void {
    const figures = figuresOf(trade);
    this.#total.add(figures);
    const local = this.#zone.write(Date.parse(trade.receivedAt));
    for (const group of this.#counted) this.#groups[group].add(KEYS[group](trade, local), figures);
  }

  stats(): TradeStats {
    const summaries = STATS_GROUPS.map((group) => {
      const order = group === "byWeekday" ? WEEKDAYS : undefined;
      return [group, this.#groups[group].summaries(order)];
    });
    // A row for each group, as the line above makes them.
    return { total: this.#total.summary(), ...(Object.fromEntries(summaries) as Omit<TradeStats, "total">) };
  }
}

/** The figures of a list of trades. */
export function computeStats(trades: Iterable<Trade>, options: StatsOptions = {}): TradeStats {
  const builder = new StatsBuilder(options);
  for (const trade of trades) builder.add(trade);
  return builder.stats();
}

function dayOf(local: string): Date {
  return new Date(`${local.slice(0, 10)}T00:00Z`);
}

function mondayOf(local: string): string {
  const day = dayOf(local);
  const since = (day.getUTCDay() + 6) % 7;
  return new Date(day.getTime() - since * DAY_MS).toISOString().slice(0, 10);
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
