// What an account had over time, and how much of the change its orders explain.
import { type DecimalString, decimal, formatDecimal, ZERO } from "../core/decimal.ts";
import { defined } from "../core/defined.ts";
import type { UnixMs } from "../core/ids.ts";
import type { ToldMovements } from "../core/trade/account-movement.ts";
import type { EquitySnapshot } from "../core/trade/equity-snapshot.ts";
import type { Trade } from "../core/trade/trade.ts";
import { type CurvePoint, profitSeries } from "./profit-series.ts";

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

/** @param snapshots - of one account and coin, oldest first. @param trades - in any order; others are left out. */
export function equitySeries(
  snapshots: readonly EquitySnapshot[],
  trades: Iterable<Trade>,
  maxPoints: number,
): EquitySeries | undefined {
  const [first, last] = [snapshots[0], snapshots.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const free = new Map(snapshots.map((one) => [one.at, one.free]));
  // The series is one of changes: the first is the change from nothing.
  let before: DecimalString = "0";
  const changes = snapshots.map(({ at, equity }) => {
    const net = formatDecimal(decimal(equity).minus(before));
    before = equity;
    return { at, net };
  });
  const { curve, largestDrawdown } = profitSeries(changes, maxPoints);
  const change = decimal(last.equity).minus(first.equity);
  const net = netBetween(trades, { first, last });
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
  trades: Iterable<Trade>,
  { first, last }: { readonly first: EquitySnapshot; readonly last: EquitySnapshot },
) {
  let sum = ZERO;
  for (const trade of trades) {
    const net = trade.netProfit ?? trade.realizedProfit;
    const isOwn = trade.account.toLowerCase() === first.account.toLowerCase() && trade.settle === first.settle;
    if (net !== undefined && isOwn && isBetween(filledAt(trade), first.at, last.at)) sum = sum.plus(net);
  }
  return sum;
}

function filledAt(trade: Trade): number {
  return Date.parse(trade.filledAt ?? trade.receivedAt);
}

function isBetween(at: number, after: UnixMs, until: UnixMs): boolean {
  return at > after && at <= until;
}
