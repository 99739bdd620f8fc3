// What an account is worth, what its positions and orders tie up, and what is left.
import { type Decimal, decimal, ZERO } from "../../core/decimal.ts";
import { entryValueOf, profitOf, settleAmount, settleValueOf } from "../../core/market/entry-value.ts";
import type { Instrument } from "../../core/market/instrument.ts";
import type { Book, EngineContext, EnginePosition, MarketNow, PaperSettings, VenueState } from "./venue-state.ts";

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

/**
 * What was reckoned last of a position, which never changes. All that is open is valued at every look at an account, and of most of it
 * neither price nor leverage is another than at the look before.
 */
const margins = new WeakMap<
  EnginePosition,
  { readonly leverage: number; readonly of: Instrument; readonly margin: Decimal }
>();
const profits = new WeakMap<EnginePosition, Book & { readonly of: Instrument; readonly profit: Decimal }>();

export function positionMargin(
  state: VenueState,
  symbol: string,
  { instrument }: { readonly instrument: Instrument },
): Decimal {
  const position = state.positions[symbol];
  if (position === undefined) return ZERO;
  const { leverage } = settingsOf(state, symbol);
  const last = margins.get(position);
  if (last?.leverage === leverage && last.of === instrument) return last.margin;
  const value = settleValueOf(decimal(position.contracts).abs(), decimal(position.entryValue), instrument);
  const margin = marginFor(value, leverage);
  margins.set(position, { leverage, of: instrument, margin });
  return margin;
}

export function unrealizedProfit(position: EnginePosition, { instrument, book }: MarketNow): Decimal {
  const last = profits.get(position);
  if (last?.of === instrument && last.bid === book.bid && last.ask === book.ask) return last.profit;
  const at = { price: middleOf(book), market: instrument };
  const profit = profitOf(decimal(position.contracts), decimal(position.entryValue), at);
  profits.set(position, { ...book, of: instrument, profit });
  return profit;
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
    const left = sum.minus(positionMargin(state, symbol, market));
    const isCross = settingsOf(state, symbol).marginMode === "cross";
    return isCross ? left.plus(unrealizedProfit(position, market)) : left;
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
