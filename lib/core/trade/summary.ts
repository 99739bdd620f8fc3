// The figures of one group of trades. Each formula stands in docs/stats.md under the name of its key.
import { type Decimal, type DecimalString, decimal, formatDecimal, maxDecimal, ZERO } from "../decimal.ts";
import type { Trade } from "./trade.ts";

/** Decimals are strings. A figure that has nothing to be made of is absent. */
export interface Summary {
  /** Orders of any kind and outcome. */
  readonly orders: number;
  /** Orders that filled at least in part. */
  readonly filled: number;
  /** Of the orders that were to trade and came to an end: the share that filled at least in part. */
  readonly fillRate?: DecimalString;
  /** Mean slippage against the price at receipt, in hundredths of a percent; above zero is worse. */
  readonly slippageBps?: DecimalString;
  /** From receipt to the last fill, market orders only, milliseconds. */
  readonly timeToFillMs?: { readonly p50: number; readonly p99: number };
  /** By coin, in any coin. */
  readonly fees: Readonly<Record<string, DecimalString>>;
  /** By settle coin: amounts of different coins are never added up. */
  readonly profit: Readonly<Record<string, ProfitSummary>>;
}

/** Amounts in one settle coin. A closing trade is one that closed contracts whook had opened; its result is its net profit. */
export interface ProfitSummary {
  readonly closingTrades: number;
  readonly wins: number;
  readonly losses: number;
  readonly winRate?: DecimalString;
  /** Of all trades, fees of those that only opened included. */
  readonly netProfit: DecimalString;
  /** The same before fees. */
  readonly realizedProfit: DecimalString;
  readonly profitFactor?: DecimalString;
  readonly expectancy?: DecimalString;
  readonly averageWin?: DecimalString;
  readonly averageLoss?: DecimalString;
  readonly largestDrawdown: DecimalString;
  /** Trades that closed contracts whook had not opened: that part of their profit is not in these figures. */
  readonly uncountedTrades: number;
}

const TRADING: ReadonlySet<Trade["command"]> = new Set(["buy", "sell", "position", "close"]);
const OUTCOMES: ReadonlySet<Trade["status"]> = new Set(["filled", "cancelled", "rejected", "expired"]);

export class SummaryBuilder {
  #orders = 0;
  #filled = 0;
  #outcomes = 0;
  #filledOutcomes = 0;
  #slippage = { sum: ZERO, count: 0 };
  readonly #timesToFill: number[] = [];
  readonly #fees = new Map<string, Decimal>();
  readonly #profit = new Map<string, ProfitBuilder>();

  add(trade: Trade): void {
    const { command, status, filledContracts, slippageBps, orderType, filledAt, fee, settle } = trade;
    const isFilled = filledContracts !== "0";
    this.#orders++;
    if (isFilled) this.#filled++;
    if (TRADING.has(command) && OUTCOMES.has(status)) {
      this.#outcomes++;
      if (isFilled) this.#filledOutcomes++;
    }
    if (slippageBps !== undefined)
      this.#slippage = { sum: this.#slippage.sum.plus(slippageBps), count: this.#slippage.count + 1 };
    if (orderType === "market" && filledAt !== undefined)
      this.#timesToFill.push(Date.parse(filledAt) - Date.parse(trade.receivedAt));
    if (fee !== undefined) this.#fees.set(fee.currency, (this.#fees.get(fee.currency) ?? ZERO).plus(fee.cost));
    if (trade.realizedProfit === undefined) return;
    const profit = this.#profit.get(settle) ?? new ProfitBuilder();
    this.#profit.set(settle, profit);
    profit.add(trade, trade.realizedProfit);
  }

  summary(): Summary {
    const times = this.#timesToFill.sort((a, b) => a - b);
    const [p50, p99] = [nearestRank(times, 0.5), nearestRank(times, 0.99)];
    const { sum, count } = this.#slippage;
    return {
      orders: this.#orders,
      filled: this.#filled,
      ...ratio("fillRate", decimal(String(this.#filledOutcomes)), this.#outcomes, 4),
      ...ratio("slippageBps", sum, count, 2),
      ...(p50 === undefined || p99 === undefined ? {} : { timeToFillMs: { p50, p99 } }),
      fees: record(this.#fees, formatDecimal),
      profit: record(this.#profit, (builder) => builder.summary()),
    };
  }
}

/** A change of the balance and when it came about. */
interface Point {
  readonly at: number;
  readonly result: Decimal;
}

class ProfitBuilder {
  #realized = ZERO;
  #wins = { sum: ZERO, count: 0 };
  #losses = { sum: ZERO, count: 0 };
  #closing = 0;
  #uncounted = 0;
  readonly #points: Point[] = [];

  add(trade: Trade, realizedProfit: DecimalString): void {
    const result = decimal(trade.netProfit ?? realizedProfit);
    this.#realized = this.#realized.plus(realizedProfit);
    this.#points.push({ at: Date.parse(trade.filledAt ?? trade.receivedAt), result });
    if (trade.outsideContracts !== undefined) this.#uncounted++;
    if (trade.closedContracts === "0") return;
    this.#closing++;
    if (result.gt(ZERO)) this.#wins = { sum: this.#wins.sum.plus(result), count: this.#wins.count + 1 };
    if (result.lt(ZERO)) this.#losses = { sum: this.#losses.sum.plus(result), count: this.#losses.count + 1 };
  }

  summary(): ProfitSummary {
    const [wins, losses] = [this.#wins, this.#losses];
    return {
      closingTrades: this.#closing,
      wins: wins.count,
      losses: losses.count,
      ...ratio("winRate", decimal(String(wins.count)), this.#closing, 4),
      netProfit: formatDecimal(this.#points.reduce((sum, { result }) => sum.plus(result), ZERO)),
      realizedProfit: formatDecimal(this.#realized),
      ...(losses.count === 0 ? {} : { profitFactor: formatDecimal(wins.sum.div(losses.sum.abs()).round(4, 1)) }),
      ...ratio("expectancy", wins.sum.plus(losses.sum), this.#closing, 8),
      ...ratio("averageWin", wins.sum, wins.count, 8),
      ...ratio("averageLoss", losses.sum, losses.count, 8),
      largestDrawdown: formatDecimal(largestDrawdown(this.#points)),
      uncountedTrades: this.#uncounted,
    };
  }
}

/** The largest fall of the running net profit from an earlier high, the start included. */
function largestDrawdown(points: Point[]): Decimal {
  let [equity, high, largest] = [ZERO, ZERO, ZERO];
  for (const { result } of points.sort((a, b) => a.at - b.at)) {
    equity = equity.plus(result);
    high = maxDecimal(high, equity);
    largest = maxDecimal(largest, high.minus(equity));
  }
  return largest;
}

/** The smallest of the sorted numbers that at least this share of them do not exceed. */
function nearestRank(sorted: readonly number[], share: number): number | undefined {
  return sorted[Math.ceil(sorted.length * share) - 1];
}

function ratio<K extends string>(
  key: K,
  sum: Decimal,
  count: number,
  decimals: number,
): { readonly [P in K]?: DecimalString } {
  if (count === 0) return {};
  return { [key]: formatDecimal(sum.div(String(count)).round(decimals, 1)) } as { readonly [P in K]: DecimalString };
}

function record<T, U>(entries: ReadonlyMap<string, T>, map: (value: T) => U): Readonly<Record<string, U>> {
  return Object.fromEntries([...entries].map(([key, value]) => [key, map(value)]));
}
