// Profit over time: the curve and its drawdown, from any number of trades.
import { type DecimalString, decimal, formatDecimal } from "../core/decimal.ts";
import type { UnixMs } from "../core/ids.ts";
import { unitsAt, type WholeUnits } from "../core/trade/decimal-sum.ts";

/** A change of the balance. */
export interface ProfitPoint {
  readonly at: UnixMs;
  /** Net, in the settle coin. */
  readonly net: WholeUnits;
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
  const places = points.reduce((finest, { net }) => Math.max(finest, net.places), 0);
  const amount = (units: bigint): DecimalString => formatDecimal(decimal(`${units}e-${places}`));
  let [equity, high, deepest] = [0n, 0n, 0n];
  for (const [index, { at, net }] of points.entries()) {
    equity += unitsAt(net, places);
    if (equity > high) high = equity;
    const drawdown = equity - high;
    if (drawdown < deepest) deepest = drawdown;
    sampler.add({ index, at, equity, drawdown });
  }
  return {
    curve: sampler.points().map((point) => ({
      at: point.at,
      equity: amount(point.equity),
      drawdown: amount(point.drawdown),
    })),
    trades: points.length,
    net: amount(equity),
    largestDrawdown: amount(-deepest),
  };
}

/** In units of the finest place of all changes. */
interface RunningPoint {
  /** Its place among all. */
  readonly index: number;
  readonly at: UnixMs;
  readonly equity: bigint;
  readonly drawdown: bigint;
}

/** Cuts the points into equal parts and keeps the highest, the lowest and the last of each. */
class Sampler {
  readonly #partSize: number;
  readonly #kept: RunningPoint[] = [];
  #inPart = 0;
  #highest: RunningPoint | undefined;
  #lowest: RunningPoint | undefined;
  #last: RunningPoint | undefined;

  constructor(count: number, maxPoints: number) {
    const perPart = 3;
    this.#partSize = count <= maxPoints ? 1 : Math.ceil(count / Math.floor(maxPoints / perPart));
  }

  add(point: RunningPoint): void {
    if (this.#highest === undefined || point.equity > this.#highest.equity) this.#highest = point;
    if (this.#lowest === undefined || point.equity < this.#lowest.equity) this.#lowest = point;
    this.#last = point;
    this.#inPart++;
    if (this.#inPart >= this.#partSize) this.#closePart();
  }

  points(): readonly RunningPoint[] {
    this.#closePart();
    return this.#kept;
  }

  #closePart(): void {
    const kept = new Set([this.#highest, this.#lowest, this.#last].filter((point) => point !== undefined));
    this.#kept.push(...[...kept].sort((a, b) => a.index - b.index));
    [this.#highest, this.#lowest, this.#last, this.#inPart] = [undefined, undefined, undefined, 0];
  }
}
