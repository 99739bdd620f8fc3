// The position that an order belongs to: every fill from flat to flat, as whook's own orders tell it.
import { type Decimal, decimal, ZERO } from "../core/decimal.ts";
import type { TradeRow } from "./trade-row.ts";

/** What is read of a trade of the position. */
export type PositionFill = Pick<
  TradeRow,
  | "orderId"
  | "account"
  | "symbol"
  | "command"
  | "side"
  | "filledContracts"
  | "averagePrice"
  | "netProfit"
  | "settle"
  | "at"
>;

/** A position as far as whook's orders made it. */
export interface PositionStory {
  /** Its entries and exits, oldest first. */
  readonly fills: readonly PositionFill[];
  /** Whether something of it is left, as far as whook's orders tell. */
  readonly isOpen: boolean;
}

/** @param trades - of any account and market, in any order. @returns undefined when the order filled nothing. */
export function positionOf(trades: Iterable<PositionFill>, order: PositionFill): PositionStory | undefined {
  const { account, symbol, orderId } = order;
  const others = [...trades].filter((other) => other.account === account && other.symbol === symbol);
  const filled = [...others.filter((other) => other.orderId !== orderId), order].filter(isFilled).sort(byTime);
  return positionsIn(filled).find(({ fills }) => fills.some((fill) => fill.orderId === orderId));
}

/** @param filled - of one account and market, oldest first. */
function positionsIn(filled: readonly PositionFill[]): readonly PositionStory[] {
  const over: PositionStory[] = [];
  let [held, fills]: [Decimal, PositionFill[]] = [ZERO, []];
  for (const trade of filled) {
    const next = trade.side === "buy" ? held.plus(trade.filledContracts) : held.minus(trade.filledContracts);
    const isTurned = held.times(next).lt(ZERO);
    fills.push(trade);
    if (isTurned || next.eq(ZERO)) {
      over.push({ fills, isOpen: false });
      // What turned it over opened the next one.
      fills = isTurned ? [trade] : [];
    }
    held = next;
  }
  return fills.length === 0 ? over : [...over, { fills, isOpen: true }];
}

function isFilled({ filledContracts, side }: PositionFill): boolean {
  return side !== "" && decimal(filledContracts).gt(ZERO);
}

function byTime(a: PositionFill, b: PositionFill): number {
  return a.at - b.at || (a.orderId < b.orderId ? -1 : 1);
}
