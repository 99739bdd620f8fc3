// Realised profit by average cost: what is closed is worth its share of what the position was entered for.
//
// 1. Only contracts opened through whook at a known price have a cost. Others are kept apart, and what closes them has no
//    profit on record: it is marked, not guessed.
// 2. A closing fill takes whook's own contracts first: a strategy's result does not depend on what else the account holds.
// 3. Profit is rounded to the settle coin's grid fill by fill, as the venue's balance is.
import { type Decimal, type DecimalString, decimal, formatDecimal, minDecimal, ZERO } from "../decimal.ts";
import type { Accounted } from "../execution/order-record.ts";
import { entryValueOf, type ProfitMarket, profitOf } from "../market/entry-value.ts";

/** What one account holds of one market, by cost. Contracts are signed; both never point in opposite directions. */
export interface CostBook {
  /** Opened through whook, at known prices. */
  readonly contracts: DecimalString;
  /** What they were entered for: the sum of their entry values. */
  readonly entryValue: DecimalString;
  /** Opened elsewhere, or at a price nobody told. */
  readonly outside: DecimalString;
}

export const EMPTY_COST: CostBook = { contracts: "0", entryValue: "0", outside: "0" };

/** Signed contracts, and their price when it is known. */
export interface CostFill {
  readonly contracts: Decimal;
  readonly price?: DecimalString | Decimal;
}

/** The book after a fill, and what the fill did to it. */
export function applyCostFill(
  book: CostBook,
  fill: CostFill,
  market: ProfitMarket,
): { readonly book: CostBook; readonly accounted: Accounted } {
  const held = heldOf(book);
  const closes = held.times(fill.contracts).lt(ZERO);
  const size = fill.contracts.abs();
  const own = closes ? minDecimal(size, decimal(book.contracts).abs()) : ZERO;
  const others = closes ? minDecimal(size.minus(own), decimal(book.outside).abs()) : ZERO;
  const { left, profit } = closeOwn(book, own, { price: fill.price, market });
  const uncounted = profit === undefined ? own.plus(others) : others;
  const opening = signedLike(fill.contracts, size.minus(own).minus(others));
  return {
    book: open({ ...left, outside: towardsZero(book.outside, others) }, { ...fill, contracts: opening }, market),
    accounted: {
      realizedProfit: formatDecimal(profit ?? ZERO),
      closedContracts: formatDecimal(profit === undefined ? ZERO : own),
      ...(uncounted.eq(ZERO) ? {} : { outsideContracts: formatDecimal(uncounted) }),
    },
  };
}

/**
 * The book brought in line with the position the venue showed (signed contracts).
 * @returns `moved`: by how much the position had changed outside whook, signed.
 */
export function matchPosition(
  book: CostBook,
  position: DecimalString,
): { readonly book: CostBook; readonly moved: Decimal } {
  const actual = decimal(position);
  const moved = actual.minus(heldOf(book));
  if (moved.eq(ZERO)) return { book, moved };
  const own = decimal(book.contracts);
  const isOpposite = own.times(actual).lte(ZERO);
  if (isOpposite) return { book: { ...EMPTY_COST, outside: formatDecimal(actual) }, moved };
  if (actual.abs().gte(own.abs())) return { book: { ...book, outside: formatDecimal(actual.minus(own)) }, moved };
  const entryValue = formatDecimal(decimal(book.entryValue).times(actual).div(own));
  return { book: { contracts: formatDecimal(actual), entryValue, outside: "0" }, moved };
}

/** Signed contracts of the whole position. */
function heldOf({ contracts, outside }: CostBook): Decimal {
  return decimal(contracts).plus(outside);
}

/** Takes whook's own contracts and their share of the entry value off the book. `profit`: undefined without a price. */
function closeOwn(
  { contracts, entryValue }: CostBook,
  closing: Decimal,
  { price, market }: { readonly price: CostFill["price"]; readonly market: ProfitMarket },
): { readonly left: Pick<CostBook, "contracts" | "entryValue">; readonly profit: Decimal | undefined } {
  if (closing.eq(ZERO)) return { left: { contracts, entryValue }, profit: ZERO };
  const held = decimal(contracts);
  const isWhole = closing.eq(held.abs());
  const share = isWhole ? decimal(entryValue) : decimal(entryValue).times(closing).div(held.abs());
  const left = {
    contracts: towardsZero(contracts, closing),
    entryValue: formatDecimal(decimal(entryValue).minus(share)),
  };
  const profit = price === undefined ? undefined : profitOf(signedLike(held, closing), share, { price, market });
  return { left, profit };
}

function open(book: CostBook, { contracts, price }: CostFill, market: ProfitMarket): CostBook {
  if (price === undefined) return { ...book, outside: formatDecimal(contracts.plus(book.outside)) };
  const value = entryValueOf(contracts.abs(), price, market);
  return {
    ...book,
    contracts: formatDecimal(contracts.plus(book.contracts)),
    entryValue: formatDecimal(value.plus(book.entryValue)),
  };
}

/** `contracts` (signed) less `taken` of its size. */
function towardsZero(contracts: DecimalString, taken: Decimal): DecimalString {
  const signed = decimal(contracts);
  return formatDecimal(signed.minus(signedLike(signed, taken)));
}

function signedLike(sign: Decimal, size: Decimal): Decimal {
  return sign.lt(ZERO) ? size.neg() : size;
}
