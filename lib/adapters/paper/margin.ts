// What an account is worth, what its positions and orders tie up, and what is left.
import { type Decimal, decimal, ZERO } from "../../core/decimal.ts";
import { entryValueOf, profitOf, settleAmount, settleValueOf } from "../../core/market/entry-value.ts";
import type { Instrument } from "../../core/market/instrument.ts";
import type { Book, EngineContext, EnginePosition, PaperSettings, VenueState } from "./venue-state.ts";

type Markets = Pick<EngineContext, "markets">;

/** Exact, and a product takes a fraction of a quotient's time. */
const HALF = decimal("0.5");

export function middleOf({ bid, ask }: Book): Decimal {
  return decimal(bid).plus(ask).times(HALF);
}

export function settingsOf(state: VenueState, symbol: string): PaperSettings {
  return state.settings[symbol] ?? state.defaults;
}

/** Margin behind contracts that are worth `settleValue`. */
export function marginFor(settleValue: Decimal, leverage: number): Decimal {
  return settleAmount(settleValue.div(String(leverage)));
}

export function positionMargin(
  state: VenueState,
  symbol: string,
  { instrument }: { readonly instrument: Instrument },
): Decimal {
  const position = state.positions[symbol];
  if (position === undefined) return ZERO;
  const value = settleValueOf(decimal(position.contracts).abs(), decimal(position.entryValue), instrument);
  return marginFor(value, settingsOf(state, symbol).leverage);
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
    const contracts = decimal(order.contracts);
    const entryValue = entryValueOf(contracts, order.limitPrice, market.instrument);
    const value = settleValueOf(contracts, entryValue, market.instrument);
    return sum.minus(marginFor(value, settingsOf(state, order.symbol).leverage));
  }, afterPositions);
}
