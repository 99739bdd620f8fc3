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

/** What the figures need of a trade, read once for all groups it counts in. */
export interface TradeFigures {
  readonly isFilled: boolean;
  /** It was to trade and came to an end. */
  readonly isOutcome: boolean;
  readonly slippageBps?: Decimal;
  readonly timeToFillMs?: number;
  readonly fee?: { readonly currency: string; readonly cost: Decimal };
  readonly profit?: ProfitFigures;
}

interface ProfitFigures {
  readonly settle: string;
  readonly realized: Decimal;
  readonly change: Change;
  readonly isClosing: boolean;
  readonly isUncounted: boolean;
}

/** Of the balance, and when it came about: all that is kept of a trade. */
interface Change {
  readonly at: number;
  readonly result: Decimal;
}

export function figuresOf(trade: Trade): TradeFigures {
  const { command, status, filledContracts, slippageBps, orderType, filledAt, fee, realizedProfit } = trade;
  const timeToFillMs =
    orderType === "market" && filledAt !== undefined ? Date.parse(filledAt) - Date.parse(trade.receivedAt) : undefined;
  return {
    isFilled: filledContracts !== "0",
    isOutcome: TRADING.has(command) && OUTCOMES.has(status),
    ...(slippageBps === undefined ? {} : { slippageBps: decimal(slippageBps) }),
    ...(timeToFillMs === undefined ? {} : { timeToFillMs }),
    ...(fee === undefined ? {} : { fee: { currency: fee.currency, cost: decimal(fee.cost) } }),
    ...(realizedProfit === undefined ? {} : { profit: profitOf(trade, realizedProfit) }),
  };
}

function profitOf(trade: Trade, realizedProfit: DecimalString): ProfitFigures {
  const { settle, netProfit, filledAt, receivedAt, outsideContracts, closedContracts } = trade;
  const realized = decimal(realizedProfit);
  return {
    settle,
    realized,
    change: {
      at: Date.parse(filledAt ?? receivedAt),
      result: netProfit === undefined ? realized : decimal(netProfit),
    },
    isClosing: closedContracts !== "0",
    isUncounted: outsideContracts !== undefined,
  };
}

/** Adds trades up one by one, in any order. */
export class SummaryBuilder {
  #orders = 0;
  #filled = 0;
  #outcomes = 0;
  #filledOutcomes = 0;
  readonly #slippage = new Sum();
  readonly #timesToFill: number[] = [];
  readonly #fees = new Map<string, Decimal>();
  readonly #profit = new Map<string, ProfitBuilder>();

  add({ isFilled, isOutcome, slippageBps, timeToFillMs, fee, profit }: TradeFigures): void {
    this.#orders++;
    if (isFilled) this.#filled++;
    if (isOutcome) this.#outcomes++;
    if (isOutcome && isFilled) this.#filledOutcomes++;
    if (slippageBps !== undefined) this.#slippage.add(slippageBps);
    if (timeToFillMs !== undefined) this.#timesToFill.push(timeToFillMs);
    if (fee !== undefined) this.#fees.set(fee.currency, (this.#fees.get(fee.currency) ?? ZERO).plus(fee.cost));
    if (profit === undefined) return;
    const builder = this.#profit.get(profit.settle) ?? new ProfitBuilder();
    this.#profit.set(profit.settle, builder);
    builder.add(profit);
  }

  summary(): Summary {
    const times = this.#timesToFill.sort((a, b) => a - b);
    const [p50, p99] = [nearestRank(times, 0.5), nearestRank(times, 0.99)];
    return {
      orders: this.#orders,
      filled: this.#filled,
      ...ratio("fillRate", decimal(String(this.#filledOutcomes)), this.#outcomes, 4),
      ...ratio("slippageBps", this.#slippage.total, this.#slippage.count, 2),
      ...(p50 === undefined || p99 === undefined ? {} : { timeToFillMs: { p50, p99 } }),
      fees: record(this.#fees, formatDecimal),
      profit: record(this.#profit, (builder) => builder.summary()),
    };
  }
}

class Sum {
  total = ZERO;
  count = 0;

  add(amount: Decimal): void {
    this.total = this.total.plus(amount);
    this.count++;
  }
}

class ProfitBuilder {
  readonly #realized = new Sum();
  readonly #net = new Sum();
  readonly #wins = new Sum();
  readonly #losses = new Sum();
  #closing = 0;
  #uncounted = 0;
  readonly #changes: Change[] = [];

  add({ realized, change, isClosing, isUncounted }: ProfitFigures): void {
    const { result } = change;
    this.#realized.add(realized);
    this.#net.add(result);
    this.#changes.push(change);
    if (isUncounted) this.#uncounted++;
    if (!isClosing) return;
    this.#closing++;
    if (result.gt(ZERO)) this.#wins.add(result);
    if (result.lt(ZERO)) this.#losses.add(result);
  }

  summary(): ProfitSummary {
    const [wins, losses] = [this.#wins, this.#losses];
    return {
      closingTrades: this.#closing,
      wins: wins.count,
      losses: losses.count,
      ...ratio("winRate", decimal(String(wins.count)), this.#closing, 4),
      netProfit: formatDecimal(this.#net.total),
      realizedProfit: formatDecimal(this.#realized.total),
      ...(losses.count === 0 ? {} : { profitFactor: formatDecimal(wins.total.div(losses.total.abs()).round(4, 1)) }),
      ...ratio("expectancy", wins.total.plus(losses.total), this.#closing, 8),
      ...ratio("averageWin", wins.total, wins.count, 8),
      ...ratio("averageLoss", losses.total, losses.count, 8),
      largestDrawdown: formatDecimal(largestDrawdown(this.#changes)),
      uncountedTrades: this.#uncounted,
    };
  }
}

/** The largest fall of the running net profit from an earlier high, the start included. */
function largestDrawdown(changes: Change[]): Decimal {
  let [equity, high, largest] = [ZERO, ZERO, ZERO];
  for (const { result } of changes.sort((a, b) => a.at - b.at)) {
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
