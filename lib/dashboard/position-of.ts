// The position that an order belongs to: every fill from flat to flat, as whook's own orders tell it.
import { type Decimal, decimal, ZERO } from "../core/decimal.ts";
import type { Trade } from "../core/trade/trade.ts";

/** A position as far as whook's orders made it. */
export interface PositionStory {
  /** Its entries and exits, oldest first. */
  readonly fills: readonly Trade[];
  /** Whether something of it is left, as far as whook's orders tell. */
  readonly isOpen: boolean;
}

/** @param trades - of any account and market, in any order. @returns undefined when the order filled nothing. */
export function positionOf(trades: Iterable<Trade>, order: Trade): PositionStory | undefined {
  const { account, symbol, orderId } = order;
  const others = [...trades].filter((other) => other.account === account && other.symbol === symbol);
  const filled = [...others.filter((other) => other.orderId !== orderId), order].filter(isFilled).sort(byTime);
  return positionsIn(filled).find(({ fills }) => fills.some((fill) => fill.orderId === orderId));
}

/** @param filled - of one account and market, oldest first. */
function positionsIn(filled: readonly Trade[]): readonly PositionStory[] {
  const over: PositionStory[] = [];
  let [held, fills]: [Decimal, Trade[]] = [ZERO, []];
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

/** When it filled last. */
export function filledAtOf({ filledAt, receivedAt }: Pick<Trade, "filledAt" | "receivedAt">): string {
  return filledAt ?? receivedAt;
}

function isFilled({ filledContracts, side }: Trade): boolean {
  return side !== undefined && decimal(filledContracts).gt(ZERO);
}

function byTime(a: Trade, b: Trade): number {
  const [first, second] = [filledAtOf(a), filledAtOf(b)];
  return first === second ? (a.orderId < b.orderId ? -1 : 1) : first < second ? -1 : 1;
}
