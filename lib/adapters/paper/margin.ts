// What an account is worth, what its positions and orders tie up, and what is left.
import { type Decimal, type DecimalString, decimal, ZERO } from "../../core/decimal.ts";
import type { Instrument } from "../../core/market/instrument.ts";
import type { Book, EngineContext, EnginePosition, SymbolSettings, VenueState } from "./venue-state.ts";

/** Decimals of the settle coin that are kept: finer than any coin's own. */
const SETTLE_DECIMALS = 12;

type Markets = Pick<EngineContext, "markets">;

/** An amount of the settle coin on its grid. */
export function settleAmount(amount: Decimal): Decimal {
  return amount.round(SETTLE_DECIMALS, 1);
}

export function middleOf({ bid, ask }: Book): Decimal {
  return decimal(bid).plus(ask).div("2");
}

export function settingsOf(state: VenueState, symbol: string): SymbolSettings {
  return state.settings[symbol] ?? state.defaults;
}

/** Contracts × price, or contracts ÷ price when inverse: times the contract size that is the settle coin. */
export function entryValueOf(contracts: Decimal, price: DecimalString | Decimal, { inverse }: Instrument): Decimal {
  return inverse ? contracts.div(price) : contracts.times(price);
}

/** Profit of `contracts` (signed) that were entered for `entryValue` and are worth `price` now. */
export function profitOf(
  contracts: Decimal,
  entryValue: Decimal,
  { price, instrument }: { readonly price: DecimalString | Decimal; readonly instrument: Instrument },
): Decimal {
  const worth = entryValueOf(contracts.abs(), price, instrument);
  // An inverse long gains when fewer coins are worth the same contracts.
  const gain = instrument.inverse ? entryValue.minus(worth) : worth.minus(entryValue);
  const signed = contracts.gt(ZERO) ? gain : gain.neg();
  return settleAmount(signed.times(instrument.contractSize));
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
  return profitOf(decimal(position.contracts), decimal(position.entryValue), { price: middleOf(book), instrument });
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
