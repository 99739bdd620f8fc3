// What an account is worth, what its positions and orders tie up, and what is left.
import { type Decimal, decimal, ZERO } from "../../core/decimal.ts";
import { entryValueOf, profitOf, settleAmount } from "../../core/market/entry-value.ts";
import type { Instrument } from "../../core/market/instrument.ts";
import type { Book, EngineContext, EnginePosition, SymbolSettings, VenueState } from "./venue-state.ts";

type Markets = Pick<EngineContext, "markets">;

export function middleOf({ bid, ask }: Book): Decimal {
  return decimal(bid).plus(ask).div("2");
}

export function settingsOf(state: VenueState, symbol: string): SymbolSettings {
  return state.settings[symbol] ?? state.defaults;
}

/** Margin behind contracts entered for `entryValue`. */
export function marginFor(
  entryValue: Decimal,
  { instrument, leverage }: { readonly instrument: Instrument; readonly leverage: number },
): Decimal {
  return settleAmount(entryValue.times(instrument.contractSize).div(String(leverage)));
}

export function positionMargin(
  state: VenueState,
  symbol: string,
  { instrument }: { readonly instrument: Instrument },
): Decimal {
  const position = state.positions[symbol];
  if (position === undefined) return ZERO;
  return marginFor(decimal(position.entryValue), { instrument, leverage: settingsOf(state, symbol).leverage });
}

export function unrealizedProfit(
  position: EnginePosition,
  { instrument, book }: { readonly instrument: Instrument; readonly book: Book },
): Decimal {
  return profitOf(decimal(position.contracts), decimal(position.entryValue), {
    price: middleOf(book),
    market: instrument,
  });
}

/** Wallet plus unrealised profit. */
export function equityOf(state: VenueState, { markets }: Markets): Decimal {
  return Object.entries(state.positions).reduce((sum, [symbol, position]) => {
    const market = markets[symbol];
    return market === undefined ? sum : sum.plus(unrealizedProfit(position, market));
  }, decimal(state.wallet));
}

/**
 * What new orders can use: the wallet and the profit of cross positions, less the margin of positions and resting orders.
 * The profit of an isolated position stays with it.
 */
export function freeOf(state: VenueState, { markets }: Markets): Decimal {
  const afterPositions = Object.entries(state.positions).reduce((sum, [symbol, position]) => {
    const market = markets[symbol];
    if (market === undefined) return sum;
    const isCross = settingsOf(state, symbol).marginMode === "cross";
    const profit = isCross ? unrealizedProfit(position, market) : ZERO;
    return sum.plus(profit).minus(positionMargin(state, symbol, market));
  }, decimal(state.wallet));
  return Object.values(state.openOrders).reduce((sum, order) => {
    const market = markets[order.symbol];
    if (market === undefined || order.reduceOnly || order.limitPrice === undefined) return sum;
    const entryValue = entryValueOf(decimal(order.contracts), order.limitPrice, market.instrument);
    const { leverage } = settingsOf(state, order.symbol);
    return sum.minus(marginFor(entryValue, { instrument: market.instrument, leverage }));
  }, afterPositions);
}
