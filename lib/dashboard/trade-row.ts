// A trade as it is kept for the views: a hundred thousand of them are looked through for each page, so what is asked of one again
// and again is found out once, and what no view shows is left out.
import { decimal } from "../core/decimal.ts";
import { defined } from "../core/defined.ts";
import { figuresOf, type StatsTrade, type TradeFigures } from "../core/trade/summary.ts";
import type { Trade } from "../core/trade/trade.ts";
import { keysOf, type OutlineKeys, outlineKeysOf, shared, type TradeKeys } from "./trade-keys.ts";

/** What the views show as it stands in the trade. */
type Shown =
  | "code"
  | "filledContracts"
  | "notional"
  | "averagePrice"
  | "slippageBps"
  | "realizedProfit"
  | "netProfit"
  | "fee"
  | "settle"
  | "stagesMs";

/** One trade of the views. */
export interface TradeRow extends TradeKeys, Pick<Trade, Shown> {
  /** The exchange took less than was planned. */
  readonly isShrunk: boolean;
  /** When what it made counts: with its last fill. */
  readonly at: number;
  readonly figures: TradeFigures;
}

/** A trade as far as figures, curves and calendar read it. */
export interface OutlineRow extends OutlineKeys, Pick<TradeRow, "at" | "figures"> {}

/** The outline of a trade. */
export function outlineOf(trade: StatsTrade): OutlineRow {
  const keys = outlineKeysOf(trade);
  return { ...keys, at: atOf(trade, keys), figures: figuresOf(trade) };
}

function atOf({ filledAt }: Pick<StatsTrade, "filledAt">, { receivedAt }: OutlineKeys): number {
  return filledAt === undefined ? receivedAt : Date.parse(filledAt);
}

/** The row of a trade. */
export function rowOf(trade: Trade): TradeRow {
  const { code, notional, averagePrice, slippageBps, realizedProfit, netProfit, fee } = trade;
  const { sentContracts, requestedContracts, filledContracts, settle, stagesMs } = trade;
  const keys = keysOf(trade);
  return {
    ...keys,
    ...defined({ code, notional, averagePrice, slippageBps, realizedProfit, netProfit }),
    ...(fee === undefined ? {} : { fee: { cost: fee.cost, currency: shared(fee.currency) } }),
    filledContracts: shared(filledContracts),
    settle: shared(settle),
    stagesMs,
    isShrunk: sentContracts !== "0" && decimal(sentContracts).lt(requestedContracts),
    at: atOf(trade, keys),
    figures: figuresOf(trade),
  };
}

/** Whether the row is still that of its trade: what of one changes while it is worked on is the same. */
export function isSameTrade(row: TradeRow, trade: Trade): boolean {
  return (
    row.status === trade.status &&
    row.filledContracts === trade.filledContracts &&
    row.realizedProfit === trade.realizedProfit &&
    row.netProfit === trade.netProfit &&
    row.fee?.cost === trade.fee?.cost
  );
}

/** In the order in which they made what they made; of two at the same time the newer first, as `stats` reads them. */
export function byTime(a: TradeRow, b: TradeRow): number {
  return a.at - b.at || (a.orderId < b.orderId ? 1 : -1);
}
