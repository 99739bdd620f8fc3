// The figures of one group of trades. Each formula stands in docs/stats.md under the name of its key.
// It is a long file for one reason: there are so many figures, each with its sum, its formula and its name.
import { type Decimal, type DecimalString, decimal, formatDecimal } from "../decimal.ts";
import { DecimalSum, type WholeUnits, wholeUnits } from "./decimal-sum.ts";
import { type BalanceChange, drawdownsOf } from "./drawdown.ts";
import { entry } from "./entry.ts";
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
  /** Of the filled orders under a price lock: the mean share that filled as a maker. */
  readonly makerShare?: DecimalString;
  /** What those locks saved against the price at receipt, by settle coin. */
  readonly lockSaving?: Readonly<Record<string, DecimalString>>;
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

/** What statistics read of a trade: a ledger may keep these apart, so that a long history is summed up without reading it whole. */
export const STATS_KEYS = [
  "account",
  "exchange",
  "symbol",
  "tag",
  "side",
  "receivedAt",
  "command",
  "status",
  "orderType",
  "filledContracts",
  "filledAt",
  "slippageBps",
  "fee",
  "settle",
  "realizedProfit",
  "netProfit",
  "closedContracts",
  "outsideContracts",
  "makerContracts",
  "lockSaving",
] as const satisfies readonly (keyof Trade)[];

type Read = Pick<Trade, (typeof STATS_KEYS)[number]>;
/** A trade as statistics read it: what it does not have may be there as undefined. */
export type StatsTrade = {
  readonly [Key in keyof Read]: Read[Key] | (object extends Pick<Read, Key> ? undefined : never);
};

/** What the figures need of a trade, read once for all groups it counts in. */
export interface TradeFigures {
  readonly receivedAt: number;
  readonly isFilled: boolean;
  /** It was to trade and came to an end. */
  readonly isOutcome: boolean;
  readonly slippageBps: WholeUnits | undefined;
  readonly timeToFillMs: number | undefined;
  readonly fee: { readonly currency: string; readonly cost: WholeUnits } | undefined;
  readonly makerShare: WholeUnits | undefined;
  readonly lockSaving: { readonly settle: string; readonly amount: WholeUnits } | undefined;
  readonly profit: ProfitFigures | undefined;
}

interface ProfitFigures extends BalanceChange {
  readonly realized: WholeUnits;
  readonly isClosing: boolean;
  readonly isUncounted: boolean;
}

export function figuresOf(trade: StatsTrade): TradeFigures {
  const { command, status, filledContracts, slippageBps, orderType, filledAt, fee, realizedProfit } = trade;
  const receivedAt = Date.parse(trade.receivedAt);
  const doneAt = filledAt === undefined ? receivedAt : Date.parse(filledAt);
  return {
    receivedAt,
    isFilled: filledContracts !== "0",
    isOutcome: TRADING.has(command) && OUTCOMES.has(status),
    slippageBps: slippageBps === undefined ? undefined : wholeUnits(slippageBps),
    timeToFillMs: orderType === "market" && filledAt !== undefined ? doneAt - receivedAt : undefined,
    fee: fee === undefined ? undefined : { currency: fee.currency, cost: wholeUnits(fee.cost) },
    makerShare: makerShareOf(trade),
    lockSaving: lockSavingOf(trade),
    profit: realizedProfit === undefined ? undefined : profitOf(trade, realizedProfit, doneAt),
  };
}

function makerShareOf({ makerContracts, filledContracts }: StatsTrade): WholeUnits | undefined {
  if (makerContracts === undefined) return undefined;
  return wholeUnits(formatDecimal(decimal(makerContracts).div(filledContracts).round(6, 1)));
}

function lockSavingOf({ makerContracts, lockSaving, settle }: StatsTrade): TradeFigures["lockSaving"] {
  if (makerContracts === undefined || lockSaving === undefined) return undefined;
  return { settle, amount: wholeUnits(lockSaving) };
}

function profitOf(trade: StatsTrade, realizedProfit: DecimalString, at: number): ProfitFigures {
  const { settle, netProfit, outsideContracts, closedContracts } = trade;
  const realized = wholeUnits(realizedProfit);
  return {
    settle,
    realized,
    at,
    result: netProfit === undefined ? realized : wholeUnits(netProfit),
    isClosing: closedContracts !== "0",
    isUncounted: outsideContracts !== undefined,
  };
}

/** Adds trades up one by one, in any order, and what others added up. */
export class SummaryBuilder {
  #orders = 0;
  #filled = 0;
  #outcomes = 0;
  #filledOutcomes = 0;
  readonly #slippage = new DecimalSum();
  readonly #timesToFill: number[] = [];
  /** Of builders that were merged into this one. */
  readonly #othersTimes: (readonly number[])[] = [];
  readonly #makerShares = new DecimalSum();
  readonly #lockSavings = new Map<string, DecimalSum>();
  readonly #fees = new Map<string, DecimalSum>();
  readonly #profit = new Map<string, ProfitBuilder>();
  readonly #changes: BalanceChange[] = [];

  add(figures: TradeFigures): void {
    this.addSums(figures);
    if (figures.profit !== undefined) this.#changes.push(figures.profit);
  }

