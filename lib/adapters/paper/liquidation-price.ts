// Where a position's margin is gone. The paper venue closes nothing there: it is told as an exchange tells it, to look at.
import { type Decimal, type DecimalString, decimal, formatDecimal, roundToTick, ZERO } from "../../core/decimal.ts";
import { isCountedInQuote } from "../../core/market/contract-unit.ts";
import { entryPriceOf } from "../../core/market/entry-value.ts";
import type { Instrument } from "../../core/market/instrument.ts";
import { positionMargin, settingsOf, unrealizedProfit } from "./margin.ts";
import type { EngineContext, EnginePosition, VenueState } from "./venue-state.ts";

/**
 * The price at which the position has lost what stands behind it. Isolated: its own margin. Cross: the wallet and the profit of the
 * other cross positions at the prices of now, less the margin of isolated ones. Neither a maintenance margin nor the fee of closing is
 * counted: an exchange closes somewhat earlier.
 * @returns undefined when no price comes to that.
 */
export function liquidationPriceOf(
  state: VenueState,
  symbol: string,
  context: Pick<EngineContext, "markets">,
): DecimalString | undefined {
  const [position, market] = [state.positions[symbol], context.markets[symbol]];
  if (position === undefined || market === undefined) return undefined;
  const isIsolated = settingsOf(state, symbol).marginMode === "isolated";
  const backing = isIsolated ? positionMargin(state, symbol, market) : crossBacking(state, symbol, context);
  const { instrument } = market;
  const price = priceOfLoss(position, backing, instrument);
  if (price === undefined || price.lte(ZERO)) return undefined;
  return formatDecimal(roundToTick(price, decimal(instrument.priceTick)));
}

function crossBacking(state: VenueState, own: string, { markets }: Pick<EngineContext, "markets">): Decimal {
  return Object.entries(state.positions).reduce((sum, [symbol, position]) => {
    const market = markets[symbol];
    if (market === undefined || symbol === own) return sum;
    const isCross = settingsOf(state, symbol).marginMode === "cross";
    return isCross ? sum.plus(unrealizedProfit(position, market)) : sum.minus(positionMargin(state, symbol, market));
  }, decimal(state.wallet));
}

/** Solves `profitOf(contracts, entryValue, price) = -loss` for the price, on each kind of market. */
function priceOfLoss(position: EnginePosition, loss: Decimal, market: Instrument): Decimal | undefined {
  const [contracts, entryValue] = [decimal(position.contracts), decimal(position.entryValue)];
  const size = contracts.abs();
  const signed = contracts.gt(ZERO) ? loss : loss.neg();
  const perUnit = signed.div(market.contractSize);
  if (market.inverse && !isCountedInQuote(market)) return quotient(entryValue, size.plus(perUnit));
  // What the contracts are worth then, in the unit that they are counted against.
  const worth = isCountedInQuote(market) ? entryValue.plus(perUnit) : entryValue.minus(perUnit);
  return worth.gt(ZERO) ? entryPriceOf(size, worth, market) : undefined;
}

function quotient(value: Decimal, by: Decimal): Decimal | undefined {
  return by.gt(ZERO) ? value.div(by) : undefined;
}
