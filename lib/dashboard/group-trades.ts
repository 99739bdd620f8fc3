// The figures of trades, apart by account, strategy, symbol, side, weekday, hour and day: the same that `whook stats` reckons. A
// view waits for them, so each trade is added to all its groups in one pass, in whole units of one decimal place.
import { type DecimalString, decimal, formatDecimal } from "../core/decimal.ts";
import { sumOf, type Units } from "../core/trade/decimal-sum.ts";
import { ChangeScale, Fall } from "../core/trade/drawdown.ts";
import { entry } from "../core/trade/entry.ts";
import type { ProfitSummary, TradeFigures } from "../core/trade/summary.ts";
import { WEEKDAYS } from "./trade-keys.ts";
import type { OutlineRow } from "./trade-row.ts";

/** What trades are told apart by. */
export type GroupName = "account" | "strategy" | "symbol" | "side" | "weekday" | "hour" | "day";

/** What the views show of what one group made in one coin. */
export type GroupProfit = Pick<ProfitSummary, "netProfit" | "winRate" | "profitFactor" | "largestDrawdown">;

/** One group's figures. */
export interface GroupFigures {
  readonly orders: number;
  /** By settle coin. */
  readonly profit: ReadonlyMap<string, GroupProfit>;
}

/** By the value that the trades of a group share. */
export type Groups = Readonly<Record<GroupName, ReadonlyMap<string, GroupFigures>>>;

/** All groups in one go. @param rows - in the order of `byTime`: drawdowns are of that order. */
export function groupTrades(rows: readonly OutlineRow[]): Groups {
  const scale = new ChangeScale();
  for (const { figures } of rows) if (figures.profit !== undefined) scale.add(figures.profit.result);
  const unitsOf = scale.measure();
  const groupsOf = (name: GroupName) => ({ name, all: new Entries(() => new Group(scale)) });
  const [account, strategy, symbol, side] = [
    groupsOf("account"),
    groupsOf("strategy"),
    groupsOf("symbol"),
    groupsOf("side"),
  ];
  const [weekday, hour, day] = [groupsOf("weekday"), groupsOf("hour"), groupsOf("day")];
  for (const row of rows) {
    const { profit } = row.figures;
    const units = profit && unitsOf(profit.result);
    // One by one: a key that is looked up by a name of its own is found several times as fast.
    account.all.of(row.account).add(profit, units);
    strategy.all.of(row.strategy).add(profit, units);
    symbol.all.of(row.symbol).add(profit, units);
    side.all.of(row.side).add(profit, units);
    weekday.all.of(row.weekday).add(profit, units);
    hour.all.of(row.hour).add(profit, units);
    day.all.of(row.day).add(profit, units);
  }
  const told = [account, strategy, symbol, side, weekday, hour, day].map(({ name, all }) => [
    name,
    new Map(toldInOrder(name, all.entries())),
  ]);
  // A row for each name, as the lines above make them.
  return Object.fromEntries(told) as Groups;
}

function toldInOrder(name: GroupName, all: Iterable<readonly [string, Group]>): [string, GroupFigures][] {
  const place = (key: string) => (name === "weekday" ? String((WEEKDAYS as readonly string[]).indexOf(key)) : key);
  return [...all]
    .map(([key, group]): [string, GroupFigures] => [key, group.figures()])
    .sort(([a], [b]) => (place(a) < place(b) ? -1 : 1));
}

/** What is found again and again by keys of which the same often comes many times in a row: days and hours, and mostly the coin. */
class Entries<T> {
  readonly #all = new Map<string, T>();
  readonly #made: () => T;
  #lastKey: string | undefined;
  #last: T;

  constructor(made: () => T) {
    this.#made = made;
    // Never given away: there is no key yet.
    this.#last = made();
  }

  of(key: string): T {
    if (key === this.#lastKey) return this.#last;
    this.#last = entry(this.#all, key, this.#made);
    this.#lastKey = key;
    return this.#last;
  }

  entries(): Iterable<readonly [string, T]> {
    return this.#all;
  }
}

class Group {
  orders = 0;
  readonly #coins: Entries<CoinSums>;

  constructor(scale: ChangeScale) {
    this.#coins = new Entries(() => new CoinSums(scale));
  }

  add(profit: TradeFigures["profit"], units: Units | undefined): void {
    this.orders++;
    if (profit !== undefined && units !== undefined) this.#coins.of(profit.settle).add(units, profit.isClosing);
  }

  figures(): GroupFigures {
    const profit = new Map([...this.#coins.entries()].map(([coin, sums]) => [coin, sums.profit()]));
    return { orders: this.orders, profit };
  }
}

/** What one group made in one coin. The formulas are those of docs/stats.md. */
class CoinSums {
  readonly #places: number;
  readonly #fall: Fall;
  #won: Units;
  #lost: Units;
  /** Of those that only opened: their fees. */
  #opened: Units;
  #wins = 0;
  #closing = 0;

  constructor(scale: ChangeScale) {
    this.#places = scale.places;
    this.#fall = new Fall(scale);
    [this.#won, this.#lost, this.#opened] = [scale.zero, scale.zero, scale.zero];
  }

  add(units: Units, isClosing: boolean): void {
    this.#fall.add(units);
    if (!isClosing) {
      this.#opened = sumOf(this.#opened, units);
      return;
    }
    this.#closing++;
    if (units > 0) {
      this.#wins++;
      this.#won = sumOf(this.#won, units);
    } else {
      this.#lost = sumOf(this.#lost, units);
    }
  }

  profit(): GroupProfit {
    const amount = (units: Units): DecimalString => formatDecimal(decimal(`${units}e-${this.#places}`));
    return {
      netProfit: amount(sumOf(sumOf(this.#won, this.#lost), this.#opened)),
      ...ratio("winRate", BigInt(this.#wins), BigInt(this.#closing)),
      ...ratio("profitFactor", BigInt(this.#won), -BigInt(this.#lost)),
      largestDrawdown: amount(this.#fall.largest),
    };
  }
}

function ratio<K extends string>(key: K, part: bigint, of: bigint): { readonly [P in K]?: DecimalString } {
  if (of === 0n) return {};
  const share = formatDecimal(decimal(String(part)).div(String(of)).round(4, 1));
  return { [key]: share } as { readonly [P in K]: DecimalString };
}
