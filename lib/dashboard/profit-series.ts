// Profit over time: the curve and its drawdown, from any number of trades.
import { type Decimal, type DecimalString, decimal, formatDecimal, maxDecimal, ZERO } from "../core/decimal.ts";
import type { UnixMs } from "../core/ids.ts";

/** A change of the balance. */
export interface ProfitPoint {
  readonly at: UnixMs;
  /** Net, in the settle coin. */
  readonly net: DecimalString;
}

/** What trades in one coin made, as the charts show it. */
export interface ProfitSeries {
  /** At most so many points as were asked for; highs and lows are kept. */
  readonly curve: readonly CurvePoint[];
  /** How many changes there were. */
  readonly trades: number;
  readonly net: DecimalString;
  readonly largestDrawdown: DecimalString;
}

/** A point of the curve of profit. */
export interface CurvePoint {
  readonly at: UnixMs;
  /** Running net profit. */
  readonly equity: DecimalString;
  /** How far that is below the highest before it, the start included: zero or less. */
  readonly drawdown: DecimalString;
}

/** @param points - oldest first. */
export function profitSeries(points: readonly ProfitPoint[], maxPoints: number): ProfitSeries {
  const sampler = new Sampler(points.length, maxPoints);
  let [equity, high, deepest] = [ZERO, ZERO, ZERO];
  for (const { at, net } of points) {
    const amount = decimal(net);
    equity = equity.plus(amount);
    high = maxDecimal(high, equity);
    const drawdown = equity.minus(high);
    deepest = drawdown.lt(deepest) ? drawdown : deepest;
    sampler.add({ at, equity, drawdown });
  }
  return {
    curve: sampler.points().map((point) => ({
      at: point.at,
      equity: formatDecimal(point.equity),
      drawdown: formatDecimal(point.drawdown),
    })),
    trades: points.length,
    net: formatDecimal(equity),
    largestDrawdown: formatDecimal(deepest.abs()),
  };
}

interface RunningPoint {
  readonly at: UnixMs;
  readonly equity: Decimal;
  readonly drawdown: Decimal;
}

/** Cuts the points into equal parts and keeps the highest, the lowest and the last of each. */
class Sampler {
  readonly #partSize: number;
  readonly #kept: RunningPoint[] = [];
  #part: RunningPoint[] = [];

  constructor(count: number, maxPoints: number) {
    const perPart = 3;
    this.#partSize = count <= maxPoints ? 1 : Math.ceil(count / Math.floor(maxPoints / perPart));
  }

  add(point: RunningPoint): void {
    this.#part.push(point);
    if (this.#part.length >= this.#partSize) this.#closePart();
  }

  points(): readonly RunningPoint[] {
    this.#closePart();
    return this.#kept;
  }

  #closePart(): void {
    const [first] = this.#part;
    if (first === undefined) return;
    let [highest, lowest, last] = [first, first, first];
    for (const point of this.#part) {
      if (point.equity.gt(highest.equity)) highest = point;
      if (point.equity.lt(lowest.equity)) lowest = point;
      last = point;
    }
    const kept = new Set([highest, lowest, last]);
    this.#kept.push(...this.#part.filter((point) => kept.has(point)));
    this.#part = [];
  }
}
