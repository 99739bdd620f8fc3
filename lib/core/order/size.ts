// How many contracts a quantity is, and what contracts are worth: the table of docs/design.md#sizing.
import type { Basis, Quantity } from "../alert/alert-order.ts";
import { type Decimal, type DecimalInput, decimal, maxDecimal, ZERO } from "../decimal.ts";
import { type ContractKind, isCountedInQuote } from "../market/contract-unit.ts";

/** The part of a market that sizing needs. */
export interface SizeMarket extends ContractKind {
  /** Base units in one contract, or quote units where contracts are counted in quote. */
  readonly contractSize: DecimalInput;
}

/** What turns a quantity into contracts. */
export interface SizeInput {
  readonly market: SizeMarket;
  /** Quote per base. */
  readonly price: DecimalInput;
  readonly leverage: number;
  /** Wallet plus unrealised profit, in the settle coin. */
  readonly equity: DecimalInput;
}

const DEFAULT_BASIS = { base: "nominal", quote: "collateral", percent: "collateral" } as const;
const HUNDRED = decimal("100");

/** Contracts of a quantity, signed like it and not yet rounded to the market's step. */
export function contractsOf(quantity: Quantity, input: SizeInput): Decimal {
  const value = decimal(quantity.value);
  switch (quantity.unit) {
    case "contracts":
      return value;
    case "base":
      return fromBase(value.times(factor(quantity.basis ?? DEFAULT_BASIS.base, input)), input);
    case "quote":
      return fromQuote(value.times(factor(quantity.basis ?? DEFAULT_BASIS.quote, input)), input);
    case "percent":
      return fromSettle(equityOf(input).times(value).div(HUNDRED).times(factor("collateral", input)), input);
  }
}

/** Value of contracts in quote. */
export function notionalOf(contracts: Decimal, { market, price }: Pick<SizeInput, "market" | "price">): Decimal {
  const worth = contracts.abs().times(market.contractSize);
  return isCountedInQuote(market) ? worth : worth.times(price);
}

/** Margin behind contracts in the settle coin. */
export function marginOf(contracts: Decimal, input: Omit<SizeInput, "equity">): Decimal {
  const notional = notionalOf(contracts, input);
  const inSettle = input.market.inverse ? notional.div(input.price) : notional;
  return inSettle.div(leverageOf(input));
}

/** How many contracts `margin` of the settle coin pays for. */
export function contractsFor(margin: Decimal, input: Omit<SizeInput, "equity">): Decimal {
  return fromSettle(margin.times(leverageOf(input)), input);
}

/** How many contracts are worth `notional` of quote. */
export function contractsWorth(notional: Decimal, rate: Rate): Decimal {
  return fromQuote(notional, rate);
}

type Rate = Pick<SizeInput, "market" | "price">;

function fromBase(base: Decimal, { market, price }: Rate): Decimal {
  return (isCountedInQuote(market) ? base.times(price) : base).div(market.contractSize);
}

function fromQuote(quote: Decimal, { market, price }: Rate): Decimal {
  return (isCountedInQuote(market) ? quote : quote.div(price)).div(market.contractSize);
}

/** Linear markets settle in the quote coin, inverse ones in the base coin. */
function fromSettle(amount: Decimal, rate: Rate): Decimal {
  return rate.market.inverse ? fromBase(amount, rate) : fromQuote(amount, rate);
}

/** A part of less than nothing would be an order on the other side. */
function equityOf({ equity }: Pick<SizeInput, "equity">): Decimal {
  return maxDecimal(ZERO, decimal(equity));
}

function factor(basis: Basis, input: Pick<SizeInput, "leverage">): Decimal {
  return basis === "collateral" ? leverageOf(input) : decimal("1");
}

function leverageOf({ leverage }: Pick<SizeInput, "leverage">): Decimal {
  return decimal(String(leverage));
}
