// What contracts are worth in the settle coin, linear and inverse, and what closing them gains.
import { type Decimal, type DecimalInput, ZERO } from "../decimal.ts";

/** Decimals of the settle coin that are kept: finer than any coin's own. */
const SETTLE_DECIMALS = 12;

/** The part of a market that profit needs; an `Instrument` fits. */
export interface ProfitMarket {
  /** Base units in one contract, quote units when inverse. */
  readonly contractSize: DecimalInput;
  readonly inverse: boolean;
}

/** An amount of the settle coin on its grid. */
export function settleAmount(amount: Decimal): Decimal {
  return amount.round(SETTLE_DECIMALS, 1);
}

/** Contracts × price, or contracts ÷ price when inverse: times the contract size that is the settle coin. */
export function entryValueOf(
  contracts: Decimal,
  price: DecimalInput,
  { inverse }: Pick<ProfitMarket, "inverse">,
): Decimal {
  return inverse ? contracts.div(price) : contracts.times(price);
}

/** Profit of `contracts` (signed) that were entered for `entryValue` and are worth `price` now, in the settle coin. */
export function profitOf(
  contracts: Decimal,
  entryValue: Decimal,
  { price, market }: { readonly price: DecimalInput; readonly market: ProfitMarket },
): Decimal {
  const worth = entryValueOf(contracts.abs(), price, market);
  // An inverse long gains when fewer coins are worth the same contracts.
  const gain = market.inverse ? entryValue.minus(worth) : worth.minus(entryValue);
  const signed = contracts.gt(ZERO) ? gain : gain.neg();
  return settleAmount(signed.times(market.contractSize));
}
