// Whether trading made money: figures over any number of trades, in any order. The formulas are explained in docs/stats.md.
import { TimeZone } from "../time-zone.ts";
import { ChangeLog } from "./change-log.ts";
import { Drawdowns, type Fall } from "./drawdown.ts";
import { entry } from "./entry.ts";
import { figuresOf, type StatsTrade, type Summary, SummaryBuilder } from "./summary.ts";

const STATS_GROUPS = [
  "byAccount",
  "byExchange",
  "bySymbol",
  "byTag",
  "bySide",
  "byDay",
  "byWeek",
  "byMonth",
  "byWeekday",
  "byHour",
] as const;
const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

const HOUR_MS = 60 * 60 * 1_000;
const HOURS = 24;
const DAY_MS = HOURS * HOUR_MS;
/** What trades without a tag, or without a side, are counted under: none can be empty. */
export const NO_TAG = "";

/** What trades can be counted under. Days, weeks (by their Monday), months, weekdays and hours are those of receipt. */
export type StatsGroup = (typeof STATS_GROUPS)[number];

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

/** What trades of one part are called in the groups they count in. */
type Names = { readonly [Group in StatsGroup]?: string };

/** One way to part all trades. `local`: when its alert came, as clocks of the zone show it. */
interface Cut {
  /** The same for all trades of a part. */
  keyOf(trade: StatsTrade, local: number): string | number;
  namesOf(trade: StatsTrade, local: number): Names;
}

/** Each trade is added to one part of each of three cuts, not to every group: the groups are made from the parts. */
const CUTS: readonly Cut[] = [
  {
    keyOf: (_trade, local) => Math.floor(local / DAY_MS),
    namesOf: (_trade, local) => dayNames(new Date(local)),
  },
  {
    keyOf: ({ account, exchange, symbol, tag = NO_TAG, side = NO_TAG }) =>
      `${account}\n${exchange}\n${symbol}\n${tag}\n${side}`,
    namesOf: ({ account, exchange, symbol, tag = NO_TAG, side = NO_TAG }) => ({
      byAccount: account,
      byExchange: exchange,
      bySymbol: symbol,
      byTag: tag,
      bySide: side,
    }),
  },
  {
    keyOf: (_trade, local) => Math.floor(local / HOUR_MS) % HOURS,
    namesOf: (_trade, local) => ({ byHour: `${new Date(local).toISOString().slice(11, 13)}:00` }),
  },
];

/** Trades that count alike, added up. */
interface Part {
  readonly names: Names;
  readonly sums: SummaryBuilder;
  /** The figures it is part of. */
  countsIn: readonly Figures[];
  /** Those of the figures it is part of, by coin. */
  falls: Map<string, readonly Fall[]>;
}

/** All trades, or those of one value of a group. */
interface Figures {
  readonly sums: SummaryBuilder;
  readonly drawdowns: Drawdowns;
}

/** Takes trades one by one and keeps of each only what the figures need. */
export class StatsBuilder {
  readonly #zone: TimeZone;
  readonly #counted: readonly StatsGroup[];
  readonly #cuts: readonly { readonly cut: Cut; readonly parts: Map<string | number, Part> }[];
  readonly #changes: ChangeLog<Part>;

  constructor({ zone = TimeZone.utc, groups = STATS_GROUPS }: StatsOptions = {}) {
    this.#zone = zone;
    this.#counted = groups;
    const cuts = groups.length === 0 ? CUTS.slice(0, 1) : CUTS;
    this.#cuts = cuts.map((cut) => ({ cut, parts: new Map() }));
    this.#changes = new ChangeLog(cuts.length);
  }

  add(trade: StatsTrade): void {
    const figures = figuresOf(trade);
    const local = this.#zone.localTime(figures.receivedAt);
    const parts = this.#cuts.map(({ cut, parts }) => {
      const key = cut.keyOf(trade, local);
      const part = entry(parts, key, () => newPart(cut.namesOf(trade, local)));
      part.sums.addSums(figures);
      return part;
    });
    if (figures.profit !== undefined) this.#changes.add(figures.profit, parts);
  }

  stats(): TradeStats {
    const made = (): Figures => ({ sums: new SummaryBuilder(), drawdowns: new Drawdowns(this.#changes.scale) });
    const total = made();
    const groups = STATS_GROUPS.map((group) => ({ group, all: new Map<string, Figures>() }));
    const counted = groups.filter(({ group }) => this.#counted.includes(group));
    for (const [at, { parts }] of this.#cuts.entries())
      for (const part of parts.values()) {
        const named = counted.flatMap(({ group, all }) => figuresOfGroup(all, part.names[group], made));
        // Each cut has all trades: in the total they count once.
        part.countsIn = at === 0 ? [total, ...named] : named;
        part.falls = new Map();
        for (const { sums } of part.countsIn) sums.merge(part.sums);
      }
    // All changes are laid in order once, for all figures they count in.
    this.#changes.tell((part, settle, units) => {
      for (const fall of fallsOf(part, settle)) fall.add(units);
    });
    const summaries = groups.map(({ group, all }) => [group, summariesOf(group, all)]);
    // A row for each group, as the line above makes them.
    return { total: summaryOf(total), ...(Object.fromEntries(summaries) as Omit<TradeStats, "total">) };
  }
}

function newPart(names: Names): Part {
  return { names, sums: new SummaryBuilder(), countsIn: [], falls: new Map() };
}

function fallsOf({ falls, countsIn }: Part, settle: string): readonly Fall[] {
  return entry(falls, settle, () => countsIn.map(({ drawdowns }) => drawdowns.fallOf(settle)));
}

function figuresOfGroup(
  group: Map<string, Figures>,
  name: string | undefined,
  made: () => Figures,
): readonly Figures[] {
  return name === undefined ? [] : [entry(group, name, made)];
}

/** Weekdays in their order, all else sorted by name. */
function summariesOf(group: StatsGroup, all: ReadonlyMap<string, Figures>): Readonly<Record<string, Summary>> {
  const rank = (name: string) => (group === "byWeekday" ? String(WEEKDAYS.indexOf(name)) : name);
  const sorted = [...all].sort(([a], [b]) => (rank(a) < rank(b) ? -1 : 1));
  return Object.fromEntries(sorted.map(([name, figures]) => [name, summaryOf(figures)]));
}

function summaryOf({ sums, drawdowns }: Figures): Summary {
  return sums.summary(drawdowns);
}

/** The figures of a list of trades. */
export function computeStats(trades: Iterable<StatsTrade>, options: StatsOptions = {}): TradeStats {
  const builder = new StatsBuilder(options);
  for (const trade of trades) builder.add(trade);
  return builder.stats();
}

/** @param local - some time of the day. */
function dayNames(local: Date): Names {
  const byDay = local.toISOString().slice(0, 10);
  const sinceMonday = (local.getUTCDay() + 6) % 7;
  return {
    byDay,
    byWeek: new Date(local.getTime() - sinceMonday * DAY_MS).toISOString().slice(0, 10),
    byMonth: byDay.slice(0, 7),
    byWeekday: String(WEEKDAYS[local.getUTCDay()]),
  };
}
