// Profit over time: the curve, its drawdown, and the sums per day and per symbol, from any number of trades.
import { type Decimal, type DecimalString, decimal, formatDecimal, maxDecimal, ZERO } from "../core/decimal.ts";
import type { UnixMs } from "../core/ids.ts";

/** A change of the balance. */
export interface ProfitPoint {
  readonly at: UnixMs;
  /** Net, in the settle coin. */
  readonly net: DecimalString;
  readonly symbol: string;
}

/** What trades in one coin made, as the charts show it. */
export interface ProfitSeries {
  /** At most so many points as were asked for; highs and lows are kept. */
  readonly curve: readonly CurvePoint[];
  /** Days with trades, in UTC, oldest first. */
  readonly days: readonly Sum[];
  /** Best first. */
  readonly symbols: readonly Sum[];
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

/** What a day or a symbol made. */
export interface Sum {
  readonly name: string;
  readonly trades: number;
  readonly net: DecimalString;
}

/** @param points - oldest first. */
export function profitSeries(points: readonly ProfitPoint[], maxPoints: number): ProfitSeries {
  const days = new Sums();
  const symbols = new Sums();
  const sampler = new Sampler(points.length, maxPoints);
  let [equity, high, deepest] = [ZERO, ZERO, ZERO];
  for (const { at, net, symbol } of points) {
    const amount = decimal(net);
    days.add(new Date(at).toISOString().slice(0, 10), amount);
    symbols.add(symbol, amount);
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
    days: days.sums().sort((a, b) => (a.name < b.name ? -1 : 1)),
    symbols: symbols.sums().sort((a, b) => decimal(b.net).cmp(a.net)),
    net: formatDecimal(equity),
    largestDrawdown: formatDecimal(deepest.abs()),
  };
}

class Sums {
  readonly #sums = new Map<string, { trades: number; net: Decimal }>();

  add(name: string, amount: Decimal): void {
    const sum = this.#sums.get(name) ?? { trades: 0, net: ZERO };
    this.#sums.set(name, { trades: sum.trades + 1, net: sum.net.plus(amount) });
  }

  sums(): Sum[] {
    return [...this.#sums].map(([name, { trades, net }]) => ({ name, trades, net: formatDecimal(net) }));
  }
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