  /** All but the drawdown, which whoever merges builders finds by the order of all their trades. */
  addSums(figures: TradeFigures): void {
    const { isFilled, isOutcome, slippageBps, timeToFillMs, makerShare, lockSaving, fee, profit } = figures;
    this.#orders++;
    if (isFilled) this.#filled++;
    if (isOutcome) this.#outcomes++;
    if (isOutcome && isFilled) this.#filledOutcomes++;
    if (slippageBps !== undefined) this.#slippage.add(slippageBps);
    if (timeToFillMs !== undefined) this.#timesToFill.push(timeToFillMs);
    if (makerShare !== undefined) this.#makerShares.add(makerShare);
    if (lockSaving !== undefined) entry(this.#lockSavings, lockSaving.settle, newSum).add(lockSaving.amount);
    if (fee !== undefined) entry(this.#fees, fee.currency, newSum).add(fee.cost);
    if (profit !== undefined) entry(this.#profit, profit.settle, newProfit).add(profit);
  }

  /** Adds what `addSums` added to another. */
  merge(other: SummaryBuilder): void {
    this.#orders += other.#orders;
    this.#filled += other.#filled;
    this.#outcomes += other.#outcomes;
    this.#filledOutcomes += other.#filledOutcomes;
    this.#slippage.merge(other.#slippage);
    this.#othersTimes.push(other.#timesToFill, ...other.#othersTimes);
    this.#makerShares.merge(other.#makerShares);
    for (const [coin, saved] of other.#lockSavings) entry(this.#lockSavings, coin, newSum).merge(saved);
    for (const [coin, paid] of other.#fees) entry(this.#fees, coin, newSum).merge(paid);
    for (const [coin, profit] of other.#profit) entry(this.#profit, coin, newProfit).merge(profit);
  }

  summary(drawdowns = drawdownsOf(this.#changes)): Summary {
    const times = sorted([this.#timesToFill, ...this.#othersTimes]);
    const [p50, p99] = [nearestRank(times, 0.5), nearestRank(times, 0.99)];
    return {
      orders: this.#orders,
      filled: this.#filled,
      ...ratio("fillRate", decimal(String(this.#filledOutcomes)), this.#outcomes, 4),
      ...ratio("slippageBps", this.#slippage.total(), this.#slippage.count, 2),
      ...(p50 === undefined || p99 === undefined ? {} : { timeToFillMs: { p50, p99 } }),
      ...ratio("makerShare", this.#makerShares.total(), this.#makerShares.count, 4),
      ...(this.#lockSavings.size === 0
        ? {}
        : { lockSaving: record(this.#lockSavings, (sum) => formatDecimal(sum.total())) }),
      fees: record(this.#fees, (sum) => formatDecimal(sum.total())),
      profit: record(this.#profit, (builder, settle) => builder.summary(drawdowns.of(settle))),
    };
  }
}

const newSum = () => new DecimalSum();
const newProfit = () => new ProfitBuilder();

class ProfitBuilder {
  readonly #realized = new DecimalSum();
  readonly #net = new DecimalSum();
  readonly #wins = new DecimalSum();
  readonly #losses = new DecimalSum();
  #closing = 0;
  #uncounted = 0;

  add({ realized, result, isClosing, isUncounted }: ProfitFigures): void {
    this.#realized.add(realized);
    this.#net.add(result);
    if (isUncounted) this.#uncounted++;
    if (!isClosing) return;
    this.#closing++;
    if (result.units > 0) this.#wins.add(result);
    if (result.units < 0) this.#losses.add(result);
  }

  merge(other: ProfitBuilder): void {
    this.#realized.merge(other.#realized);
    this.#net.merge(other.#net);
    this.#wins.merge(other.#wins);
    this.#losses.merge(other.#losses);
    this.#closing += other.#closing;
    this.#uncounted += other.#uncounted;
  }

  summary(drawdown: Decimal): ProfitSummary {
    const [wins, losses] = [this.#wins, this.#losses];
    const [won, lost] = [wins.total(), losses.total()];
    return {
      closingTrades: this.#closing,
      wins: wins.count,
      losses: losses.count,
      ...ratio("winRate", decimal(String(wins.count)), this.#closing, 4),
      netProfit: formatDecimal(this.#net.total()),
      realizedProfit: formatDecimal(this.#realized.total()),
      ...(losses.count === 0 ? {} : { profitFactor: formatDecimal(won.div(lost.abs()).round(4, 1)) }),
      ...ratio("expectancy", won.plus(lost), this.#closing, 8),
      ...ratio("averageWin", won, wins.count, 8),
      ...ratio("averageLoss", lost, losses.count, 8),
      largestDrawdown: formatDecimal(drawdown),
      uncountedTrades: this.#uncounted,
    };
  }
}

function sorted(lists: readonly (readonly number[])[]): Float64Array {
  const all = new Float64Array(lists.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const list of lists) {
    all.set(list, at);
    at += list.length;
  }
  return all.sort();
}

/** The smallest of the sorted numbers that at least this share of them do not exceed. */
function nearestRank(sorted: Float64Array, share: number): number | undefined {
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

function record<T, U>(entries: ReadonlyMap<string, T>, map: (value: T, key: string) => U): Readonly<Record<string, U>> {
  return Object.fromEntries([...entries].map(([key, value]) => [key, map(value, key)]));
}
