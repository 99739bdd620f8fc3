// What an account had over time, and how much of the change its orders explain.
import { type DecimalString, decimal, formatDecimal, ZERO } from "../core/decimal.ts";
import { defined } from "../core/defined.ts";
import type { ToldMovements } from "../core/trade/account-movement.ts";
import { DecimalSum, wholeUnits } from "../core/trade/decimal-sum.ts";
import type { EquitySnapshot } from "../core/trade/equity-snapshot.ts";
import { type CurvePoint, profitSeries } from "./profit-series.ts";
import type { TradeRow } from "./trade-row.ts";

/** A point of the curve of equity. */
export interface EquityPoint extends CurvePoint {
  readonly free: DecimalString;
}

/** One account's equity in one coin. */
export interface EquitySeries {
  readonly account: string;
  readonly settle: string;
  readonly curve: readonly EquityPoint[];
  readonly first: EquitySnapshot;
  readonly last: EquitySnapshot;
  readonly readings: number;
  readonly change: DecimalString;
  readonly largestDrawdown: DecimalString;
  /** Net profit of the orders filled between the first reading and the last. */
  readonly net: DecimalString;
  /** Funding and transfers of that time, as far as the exchange told them; absent: it told nothing. */
  readonly told?: Omit<ToldMovements, "since"> & {
    /** Of some of the time it was not told: what moved then is in what is left. */
    readonly isPartly: boolean;
  };
  /** What is left of the change. */
  readonly unexplained: DecimalString;
}

/** @param snapshots - of one account and coin, oldest first. @param rows - in any order; others are left out. */
export function equitySeries(
  snapshots: readonly EquitySnapshot[],
  rows: Iterable<Pick<TradeRow, "account" | "at" | "figures">>,
  maxPoints: number,
): EquitySeries | undefined {
  const [first, last] = [snapshots[0], snapshots.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const free = new Map(snapshots.map((one) => [one.at, one.free]));
  // The series is one of changes: the first is the change from nothing.
  let before: DecimalString = "0";
  const changes = snapshots.map(({ at, equity }) => {
    const result = wholeUnits(formatDecimal(decimal(equity).minus(before)));
    before = equity;
    return { at, result };
  });
  const { curve, largestDrawdown } = profitSeries(changes, maxPoints);
  const change = decimal(last.equity).minus(first.equity);
  const net = netBetween(rows, { first, last });
  const told = toldBetween(snapshots);
  const explained = [told?.funding ?? "0", told?.transfers ?? "0"].reduce((sum, part) => sum.plus(part), net);
  return {
    account: first.account,
    settle: first.settle,
    curve: curve.map((point) => ({ ...point, free: free.get(point.at) ?? "0" })),
    first,
    last,
    readings: snapshots.length,
    change: formatDecimal(change),
    largestDrawdown,
    net: formatDecimal(net),
    ...defined({ told }),
    unexplained: formatDecimal(change.minus(explained)),
  };
}

/** The first reading is where the time begins: what moved before it is no part of the change. */
function toldBetween([, ...later]: readonly EquitySnapshot[]): EquitySeries["told"] {
  const moved = later.flatMap((one) => one.moved ?? []);
  if (moved.length === 0) return undefined;
  const sumOf = (kind: "funding" | "transfers") => formatDecimal(moved.reduce((sum, one) => sum.plus(one[kind]), ZERO));
  return { funding: sumOf("funding"), transfers: sumOf("transfers"), isPartly: moved.length < later.length };
}

function netBetween(
  rows: Parameters<typeof equitySeries>[1],
  { first, last }: { readonly first: EquitySnapshot; readonly last: EquitySnapshot },
) {
  const own = first.account.toLowerCase();
  const sum = new DecimalSum();
  for (const { account, at, figures } of rows) {
    const isBetween = at > first.at && at <= last.at && figures.profit?.settle === first.settle;
    if (isBetween && account.toLowerCase() === own) sum.add(figures.profit.result);
  }
  return sum.total();
}
