import { decimal, formatDecimal } from "../../core/decimal.ts";
import { defined } from "../../core/defined.ts";
import { entryPriceOf, entryValueOf, settleAmount, settleValueOf } from "../../core/market/entry-value.ts";
import type { VenuePosition } from "../../ports/exchange.ts";
import { liquidationPriceOf } from "./liquidation-price.ts";
import { middleOf, positionMargin, settingsOf, unrealizedProfit } from "./margin.ts";
import type { EngineContext, VenueState } from "./venue-state.ts";

/** An open position with what exchanges tell of theirs; undefined: there is none, or its market has no price. */
export function paperPosition(
  state: VenueState,
  symbol: string,
  context: Pick<EngineContext, "markets">,
): VenuePosition | undefined {
  const [position, market] = [state.positions[symbol], context.markets[symbol]];
  if (position === undefined || market === undefined) return undefined;
  const { instrument, book } = market;
  const size = decimal(position.contracts).abs();
  const mark = middleOf(book);
  const worth = settleValueOf(size, entryValueOf(size, mark, instrument), instrument);
  return {
    symbol,
    positionSide: position.contracts.startsWith("-") ? "short" : "long",
    contracts: formatDecimal(size),
    entryPrice: formatDecimal(entryPriceOf(size, position.entryValue, instrument).round(12, 1)),
    markPrice: formatDecimal(mark),
    unrealizedProfit: formatDecimal(unrealizedProfit(position, market)),
    margin: formatDecimal(positionMargin(state, symbol, market)),
    notional: formatDecimal(settleAmount(worth)),
    ...defined({ liquidationPrice: liquidationPriceOf(state, symbol, context) }),
    ...settingsOf(state, symbol),
  };
}
