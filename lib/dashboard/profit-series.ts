// Profit over time: the curve and its drawdown, from any number of trades.
import { type DecimalString, decimal, formatDecimal } from "../core/decimal.ts";
import { type UnixMs, unixMs } from "../core/ids.ts";
import { sumOf, type Units } from "../core/trade/decimal-sum.ts";
import { type BalanceChange, ChangeScale, Fall } from "../core/trade/drawdown.ts";

/** A change of the balance: when, and by how much, net. */
export type ProfitPoint = Pick<BalanceChange, "at" | "result">;

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
  const scale = new ChangeScale();
  for (const { result } of points) scale.add(result);
  const unitsOf = scale.measure();
  const amount = (units: Units): DecimalString => formatDecimal(decimal(`${units}e-${scale.places}`));
  const fall = new Fall(scale);
  let [index, equity] = [0, scale.zero];
  for (const { at, result } of points) {
    const units = unitsOf(result);
    equity = sumOf(equity, units);
    fall.add(units);
    sampler.add({ index, at, equity, below: fall.now });
    index++;
  }
  return {
    curve: sampler.points().map(({ at, equity, below }) => ({
      at: unixMs(at),
      equity: amount(equity),
      drawdown: amount(-below),
    })),
    trades: points.length,
    net: amount(equity),
    largestDrawdown: amount(fall.largest),
  };
}

/** In units of the finest place of all changes. */
interface RunningPoint {
  /** Its place among all. */
  readonly index: number;
  readonly at: number;
  readonly equity: Units;
  /** How far that is below its high. */
  readonly below: Units;
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
