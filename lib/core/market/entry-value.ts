// What contracts were entered for and are worth in the settle coin, on every kind of market, and what closing them gains.
import { type Decimal, type DecimalInput, decimal, ZERO } from "../decimal.ts";
import { type ContractKind, isCountedInQuote } from "./contract-unit.ts";

/** Decimals of the settle coin that are kept: finer than any coin's own. */
const SETTLE_DECIMALS = 12;

/** The part of a market that profit needs; an `Instrument` fits. */
export interface ProfitMarket extends ContractKind {
  /** Base units in one contract, or quote units where contracts are counted in quote. */
  readonly contractSize: DecimalInput;
}

/** An amount of the settle coin on its grid. */
export function settleAmount(amount: Decimal): Decimal {
  return amount.round(SETTLE_DECIMALS, 1);
}

/** What is added up over fills to have their average price: contracts × price, or contracts ÷ price when counted in quote. */
export function entryValueOf(contracts: Decimal, price: DecimalInput, kind: ContractKind): Decimal {
  return isCountedInQuote(kind) ? contracts.div(price) : contracts.times(price);
}

/** The price at which `contracts` (their size) have this entry value. */
export function entryPriceOf(contracts: Decimal, entryValue: DecimalInput, kind: ContractKind): Decimal {
  return isCountedInQuote(kind) ? contracts.div(entryValue) : decimal(entryValue).div(contracts);
}

/** Worth of `contracts` (their size) in the settle coin at the price they were entered at. */
export function settleValueOf(contracts: Decimal, entryValue: Decimal, market: ProfitMarket): Decimal {
  return (countsSettleCoin(market) ? contracts : entryValue).times(market.contractSize);
}

/** Profit of `contracts` (signed) that were entered for `entryValue` and are worth `price` now, in the settle coin. */
export function profitOf(
  contracts: Decimal,
  entryValue: Decimal,
  { price, market }: { readonly price: DecimalInput; readonly market: ProfitMarket },
): Decimal {
  const worth = entryValueOf(contracts.abs(), price, market);
  // A long counted in quote gains when fewer coins are worth the same contracts.
  const gain = isCountedInQuote(market) ? entryValue.minus(worth) : worth.minus(entryValue);
  const signed = (contracts.gt(ZERO) ? gain : gain.neg()).times(market.contractSize);
  // Counted in base, the gain is in quote: an inverse market pays it in coins at the price of now.
  return settleAmount(countsSettleCoin(market) ? signed.div(price) : signed);
}

/** Whether a contract is so many of the coin that settles it. */
function countsSettleCoin(kind: ContractKind): boolean {
  return kind.inverse && !isCountedInQuote(kind);
}
