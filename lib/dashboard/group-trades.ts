// The figures of trades, apart by account, strategy, symbol, side, weekday, hour and day: the same that `whook stats` reckons. A
// view waits for them, so each trade is added to all its groups in one pass, in whole units of one decimal place.
import { type DecimalString, decimal, formatDecimal } from "../core/decimal.ts";
import { unitsAt } from "../core/trade/decimal-sum.ts";
import type { ProfitSummary } from "../core/trade/summary.ts";
import { WEEKDAYS } from "./trade-keys.ts";
import type { OutlineRow } from "./trade-row.ts";

const NAMES = [
  "account",
  "strategy",
  "symbol",
  "side",
  "weekday",
  "hour",
  "day",
] as const satisfies readonly (keyof OutlineRow)[];
/** What trades are told apart by. */
export type GroupName = (typeof NAMES)[number];

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
  const places = rows.reduce((finest, { figures }) => Math.max(finest, figures.profit?.result.places ?? 0), 0);
  const groups = NAMES.map((name) => ({ name, all: new Map<string, Group>() }));
  for (const row of rows) {
    const { profit } = row.figures;
    const units = profit === undefined ? 0n : unitsAt(profit.result, places);
    for (const { name, all } of groups) {
      const group = entry(all, row[name], Group);
      group.orders++;
      if (profit !== undefined) entry(group.coins, profit.settle, CoinSums).add(units, profit.isClosing);
    }
  }
  const told = groups.map(({ name, all }) => [name, new Map(toldInOrder(name, all, places))]);
  // A row for each name, as the line above makes them.
  return Object.fromEntries(told) as Groups;
}

function toldInOrder(name: GroupName, all: ReadonlyMap<string, Group>, places: number): [string, GroupFigures][] {
  const place = (key: string) => (name === "weekday" ? String((WEEKDAYS as readonly string[]).indexOf(key)) : key);
  return [...all]
    .map(([key, { orders, coins }]): [string, GroupFigures] => {
      const profit = new Map([...coins].map(([coin, sums]) => [coin, sums.profit(places)]));
      return [key, { orders, profit }];
    })
    .sort(([a], [b]) => (place(a) < place(b) ? -1 : 1));
}

class Group {
  orders = 0;
  readonly coins = new Map<string, CoinSums>();
}

/** What one group made in one coin. The formulas are those of docs/stats.md. */
class CoinSums {
  #net = 0n;
  #won = 0n;
  #lost = 0n;
  #wins = 0;
  #closing = 0;
  #below = 0n;
  #deepest = 0n;

  add(units: bigint, isClosing: boolean): void {
    this.#net += units;
    const below = this.#below - units;
    // A new high: falls are counted from there.
    this.#below = below > 0n ? below : 0n;
    if (below > this.#deepest) this.#deepest = below;
    if (!isClosing) return;
    this.#closing++;
    if (units > 0n) {
      this.#wins++;
      this.#won += units;
    } else {
      this.#lost += units;
    }
  }

  profit(places: number): GroupProfit {
    const amount = (units: bigint): DecimalString => formatDecimal(decimal(`${units}e-${places}`));
    return {
      netProfit: amount(this.#net),
      ...ratio("winRate", BigInt(this.#wins), BigInt(this.#closing)),
      ...ratio("profitFactor", this.#won, -this.#lost),
      largestDrawdown: amount(this.#deepest),
    };
  }
}

function ratio<K extends string>(key: K, part: bigint, of: bigint): { readonly [P in K]?: DecimalString } {
  if (of === 0n) return {};
  const share = formatDecimal(decimal(String(part)).div(String(of)).round(4, 1));
  return { [key]: share } as { readonly [P in K]: DecimalString };
}

function entry<T>(entries: Map<string, T>, key: string, Made: new () => T): T {
  const known = entries.get(key);
  if (known !== undefined) return known;
  const made = new Made();
  entries.set(key, made);
  return made;
}
